"""How fast saegin is, beside other engines, in one run: a table, a picture, the targets that are missed.

    npm install --prefix PEERS pagefind@1.6.0
    pip install -e '.[bench]'
    SAEGIN_CORPORA=... python -m tests.benchmarks.suite --peers PEERS [--large]

A peer that is not installed is left out, and named. Lucene wants `java` and these jars in PEERS, of one version:
lucene-core, lucene-analysis-common, lucene-highlighter, lucene-memory, lucene-queries. Blogs: 970 real posts
(SAEGIN_CORPORA/ash84, left out without it), 10,000 made-up ones, with --large 100,000. What saegin remembers of terms,
and of texts that it analysed, it forgets before each query, as these come again in every round.

Every figure is a median of interleaved runs in this one process run (of whole processes: in turns), with its ratio to
saegin's; the machine's load makes walls long, CPU seconds less so. Peers have saegin's terms, joined by spaces, in two
fields, title and body, and make snippets of those; they look for all words, or else for any, and the time that
saegin's analyzer takes to cut a query is added to theirs. saegin searches six fields in three channels, understands
what was typed, cuts snippets from the posts' own text and counts tags and years; "saegin exact" takes the words as they
were typed, and counts nothing. bm25s knows neither AND nor phrases.
Indexing: saegin's posts in whole (six fields in three channels, the lexicon of words, what is shown), and its codec
with the peers' documents and no more.
Engine alone: terms only (`Matcher`, `Ranker.score_terms`), no snippets, nothing stored is read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks import synthetic
from tests.benchmarks.suite.measures import Blog, Figure, indexing, warm, whole_processes
from tests.benchmarks.suite.peers import MODULES, present
from tests.benchmarks.suite.picture import picture
from tests.benchmarks.suite.targets import Verdict, ratio, verdicts

ROUNDS, QUERIES = 5, 100
REAL, LARGE, LARGEST = "real", 10_000, 100_000


def real_blog(corpora: Path) -> tuple[Path, list[str]]:
    """The posts of the real blog, and what its readers ask for."""
    lines = (corpora / "ash84" / "queries.jsonl").read_text("utf-8").splitlines()
    return corpora / "ash84" / "contents", [json.loads(line)["text"] for line in lines]


def measure(blog: Blog) -> Blog:
    """All measures of a blog."""
    blog.work.mkdir(parents=True)
    for work in (whole_processes, indexing, warm):
        print(f"{blog.work.name}: {work.__name__.replace('_', ' ')} ...", file=sys.stderr)
        work(blog)
    return blog


def table(blog: Blog) -> Iterable[str]:
    """Wall and CPU of each figure, and how many times as much saegin's are."""
    yield f"\n{blog.posts:,} posts"
    yield f"{'':17}{'':31}{'':15}{'wall':>11}{'CPU':>11}  saegin is"
    own = {(each.group, each.name): each.cost for each in blog.figures if each.engine == "saegin"}
    for each in blog.figures:
        wall, cpu = (_written(value, each.unit) for value in each.cost)
        mine = own.get((each.group, each.name))
        times = "" if mine is None or each.engine == "saegin" else _times(each, mine)
        yield f"{each.group:17}{each.name:31}{each.engine:15}{wall:>11}{cpu if each.unit == 's' else '':>11}  {times}"


def _times(each: Figure, own: Figure | object) -> str:
    wall, cpu = (ratio(own, each.cost, by_cpu=by_cpu) for by_cpu in (False, True))  # type: ignore[arg-type]
    return f"{wall:.2f}x" + (f", CPU {cpu:.2f}x" if each.unit == "s" else "")


def _written(value: float, unit: str) -> str:
    if unit == "bytes":
        return f"{value / 1e6:.1f} MB"
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.3f} ms"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.suite",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--peers", type=Path, help="a folder with node_modules/.bin/pagefind and Lucene's jars")
    parser.add_argument("--only", help="these peers alone, between commas; '' for none")
    parser.add_argument("--large", action="store_true", help=f"{LARGEST:,} posts as well, which takes hours")
    parser.add_argument("--sizes", default=f"{REAL},{LARGE}", help=f"{REAL}, numbers of made-up posts, between commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--by-cpu", action="store_true", help="judge targets by CPU, on a machine that others use")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--picture", type=Path, default=Path("speed.svg"))
    given = parser.parse_args(arguments)
    given.peers = given.peers and given.peers.resolve()

    names = list(MODULES) if given.only is None else [name for name in given.only.split(",") if name]
    engines, absent = present([name for name in names if name in MODULES], given.peers)
    pagefind = _pagefind(given.peers) if given.only is None or "Pagefind" in names else None
    if pagefind is None and given.only is None:
        absent["Pagefind"] = "neither PAGEFIND nor --peers names it"
    for name, reason in absent.items():
        print(f"left out: {name} ({reason})")
    blogs: list[Blog] = []
    judged: list[Verdict] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, content, queries in _contents(given, Path(folder)):
            blog = Blog(content, Path(folder, name), given.rounds, queries, engines, given.peers, pagefind)
            blogs.append(measure(blog))
            judged += verdicts(blog.figures, blog.posts, by_cpu=given.by_cpu)
            print("\n".join(table(blog)))
    missed = [verdict for verdict in judged if not verdict.is_met]
    print(f"\n{len(judged) - len(missed)} of {len(judged)} targets met; missed:")
    for verdict in missed:
        print(f"  {verdict.posts:>7,} posts  {verdict.what}: {verdict.ratio:.2f}x, at most {verdict.most:.3g}x")
    given.picture.write_text(picture(blogs, judged), "utf-8")
    print(f"picture: {given.picture}")
    if given.json:
        rows = [{"posts": blog.posts, **each._asdict()} for blog in blogs for each in blog.figures]
        given.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


def _contents(given: argparse.Namespace, folder: Path) -> Iterable[tuple[str, Path, list[str]]]:
    """The blogs to measure: a name, where the posts are, what is asked."""
    for size in [*given.sizes.split(","), *([LARGEST] if given.large else [])]:
        if size == REAL:
            if corpora := os.environ.get("SAEGIN_CORPORA"):
                content, queries = real_blog(Path(corpora))
                yield "real blog", content, queries[: given.queries]
            else:
                print("left out: the real blog (SAEGIN_CORPORA is not set)")
        else:
            content = folder / f"posts-{size}"
            synthetic.write_posts(content, int(size))
            yield f"{size} made-up posts", content, synthetic.queries(given.queries, int(size))


def _pagefind(peers: Path | None) -> str | None:
    """Where Pagefind is, if it is."""
    own = peers / "node_modules" / ".bin" / "pagefind" if peers else None
    return os.environ.get("PAGEFIND") or (str(own) if own and own.exists() else None)


if __name__ == "__main__":
    main()
