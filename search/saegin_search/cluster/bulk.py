"""Sending many documents: in requests of bounded size, one after the other, none lost on the way.

The client library's helpers try again only what was refused with 429. A node that is lost also leaves documents with
503 (their shard has no primary just now) and requests without an answer; as every document has an id and is sent
whole, sending it again changes nothing, so all of these are.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from saegin_index.errors import ClusterError, ClusterUnavailableError
from saegin_search.cluster.connection import PASSING, Cluster

_BYTES, _FEWEST_BYTES = 4_000_000, 100_000  # of a request
_SHARD = 5  # seconds that the cluster may wait for a shard to have a primary again
_PATIENCE = 120.0  # seconds for which a document is sent again and again
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0


class Action(NamedTuple):
    """What is to be done with a post in an index: `document` is what it is to be, None when it is to go."""

    target: str
    identity: str
    path: str
    document: dict[str, Any] | None


@dataclass(slots=True)
class BulkReport:
    """How many documents the cluster has acknowledged, and the (path, reason) of those that it will not have."""

    sent: int = 0
    bytes: int = 0
    repeated: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


class Sender:
    """Sends actions for one blog, whose name is their routing."""

    def __init__(self, cluster: Cluster, blog: str, before_each: Callable[[], None] = lambda: None) -> None:
        """`before_each` is called before each attempt of a request, in the thread that sends."""
        self._cluster = cluster
        self._blog = blog
        self._before_each = before_each
        self._room = _BYTES
        self.report = BulkReport()

    def send(self, actions: Iterable[Action]) -> Iterator[int]:
        """Do them all; yields how many are done after each request. Actions are taken only as fast as they are done:
        while one request is under way the next one is made, and no more.

        Raises ClusterUnavailableError when the cluster takes none for two minutes; what was acknowledged stays.
        """
        with ThreadPoolExecutor(1, "saegin-bulk") as thread:
            under_way: Future[int] | None = None
            for request in self._requests(actions):
                if under_way is not None:
                    yield under_way.result()
                under_way = thread.submit(self._send, request)
            if under_way is not None:
                yield under_way.result()

    def _requests(self, actions: Iterable[Action]) -> Iterator[list[tuple[Action, bytes]]]:
        """The actions in groups of at most so many bytes as the cluster takes well."""
        waiting: list[tuple[Action, bytes]] = []
        size = 0
        for action in actions:
            lines = self.lines(action)
            if waiting and size + len(lines) > self._room:
                yield waiting
                waiting, size = [], 0
            waiting.append((action, lines))
            size += len(lines)
        if waiting:
            yield waiting

    def lines(self, action: Action) -> bytes:
        """An action as the bulk API takes it."""
        target: dict[str, Any] = {"_index": action.target, "_id": action.identity, "routing": self._blog}
        if action.target == self._cluster.settings.index:
            target["require_alias"] = True  # an index that is gone must not be made anew by a post
        if action.document is None:
            return _json({"delete": target}) + b"\n"
        return b"%b\n%b\n" % (_json({"index": target}), _json(action.document))

    def _send(self, waiting: list[tuple[Action, bytes]]) -> int:
        deadline, pause = time.monotonic() + _PATIENCE, _FIRST_PAUSE
        while waiting:
            body = b"".join(lines for _, lines in waiting)
            left, reason = self._once(waiting, body)
            if left:
                self.report.repeated += len(left)
                if time.monotonic() + pause > deadline:
                    raise ClusterUnavailableError(f"the cluster takes no posts: {reason}")
                time.sleep(pause * random.uniform(0.5, 1.0))
                pause = min(2 * pause, _LONGEST_PAUSE)
            waiting = left
        return self.report.sent

    def _once(self, waiting: list[tuple[Action, bytes]], body: bytes) -> tuple[list[tuple[Action, bytes]], str]:
        """Send documents once; those that should be sent again, and why."""
        self._before_each()
        try:
            patience = {"timeout": f"{_SHARD}s", "request_timeout": 3 * _SHARD}
            answer = self._cluster.call(lambda client: client.bulk(body=body, params=patience), timeout=60)
        except ClusterUnavailableError as error:
            return waiting, str(error)
        self.report.bytes += len(body)
        left, reason = [], ""
        for sent, item in zip(waiting, answer["items"], strict=True):
            ((_, result),) = item.items()
            if result["status"] < 300 or (result["status"] == 404 and sent[0].document is None):
                self.report.sent += 1
            elif result["status"] in PASSING:
                left.append(sent)
                reason = str(result["error"].get("reason", ""))[:200]
                if result["status"] == 429:
                    self._room = max(_FEWEST_BYTES, self._room // 2)
            elif result["error"]["type"] == "cluster_block_exception":
                # No fault of this post: the next ones would be refused as well.
                raise ClusterError(f"the cluster takes no posts: {result['error']['reason'][:200]}")
            else:
                fault = result["error"]
                cause = fault.get("caused_by", fault).get("reason", fault.get("reason", ""))
                self.report.refused.append((sent[0].path, " ".join(str(cause).split())[:200]))
        return left, reason


def _json(values: dict[str, Any]) -> bytes:
    # Half a character has no place in UTF-8; as a question mark it is found by nobody, as it would be anyway.
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
