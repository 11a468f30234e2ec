"""The application: which handler answers where, behind which middleware."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from saegin_index.cluster_settings import ClusterSettings
from saegin_search.http.answering import Answering
from saegin_search.http.api import Api, as_json
from saegin_search.http.assets import Assets
from saegin_search.http.guard import SECURITY_HEADERS, RateLimit, RequestLimits, SecurityHeaders, TokenBuckets
from saegin_search.http.openapi import openapi
from saegin_search.http.page import Page
from saegin_search.http.problems import HANDLERS, problem_of

RATE = 20.0
"""Requests per second for one client: somebody who types fast makes sixteen."""

TIME_LIMIT = 5.0
"""Seconds that an answer may take."""

_SMALLEST_WORTH_COMPRESSING = 1000  # bytes
_COMPRESSION = 4  # gzip's level: 9 takes three times as long for a hundredth less


def create_app(
    index_dir: str | Path,
    *,
    cors: Sequence[str] = (),
    rate: float = RATE,
    time_limit: float = TIME_LIMIT,
    cluster: ClusterSettings | None = None,
) -> Starlette:
    """The search page and the JSON API over an index, which need not be there yet.

    An ASGI application, to be served or mounted under a path. `cors` are origins whose pages may ask (`"*"` for all),
    `rate` is how many requests one client may make per second (0: as many as it likes), `time_limit` (seconds) how
    long one may take; `cluster` is as in `open_searcher`. A new edition of the index is picked up by itself.
    """
    answering, assets = Answering(Path(index_dir), time_limit, cluster), Assets()
    api, page = Api(answering), Page(answering, assets)

    async def document(request: Request) -> Response:
        return as_json(openapi(api.operations, request.scope.get("root_path", "")))

    async def docs(request: Request) -> Response:
        return page.api(request, api.operations)

    async def asset(request: Request) -> Response:
        return assets.serve(request)

    limited = [Middleware(RateLimit, buckets=TokenBuckets(rate))] if rate else []
    cross_origin = Middleware(
        CORSMiddleware, allow_origins=cors, allow_headers=["If-None-Match"], expose_headers=["ETag", "Retry-After"]
    )
    return Starlette(
        routes=[
            *(Route(each.path, each.handle, middleware=limited) for each in api.operations),
            Route("/", page.search, middleware=limited),
            Route("/opensearch.xml", page.opensearch),
            Route("/openapi.json", document),
            Route("/docs", docs),
            Route("/widget/{name}", asset),
            Route("/assets/{name}", asset),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            *([cross_origin] if cors else []),
            Middleware(GZipMiddleware, minimum_size=_SMALLEST_WORTH_COMPRESSING, compresslevel=_COMPRESSION),
            Middleware(RequestLimits),
        ],
        exception_handlers={**HANDLERS, Exception: _bug},
    )


async def _bug(_: Request, error: Exception) -> Response:
    """What Starlette answers outside of all middleware."""
    response = problem_of(error).response()
    response.headers.update(SECURITY_HEADERS)
    return response
