"""`saegin serve`: from the first line to Ctrl-C, with an index that changes below it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.search.http.conftest import Serve
from tests.sites import Site, assert_one_clear_line

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@contextmanager
def served(site: Site, *arguments: str) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    """A client of `saegin serve`, which is ended at last."""
    with site.start("serve", "--port", "0", "--rate", "0", *arguments) as process:
        try:
            assert process.stderr
            announced = re.match(r"serving (http://127\.0\.0\.1:\d+)(\S*) \(Ctrl-C ends\)\n", process.stderr.readline())
            assert announced
            with httpx.Client(base_url=announced[1], timeout=30) as client:
                wait_until_up(client)
                yield client, process
        finally:
            process.terminate()


def wait_until_up(client: httpx.Client) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            client.get("/healthz")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("saegin serve does not answer")


@posix
@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_answers_until_it_is_interrupted(tmp_path: Path, workers: str) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    with served(site, "--workers", workers) as (client, process):
        assert client.get("/healthz").status_code == 503
        site.index()
        assert client.get("/api/search?q=사과").json()["total"] == 1
        assert "server" not in client.get("/").headers
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) in (0, 130, -signal.SIGINT)
        assert process.stderr
        assert "Traceback" not in process.stderr.read()


def test_serve_behind_a_proxy(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()
    arguments = ("--workers", "1", "--root-path", "/search/", "--cors", "https://blog.example")
    with served(site, *arguments) as (client, _):
        assert 'action="/search/"' in client.get("/").text
        answer = client.get("/api/status", headers={"Origin": "https://blog.example"})
        assert answer.headers["access-control-allow-origin"] == "https://blog.example"


@pytest.mark.parametrize(
    ("arguments", "answers"),
    [(("--rate", "1"), {200, 429}), (("--rate", "1", "--trust-proxy", "127.0.0.1"), {200})],
)
def test_a_proxy_is_believed_only_when_told(tmp_path: Path, arguments: tuple[str, ...], answers: set[int]) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()
    with served(site, "--workers", "1", *arguments) as (client, _):
        there = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(20)]
        assert {client.get("/healthz", headers=headers).status_code for headers in there} == answers


@posix
def test_a_head_without_end_is_cut_off(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    with served(site, "--workers", "1") as (client, _):
        place = (client.base_url.host, client.base_url.port or 0)
        with socket.create_connection(place, timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * 60_000)
            assert connection.recv(100).startswith(b"HTTP/1.1 400")


@posix
def test_a_port_that_is_taken(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        for workers in ("1", "2"):
            done = site.saegin("serve", "--port", port, "--workers", workers)
            assert_one_clear_line(done, 3, f"cannot listen on 127.0.0.1:{port}")
    assert_one_clear_line(site.saegin("serve", "--host", "nowhere.invalid"), 3, "cannot listen on nowhere.invalid")


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError('uvicorn')\n", "utf-8")
    command = [sys.executable, "-m", "saegin_search", "serve", "--index", "nowhere"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert_one_clear_line(done, 3, "pip install 'saegin[http]'")


def test_searching_loads_no_server(site_index: Path) -> None:
    program = (
        "import sys; from saegin_search.cli import main\n"
        f"sys.argv = ['saegin', 'search', '검색', '--index', {str(site_index)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print({'starlette', 'uvicorn', 'jinja2', 'asyncio'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], capture_output=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "set()", done.stderr


def test_answers_stay_right_while_the_index_is_renewed(tmp_path: Path, serve: Serve) -> None:
    """Eight readers ask without a pause during ten runs. Posts come in order, so each answer must be a beginning of
    the list, never shorter than one seen before by the same reader."""
    names = [f"글{number:02}" for number in range(11)]
    site = Site.of_words(tmp_path / "site", names[0])
    site.index()
    renewed = threading.Event()

    def ask(client: httpx.Client, number: int) -> int:
        seen, count = 1, 0
        while not (renewed.is_set() and seen == len(names)):
            path = "/" if number % 4 == 3 else "/api/search"
            answer = client.get(path, params={"q": "이야기", "limit": 100} if path != "/" else {"q": "이야기"})
            assert answer.status_code == 200, answer.text
            count += 1
            if path == "/":
                seen = len(names) if renewed.is_set() else seen
                continue
            found = sorted(hit["path"] for hit in answer.json()["hits"])
            assert found == [f"{name}.md" for name in names[: len(found)]]
            assert len(found) >= seen
            seen = len(found)
        return count

    with serve(site.index_dir) as client, ThreadPoolExecutor(8) as readers:
        asking = [readers.submit(ask, client, number) for number in range(8)]
        for number, name in enumerate(names[1:]):
            site.write(name)
            site.index(full=number % 3 == 0)
        renewed.set()
        assert sum(each.result(timeout=60) for each in asking) > 20
