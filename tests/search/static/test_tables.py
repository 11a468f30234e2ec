"""The constants that the port shares with its original."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

import pytest
from tests.search.static.node import Node

from saegin_search.static.tables import MODULES


@pytest.mark.parametrize("name", MODULES)
def test_a_table_holds_what_python_has(node: Node, name: str) -> None:
    (table,) = node.run(f"import * as table from './tables/{name}';\nconst answer = () => table;", [[]])
    constants = {
        constant.lstrip("_"): getattr(import_module(module), constant)
        for module, names in MODULES[name]
        for constant in names.split()
    }
    assert table.keys() == constants.keys()
    for constant, value in constants.items():
        if isinstance(value, str | int | float):
            assert table[constant] == value
        elif isinstance(value, frozenset):
            assert set(table[constant]) == value
        else:
            assert len(table[constant]) == len(value)


def test_tables_are_the_same_on_every_run() -> None:
    script = "from saegin_search.static.tables import *; print(*(ascii(table(name)) for name in MODULES))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
