"""Shared fixtures: the sample blog, indexed once, and the judged collections where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from saegin_index import index_posts
from saegin_search import Searcher, open_searcher
from saegin_search.static.modules import browser_modules
from tests.cluster.nodes import Nodes, running_nodes
from tests.search.static.node import Node

BLOG = Path(__file__).parent / "blog"

# How long an example takes says more of the machine than of us.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def blog_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample blog; not to be written to."""
    index = tmp_path_factory.mktemp("index") / ".saegin"
    index_posts(BLOG / "contents", index)
    return index


@pytest.fixture(scope="session")
def blog(blog_index: Path) -> Iterator[Searcher]:
    """A searcher over the sample blog."""
    with open_searcher(blog_index) as searcher:
        yield searcher


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of judged collections and real blogs that SAEGIN_CORPORA names."""
    place = os.environ.get("SAEGIN_CORPORA")
    if not place:
        pytest.skip("SAEGIN_CORPORA is not set: it names a folder of judged collections that is not part of saegin")
    return Path(place)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Runs functions of the browser's modules, which are written out once."""
    folder = tmp_path_factory.mktemp("browser")
    for name, source in browser_modules().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, "utf-8")
    return Node(folder)


@pytest.fixture(scope="session")
def shared_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes, which may not all be running after a test."""
    with running_nodes(tmp_path_factory.mktemp("nodes"), 3) as nodes:
        yield nodes
