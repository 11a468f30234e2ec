"""Whole runs of `saegin index` on a real blog, against Pagefind over the same posts as HTML, interleaved.

    npm install --prefix /tmp/peers pagefind@1.6.0
    PAGEFIND=/tmp/peers/node_modules/.bin/pagefind python tests/benchmarks/building.py CONTENT [ROUNDS]

Wall seconds say what a user waits, CPU seconds what a shared machine pays; a ratio is of medians to Pagefind's. Without
PAGEFIND its rows are left out.
"""

from __future__ import annotations

import html
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import frontmatter
import pyromark

from saegin_index.config import load_config
from saegin_index.posts.discover import find_posts
from saegin_index.posts.reader import read_post

Cost = tuple[float, float]  # wall and CPU seconds


def timed(*command: str) -> Cost:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def render_site(content: Path, site: Path) -> None:
    """The posts as the pages that Pagefind would be given."""
    config = load_config(content, site / ".saegin", content)
    for file in find_posts(config).files:
        data = file.absolute.read_bytes()
        post = read_post(file, config, data).post
        if post is None:
            continue
        source = data.decode("utf-8", "replace")
        try:
            body = frontmatter.parse(source)[1]
        except Exception:  # noqa: BLE001 -- broken front matter: what comes after it
            body = source.split("---", 2)[-1]
        tags = "".join(f'<span data-pagefind-filter="tag">{html.escape(tag)}</span>' for tag in post.tags)
        page = site / post.url.strip("/") / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        title = html.escape(post.title)
        page.write_text(
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><main data-pagefind-body><h1>{title}</h1>{tags}{pyromark.html(body)}</main></body></html>",
            encoding="utf-8",
        )


def measure(content: Path, work: Path, rounds: int) -> dict[str, list[Cost]]:
    posts, index, other = work / "posts", work / "index", work / "clone"
    shutil.copytree(content, posts, copy_function=shutil.copy)
    files = sorted(posts.rglob("*.md"))
    saegin = (sys.executable, "-m", "saegin_search", "index", str(posts), "--index", str(index))
    pagefind = os.environ.get("PAGEFIND")
    if pagefind:
        render_site(posts, work / "site")
    costs: dict[str, list[Cost]] = defaultdict(list)
    for _ in range(rounds):
        if pagefind:
            costs["pagefind"].append(timed(pagefind, "--site", str(work / "site")))
        shutil.rmtree(index, ignore_errors=True)
        costs["first build"].append(timed(*saegin))
        for _ in range(3):
            costs["nothing changed"].append(timed(*saegin))
            with random.choice(files).open("a", encoding="utf-8") as file:
                file.write(f"\n\n새 문장을 덧붙인다 {random.random()}.\n")
            costs["one post edited"].append(timed(*saegin))
        costs["full, from the cache"].append(timed(*saegin, "--full"))
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(posts, other, copy_function=shutil.copyfile)  # as a clone: new times
        costs["clone, index restored"].append(_in_place_of(posts, other, lambda: timed(*saegin)))
    return costs


def _in_place_of(posts: Path, clone: Path, work: Callable[[], Cost]) -> Cost:
    aside = posts.with_name("aside")
    posts.rename(aside)
    clone.rename(posts)
    try:
        return work()
    finally:
        shutil.rmtree(posts)
        aside.rename(posts)


def main() -> None:
    content, rounds = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as work:
        costs = measure(content, Path(work), rounds)
    peer = statistics.median(wall for wall, _ in costs["pagefind"]) if "pagefind" in costs else None
    print(f"{'':24}{'wall s':>8}{'CPU s':>8}{'ratio':>8}")
    for name, each in costs.items():
        wall, cpu = (statistics.median(side) for side in zip(*each, strict=True))
        print(f"{name:24}{wall:8.2f}{cpu:8.2f}" + (f"{wall / peer:8.2f}" if peer else ""))


if __name__ == "__main__":
    main()
