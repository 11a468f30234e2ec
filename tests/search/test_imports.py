"""A plain search loads what it needs and no more: what a terminal waits for is mostly imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Whoosh is the index's, typer and rich are other commands', and the rest belongs to those or to the served page.
UNWANTED = {
    *("whoosh", "typer", "click", "typer._click", "rich", "jpype", "starlette", "uvicorn", "jinja2", "asyncio"),
    *("numpy.ma", "sqlite3", "hashlib", "tempfile", "shutil", "importlib.resources", "zipfile", "subprocess", "socket"),
    *("saegin_index.config", "saegin_index.reindex", "saegin_index.store.writer", "saegin_index.store.schema"),
    *("saegin_index.korean.transliteration", "saegin_search.cli", "saegin_search.suggestions", "saegin_search.related"),
}
# Beyond what Python and numpy load by themselves. A few more than there are; each costs about a fiftieth of numpy.
MOST_MODULES = 95
SCRIPT = """
import atexit, json, sys
import numpy
before = set(sys.modules)
atexit.register(lambda: print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr))
from saegin_search.__main__ import main
main()
"""


def modules_of(*arguments: str) -> set[str]:
    """What a command line loads."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments",
    [
        ("개발",),
        ("검색", "엔진", "--limit", "3"),
        ("개발", "--json"),
        ("개발", "--after=2010"),
        ("개발", "-검색"),
    ],
)
def test_a_plain_search_loads_no_more_than_it_needs(blog_index: Path, arguments: tuple[str, ...]) -> None:
    loaded = modules_of("search", *arguments, "--index", str(blog_index))
    assert loaded & UNWANTED == set()
    assert len(loaded) <= MOST_MODULES, sorted(loaded)


def test_other_command_lines_are_left_to_typer(blog_index: Path) -> None:
    assert "typer" in modules_of("search", "--help")
    assert "typer" in modules_of("status", "--index", str(blog_index))
