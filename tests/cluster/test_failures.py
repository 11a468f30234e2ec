"""Nodes that die, hang or are not there at all: nothing acknowledged is lost, and what can be answered is."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server, socket

import pytest

from saegin_index.errors import ClusterError, ClusterUnavailableError
from saegin_search import open_searcher
from saegin_search.cluster.connection import Cluster
from tests.cluster.blogs import ClusterSite
from tests.cluster.conftest import MakeSite
from tests.cluster.nodes import Nodes
from tests.sites import COMMAND, ENVIRONMENT

POSTS = 200
PATIENT = 180  # seconds for what takes three on a quiet machine
NOWHERE = "http://127.0.0.1:9"


def _blog_of_many(site: MakeSite, **options: object) -> ClusterSite:
    blog = site("blog", *(f"글{number:03d}번" for number in range(POSTS)), replicas=1, shards=3, **options)
    blog.index()
    return blog


def test_a_node_killed_while_posts_are_sent_loses_none(
    nodes: Nodes, site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saegin_search.cluster.bulk._BYTES", 40_000)  # so that there are many requests
    blog = _blog_of_many(site, timeout=30)
    acknowledged: list[int] = []

    def progress(done: int, _: int) -> None:
        acknowledged.append(done)
        if len(acknowledged) == 3:
            nodes.kill(1)

    report = blog.publish(progress=progress)
    assert len(acknowledged) > 3
    assert (report.added, report.refused) == (POSTS, ())
    assert _found(blog, "이야기") == POSTS
    nodes.restart()
    assert blog.faults() == []


def _found(blog: ClusterSite, query: str) -> int:
    with blog.searcher() as searcher:
        return searcher.search(query).total


def test_searches_go_on_when_a_node_is_killed(nodes: Nodes, site: MakeSite) -> None:
    blog = _blog_of_many(site, timeout=60)
    blog.publish()
    _wait_for_copies(nodes, blog)
    with blog.searcher() as searcher:
        assert searcher.search("글001번").hits[0].path == "글001번.md"
        nodes.kill(0)
        begun = time.monotonic()
        for number in range(2, 30):
            assert searcher.search(f"글{number:03d}번").hits[0].path == f"글{number:03d}번.md"
        assert time.monotonic() - begun < PATIENT


def _wait_for_copies(nodes: Nodes, blog: ClusterSite) -> None:
    for index in (blog.settings.index, f"{blog.settings.index}-blogs"):
        nodes.ask("GET", f"/_cluster/health/{index}?wait_for_status=green&timeout=25s")


def test_a_run_that_is_killed_is_taken_up_by_the_next(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = _blog_of_many(site)
    command = [sys.executable, "-c", _SLOW_RUN, str(blog.root)]
    running = subprocess.Popen(command, cwd=blog.root, env=ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8")
    assert running.stdout is not None
    assert running.stdout.readline().strip() == "sent"
    running.kill()
    running.wait()
    running.stdout.close()
    monkeypatch.setattr("saegin_search.cluster.blogs.time.time", lambda now=time.time: now() + 120)  # its lease ended
    report = blog.publish()
    assert report.added + report.unchanged == POSTS
    assert blog.faults() == []


_SLOW_RUN = """
import sys, time
from pathlib import Path
from saegin_index.config import find_index
from saegin_search.cluster import bulk
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.publishing import publish
bulk._BYTES = 100_000
def progress(done, total):
    print("sent", flush=True)
    time.sleep(600)
