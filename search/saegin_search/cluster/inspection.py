"""What a cluster has of a blog, how it is, and whether that is what the index on this machine has."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

from saegin_index.errors import ClusterError, ClusterMissingError
from saegin_index.store.reader import IndexReader
from saegin_search.cluster.blog import BlogSearch
from saegin_search.cluster.blogs import Blogs
from saegin_search.cluster.clauses import Clause
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.indices import Indices
from saegin_search.cluster.publishing import digests_here, digests_there

_EVERY_POST: Clause = {"exists": {"field": "path"}}


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """A blog in a cluster. `health` is the cluster's word for the index (green, yellow, red), `unassigned` how many
    copies of its shards have no place; `bytes` are those of all blogs in it; `built` is an ISO time in UTC.
    """

    hosts: tuple[str, ...]
    nodes: int
    index: str
    blog: str
    health: str
    shards: int
    unassigned: int
    posts: int
    bytes: int
    built: str
    analyzer: str


def cluster_status(cluster: Cluster) -> ClusterStatus:
    """How the blog's index in the cluster is. Raises ClusterMissingError when there is none, ClusterError else."""
    settings = cluster.settings
    state = Blogs(cluster).state()
    name = Indices(cluster).current()
    if not name:
        raise ClusterMissingError(f"the cluster has no index {settings.index!r}: run `saegin index` first")
    health = cluster.call(lambda client: client.cluster.health(index=name))
    size = cluster.call(lambda client: client.indices.stats(index=name, metric="store"))
    return ClusterStatus(
        hosts=settings.hosts,
        nodes=health["number_of_nodes"],
        index=name,
        blog=settings.blog,
        health=health["status"],
        shards=health["active_primary_shards"],
        unassigned=health["unassigned_shards"],
        posts=BlogSearch(cluster, state.posts).count(_EVERY_POST),
        bytes=size["_all"]["primaries"]["store"]["size_in_bytes"],
        built=state.built,
        analyzer=state.analyzer,
    )


def faults_of(cluster: Cluster, index_dir: Path | None) -> list[str]:
    """What is wrong with the blog in the cluster, in words; compared with the index in `index_dir`, if there is one.

    Raises ClusterError when it cannot be looked at.
    """
    status = cluster_status(cluster)
    blogs = Blogs(cluster)
    state = blogs.state()
    faults: list[str] = []
    if status.health == "red":
        faults.append("shards have no copy that answers (the cluster calls it red)")
    if status.posts != state.posts:
        faults.append(f"{status.posts} posts where {state.posts} were put")
    try:
        if zlib.crc32(b"".join(blogs.archive(state))) != state.checksum:
            faults.append("what is kept of the blog's words is damaged")
    except ClusterError as error:
        faults.append(str(error))
    if index_dir is not None:
        here = digests_here(IndexReader.open(index_dir), state.averages)
        there = dict(digests_there(cluster, status.index))
        counts = {
            "missing": len(here.keys() - there.keys()),
            "too many": len(there.keys() - here.keys()),
            "different from those here": sum(1 for path in here.keys() & there.keys() if here[path] != there[path]),
        }
        faults += [f"{count} posts {what}" for what, count in counts.items() if count]
    return faults
