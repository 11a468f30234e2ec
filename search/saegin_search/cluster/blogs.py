"""What the cluster keeps of each blog beside its posts: which edition it has, its archive, who is writing it.

Documents of the index `NAME-blogs`, found by their ids alone, so that no search of one blog ever meets another:

    state:BLOG          the edition, written last, in one piece: readers go by it
    archive:BLOG:ED:N   a piece of the edition's archive
    lease:BLOG          who may write the blog, and until when; `lease:*` is that of a rebuild, which keeps out all
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from saegin_index.errors import ClusterError, ClusterLockedError, ClusterMissingError, ClusterRefusedError
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.mapping import VERSION, blogs_body
from saegin_search.cluster.posts import Averages

EVERY_BLOG = "*"
_LEASE = 60.0  # seconds; a run that was killed keeps others out no longer
_LOOK = 0.5  # seconds between two attempts to take one
_KNOWN_EVERYWHERE = 30.0  # seconds after which all nodes know of a new index


@dataclass(frozen=True, slots=True)
class BlogState:
    """An edition of a blog in the cluster; `averages` are those that its posts' terms were weighed by.

    `name` is that of the edition on the machine that it came from, `token` another one for each time it was published.
    """

    name: str
    token: str
    posts: int
    built: str
    analyzer: str
    site_url: str
    schema: int
    pieces: int
    checksum: int
    averages: Averages = field(default_factory=dict)
    version: int = VERSION


class Blogs:
    """The blogs of a cluster, of which this is about one."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._blog = cluster.settings.blog
        self.index = f"{cluster.settings.index}-blogs"

    def create(self) -> None:
        """Make the index, unless it is there."""
        body = blogs_body(self._cluster.settings)
        with suppress_existing():
            self._cluster.call(lambda client: client.indices.create(index=self.index, body=body))

    def state(self) -> BlogState:
        """The live edition. Raises ClusterMissingError when there is none, ClusterError when another version's."""
        found = self._get(f"state:{self._blog}")
        if found is None:
            raise ClusterMissingError(
                f"the cluster has no blog {self._blog!r} in {self._cluster.settings.index!r}: run `saegin index` first"
            )
        known = {each.name for each in fields(BlogState)}
        if found.get("version") != VERSION or not known <= found.keys():
            raise ClusterError("the cluster has the blog from another version of saegin: run `saegin index --full`")
        return BlogState(**{name: found[name] for name in known})

    def publish(self, state: BlogState, pieces: Iterable[bytes]) -> None:
        """Make this the live edition: its archive first, then the state that names it; then forget older archives."""
        for number, piece in enumerate(pieces):
            self._put(self._piece(state, number), "archive", {"data": b64encode(piece).decode("ascii")})
        self._put(f"state:{self._blog}", "state", asdict(state))
        old = {
            "bool": {
                "filter": [{"term": {"kind": "archive"}}, {"term": {"blog": self._blog}}],
                "must_not": {"ids": {"values": [self._piece(state, number) for number in range(state.pieces)]}},
            }
        }
        # Readers that were about to fetch one fetch the new state instead.
        self._cluster.call(
            lambda client: client.delete_by_query(
                index=self.index, body={"query": old}, params={"conflicts": "proceed", "refresh": "true"}
            )
        )

    def archive(self, state: BlogState) -> Iterator[bytes]:
        """The pieces of an edition's archive; raises ClusterError when one is missing."""
        for number in range(state.pieces):
            found = self._get(self._piece(state, number))
            if found is None:
                raise ClusterMissingError("the blog was renewed in the cluster just now: search again")
            yield b64decode(found["data"])

    @contextmanager
    def lease(self, *, every_blog: bool = False, wait: float = 0) -> Iterator[Lease]:
        """The right to write the blog, or with `every_blog` to replace the index that all are in.

        Raises ClusterLockedError when another run has it, and still has after `wait` seconds.
        """
        lease = Lease(self, self._cluster, EVERY_BLOG if every_blog else self._blog)
        deadline, known = time.monotonic() + wait, time.monotonic() + _KNOWN_EVERYWHERE
        while True:
            try:
                lease.take()
                break
            except ClusterLockedError:
                if time.monotonic() > deadline:
                    raise
            except ClusterRefusedError as error:
                # A node may learn later than others that the index has been made.
                if error.kind != "index_not_found_exception" or time.monotonic() > known:
                    raise
            time.sleep(_LOOK)
        try:
            yield lease
        finally:
            lease.give_back()

    def _piece(self, state: BlogState, number: int) -> str:
        return f"archive:{self._blog}:{state.name}:{state.checksum:08x}:{number}"

    def find(self, identity: str) -> dict[str, Any] | None:
        """A document by its id, with what tells whether it has changed; None when there is none."""
        found: dict[str, Any] | None = self._cluster.find(lambda client: client.get(index=self.index, id=identity))
        return found

    def _get(self, identity: str) -> dict[str, Any] | None:
        found = self.find(identity)
        return None if found is None else dict(found["_source"])

    def _put(self, identity: str, kind: str, values: dict[str, Any]) -> None:
        body = {**values, "kind": kind, "blog": self._blog}
        patience = {"request_timeout": 30}
        self._cluster.call(lambda client: client.index(index=self.index, id=identity, body=body, params=patience))


