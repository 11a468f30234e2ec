"""Between a request and the engine: a thread of its own, a time limit, and answers not made twice for one client.

The engine never runs in the event loop, but in one thread: it computes in Python, and two threads that take the
interpreter from each other at every array operation answer half as much as one. What makes more of more cores is
processes. Where a cluster answers, threads mostly wait for it, so there are several.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from saegin_index.cluster_settings import ClusterSettings
from saegin_search.results import Edition
from saegin_search.searcher import Searcher, open_searcher

_WAITING = 8  # threads that may wait for a cluster

Answer: TypeAlias = Callable[[Searcher, Edition], Response]


class Answering:
    """Makes answers from the live edition of an index, which need not be there yet.

    `time_limit` (seconds) is for waiting and searching together.
    """

    def __init__(self, index_dir: Path, time_limit: float, cluster: ClusterSettings | None = None) -> None:
        self._index_dir = index_dir
        self._cluster = cluster
        self._time_limit = time_limit
        self._threads = ThreadPoolExecutor(_WAITING if cluster else 1, "saegin-search")
        self._searcher: Searcher | None = None

    async def answer(self, request: Request, make: Answer, **varying: str) -> Response:
        """What `make` answers from the live edition, or 304 when the client has it already.

        `varying` is what the answer depends on besides edition and URL. Raises TimeoutError when it takes too long,
        and as `Searcher.search` and `make` do.
        """
        asked = (request.url.path, request.url.query, *sorted(varying.items()))
        known = request.headers.get("if-none-match", "")
        working = asyncio.get_running_loop().run_in_executor(self._threads, self._answer, asked, known, make)
        return await asyncio.wait_for(working, self._time_limit)

    def _answer(self, asked: object, known: str, make: Answer) -> Response:
        searcher = self._open()
        # Asked for before the search: were the edition replaced in between, a newer answer would go by an older name,
        # and be fetched again; the other way round an old answer would stay.
        edition = searcher.edition
        headers = {"ETag": _etag(edition, asked), "Cache-Control": "no-cache"}
        if is_known(headers["ETag"], known):
            return Response(status_code=304, headers=headers)
        response = make(searcher, edition)
        if response.status_code == 200:
            response.headers.update(headers)
        return response

    def _open(self) -> Searcher:
        if self._searcher is None:
            self._searcher = open_searcher(self._index_dir, self._cluster)
        return self._searcher


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether an If-None-Match header names an answer; compared weakly, as RFC 9110 wants it here."""
    candidates = [candidate.strip().removeprefix("W/") for candidate in if_none_match.split(",")]
    return etag.removeprefix("W/") in candidates or candidates == ["*"]


def _etag(edition: Edition, asked: object) -> str:
    # Weak, as times and compression differ from one answer to the next.
    name = repr((version("saegin"), edition.name, asked)).encode("utf-8", "surrogatepass")
    return f'W/"{hashlib.blake2b(name, digest_size=12).hexdigest()}"'
