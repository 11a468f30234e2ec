"""The cluster that all tests here share, and blogs in it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.cluster.blogs import ClusterSite
from tests.cluster.nodes import Nodes

_numbers = count(1)

MakeSite: TypeAlias = Callable[..., ClusterSite]


@pytest.fixture
def nodes(shared_nodes: Nodes) -> Nodes:
    """Three nodes, all running."""
    shared_nodes.restart()
    return shared_nodes


@pytest.fixture(scope="module")
def sample(shared_nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> ClusterSite:
    """The sample blog in a cluster, and in an index on this machine; not to be written to."""
    shared_nodes.restart()
    root = tmp_path_factory.mktemp("sample") / "blog"
    site = ClusterSite.sample(root, shared_nodes.hosts, f"sample-{next(_numbers)}")
    site.publish()
    return site


@pytest.fixture
def site(nodes: Nodes, tmp_path: Path) -> MakeSite:
    """Makes blogs of a post per name, in an index of the test's own."""
    index = f"test-{next(_numbers)}"

    def make(blog: str, *names: str, **options: object) -> ClusterSite:
        return ClusterSite.of_names(tmp_path / blog, nodes.hosts, blog, *names, index=index, **options)

    return make
