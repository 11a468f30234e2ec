"""The speed suite runs to its end, on few posts; what it measures there means nothing and is not looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
PEERS = ("tantivy", "SQLite FTS5", "whoosh3", "bm25s", "Lucene", "Pagefind")


def test_the_speed_suite_runs_and_names_what_it_leaves_out(tmp_path: Path) -> None:
    figures, picture = tmp_path / "figures.json", tmp_path / "speed.svg"
    options = ["--sizes", "40", "--rounds", "1", "--queries", "4", "--json", str(figures), "--picture", str(picture)]
    without_peers = {name: value for name, value in os.environ.items() if name not in ("PAGEFIND", "SAEGIN_CORPORA")}
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.suite", *options],
        cwd=ROOT,
        env=without_peers,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    rows = json.loads(figures.read_text("utf-8"))
    measured = {row["engine"] for row in rows}
    left_out = {name for name in PEERS if f"left out: {name} (" in run.stdout}
    assert set(PEERS) == (set(PEERS) & measured) | left_out
    assert {"Lucene", "Pagefind"} <= left_out
    assert {"SQLite FTS5", "whoosh3"} <= measured
    assert {row["group"] for row in rows if row["engine"] == "saegin"} == {
        "whole process",
        "indexing",
        "memory",
        "warm, end to end",
        "engine alone",
    }
    assert all(row["cost"][0] > 0 for row in rows)
    assert "targets met; missed:" in run.stdout
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
