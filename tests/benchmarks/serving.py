"""How many searches `saegin serve` answers per second, and how fast, while a run renews the index.

python tests/benchmarks/serving.py CONTENT [--seconds 60] [--connections 16] [--workers 2]

Indexes CONTENT into a temporary folder, serves it, and asks for words of its own titles from a process of its own, as
fast as answers come. In the middle the index is built anew. Every answer is compared with the one that the engine gave
before, as the posts do not change.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from saegin_index import index_posts
from saegin_search import open_searcher

SAEGIN = (sys.executable, "-m", "saegin_search")


def queries(index: Path, number: int = 500) -> dict[str, list[str]]:
    """Two words of each of some posts' titles, and the paths that the engine answers."""
    with open_searcher(index) as searcher:
        texts: dict[str, None] = {}
        for offset in range(0, 1000, 200):
            for hit in searcher.search("after:1900", limit=200, offset=offset).hits:
                words = re.findall(r"\w+", hit.title)
                texts.setdefault(" ".join(words[:2]))
        texts.pop("", None)
        return {text: [hit.path for hit in searcher.search(text).hits] for text in list(texts)[:number]}


async def ask(port: int, right: dict[str, list[str]], until: float, start: int) -> tuple[Counter[str], list[float]]:
    """One connection that asks without a pause; returns what came of it, and the seconds each answer took."""
    outcomes: Counter[str] = Counter()
    took: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    texts = list(right)
    while time.monotonic() < until:
        text = texts[start % len(texts)]
        start += 1
        begun = time.monotonic()
        writer.write(f"GET /api/search?{urlencode({'q': text})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        assert length, head
        body = await reader.readexactly(int(length[1]))
        took.append(time.monotonic() - begun)
        status = head.split()[1].decode()
        outcomes[status] += 1
        if status == "200" and [hit["path"] for hit in json.loads(body)["hits"]] != right[text]:
            outcomes["wrong"] += 1
    writer.close()
    return outcomes, took


async def load(port: int, right: dict[str, list[str]], seconds: float, connections: int) -> dict[str, object]:
    until = time.monotonic() + seconds
    step = len(right) // connections + 1
    asked = await asyncio.gather(*(ask(port, right, until, number * step) for number in range(connections)))
    outcomes = sum((each for each, _ in asked), Counter[str]())
    took = sorted(second for _, seconds in asked for second in seconds)
    return {
        "outcomes": dict(outcomes),
        "searches_per_second": round(len(took) / seconds, 1),
        "p50_ms": round(statistics.median(took) * 1000, 1),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 1),
        "slowest_ms": round(took[-1] * 1000, 1),
    }


def measure(content: Path, seconds: float, connections: int, workers: int, folder: Path) -> None:
    index = folder / "index"
    index_posts(content, index)
    known = folder / "queries.json"
    known.write_text(json.dumps(queries(index)), "utf-8")
    serve = [*SAEGIN, "serve", "--index", str(index), "--port", "0", "--workers", str(workers), "--rate", "0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, encoding="utf-8") as server:
        try:
            assert server.stderr
            port = re.search(r":(\d+)/", server.stderr.readline())
            assert port
            time.sleep(3)
            again = (sys.executable, __file__, "--load", port[1], str(known), str(seconds), str(connections))
            with subprocess.Popen(again) as client:
                time.sleep(seconds / 3)
                begun = time.monotonic()
                subprocess.run([*SAEGIN, "index", str(content), "--index", str(index), "--full", "-q"], check=False)
                print(f"index built anew in {time.monotonic() - begun:.1f} s")
                client.wait()
        finally:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            server.terminate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"the server took {spent:.1f} s of CPU, starting included; load average {os.getloadavg()[0]:.1f}")


def main() -> None:
    if sys.argv[1] == "--load":
        port, known, seconds, connections = sys.argv[2:]
        right = json.loads(Path(known).read_text("utf-8"))
        print(json.dumps(asyncio.run(load(int(port), right, float(seconds), int(connections)))))
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("content", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(given.content, given.seconds, given.connections, given.workers, Path(folder))


if __name__ == "__main__":
    main()
