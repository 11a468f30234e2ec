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
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, product
from pathlib import Path
from typing import Any

from saegin_index.errors import ClusterError, ClusterMissingError, ClusterRefusedError
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
_NEAR = 1.1  # times: how far average lengths may move before all posts are weighed anew
_DISPOSABLE = {"disposable": True}
"""What marks an index that is not, or no more, one that searches go by."""
_PATIENCE = 60  # seconds for what a cluster takes long to do
_TIME_IS_UP, _IS_NOT_THERE = 408, 404
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
        anew = every_blog or (full and not _others(cluster))
        with blogs.lease(every_blog=anew, wait=wait) as lease:
            run = _Publishing(cluster, blogs, IndexReader.open(index_dir), lease, progress)
            return run.rebuild(begun) if anew else run.update(begun, full=full)


def _others(cluster: Cluster) -> int:
    """How many posts of other blogs there are."""
    names = indices_of(cluster, cluster.settings.index)
    return _count_others(cluster, names[-1]) if names else 0


def _count_others(cluster: Cluster, index: str) -> int:
    body = {"query": _others_than(cluster.settings.blog)}
    return int(cluster.call(lambda client: client.count(index=index, body=body))["count"])


def _others_than(blog: str) -> dict[str, Any]:
    return {"bool": {"must_not": {"term": {"blog": blog}}}}


