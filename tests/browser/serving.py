"""A server that is just enough for the widget: its files, the two API calls over a real index, and a page to search in.

It stands for `saegin serve` and sends the same Content-Security-Policy.
"""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import saegin_search
from saegin_index.errors import QueryError
from saegin_search import Searcher

WIDGET = Path(saegin_search.__file__).parent / "widget"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
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
    return "/blog/?" + "&".join(f"{name}={value}" for name, value in options.items())


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, searcher: Searcher, *arguments: Any) -> None:
        self._searcher = searcher
        super().__init__(*arguments)

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = parse_qs(url.query)
        match url.path:
            case "/blog/api/search":
                self._search(asked)
            case "/blog/api/suggest":
                found = self._searcher.suggest(asked["q"][0])
                self._json(200, {"query": asked["q"][0], "suggestions": [each.to_json() for each in found]})
            case "/page.css":
                self._send(200, "text/css", _PAGE_CSS.encode())
            case path if path.startswith("/blog/widget/"):
                file = WIDGET / Path(path).name
                self._send(200, _TYPES[file.suffix], file.read_bytes())
            case "/blog/":
                self._send(200, "text/html", _search_page(asked).encode())
            case _:
                self._send(200, "text/html", b"<!doctype html><html lang=ko><title>A post</title><h1>A post</h1>")

    def _search(self, asked: dict[str, list[str]]) -> None:
        one = {name: values[0] for name, values in asked.items()}
        try:
            results = self._searcher.search(
                one.get("q", ""),
                limit=int(one["limit"]),
                offset=int(one.get("offset", 0)),
                tags=asked.get("tag", ()),
                after=one.get("after"),
                before=one.get("before"),
                sort=one.get("sort", "relevance"),  # type: ignore[arg-type]
                exact=one.get("exact") == "true",
            )
        except QueryError as error:
            self._json(400, {"status": 400, "detail": str(error)})
        else:
            self._json(200, results.to_json())

    def _json(self, status: int, value: Any) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """The tests say what went wrong."""


def _search_page(asked: dict[str, list[str]]) -> str:
    options = {name: values[-1] for name, values in asked.items()}
    lang = options.pop("lang", "ko")
    beside = options.pop("beside", "")
    children = "<p class='rendered'>서버가 그린 결과</p>" if options.pop("children", "") else ""
    names = ("mode", "theme", "placeholder", "src", "no-recent")
    attributes = " ".join(f'{name}="{html.escape(options[name])}"' for name in names if name in options)
    beside = {"article": _ARTICLE, "field": '<input aria-label="Name" id="other">'}.get(beside, "")
    return _PAGE.format(lang=lang, attributes=attributes, children=children, beside=beside)


@contextmanager
def serving(searcher: Searcher) -> Iterator[str]:
    """The origin of a server over the searcher's index, which runs in a thread of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, searcher))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
