"""Lucene, in a process of its own that measures itself: see Lucene.java."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.suite.costs import Cost
from tests.benchmarks.suite.documents import Asked, Document
from tests.benchmarks.suite.peers.peer import AbsentError, Builder, Engine, Shown

_SOURCE = Path(__file__).with_name("Lucene.java")
_JARS = ("lucene-core", "lucene-analysis-common", "lucene-highlighter", "lucene-memory", "lucene-queries")


def builder(peers: Path | None) -> Builder:
    jars = [jar for name in _JARS for jar in sorted(peers.glob(f"{name}-*.jar"))[-1:]] if peers else []
    if len(jars) < len(_JARS):
        raise AbsentError(f"no {', '.join(_JARS)} jars in the folder of peers")
    java = shutil.which("java")
    if not java:
        raise AbsentError("no java")
    return _Lucene([java, "-Xmx2g", "-cp", ":".join(map(str, jars)), str(_SOURCE)])


class _Lucene:
    def __init__(self, command: list[str]) -> None:
        self._command = command

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        with subprocess.Popen([*self._command, "build", str(folder)], stdin=subprocess.PIPE, encoding="utf-8") as java:
            assert java.stdin
            for each in documents:
                java.stdin.write(f"{each.title}\t{each.body}\t{each.tags}\t{each.date}\n")
        if java.returncode:
            raise RuntimeError("Lucene could not build an index")

    def open(self, folder: Path) -> Engine:
        return _Searcher([*self._command, "search", str(folder)])


class _Searcher:
    def __init__(self, command: list[str]) -> None:
        self._java = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def close(self) -> None:
        self._java.communicate()

    def hits(self, asked: Asked) -> Callable[[], Sequence[Any]] | None:
        words = " ".join(asked.terms)
        return lambda: self._ask(asked.kind, words, asked.tag, str(asked.after), str(asked.before))

    def answer(self, terms: Sequence[str]) -> list[Shown]:
        _, _, *rows = self._ask("answer", " ".join(terms), "", "0", "0")
        return [Shown(title, snippet) for title, snippet in zip(rows[::2], rows[1::2], strict=True)]

    def _ask(self, *query: str) -> list[str]:
        assert self._java.stdin
        assert self._java.stdout
        self._java.stdin.write("\t".join(query) + "\n")
        self._java.stdin.flush()
        wall, cpu, *rows = self._java.stdout.readline().rstrip("\n").split("\t")
        self._last = Cost(int(wall) / 1e9, int(cpu) / 1e9)
        return [wall, cpu, *rows] if query[0] == "answer" else rows

    def cost(self, work: Callable[[], Any]) -> Cost:
        """What Java says it took; the way there and back is not Lucene's."""
        work()
        return self._last
