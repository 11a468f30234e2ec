"""A small blog that a test may change, in a cluster as well."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saegin_index.cluster_settings import ClusterSettings
from saegin_index.config import find_index
from saegin_search import Searcher, open_searcher
from saegin_search.cluster.blogs import Blogs, Lease
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.inspection import faults_of
from saegin_search.cluster.publishing import PublishReport, publish
from tests.sites import Site

SETTINGS = 'content = "contents"\nengine = "opensearch"\n[opensearch]\n'


@dataclass(frozen=True)
class ClusterSite(Site):
    """A checkout whose settings name a cluster."""

    @classmethod
    def sample(cls, root: Path, hosts: Sequence[str], index: str) -> ClusterSite:
        """A copy of the sample blog."""
        site = cls(Site.sample(root).root)
        site.configure(hosts, "sample", index=index)
        return site

    @classmethod
    def of_names(cls, root: Path, hosts: Sequence[str], blog: str, *names: str, **options: Any) -> ClusterSite:
        """A blog with one post per name, found by its name."""
        site = cls(Site.of_words(root, *names).root)
        site.configure(hosts, blog, **options)
        return site

    def configure(self, hosts: Sequence[str], blog: str, **options: Any) -> None:
        """Write the settings."""
        values = {"hosts": list(hosts), "blog": blog, "timeout": 30, **options}  # a loaded machine is slow
        lines = [f"{name} = {_toml(value)}\n" for name, value in values.items()]
        (self.root / "saegin.toml").write_text(SETTINGS + "".join(lines), "utf-8")

    @property
    def settings(self) -> ClusterSettings:
        _, settings = find_index(self.root)
        assert settings is not None
        return settings

    def publish(self, *, full: bool = False, **options: Any) -> PublishReport:
        """A run in this process, of both parts."""
        self.index(full=full)
        with self.cluster() as cluster:
            return publish(cluster, self.index_dir, full=full, **options)

    @contextmanager
    def cluster(self) -> Iterator[Cluster]:
        """A connection of its own."""
        with closing(Cluster(self.settings)) as cluster:
            yield cluster

    def faults(self) -> list[str]:
        """What is not in the cluster as it is in the index here."""
        with self.cluster() as cluster:
            return faults_of(cluster, self.index_dir)

    @contextmanager
    def lease(self, *, every_blog: bool = False) -> Iterator[Lease]:
        """The right to write, as another run would have it."""
        with self.cluster() as cluster, Blogs(cluster).lease(every_blog=every_blog) as lease:
            yield lease

    def searcher(self) -> Searcher:
        """What searches in the cluster."""
        return open_searcher(self.index_dir, self.settings)

    def found(self, query: str) -> list[str]:
        """The paths of the posts that a query finds in the cluster."""
        with self.searcher() as searcher:
            return sorted(hit.path for hit in searcher.search(query, limit=1000).hits)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line, in the site's folder."""
        return self.saegin(*arguments)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
