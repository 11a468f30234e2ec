"""Requests to a cluster: bounded in time, tried again where that helps, and in one line of plain words when they fail.

The client library tries the next host when one cannot be reached. What it does not do is done here: an answer that
says that a part of the cluster is just now missing (a node was lost, a shard is moving) is asked for again, more and
more slowly, until the time is up; and a cluster that could not be reached several times in a row is left alone for a
while, so that not every search waits for it.
"""

from __future__ import annotations

import math
import os
import random
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from circuitbreaker import CircuitBreaker
from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    SerializationError,
    SSLError,
    TransportError,
)

from saegin_index.cluster_settings import PASSWORD, USER, ClusterSettings
from saegin_index.errors import ClusterError, ClusterRefusedError, ClusterUnavailableError, SaeginError

_FAILURES = 3  # in a row, after which a cluster is left alone
_LEFT_ALONE = 10  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0  # seconds
_SHORTEST_ATTEMPT, _LONGEST_ATTEMPT = 0.5, 5.0
_IS_NOT_THERE = 404
PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that say that the same request may be answered later; a lost node is a 500 for a moment."""

_T = TypeVar("_T")


class Cluster:
    """A connection to a cluster. May be shared between threads."""

    def __init__(self, settings: ClusterSettings) -> None:
        """Connects to nothing yet. Raises ClusterError when a setting cannot be used."""
        self.settings = settings
        try:
            self._client = OpenSearch(
                hosts=list(settings.hosts),
                headers=_credentials(),
                ssl_context=_trust(settings),
                # For one attempt: a host that hangs must leave time for the others.
                timeout=min(max(_SHORTEST_ATTEMPT, settings.timeout / (len(settings.hosts) + 1)), _LONGEST_ATTEMPT),
                max_retries=len(settings.hosts),
                retry_on_timeout=True,
                retry_on_status=(),
                http_compress=False,
            )
        except (ValueError, OSError) as error:
            raise ClusterError(f"opensearch.hosts or opensearch.ca cannot be used: {error}") from error
        self._bounds = threading.local()
        self._breaker = CircuitBreaker(
            failure_threshold=_FAILURES, recovery_timeout=_LEFT_ALONE, expected_exception=ClusterUnavailableError
        )

    def search(self, index: str, body: dict[str, Any], **parameters: Any) -> dict[str, Any]:
        """A search; raises as `call`. An answer that lacks a shard counts as none."""
        parameters["allow_partial_search_results"] = "false"
        found: dict[str, Any] = self.call(lambda client: client.search(index=index, body=body, params=parameters))
        return found

    def searches(self, index: str, bodies: Sequence[dict[str, Any]], **parameters: Any) -> list[dict[str, Any]]:
        """Several searches at once, in their order; raises as `call`."""
        head = {"allow_partial_search_results": False, **parameters}
        lines = [line for body in bodies for line in (head, body)]

        def all_of(client: OpenSearch) -> list[dict[str, Any]]:
            answers: list[dict[str, Any]] = client.msearch(body=lines, index=index)["responses"]
            for answer in answers:
                if "error" in answer:
                    raise TransportError(answer["status"], answer["error"].get("type", ""), {"error": answer["error"]})
            return answers

        return self.call(all_of) if bodies else []

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Have all requests of this thread inside it end within the settings' time, together."""
        self._bounds.deadline = time.monotonic() + self.settings.timeout
        try:
            yield
        finally:
            self._bounds.deadline = math.inf

    def call(self, ask: Callable[[OpenSearch], _T], *, timeout: float | None = None) -> _T:
        """What a request is answered, after several attempts if need be.

        Raises:
            ClusterUnavailableError: it cannot be reached, or had no answer within `timeout` (default: the settings').
            ClusterError: it refuses: credentials, rights, something it does not have or understand; or it is none.
        """
        bound = getattr(self._bounds, "deadline", math.inf)
        deadline = min(time.monotonic() + (timeout or self.settings.timeout), bound)
        if self._breaker.opened:
            raise ClusterUnavailableError(
                f"{self._where} could not be reached {_FAILURES} times; it is asked again in a few seconds"
            )
        with self._breaker:
            if time.monotonic() > bound:
                raise ClusterUnavailableError(f"{self._where} takes too long to answer; see opensearch.timeout")
            return self._attempt(ask, deadline)

    def find(self, ask: Callable[[OpenSearch], _T]) -> _T | None:
        """As `call`; None when what is asked about is not there."""
        try:
            return self.call(ask)
        except ClusterRefusedError as error:
            if error.status == _IS_NOT_THERE:
                return None
            raise

    def _attempt(self, ask: Callable[[OpenSearch], _T], deadline: float) -> _T:
        pause = _FIRST_PAUSE
        while True:
            try:
                return ask(self._client)
            except SSLError as error:
                message = f"{self._where} has a certificate that is not accepted; see opensearch.ca: {_why(error)}"
                raise ClusterError(message) from error
            except TransportError as error:
                failure = error
            except SerializationError as error:
                raise self._no_cluster() from error
            if not _may_pass(failure):
                raise self._refusal(failure) from failure
            if time.monotonic() + pause > deadline:
                raise ClusterUnavailableError(f"{self._where} does not answer: {_why(failure)}") from failure
            time.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _refusal(self, error: TransportError) -> ClusterError:
        if isinstance(error, AuthenticationException):
            return ClusterError(f"{self._where} wants other credentials: set {USER} and {PASSWORD}")
        if isinstance(error, AuthorizationException) and "cluster_block" not in str(error.error):
            return ClusterError(f"{self._where} does not allow this user to do that: {_why(error)}")
        if not isinstance(error.info, dict):
            return self._no_cluster()
        return ClusterRefusedError(f"{self._where} refuses: {_why(error)}", int(error.status_code), str(error.error))

    def check(self) -> None:
        """Raises ClusterError when what answers is no OpenSearch, of whose answers nothing can be made."""
        try:
            told = self.call(lambda client: client.info())
            told["version"]["number"]
        except SaeginError:
            raise
        except Exception as error:
            raise self._no_cluster() from error

    @contextmanager
    def understood(self) -> Iterator[None]:
        """If something goes wrong inside it because what answers is no OpenSearch, that is said instead."""
        try:
            yield
        except SaeginError:
            raise
        except Exception:
            self.check()
            raise

    def _no_cluster(self) -> ClusterError:
        return ClusterError(f"{self._where} answers, but not as OpenSearch does: see opensearch.hosts")

    @property
    def _where(self) -> str:
        return f"the cluster ({', '.join(self.settings.hosts)})"

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()


