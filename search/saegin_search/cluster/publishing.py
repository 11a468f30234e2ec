"""Bringing a blog in the cluster up to date with the index on this machine.

The cluster is asked what it has; what differs is sent, what is gone is deleted, and then the blog's new state is
written, by which readers go. A run that dies on the way has lost nothing: the next one finds out anew what is missing.

`--full` makes a new index: the other blogs' posts are copied within the cluster, this blog's are sent, and then the
alias that all go by is moved from the old index to the new one, in one step.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from typing import Any

from saegin_index.errors import ClusterError, ClusterMissingError, ClusterRefusedError, ClusterUnavailableError
from saegin_index.posts.post import Post
from saegin_index.store import layout
from saegin_index.store.cache import AnalysisCache
from saegin_index.store.codec.documents import Row
from saegin_index.store.document import Analysis, analyze_post
from saegin_index.store.reader import IndexReader
from saegin_index.store.state import read_states
from saegin_index.store.values import unpack_address, unpack_post
from saegin_search.cluster.archive import pack
from saegin_search.cluster.blogs import Blogs, BlogState, Lease, suppress_existing
from saegin_search.cluster.bulk import Action, Sender
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.mapping import VERSION, index_body
from saegin_search.cluster.posts import Averages, PostWriter, digest, post_id
from saegin_search.ranking import CHANNELS, FIELDS

Progress = Callable[[int, int], None]

_PAGE = 5000  # posts whose digests are asked for at once
_COPYING = 3600.0  # seconds that the other blogs may take to be copied
_COPIES = 20  # seconds that the copies of a new index are waited for
_LOOK = 1.0  # seconds between two looks at how far copying is


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
    cluster: Cluster, index_dir: Path, *, full: bool = False, progress: Progress | None = None
) -> PublishReport:
    """Make what the cluster has of a blog what the index in `index_dir` is; with `full`, in a new index.

    Raises:
        ClusterLockedError: another run is writing the blog.
        ClusterUnavailableError: the cluster cannot be reached, or takes no posts for long; readers see what was before.
        ClusterError: it refuses, or what it has is another version's.
    """
    begun = time.monotonic()
    blogs = Blogs(cluster)
    blogs.create()
    with blogs.lease(every_blog=full) as lease:
        run = _Publishing(cluster, blogs, IndexReader.open(index_dir), lease, progress)
        return run.rebuild(begun) if full else run.update(begun)


class _Publishing:
    def __init__(
        self, cluster: Cluster, blogs: Blogs, index: IndexReader, lease: Lease, progress: Progress | None
    ) -> None:
        self._cluster, self._blogs, self._index = cluster, blogs, index
        self._lease, self._progress = lease, progress
        self._alias, self._blog = cluster.settings.index, cluster.settings.blog
        self._sender = Sender(cluster, self._blog)

    def update(self, begun: float) -> PublishReport:
        target = indices_of(self._cluster, self._alias) or [self._first_index()]
        self._check_version(target[-1])
        return self._bring_up_to_date(target[-1], self._averages(), begun)

    def rebuild(self, begun: float) -> PublishReport:
        old = indices_of(self._cluster, self._alias)
        new = _next_name(self._alias, old)
        self._drop(new)  # of a rebuild that was killed
        self._create(new)
        try:
            if old:
                self._copy_others(old[-1], new)
            report = self._bring_up_to_date(new, self._own_averages(), begun, switch=lambda: self._switch(old, new))
        except BaseException:
            self._drop(new)
            raise
        for name in old:
            self._drop(name)
        return report

    # --- the index and its alias

    def _first_index(self) -> str:
        name = _next_name(self._alias, [])
        with suppress_existing():
            self._create(name, {self._alias: {}})
        return name

    def _create(self, name: str, aliases: dict[str, Any] | None = None) -> None:
        body = {**index_body(self._cluster.settings), "aliases": aliases or {}}
        self._cluster.call(lambda client: client.indices.create(index=name, body=body), timeout=60)
        self._wait_for_copies(name)

    def _wait_for_copies(self, name: str) -> None:
        """Before the first post, as one that is acknowledged by a single copy is lost with that copy's machine.

        Where there are too few machines for all copies, or they take long, it goes on without.
        """
        health = self._cluster.call(lambda client: client.cluster.health(index=name))
        if health["number_of_data_nodes"] > self._cluster.settings.replicas:
            wait = {"wait_for_status": "green", "timeout": f"{_COPIES}s", "request_timeout": 2 * _COPIES}
            with suppress(ClusterUnavailableError):  # a 408 when the time is up
                self._cluster.call(lambda client: client.cluster.health(index=name, params=wait), timeout=1)

    def _switch(self, old: list[str], new: str) -> None:
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self._alias}} for name in old]
        actions.append({"add": {"index": new, "alias": self._alias}})
        self._cluster.call(lambda client: client.indices.update_aliases(body={"actions": actions}), timeout=60)

    def _drop(self, name: str) -> None:
        try:
            self._cluster.call(lambda client: client.indices.delete(index=name))
        except ClusterRefusedError as error:
            if error.status != 404:
                raise

    def _check_version(self, name: str) -> None:
        mapping = self._cluster.call(lambda client: client.indices.get_mapping(index=name))
        if mapping[name]["mappings"].get("_meta", {}).get("saegin") != VERSION:
            raise ClusterError(f"{name} was made by another version of saegin: run `saegin index --full`")

    def _copy_others(self, old: str, new: str) -> None:
        """Copy the posts of the other blogs, within the cluster."""
        others = {"bool": {"must_not": {"term": {"blog": self._blog}}}}
        body = {"source": {"index": old, "query": others}, "dest": {"index": new}}
        self._cluster.call(lambda client: client.indices.refresh(index=old))
        task = self._cluster.call(
            lambda client: client.reindex(body=body, params={"wait_for_completion": "false", "slices": "auto"})
        )["task"]
        deadline = time.monotonic() + _COPYING
        while True:
            self._lease.renew()
            state = self._cluster.call(lambda client: client.tasks.get(task_id=task))
            if state["completed"]:
                break
            if time.monotonic() > deadline:
                raise ClusterError("copying the other blogs' posts took over an hour: it goes on as task " + task)
            time.sleep(_LOOK)
        failures = state.get("response", {}).get("failures", []) or ([state["error"]] if "error" in state else [])
        if failures:
            raise ClusterError(f"the other blogs' posts could not all be copied: {str(failures[0])[:200]}")

    # --- the posts

    def _averages(self) -> Averages:
        """Those that the blog's posts were weighed by, while they are near enough."""
        own = self._own_averages()
        try:
            before = self._blogs.state().averages
        except (ClusterMissingError, ClusterError):
            return own
        near = before.keys() == own.keys() and all(0.8 < own[name] / before[name] < 1.25 for name in own)
        return before if near else own

    def _own_averages(self) -> Averages:
        names = [field + channel for field, channel in product(FIELDS, CHANNELS)]
        posts = max(self._index.document_count, 1)
        return {name: max(self._index.postings.total_length(name) / posts, 1.0) for name in names}

    def _bring_up_to_date(
        self, target: str, averages: Averages, begun: float, switch: Callable[[], None] = lambda: None
    ) -> PublishReport:
        self._cluster.call(lambda client: client.indices.refresh(index=target))
        there = dict(digests_there(self._cluster, target))
        here = digests_here(self._index, averages)
        changed = {path: wanted for path, wanted in here.items() if there.get(path) != wanted}
        gone = [path for path in there if path not in here]
        total = len(changed) + len(gone)
        actions = chain(
            sendings(self._index, self._blog, target, changed, averages),
            (Action(target, post_id(self._blog, path), path, None) for path in gone),
        )
        for done in self._sender.send(actions):
            self._lease.renew()
            if self._progress:
                self._progress(done, total)
        if total:
            self._cluster.call(lambda client: client.indices.refresh(index=target), timeout=60)
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

    # --- the state

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
    return {unpack_address(row.post).path: digest(row, averages) for row in index.rows()}


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


def indices_of(cluster: Cluster, alias: str) -> list[str]:
    """The indices that an alias stands for, in order; none when there is no such alias."""
    try:
        return sorted(cluster.call(lambda client: client.indices.get_alias(name=alias)))
    except ClusterRefusedError as error:
        if error.status == 404:
            return []
        raise


def _next_name(alias: str, names: list[str]) -> str:
    numbers = [int(found[1]) for name in names if (found := re.fullmatch(rf"{re.escape(alias)}-(\d{{6,}})", name))]
    return f"{alias}-{max(numbers, default=0) + 1:06d}"
