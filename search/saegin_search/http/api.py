"""The JSON API: the engine's answers in the shape of `saegin search --json`, with addresses that can be followed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from saegin_index.errors import QueryError
from saegin_search.http.answering import Answering
from saegin_search.http.links import linked
from saegin_search.http.parameters import (
    RELATED,
    SEARCH,
    SUGGEST,
    Parameter,
    ParameterError,
    check_window,
    read,
)
from saegin_search.http.problems import Problem
from saegin_search.query import parse_date
from saegin_search.results import Edition, Results
from saegin_search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask: where, with which parameters, and what it answers (a name in the OpenAPI schemas)."""

    path: str
    summary: str
    answers: str
    handle: Callable[[Request], Awaitable[Response]]
    parameters: tuple[Parameter, ...] = ()

    @property
    def name(self) -> str:
        """Its operationId."""
        return self.path.rpartition("/")[2]


class Api:
    """The handlers, over one index."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self.operations = (
            Operation("/api/search", "Ranked posts with highlighted snippets", "Results", self.search, SEARCH),
            Operation("/api/suggest", "What a query may become", "Suggestions", self.suggest, SUGGEST),
            Operation("/api/related", "Posts like one", "Related", self.related, RELATED),
            Operation("/api/status", "What is indexed, and since when", "Status", self.status),
            Operation("/healthz", "Whether searches can be answered", "Health", self.healthz),
        )

    async def search(self, request: Request) -> Response:
        """GET /api/search"""
        values = read(SEARCH, request.query_params.multi_items(), strict=True)
        check_window(values)
        check_dates(values)

        def answer(searcher: Searcher, edition: Edition) -> Response:
            found = run_search(searcher, values).to_json()
            return as_json({**found, "hits": [linked(hit, edition.site_url) for hit in found["hits"]]})

        return await self._answering.answer(request, answer)

    async def suggest(self, request: Request) -> Response:
        """GET /api/suggest"""
        values = read(SUGGEST, request.query_params.multi_items(), strict=True)

        def answer(searcher: Searcher, edition: Edition) -> Response:
            found = searcher.suggest(values["q"], limit=values["limit"])
            suggestions = [linked(each.to_json(), edition.site_url) if each.url else each.to_json() for each in found]
            return as_json({"query": values["q"], "suggestions": suggestions})

        return await self._answering.answer(request, answer)

    async def related(self, request: Request) -> Response:
        """GET /api/related"""
        values = read(RELATED, request.query_params.multi_items(), strict=True)

        def answer(searcher: Searcher, edition: Edition) -> Response:
            try:
                hits = searcher.related(values["path"], limit=values["limit"])
            except QueryError as error:
                raise Problem(HTTPStatus.NOT_FOUND, str(error), parameter="path") from error
            return as_json({"path": values["path"], "hits": [linked(hit.to_json(), edition.site_url) for hit in hits]})

        return await self._answering.answer(request, answer)

    async def status(self, request: Request) -> Response:
        """GET /api/status"""
        read((), request.query_params.multi_items(), strict=True)

        def answer(_: Searcher, edition: Edition) -> Response:
            return as_json(
                {
                    "version": version("saegin"),
                    "edition": edition.name,
                    "posts": edition.posts,
                    "built": edition.built,
                    "analyzer": edition.analyzer,
                    "site_url": edition.site_url,
                }
            )

        return await self._answering.answer(request, answer)

    async def healthz(self, request: Request) -> Response:
        """GET /healthz"""
        read((), request.query_params.multi_items(), strict=True)
        return await self._answering.answer(request, lambda _, __: as_json({"status": "ok"}))


def run_search(searcher: Searcher, values: dict[str, Any]) -> Results:
    """A search as the parameters in `values` want it."""
    return searcher.search(
        values["q"] or "",
        limit=values["limit"],
        offset=values["offset"],
        tags=values["tag"],
        author=values["author"],
        after=values["after"],
        before=values["before"],
        sort=values["sort"],
        exact=values["exact"] == "true",
    )


def check_dates(values: dict[str, Any]) -> None:
    """Raises ParameterError for a date that no calendar has."""
    for name in ("after", "before"):
        try:
            if values[name]:
                parse_date(values[name])
        except QueryError as error:
            raise ParameterError(name, str(error)) from error


def as_json(values: dict[str, Any]) -> Response:
    """A JSON response. Paths need not be valid Unicode: what is not becomes an escape."""
    content = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return Response(content, media_type="application/json")