class _Publishing:
    def __init__(
        self, cluster: Cluster, blogs: Blogs, index: IndexReader, lease: Lease, progress: Progress | None
    ) -> None:
        self._cluster, self._blogs, self._index = cluster, blogs, index
        self._lease, self._progress = lease, progress
        self._alias, self._blog = cluster.settings.index, cluster.settings.blog
        self._sender = Sender(cluster, self._blog, lease.renew)

    def update(self, begun: float, *, full: bool) -> PublishReport:
        names = self._current()
        if not names:
            self._create(self._new_name(), {self._alias: {}})
        else:
            self._check_version(names[0])
        averages = self._own_averages() if full else self._averages()
        return self._bring_up_to_date(self._alias, averages, begun, full=full)

    def rebuild(self, begun: float) -> PublishReport:
        old, new = self._current(), self._new_name()
        self._remove_leftovers()
        self._create(new, disposable=True)
        copying = None
        try:
            if old:
                copying = self._begin_copying(old[0], new)
                self._wait_for_copy(copying, old[0], new)
            report = self._bring_up_to_date(
                new, self._own_averages(), begun, full=True, switch=lambda: self._switch(old, new)
            )
        except BaseException:
            with suppress(ClusterError):
                self._give_up(new, copying)
            raise
        for name in old:
            self._drop(name)
        return report

    # --- the index and its alias

    def _current(self) -> list[str]:
        names = indices_of(self._cluster, self._alias)
        if len(names) > 1:
            raise ClusterError(f"{self._alias} stands for several indices ({', '.join(names)}): leave it one of them")
        return names

    def _new_name(self) -> str:
        return f"{self._alias}-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"

    def _create(self, name: str, aliases: dict[str, Any] | None = None, *, disposable: bool = False) -> None:
        body = {**index_body(self._cluster.settings), "aliases": aliases or {}}
        if disposable:
            body["mappings"]["_meta"] |= _DISPOSABLE
        patience = {"request_timeout": _PATIENCE}
        with suppress_existing():  # by this run, whose first request had no answer: no other has the name
            self._cluster.call(lambda client: client.indices.create(index=name, body=body, params=patience))
        self._wait_for_copies(name)

    def _wait_for_copies(self, name: str) -> None:
        """Before the first post, as one that is acknowledged by a single copy is lost with that copy's machine.

        Where there are too few machines for all copies, or they take long, it goes on without.
        """
        health = self._cluster.call(lambda client: client.cluster.health(index=name))
        if health["number_of_data_nodes"] > self._cluster.settings.replicas:
            wait = {"wait_for_status": "green", "timeout": f"{_COPIES}s", "request_timeout": 2 * _COPIES}
            try:
                self._cluster.call(lambda client: client.cluster.health(index=name, params=wait))
            except ClusterRefusedError as error:
                if error.status != _TIME_IS_UP:
                    raise

    def _switch(self, old: list[str], new: str) -> None:
        """Move the alias, and mark what may be deleted from then on."""
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self._alias}} for name in old]
        actions.append({"add": {"index": new, "alias": self._alias}})
        patience = {"request_timeout": _PATIENCE}
        try:
            self._cluster.call(lambda client: client.indices.update_aliases(body={"actions": actions}, params=patience))
        except ClusterError:
            if indices_of(self._cluster, self._alias) != [new]:  # else the answer alone was lost
                raise
        self._mark(new, disposable=False)
        for name in old:
            self._mark(name, disposable=True)

    def _mark(self, name: str, *, disposable: bool) -> None:
        body = {"_meta": {"saegin": VERSION} | (_DISPOSABLE if disposable else {})}
        self._cluster.call(lambda client: client.indices.put_mapping(index=name, body=body))

    def _give_up(self, new: str, copying: str | None) -> None:
        """Undo a rebuild that did not come to its end, unless the alias was moved already."""
        if new in indices_of(self._cluster, self._alias):
            return
        if copying is not None:
            self._end_copying([copying])
        self._drop(new)

    def _remove_leftovers(self) -> None:
        """Delete what rebuilds that were killed have left: indices that were never, or are no more, the alias's."""
        running = self._cluster.call(
            lambda client: client.tasks.list(params={"actions": "*reindex", "detailed": "true"})
        )
        tasks = [task for node in running.get("nodes", {}).values() for task in node.get("tasks", {}).items()]
        self._end_copying(name for name, told in tasks if f"[{self._alias}-" in told.get("description", ""))
        there = self._cluster.call(lambda client: client.indices.get(index=f"{self._alias}-*"))
        for name, told in there.items():
            meta = told["mappings"].get("_meta", {})
            if _DISPOSABLE.items() <= meta.items() and self._alias not in told["aliases"]:
                self._drop(name)

    def _end_copying(self, tasks: Iterable[str]) -> None:
        """End copies that go on in the cluster: they would make an index anew that is deleted."""
        wait = {"wait_for_completion": "true", "request_timeout": _PATIENCE}
        for task in tasks:
            with suppress(ClusterRefusedError):  # it has ended
                self._cluster.call(lambda client, task=task: client.tasks.cancel(task_id=task, params=wait))  # type: ignore[misc]

    def _drop(self, name: str) -> None:
        try:
            self._cluster.call(lambda client: client.indices.delete(index=name))
        except ClusterRefusedError as error:
            if error.status != _IS_NOT_THERE:
                raise

    def _check_version(self, name: str) -> None:
        mapping = self._cluster.call(lambda client: client.indices.get_mapping(index=name))
        if mapping[name]["mappings"].get("_meta", {}).get("saegin") != VERSION:
            raise ClusterError(
                f"{name} was made by another version of saegin: run `saegin index --full --every-blog` once"
            )

    def _begin_copying(self, old: str, new: str) -> str:
        """Begin to copy the posts of the other blogs, within the cluster."""
        body = {"source": {"index": old, "query": _others_than(self._blog)}, "dest": {"index": new}}
        self._cluster.call(lambda client: client.indices.refresh(index=old))
        begin = {"wait_for_completion": "false", "slices": "auto"}
        return str(self._cluster.call(lambda client: client.reindex(body=body, params=begin))["task"])

    def _wait_for_copy(self, task: str, old: str, new: str) -> None:
        while True:
            self._lease.renew()
            state = self._cluster.call(lambda client: client.tasks.get(task_id=task))
            if state["completed"]:
                break
            time.sleep(_LOOK)
        answer = state.get("response", {})
        failures = answer.get("failures", []) or [state[name] for name in ("error",) if name in state]
        if failures or "canceled" in answer or answer.get("timed_out"):
            told = str(failures[0])[:200] if failures else answer.get("canceled", "it took too long")
            raise ClusterError(f"the other blogs' posts could not all be copied: {told}")
        self._cluster.call(lambda client: client.indices.refresh(index=new), timeout=_PATIENCE)
        before, after = (_count_others(self._cluster, name) for name in (old, new))
        if before != after:
            raise ClusterError(f"of {before} posts of other blogs {after} were copied: run it again")

    # --- the posts

    def _averages(self) -> Averages:
        """Those that the blog's posts were weighed by, while they are near enough."""
        own = self._own_averages()
        try:
            before = self._blogs.state().averages
        except (ClusterMissingError, ClusterError):
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
