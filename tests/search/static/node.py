"""Functions of the port to JavaScript, run by Node on the inputs that their originals get."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

_ANSWER_ALL = """
import {{ readFileSync, writeFileSync }} from 'node:fs';
{script}
const cases = JSON.parse(readFileSync(0, 'utf-8'));
writeFileSync(1, JSON.stringify(cases.map((parameters) => answer(...parameters))));
"""
_SECONDS = 120


class Node:
    """Node, in a folder with the modules of the browser. Skips where Node is missing, but fails where all should be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "package.json").write_text('{"type": "module"}', "utf-8")

    def run(self, script: str, cases: Iterable[Iterable[Any]]) -> list[Any]:
        """What the script's function `answer` gives for the arguments of each case; it imports './korean/hangul.js'.

        Arguments and answers are what JSON can carry. Lone surrogates stay what they are, both ways.
        """
        node = shutil.which("node")
        if node is None:
            if os.environ.get("CI"):
                pytest.fail("Node is missing")
            pytest.skip("Node is missing: install nodejs")
        done = subprocess.run(
            [node, "--input-type=module", "--eval", _ANSWER_ALL.format(script=script)],
            input=json.dumps([list(case) for case in cases]),
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: list[Any] = json.loads(done.stdout)
        return answers

    def call(self, module: str, function: str, cases: Iterable[Iterable[Any]]) -> list[Any]:
        """What a function of a module gives for the arguments of each case."""
        return self.run(f"import {{ {function} as answer }} from './{module}';", cases)


def differing(cases: Iterable[Any], answers: Iterable[Any], expected: Iterable[Any]) -> list[tuple[Any, Any, Any]]:
    """Cases whose answers are others than expected, with both."""
    return [row for row in zip(cases, answers, expected, strict=True) if row[1] != row[2]]
