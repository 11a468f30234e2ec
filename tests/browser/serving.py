"""The search as it is served, under a path, beside a page of somebody's blog with the widget in it."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route

from saegin_search.http import create_app
from saegin_search.http.guard import SecurityHeaders
from tests.search.http import conftest as http

_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Search</title>
<link rel="stylesheet" href="/page.css">
<script type="module" src="/blog/widget/saegin-search.js"></script>
<main>
  <h1>바람의 색인</h1>
  <saegin-search {attributes}>{children}</saegin-search>
  {beside}
</main>
"""
_WORDS = "맥북 앞에 앉아 오래된 글을 다시 읽었다. 찾는 글은 늘 다른 낱말로 적혀 있다. "
_ARTICLE = f"<article><p>{_WORDS * 12}</p></article>"
_PAGE_CSS = """:root { color-scheme: light dark; background: light-dark(#fff, #14161b); }
:root:has([theme=dark]) { color-scheme: dark; } :root:has([theme=light]) { color-scheme: light; }
body { margin: 0; font: 17px/1.8 "Noto Sans CJK KR", sans-serif; color: light-dark(#191c22, #e8eaf0); }
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem; }
h1 { margin: 0 0 1.25rem; font-size: 1.375rem; letter-spacing: -.02em; } article { margin-top: 1.5rem; }
"""


def page(**options: str) -> str:
    """The path of a page with the widget in it; `lang`, `beside` and `children` apart, options are its attributes."""
    return "/page/?" + "&".join(f"{name}={value}" for name, value in options.items())


@contextmanager
def serving(index_dir: Path) -> Iterator[str]:
    """The origin of a server over an index, which runs in a thread of its own."""
    app = Starlette(
        routes=[
            Mount("/blog", create_app(index_dir, rate=0)),
            Route("/page/", lambda request: HTMLResponse(_search_page(request))),
            Route("/page.css", lambda _: Response(_PAGE_CSS, media_type="text/css")),
            Route(
                "/{path:path}",
                lambda _: HTMLResponse("<!doctype html><html lang=ko><title>A post</title><h1>A post</h1>"),
            ),
        ],
        middleware=[Middleware(SecurityHeaders)],
    )
    with http.serving(app) as client:
        yield str(client.base_url)


def _search_page(request: Request) -> str:
    options = dict(request.query_params)
    lang = options.pop("lang", "ko")
    beside = options.pop("beside", "")
    children = "<p class='rendered'>서버가 그린 결과</p>" if options.pop("children", "") else ""
    names = ("mode", "theme", "placeholder", "src", "no-recent")
    attributes = " ".join(f'{name}="{html.escape(options[name])}"' for name in names if name in options)
    beside = {"article": _ARTICLE, "field": '<input aria-label="Name" id="other">'}.get(beside, "")
    return _PAGE.format(lang=lang, attributes=attributes, children=children, beside=beside)