def _may_pass(error: TransportError) -> bool:
    # A query that is too long is a 500 as well, and stays one.
    return isinstance(error, ConnectionError) or (error.status_code in PASSING and not _is_too_long(error))


def _is_too_long(error: TransportError) -> bool:
    return "too_many" in f"{error.error} {error.info}"


def _why(error: TransportError) -> str:
    """The cause in a few words, on one line."""
    cause: Any = error.info
    if isinstance(cause, dict):
        cause = cause.get("error", cause)
    if isinstance(cause, dict):
        roots = cause.get("root_cause")
        if isinstance(roots, list) and roots and isinstance(roots[0], dict):
            cause = roots[0]
        cause = cause.get("reason") or cause.get("type")
    text = " ".join(str(cause or error.error).split())
    return text[:200]


def _credentials() -> dict[str, str]:
    user = os.environ.get(USER)
    if not user:
        return {}
    pair = f"{user}:{os.environ.get(PASSWORD, '')}".encode("utf-8", "surrogateescape")
    return {"authorization": f"Basic {b64encode(pair).decode('ascii')}"}


def _trust(settings: ClusterSettings) -> ssl.SSLContext | None:
    """What certificates are believed: those that `ca` signed, else those that the system does."""
    if not any(host.startswith("https:") for host in settings.hosts):
        return None
    return ssl.create_default_context(cafile=settings.ca or None)
