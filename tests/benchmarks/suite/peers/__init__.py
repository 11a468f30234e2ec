"""The engines that saegin is measured beside, each in a module of its own that imports it."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.benchmarks.suite.peers.peer import AbsentError, Builder

MODULES = {
    "tantivy": "tantivy_peer",
    "SQLite FTS5": "fts5_peer",
    "whoosh3": "whoosh_peer",
    "bm25s": "bm25s_peer",
    "Lucene": "lucene_peer",
}


def builder(name: str, peers: Path | None) -> Builder:
    """The engine of that name; `peers` is where jars are. Raises AbsentError when it is not installed."""
    try:
        module = importlib.import_module(f"{__name__}.{MODULES[name]}")
    except ImportError as error:
        raise AbsentError(str(error)) from error
    built: Builder = module.builder(peers)
    return built


def present(names: list[str], peers: Path | None) -> tuple[list[str], dict[str, str]]:
    """Which of the engines are installed, and why the others are not."""
    found, absent = [], {}
    for name in names:
        try:
            builder(name, peers)
            found.append(name)
        except AbsentError as error:
            absent[name] = str(error)
    return found, absent