class Lease:
    """A run's right to write for a while, renewed as long as it is at work."""

    def __init__(self, blogs: Blogs, cluster: Cluster, what: str) -> None:
        self._blogs, self._cluster = blogs, cluster
        self._what = what
        self._identity = f"lease:{what}"
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._renewed = 0.0
        self._condition: dict[str, Any] = {}

    def take(self) -> None:
        """Take it, if it is free; then see that nobody has one that this would disturb."""
        self._write(self._taken_over())
        self._cluster.call(lambda client: client.indices.refresh(index=self._blogs.index))
        try:
            for holder in self._others():
                raise ClusterLockedError(f"another run ({holder}) is writing to the cluster: try again when it is done")
        except BaseException:
            self.give_back()
            raise

    def renew(self, *, now: bool = False) -> None:
        """Keep it; costs nothing unless a third of its time is over, or it must be sure `now`.

        Raises ClusterLockedError when it ended and another run has taken it.
        """
        if now or time.monotonic() - self._renewed > _LEASE / 3:
            self._write(self._condition)

    def give_back(self) -> None:
        """Let go of it. What cannot be given back now ends by itself."""
        with suppress(ClusterError):
            self._cluster.call(
                lambda client: client.delete(index=self._blogs.index, id=self._identity, params=self._condition)
            )

    def _taken_over(self) -> dict[str, Any]:
        """On what condition the lease is written: that it is nobody's, or still the ended one that was seen."""
        found = self._blogs.find(self._identity)
        if found is None:
            return {"op_type": "create"}
        if found["_source"]["until"] > time.time():
            holder = found["_source"]["owner"].rpartition(":")[0]
            raise ClusterLockedError(f"another run ({holder}) is writing this blog: try again when it is done")
        return _unchanged(found)

    def _write(self, condition: dict[str, Any]) -> None:
        body = {"kind": "lease", "blog": self._what, "owner": self._owner, "until": int(time.time() + _LEASE)}
        try:
            written = self._cluster.call(
                lambda client: client.index(index=self._blogs.index, id=self._identity, body=body, params=condition)
            )
        except ClusterRefusedError as error:
            if error.status != 409:
                raise
            # A request whose answer was lost is made again, and then meets what it has written itself.
            found = self._blogs.find(self._identity)
            if found is None or found["_source"]["owner"] != self._owner:
                raise ClusterLockedError("another run has begun to write this blog: try again later") from None
            written = found
        self._condition = _unchanged(written)
        self._renewed = time.monotonic()

    def _others(self) -> Iterator[str]:
        """Who holds a lease that this one would disturb: a rebuild is disturbed by all, a blog by a rebuild."""
        disturbed: dict[str, Any] = {"range": {"until": {"gt": int(time.time())}}}
        filters = [{"term": {"kind": "lease"}}, disturbed]
        if self._what != EVERY_BLOG:
            filters.append({"term": {"blog": EVERY_BLOG}})
        body = {"query": {"bool": {"filter": filters}}, "size": 10, "_source": True}
        for hit in self._cluster.search(self._blogs.index, body)["hits"]["hits"]:
            if hit["_source"]["owner"] != self._owner:
                yield hit["_source"]["owner"].rpartition(":")[0]


def _unchanged(document: dict[str, Any]) -> dict[str, Any]:
    """The condition that nobody has written a document since."""
    return {"if_seq_no": document["_seq_no"], "if_primary_term": document["_primary_term"]}


@contextmanager
def suppress_existing() -> Iterator[None]:
    """What was to be made may be there already: another run made it meanwhile."""
    try:
        yield
    except ClusterRefusedError as error:
        if error.kind != "resource_already_exists_exception":
            raise