place, settings = find_index(Path(sys.argv[1]))
publish(Cluster(settings), place, progress=progress)
"""


def test_a_cluster_that_is_not_there_is_said_in_one_line(site: MakeSite) -> None:
    blog = site("blog", "봄비", timeout=2)
    blog.configure([NOWHERE], "blog", timeout=2)
    for command in (["index", "-q"], ["search", "봄비"], ["suggest", "봄"], ["status"], ["check"]):
        ended = blog.run(*command)
        assert ended.returncode == 3, command
        assert "127.0.0.1:9" in ended.stderr.splitlines()[-1]
        assert "Traceback" not in ended.stderr
    # The index on this machine is made all the same.
    with open_searcher(blog.index_dir) as searcher:
        assert searcher.search("봄비").total == 1


def test_the_index_on_this_machine_stands_in(nodes: Nodes, site: MakeSite) -> None:
    blog = site("blog", "봄비", fallback=True)
    blog.publish()
    with blog.searcher() as searcher:
        assert [note.kind for note in searcher.search("봄비").interpretations] == []
        for number in range(3):
            nodes.freeze(number)
        try:
            results = searcher.search("봄비")
            assert [hit.path for hit in results.hits] == ["봄비.md"]
            assert [note.kind for note in results.interpretations] == ["fallback"]
            assert searcher.suggest("봄")[0].text == "봄비"
        finally:
            nodes.thaw(0, 1, 2)
    blog.configure([NOWHERE], "blog", fallback=True)
    ended = blog.run("search", "봄비")
    assert ended.returncode == 0
    assert "제목 봄비" in ended.stdout
    assert "이 컴퓨터의 색인" in ended.stdout + ended.stderr
    blog.configure([NOWHERE], "blog", timeout=2)
    assert blog.run("search", "봄비").returncode == 3


def test_a_cluster_that_is_down_is_not_waited_for_again_and_again(
    site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saegin_search.searcher._STANDS_IN", 600.0)
    asked: list[float] = []
    call = Cluster.call
    monkeypatch.setattr(Cluster, "call", lambda *given, **options: (asked.append(0), call(*given, **options))[1])
    blog = site("blog", "봄비")
    blog.index()
    blog.configure([NOWHERE], "blog", fallback=True)
    with blog.searcher() as searcher:
        searcher.search("봄비")
        before = len(asked)
        for _ in range(20):
            assert searcher.search("봄비").total == 1
        assert len(asked) == before > 0
    with blog.cluster() as cluster:
        for _ in range(3):
            with pytest.raises(ClusterUnavailableError):
                cluster.call(lambda client: client.info(), timeout=0.2)
        with pytest.raises(ClusterUnavailableError, match="asked again in a few seconds"):
            cluster.call(lambda client: client.info())


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>hello</html>",
        b"{}",
        b"[]",
        b"null",
        b"",
        b'{"hits": 3, "_source": {}, "version": "none"}',
    ],
)
@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "404 Not Found"])
def test_what_is_no_cluster_is_said_to_be_none(site: MakeSite, answer: bytes, status: str) -> None:
    blog = site("blog", "봄비")
    with _answering(status, answer) as port:
        blog.configure([f"http://127.0.0.1:{port}"], "blog", timeout=2)
        for ask in (blog.searcher, blog.publish):
            with pytest.raises(ClusterError) as caught:
                ask()
            assert "\n" not in str(caught.value)


@contextmanager
def _answering(status: str, body: bytes) -> Iterator[int]:
    lines = [
        f"HTTP/1.1 {status}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    head = "\r\n".join([*lines, "", ""])

    def answer(connection: socket) -> None:
        with connection:
            connection.recv(65536)
            connection.sendall(head.encode() + body)

    with _listening(answer) as port:
        yield port


@contextmanager
def _listening(serve: Callable[[socket], None]) -> Iterator[int]:
    """A port whose connections are served, each in a thread of its own."""
    listening = create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


def test_nothing_is_needed_here_while_the_cluster_answers(site: MakeSite) -> None:
    blog = site("blog", "봄비", fallback=True)
    blog.publish()
    shutil.rmtree(blog.index_dir)
    assert blog.found("봄비") == ["봄비.md"]


def test_a_node_that_hangs_is_given_up(nodes: Nodes, site: MakeSite) -> None:
    blog = _blog_of_many(site, timeout=PATIENT)
    blog.publish()
    _wait_for_copies(nodes, blog)
    nodes.freeze(2)
    try:
        with blog.searcher() as searcher:
            assert searcher.search("글007번").hits[0].path == "글007번.md"
    finally:
        nodes.kill(2)  # one that went on might hold to what it knew before, for a while


# --- TLS: the nodes of the runner have none, so it ends in front of one of them.


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 with its key, and that of who signed it."""
    import trustme

    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    for name, pem in (("ca.pem", authority.cert_pem), ("host.pem", issued.private_key_and_cert_chain_pem)):
        pem.write_to_path(str(tmp_path / name))
    return tmp_path / "host.pem", tmp_path / "ca.pem"


def test_a_host_is_asked_by_tls_and_believed_by_its_certificate_alone(
    nodes: Nodes, site: MakeSite, certificate: tuple[Path, Path]
) -> None:
    host, authority = certificate
    blog = site("blog", "봄비")
    with _tls_in_front_of(nodes.http[0], host) as port:
        blog.configure([f"https://127.0.0.1:{port}"], "blog", index="tls", ca=str(authority))
        blog.publish()
        assert blog.found("봄비") == ["봄비.md"]
        blog.configure([f"https://127.0.0.1:{port}"], "blog", index="tls")
        with pytest.raises(ClusterError, match="certificate"):
            blog.searcher()


@contextmanager
def _tls_in_front_of(port: int, certificate: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def connect(plain: socket) -> None:
        try:
            with context.wrap_socket(plain, server_side=True) as outer, socket() as inner:
                inner.connect(("127.0.0.1", port))
                back = threading.Thread(target=_pass_on, args=(inner, outer), daemon=True)
                back.start()
                _pass_on(outer, inner)
                back.join(5)
        except OSError:
            plain.close()

    with _listening(connect) as passed_on:
        yield passed_on


def _pass_on(one: socket, other: socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(1)
    except OSError:
        return


def test_the_command_line_speaks_of_the_cluster(site: MakeSite) -> None:
    blog = site("blog", "봄비", "여름밤")
    ended = blog.run("index")
    assert ended.returncode == 0, ended.stderr
    assert "cluster, blog blog: 2 added, 0 changed, 0 removed, 0 unchanged" in ended.stdout
    assert "blog, 2 posts" in blog.run("status").stdout
    assert "cluster, blog blog: whole" in blog.run("check").stdout
    found = subprocess.run(
        [*COMMAND, "search", "여름밤", "--json"], cwd=blog.root, env=ENVIRONMENT, capture_output=True, encoding="utf-8"
    )
    assert '"path": "여름밤.md"' in found.stdout
