"""A static site as a host serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from tests.browser.widget import Widget
from tests.search.http import conftest as http

BASE = "/blog/"
"""Where the site is."""


@contextmanager
def host(site: Path, policy: str = "") -> Iterator[str]:
    """The origin of a host that serves a site below the base path."""

    async def with_policy(request: Any, call_next: Any) -> Any:
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = policy
        return response

    app = Starlette(
        routes=[Mount(BASE.rstrip("/"), StaticFiles(directory=site, html=True))],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=with_policy)],
    )
    with http.serving(app) as client:
        yield str(client.base_url)


def assert_searches(widget: Widget, query: str = "rlaclWlro", title: str = "김치찌개") -> None:
    """The button opens the dialog, or else the field is there; what is typed is found."""
    widget.wait("inside.querySelector('.trigger, [role=combobox]')")
    if widget.find(".trigger").count():
        widget.find(".trigger").click()
    widget.field.press_sequentially(query)
    widget.wait_for_hits()
    assert title in widget.titles[0]
