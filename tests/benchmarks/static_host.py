"""A folder served over HTTP as a static host does it, and what each answer weighed.

    python -m tests.benchmarks.static_host FOLDER [PORT]

As GitHub Pages: what is text by its type is compressed, other files are sent as they are; everything may be kept for
ten minutes and is known by an ETag after that; connections stay open. Unlike there it is HTTP/1.1, so a browser asks
for six files at a time.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What is compressed; of all else a host knows nothing."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """An answer: the path without query, the status, the bytes of its body as sent."""

    path: str
    status: int
    bytes: int


class StaticHost:
    """Counts what is transferred. `pages` are served as if they were files."""

    def __init__(self, folder: Path, pages: Mapping[str, str]) -> None:
        self.origin = ""
        self._folder = folder
        self._pages = pages
        self._lock = threading.Lock()
        self._transfers: list[Transfer] = []
        self._underway = 0
        self._last = 0.0

    def taken(self) -> list[Transfer]:
        """What was transferred since this was last asked."""
        with self._lock:
            transfers, self._transfers = self._transfers, []
        return transfers

    def rest(self, seconds: float = 0.25) -> None:
        """Wait until nobody has asked for anything for a while."""
        begun = time.monotonic()
        while True:
            with self._lock:
                wait = max(begun, self._last) + seconds - time.monotonic()
                if not self._underway and wait <= 0:
                    return
            time.sleep(max(wait, 0.01))

    @contextmanager
    def answering(self) -> Iterator[None]:
        """While an answer is under way."""
        with self._lock:
            self._underway += 1
        try:
            yield
        finally:
            with self._lock:
                self._underway -= 1
                self._last = time.monotonic()

    def count(self, transfer: Transfer) -> None:
        with self._lock:
            self._transfers.append(transfer)

    def content(self, path: str) -> tuple[bytes, str, str] | None:
        """Body, type and ETag of what is at a path; None where there is nothing."""
        name = unquote(path).lstrip("/")
        if name in self._pages:
            body = self._pages[name].encode()
            return body, TYPES[".html"], _etag(body)
        file = self._folder / (f"{name}index.html" if not name or name.endswith("/") else name)
        if not file.resolve().is_relative_to(self._folder.resolve()) or not file.is_file():
            return None
        return _read(file, file.stat().st_mtime_ns)


@contextmanager
def hosting(folder: Path, pages: Mapping[str, str] | None = None, port: int = 0) -> Iterator[StaticHost]:
    """A host in threads of its own."""
    host = StaticHost(folder, pages or {})
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    host.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one piece
    host: StaticHost

    def do_GET(self) -> None:
        with self.host.answering():
            self._answer(with_body=True)

    def do_HEAD(self) -> None:
        with self.host.answering():
            self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        found = self.host.content(path)
        body, kind, etag = found or (b"not found", "text/plain", "")
        headers = {"Content-Type": kind, "Cache-Control": "max-age=600", "Vary": "Accept-Encoding"}
        status = 200 if found else 404
        if found and kind in TYPES.values() and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = _packed(body)
        if found:
            headers["ETag"] = etag
            if self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)
        self.wfile.flush()
        self.host.count(Transfer(path, status, len(body) if with_body else 0))

    def log_message(self, *_: Any) -> None:
        pass


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


@lru_cache(maxsize=4096)
def _read(file: Path, _modified: int) -> tuple[bytes, str, str]:
    body = file.read_bytes()
    return body, TYPES.get(file.suffix, "application/octet-stream"), _etag(body)


@lru_cache(maxsize=256)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    with hosting(folder, port=port) as host:
        print(host.origin)
        threading.Event().wait()


if __name__ == "__main__":
    main()
