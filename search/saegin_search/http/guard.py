"""What stands before every request: limits of size and rate, and headers that keep browsers on the safe side."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Mapping
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from saegin_search.http.problems import Problem

LONGEST_URL = 8192  # bytes of the query string: 300 Hangul syllables take 2,700
LARGEST_HEAD = 16384  # bytes of all header fields
_BURST = 5  # seconds
_MOST_CLIENTS = 10_000  # remembered at a time, 200 bytes each

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware that puts the security headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_guarded)


class RequestLimits:
    """ASGI middleware that refuses requests that are too long; nothing here reads a body, so any is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        problem = _excess(scope) if scope["type"] == "http" else None
        await (problem.response() if problem else self._app)(scope, receive, send)


def _excess(scope: Scope) -> Problem | None:
    if len(scope["query_string"]) > LONGEST_URL:
        return Problem(HTTPStatus.REQUEST_URI_TOO_LONG, f"the query string is longer than {LONGEST_URL} bytes")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
        return Problem(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"the header fields are longer than {LARGEST_HEAD} bytes"
        )
    headers = Headers(scope=scope)
    # WSGI servers give an empty length where there is none.
    if headers.get("content-length", "") not in ("", "0") or "transfer-encoding" in headers:
        return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "requests have no body here")
    return None


class RateLimit:
    """ASGI middleware that refuses clients whose bucket is empty.

    Clients are told apart by the address the server gives; behind a proxy that is the proxy's, unless the server is
    told to believe its X-Forwarded-For.
    """

    def __init__(self, app: ASGIApp, buckets: TokenBuckets) -> None:
        self._app = app
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._buckets.take(_client(scope), time.monotonic())
        if wait > 0:
            seconds = str(math.ceil(wait))
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too many requests", {"Retry-After": seconds})
        await self._app(scope, receive, send)


class TokenBuckets:
    """A bucket per client that refills at `rate` tokens a second and holds those of five seconds."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._size = max(_BURST * rate, 1.0)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, now: float) -> float:
        """Take a token: 0, or the seconds until there is one. `now` in seconds, of a clock that never goes back."""
        tokens, since = self._buckets.pop(client, (self._size, now))
        tokens = min(self._size, tokens + (now - since) * self._rate)
        taken = tokens >= 1
        self._buckets[client] = (tokens - taken, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._rate


def _client(scope: Scope) -> str:
    """Who asks. A home has a whole /64 of IPv6 addresses, so that is one client."""
    host = str((scope.get("client") or ("",))[0])
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(int(address) >> 64) if isinstance(address, IPv6Address) and not address.ipv4_mapped else host
