"""The modules of the browser, written out once, and Node to run them."""

from __future__ import annotations

import pytest
from tests.search.static.node import Node

from saegin_search.static.modules import browser_modules


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Runs functions of the browser's modules."""
    folder = tmp_path_factory.mktemp("browser")
    for name, source in browser_modules().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, "utf-8")
    return Node(folder)
