"""Bringing a blog in the cluster up to date with the index on this machine.

The cluster is asked what it has; what differs is sent, what is gone is deleted, and then the blog's new state is
written, by which readers go. A run that dies on the way has lost nothing: the next one finds out anew what is missing.

A rebuild makes a new index: the other blogs' posts are copied within the cluster, this blog's are sent, and then the
alias that all go by is moved from the old index to the new one, in one step.
"""

from __future__ import annotations

import secrets
import time
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from typing import Any

from saegin_index.errors import ClusterError
from saegin_index.posts.post import Post
from saegin_index.store import layout
from saegin_index.store.cache import AnalysisCache
from saegin_index.store.codec.documents import Row
from saegin_index.store.document import Analysis, analyze_post
from saegin_index.store.reader import IndexReader
from saegin_index.store.state import read_states
from saegin_index.store.values import unpack_address, unpack_post
from saegin_search.cluster.archive import pack
from saegin_search.cluster.blogs import Blogs, BlogState, Lease
from saegin_search.cluster.bulk import Action, Sender
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.indices import Indices
from saegin_search.cluster.posts import Averages, PostWriter, digest, post_id, rules
from saegin_search.ranking import CHANNELS, FIELDS

Progress = Callable[[int, int], None]

_PAGE = 5000  # posts whose digests are asked for at once
_NEAR = 1.1  # times: how far average lengths may move before all posts are weighed anew


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What changed in the cluster, in numbers of posts; `refused` are the (path, reason) of posts it will not have.

    `bytes` were sent; `repeated` posts were sent more than once, as a part of the cluster was missing.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    bytes: int
    repeated: int
    seconds: float
    refused: tuple[tuple[str, str], ...] = ()


def publish(
    cluster: Cluster,
    index_dir: Path,
    *,
    full: bool = False,
    every_blog: bool = False,
    wait: float = 0,
    progress: Progress | None = None,
) -> PublishReport:
    """Make what the cluster has of a blog what the index in `index_dir` is; with `full`, of every post.

    With `every_blog`, or when there is no other one, a `full` run goes into a new index. `wait` is for how many seconds
    to wait for another run to finish.

    Raises:
        ClusterLockedError: another run is writing the blog.
        ClusterUnavailableError: the cluster cannot be reached, or takes no posts for long; readers see what was before.
        ClusterError: it refuses, or what it has is another version's.
    """
    begun = time.monotonic()
    blogs = Blogs(cluster)
    with cluster.understood():
        blogs.create()
        anew = every_blog or (full and not Indices(cluster).others())
        with blogs.lease(every_blog=anew, wait=wait) as lease:
            run = _Publishing(cluster, blogs, IndexReader.open(index_dir), lease, progress)
            return run.rebuild(begun) if anew else run.update(begun, full=full)


