"""Errors as RFC 9457 problem documents: what is wrong, in one line, and nothing about the machine."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from saegin_index.errors import IndexMissingError, QueryError, SaeginError
from saegin_search.http.parameters import ParameterError

MEDIA_TYPE = "application/problem+json"
_RETRY = {"Retry-After": "5"}  # seconds

_log = logging.getLogger(__name__)


class Problem(Exception):  # noqa: N818 -- the standard's word
    """An answer other than the one asked for; `members` go into the document beside the standard's own."""

    def __init__(
        self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers
        self.members = members

    def response(self) -> Response:
        """The problem document."""
        document = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            **self.members,
        }
        content = json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")
        headers = {"Cache-Control": "no-store", **(self.headers or {})}
        return Response(content, self.status, headers, MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """What a client is told of an error; what only the owner may know is logged."""
    match error:
        case Problem():
            return error
        case ParameterError():
            return Problem(HTTPStatus.BAD_REQUEST, str(error), parameter=error.parameter)
        case QueryError():
            return Problem(HTTPStatus.BAD_REQUEST, str(error), parameter="q")
        case HTTPException():
            status = HTTPStatus(error.status_code)
            return Problem(status, status.description or status.phrase, error.headers)
        case IndexMissingError():
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "there is no index yet", _RETRY)
        case SaeginError():
            _log.error("%s", error)
            return Problem(
                HTTPStatus.SERVICE_UNAVAILABLE, "the index cannot be used; the server's log says why", _RETRY
            )
        case TimeoutError():
            return Problem(
                HTTPStatus.SERVICE_UNAVAILABLE, "too much to do: try again in a moment", {"Retry-After": "1"}
            )
        case _:
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong; the server's log says what")


def _handle(_: Request, error: Exception) -> Response:
    return problem_of(error).response()


HANDLERS: dict[Any, ExceptionHandler] = dict.fromkeys(
    (Problem, ParameterError, SaeginError, HTTPException, TimeoutError), _handle
)
"""For Starlette's `exception_handlers`."""
