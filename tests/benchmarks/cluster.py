"""What a cluster takes: posts per second, bytes per post, milliseconds per query. Needs Java and Maven.

    python -m tests.benchmarks.cluster [--posts 10000] [--blogs 10] [--nodes 3]

A made-up blog is indexed on this machine once, then sent to a cluster on loopback as so many blogs. Printed are:

- what a client does alone: documents made from the cache of analyses, as JSON, per second of CPU; the same in two
  processes at once;
- what one client, and two at once, get acknowledged per second of wall time, where client and nodes share the machine;
- bytes per post in the cluster after the first blog and after all, segments merged, one copy;
- queries of the first blog among all the others: round trips and milliseconds, first and again;
- the longest that a query, and the next acknowledgement of a run, took when one of the nodes was killed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks.synthetic import queries, write_posts
from tests.cluster.nodes import Nodes, running_nodes

from saegin_index import index_posts
from saegin_index.cluster_settings import ClusterSettings
from saegin_index.store.reader import IndexReader
from saegin_search import open_searcher
from saegin_search.cluster.bulk import Sender
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.publishing import PublishReport, digests_here, digests_there, publish, sendings

QUERIES = 60
_SETTLING = 5  # seconds


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--posts", type=int, default=10_000)
    options.add_argument("--blogs", type=int, default=10)
    options.add_argument("--nodes", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index_dir = Path(folder) / ".saegin"
        write_posts(Path(folder) / "posts", given.posts)
        report = index_posts(Path(folder) / "posts", index_dir, processes=os.cpu_count() or 1)
        text = sum(len(post.text.encode()) for post in IndexReader.open(index_dir).posts()) / given.posts
        print(f"{given.posts} posts of {text:.0f} bytes of text, indexed in {report.seconds:.0f} s")
        _client_alone(index_dir)
        with running_nodes(Path(folder) / "nodes", given.nodes) as nodes:
            _with_nodes(nodes, index_dir, given.posts, given.blogs)


def _client_alone(index_dir: Path) -> None:
    wall, cpu, posts, size = _made(index_dir)
    print(
        f"client alone: {posts / wall:.0f} posts/s, {posts / cpu:.0f} per second of CPU, {size / posts:.0f} bytes each"
    )
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_made, [index_dir] * 2))
        begun = time.perf_counter()
        list(pool.map(_made, [index_dir] * 2))
        together = time.perf_counter() - begun
    print(f"two clients alone: {2 * posts / together:.0f} posts/s, {2 * wall / together:.2f}x")


def _made(index_dir: Path) -> tuple[float, float, int, int]:
    """Make all requests and send none: wall seconds, CPU seconds, posts, bytes."""
    settings = ClusterSettings(("http://127.0.0.1:9",), "blog")
    index = IndexReader.open(index_dir)
    averages: dict[str, float] = {}
    changed = digests_here(index, averages)
    sender = Sender(Cluster(settings), "blog")
    wall, cpu = time.perf_counter(), time.process_time()
    sizes = [len(sender.lines(action)) for action in sendings(index, "blog", "target", changed, averages)]
    return time.perf_counter() - wall, time.process_time() - cpu, len(sizes), sum(sizes)


def _published(hosts: tuple[str, ...], blog: str, index_dir: Path) -> PublishReport:
    settings = ClusterSettings(hosts, blog, shards=3, replicas=0, timeout=60)
    return publish(Cluster(settings), index_dir)


def _with_nodes(nodes: Nodes, index_dir: Path, posts: int, blogs: int) -> None:
    first = _published(nodes.hosts, "blog-0", index_dir)
    print(f"one client and the nodes: {first.added / first.seconds:.0f} posts/s acknowledged and searchable")
    print(f"  {_bytes(nodes) / posts:.0f} bytes per post in the cluster at {posts}")
    with ProcessPoolExecutor(2) as pool:
        begun = time.perf_counter()
        sent = list(pool.map(_published, [nodes.hosts] * 2, ["blog-1", "blog-2"], [index_dir] * 2))
        seconds = time.perf_counter() - begun
    rate = sum(report.added for report in sent) / seconds
    print(f"two clients and the nodes: {rate:.0f} posts/s, {rate / (first.added / first.seconds):.2f}x one")
    for number in range(3, blogs):
        _published(nodes.hosts, f"blog-{number}", index_dir)
    print(f"  {_bytes(nodes) / (posts * blogs):.0f} bytes per post in the cluster at {posts * blogs}, {blogs} blogs")
    _queries(nodes, index_dir, posts)
    for kill in (_killed_while_searching, _killed_while_sending):
        kill(nodes, index_dir, posts)
        nodes.restart()


def _killed_while_searching(nodes: Nodes, index_dir: Path, posts: int) -> None:
    settings = ClusterSettings(nodes.hosts, "blog", index="searching", shards=3, timeout=120)
    publish(Cluster(settings), index_dir)
    nodes.ask("GET", "/_cluster/health/searching,searching-blogs?wait_for_status=green&timeout=120s", timeout=130)
    times: list[float] = []
    with open_searcher(index_dir, settings) as searcher:
        for number, query in enumerate(queries(3 * QUERIES, posts)):
            if number == QUERIES:
                nodes.kill(1)
            begun = time.perf_counter()
            searcher.search(query)
            times.append(time.perf_counter() - begun)
    print(f"a node killed while searching: no query failed, the longest took {max(times[QUERIES:]):.1f} s")


def _killed_while_sending(nodes: Nodes, index_dir: Path, posts: int) -> None:
    settings = ClusterSettings(nodes.hosts, "blog", index="sending", shards=3, timeout=120)
    seen: list[float] = []

    def progress(*_: int) -> None:
        seen.append(time.perf_counter())
        if len(seen) == 2:
            nodes.kill(1)

    report = publish(Cluster(settings), index_dir, progress=progress)
    there = len(dict(digests_there(Cluster(settings), "sending")))
    longest = max(after - before for before, after in pairwise(seen))
    print(
        f"a node killed while sending: {there} of {posts} posts there, {report.repeated} sent again, "
        f"the longest pause was {longest:.1f} s"
    )


def _bytes(nodes: Nodes) -> int:
    nodes.ask("POST", "/saegin/_forcemerge?max_num_segments=1&flush=true", timeout=1800)
    nodes.ask("POST", "/saegin/_refresh", timeout=600)
    time.sleep(_SETTLING)  # merged segments are deleted a little later
    sizes = nodes.ask("GET", "/saegin,saegin-blogs/_stats/store")
    return int(sizes["_all"]["primaries"]["store"]["size_in_bytes"])


def _queries(nodes: Nodes, index_dir: Path, posts: int) -> None:
    asked = queries(QUERIES, posts)
    settings = ClusterSettings(nodes.hosts, "blog-0", timeout=60)
    with open_searcher(index_dir, settings) as searcher, _counted() as trips:
        for name in ("first", "again"):
            trips.clear()
            times = []
            for query in asked:
                begun = time.perf_counter()
                searcher.search(query)
                times.append((time.perf_counter() - begun) * 1000)
            times.sort()
            p50, p95 = statistics.median(times), times[int(0.95 * len(times))]
            print(f"queries, {name}: {len(trips) / len(asked):.1f} requests, p50 {p50:.0f} ms, p95 {p95:.0f} ms")


@contextmanager
def _counted() -> Iterator[list[int]]:
    made: list[int] = []
    call = Cluster.call

    def counted(self: Cluster, ask: Callable[..., Any], **options: Any) -> Any:
        made.append(1)
        return call(self, ask, **options)

    Cluster.call = counted  # type: ignore[method-assign]
    try:
        yield made
    finally:
        Cluster.call = call  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