class _Publishing:
    def __init__(
        self, cluster: Cluster, blogs: Blogs, index: IndexReader, lease: Lease, progress: Progress | None
    ) -> None:
        self._cluster, self._blogs, self._index = cluster, blogs, index
        self._lease, self._progress = lease, progress
        self._blog = cluster.settings.blog
        self._indices = Indices(cluster)
        self._sender = Sender(cluster, self._blog, lease.renew)

    def update(self, begun: float, *, full: bool) -> PublishReport:
        name = self._indices.current()
        if name:
            self._indices.check_version(name)
        else:
            self._indices.create_first()
        averages = self._own_averages() if full else self._averages()
        return self._bring_up_to_date(self._indices.alias, averages, begun, full=full)

    def rebuild(self, begun: float) -> PublishReport:
        indices = self._indices
        indices.remove_leftovers()
        old, new = indices.current(), indices.create_next()
        copying = None
        try:
            if old:
                copying = indices.begin_copying(old, new)
                indices.wait_for_copy(copying, old, new, self._lease.renew)
            report = self._bring_up_to_date(
                new, self._own_averages(), begun, full=True, switch=lambda: indices.switch(old, new)
            )
        except BaseException:
            with suppress(ClusterError):
                indices.give_up(new, copying)
            raise
        if old:
            indices.drop(old)
        return report

    def _averages(self) -> Averages:
        """Those that the blog's posts were weighed by, while they are near enough."""
        own = self._own_averages()
        try:
            before = self._blogs.state().averages
        except ClusterError:
            return own
        near = before.keys() == own.keys() and all(1 / _NEAR < own[name] / before[name] < _NEAR for name in own)
        return before if near else own

    def _own_averages(self) -> Averages:
        names = [field + channel for field, channel in product(FIELDS, CHANNELS)]
        return {name: self._index.postings.average_length(name) for name in names}

    def _bring_up_to_date(
        self,
        target: str,
        averages: Averages,
        begun: float,
        *,
        full: bool = False,
        switch: Callable[[], None] = lambda: None,
    ) -> PublishReport:
        self._cluster.call(lambda client: client.indices.refresh(index=target))
        there = dict(digests_there(self._cluster, target))
        here = digests_here(self._index, averages)
        if not full:
            self._check_same_blog(there, here)
        changed = {path: wanted for path, wanted in here.items() if full or there.get(path) != wanted}
        gone = [path for path in there if path not in here]
        total = len(changed) + len(gone)
        actions = chain(
            sendings(self._index, self._blog, target, changed, averages),
            (Action(target, post_id(self._blog, path), path, None) for path in gone),
        )
        for done in self._sender.send(actions):
            if self._progress:
                self._progress(done, total)
        if total:
            self._cluster.call(lambda client: client.indices.refresh(index=target), timeout=60)
        self._lease.renew(now=True)
        switch()
        if total or not self._is_current(averages):
            self._publish_state(averages)
        sent = self._sender.report
        taken = changed.keys() - {path for path, _ in sent.refused}
        return PublishReport(
            added=len(taken - there.keys()),
            changed=len(taken & there.keys()),
            removed=len(gone),
            unchanged=len(here) - len(changed),
            bytes=sent.bytes,
            repeated=sent.repeated,
            seconds=time.monotonic() - begun,
            refused=tuple(sent.refused),
        )

    def _check_same_blog(self, there: Mapping[str, str], here: Mapping[str, str]) -> None:
        """Raises ClusterError when the cluster has none of the posts that are here: it may be another folder's blog."""
        if there and there.keys().isdisjoint(here):
            raise ClusterError(
                f"the cluster's blog {self._blog!r} has other posts ({next(iter(there))!r} ...) and none of this "
                "folder's: if all were moved, run `saegin index --full`; if it is another blog, set opensearch.blog"
            )

    def _is_current(self, averages: Averages) -> bool:
        try:
            state = self._blogs.state()
        except ClusterError:
            return False
        return (state.name, state.averages) == (self._index.manifest.edition_name, averages)

    def _publish_state(self, averages: Averages) -> None:
        manifest = self._index.manifest
        pieces = list(pack(self._index))
        state = BlogState(
            name=manifest.edition_name,
            token=secrets.token_hex(8),
            posts=manifest.posts,
            built=manifest.built,
            analyzer=manifest.analyzer,
            site_url=manifest.site_url,
            schema=manifest.schema,
            pieces=len(pieces),
            checksum=zlib.crc32(b"".join(pieces)),
            averages=averages,
        )
        self._blogs.publish(state, pieces)


def sendings(
    index: IndexReader, blog: str, target: str, changed: Mapping[str, str], averages: Averages
) -> Iterator[Action]:
    """What puts the posts at some paths into an index of the cluster; `changed` has their digests."""
    writer = PostWriter(blog, averages)
    for post, row, analysis in _analyses(index, changed):
        document = writer.document(post, row, analysis, changed[post.path])
        yield Action(target, post_id(blog, post.path), post.path, document)


def _analyses(index: IndexReader, paths: Container[str]) -> Iterator[tuple[Post, Row, Analysis]]:
    """Posts with their analyses: as the cache has them, else made anew."""
    states = read_states(layout.edition_path(index.index_dir, index.manifest.edition))
    cache = AnalysisCache(index.index_dir / layout.CACHE, readonly=True)
    try:
        for row in index.rows():
            if unpack_address(row.post).path not in paths:
                continue
            post = unpack_post(row.post)
            state = states.get(post.path)
            packed = cache.get(bytes.fromhex(state.key)) if state else None
            analysis = Analysis.unpack(packed) if packed else analyze_post(post, index.analyzer)
            yield post, row, analysis
    finally:
        cache.close()


def digests_here(index: IndexReader, averages: Averages) -> dict[str, str]:
    """By path, what tells whether a post in a cluster is as this index has it."""
    weighed = rules(averages)
    return {unpack_address(row.post).path: digest(row, weighed) for row in index.rows()}


def digests_there(cluster: Cluster, target: str) -> Iterator[tuple[str, str]]:
    """The (path, digest) of the blog's posts in an index of the cluster, in pages that follow one another by path."""
    blog = cluster.settings.blog
    body: dict[str, Any] = {
        "query": {"bool": {"filter": {"term": {"blog": blog}}}},
        "size": _PAGE,
        "sort": [{"path": "asc"}],
        "_source": False,
        "docvalue_fields": ["path", "digest"],
        "track_total_hits": False,
    }
    while True:
        hits = cluster.search(target, body, routing=blog)["hits"]["hits"]
        yield from ((hit["fields"]["path"][0], hit["fields"]["digest"][0]) for hit in hits)
        if len(hits) < _PAGE:
            return
        body["search_after"] = hits[-1]["sort"]
