"""What many small updates do to an index, beside one built at once from the same posts: segments, bytes, query times.

python tests/benchmarks/growth.py CONTENT [UPDATES]
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from saegin_index import index_posts
from saegin_search import Searcher, open_searcher

QUERIES = ("검색 엔진", "회고", "파이썬 비동기", '"오픈 소스"', "개발자 채용", "tag:개발", "서버 year:2019")
ROUNDS = 15


def update(content: Path, posts: list[Path], number: int, chance: random.Random) -> None:
    """Add a post, or change or delete one."""
    deed = chance.choice(("add", "change", "change", "delete"))
    if deed == "add":
        posts.append(Path(shutil.copy(chance.choice(posts), content / f"added-{number}.md")))
    elif deed == "change":
        post = chance.choice(posts)
        post.write_bytes(post.read_bytes() + f"\n\n{number}번째로 고친 글이다.\n".encode())
    else:
        posts.pop(chance.randrange(len(posts))).unlink()


def one_round(searcher: Searcher) -> float:
    begun = time.perf_counter()
    for query in QUERIES:
        searcher.search(query)
    return time.perf_counter() - begun


def size(edition: Path) -> str:
    files = list(edition.iterdir())
    segments = sum(file.suffix == ".arrays" for file in files)
    return f"{segments} segments, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


def main() -> None:
    updates = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as folder:
        content = Path(shutil.copytree(sys.argv[1], Path(folder, "contents")))
        grown, fresh = Path(folder, "grown"), Path(folder, "fresh")
        index_posts(content, grown)
        posts, chance = sorted(content.rglob("*.md")), random.Random(1)
        seconds, most = [], 0
        for number in range(updates):
            update(content, posts, number, chance)
            seconds.append(index_posts(content, grown).seconds)
            most = max(most, len(list(grown.glob("edition-*/*.arrays"))))
        index_posts(content, fresh)
        for name, place in (("grown", grown), ("fresh", fresh)):
            cache = Path(place, "cache.sqlite").stat().st_size
            print(f"{name}: {size(next(place.glob('edition-*')))}, cache {cache:,} bytes")
        print(f"{updates} updates: at most {most} segments, {statistics.median(seconds):.2f} s each")
        with open_searcher(grown) as after, open_searcher(fresh) as anew:
            one_round(after), one_round(anew)
            pairs = [(one_round(after), one_round(anew)) for _ in range(ROUNDS)]
        slow, fast = (statistics.median(side) / len(QUERIES) * 1000 for side in zip(*pairs, strict=True))
        print(f"a query: {slow:.2f} ms, after a fresh build {fast:.2f} ms: {slow / fast:.2f}x")


if __name__ == "__main__":
    main()
