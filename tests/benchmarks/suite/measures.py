"""The four kinds of measures, at one size of a blog."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.building import render_site
from tests.benchmarks.suite.costs import Cost, Process, interleaved, median, run, spread
from tests.benchmarks.suite.documents import KINDS, asked_of, write_documents
from tests.benchmarks.suite.engines import Saegin
from tests.benchmarks.suite.peers import builder
from tests.benchmarks.suite.peers.peer import Engine

from saegin_index.store import layout
from saegin_index.store.manifest import read_manifest
from saegin_index.store.reader import IndexReader

_SAEGIN = (sys.executable, "-m", "saegin_search")
_WORKER = (sys.executable, "-m", "tests.benchmarks.suite.worker")
_COLD_RUNS = 9
_ROOT = Path(__file__).parents[3]


class Figure(NamedTuple):
    """What something cost one engine; seconds, or bytes where both numbers are equal."""

    group: str
    name: str
    engine: str
    cost: Cost
    unit: str = "s"


@dataclass
class Blog:
    """Posts and what is made of them; `work` is a folder to do that in."""

    content: Path
    work: Path
    rounds: int
    queries: list[str]
    engines: list[str]
    peers: Path | None = None
    pagefind: str | None = None
    figures: list[Figure] = field(default_factory=list)
    posts: int = 0

    @property
    def index(self) -> Path:
        """Where saegin's index is."""
        return self.work / "index"

    @property
    def documents(self) -> Path:
        """Where the analysed posts are."""
        return self.work / "documents.tsv"

    def note(self, group: str, name: str, engine: str, cost: Cost, unit: str = "s") -> None:
        """Keep a figure."""
        self.figures.append(Figure(group, name, engine, cost, unit))

    def note_bytes(self, group: str, name: str, engine: str, size: float) -> None:
        """Keep a number of bytes."""
        self.note(group, name, engine, Cost(size, size), "bytes")


def whole_processes(blog: Blog) -> None:
    """Runs of `saegin index` beside Pagefind's over the same posts, of `saegin search` beside an idle Python."""
    posts = blog.work / "posts"
    shutil.copytree(blog.content, posts, copy_function=shutil.copy)
    files = sorted(posts.rglob("*.md"))
    saegin = (*_SAEGIN, "index", str(posts), "--index", str(blog.index), "--quiet")
    if blog.pagefind:
        render_site(posts, blog.work / "site")
    runs: dict[tuple[str, str], list[Process]] = {}

    def note(name: str, engine: str, *command: str) -> None:
        runs.setdefault((name, engine), []).append(run(*command))

    for _ in range(max(1, blog.rounds // 2)):
        if blog.pagefind:
            note("first build", "Pagefind", blog.pagefind, "--site", str(blog.work / "site"))
        shutil.rmtree(blog.index, ignore_errors=True)
        note("first build", "saegin", *saegin)
        for _ in range(2):
            note("nothing changed", "saegin", *saegin)
            with random.choice(files).open("a", encoding="utf-8") as file:
                file.write(f"\n\n새 문장을 덧붙인다 {random.random()}.\n")
            note("one post edited", "saegin", *saegin)
    search = (*_SAEGIN, "search", blog.queries[0], "--index", str(blog.index))
    for _ in range(_COLD_RUNS if blog.rounds > 1 else 2):
        note("cold search", "saegin", *search)
        note("cold search", "python -c pass", sys.executable, "-c", "pass")
    for (name, engine), costs in runs.items():
        blog.note("whole process", name, engine, median([each.cost for each in costs]))
        if name == "first build":
            blog.note_bytes("memory", "peak of a first build", engine, max(each.peak for each in costs))
    # One segment, as the peers have.
    run(*saegin, "--full")
    shutil.rmtree(posts)


def indexing(blog: Blog) -> None:
    """Writing what is analysed already, whole and as the peers are given it; how large the index is beside the text; a
    searching process's memory."""
    write_documents(blog.index, blog.documents)
    text = _text_size(blog)
    edition = layout.edition_path(blog.index, read_manifest(blog.index).edition)
    blog.note_bytes("memory", "text", "UTF-8", text)
    size = sum(file.stat().st_size for file in edition.iterdir())
    blog.note_bytes("memory", "index size", "saegin", size)
    blog.note_bytes("memory", "documents of the peers", "UTF-8", blog.documents.stat().st_size)
    for name in ["saegin", "codec", *blog.engines]:
        source = blog.index if name == "saegin" else blog.documents
        made = _worker("build", name, str(source), str(blog.work / name), *([str(blog.peers)] if blog.peers else []))
        cost = Cost(made["wall"], made["cpu"])
        if name != "codec":
            blog.note("indexing", "analysed posts", name, cost)
        if name != "saegin":
            engine = "saegin" if name == "codec" else name
            blog.note("indexing", "documents of the peers", engine, cost)
            blog.note_bytes("memory", "index of the peers' documents", engine, made["size"])
    queries = blog.work / "queries.json"
    queries.write_text(json.dumps(blog.queries), "utf-8")
    found = _worker("search", str(blog.index), str(queries))
    blog.note_bytes("memory", "searching, beyond mapped files", "saegin", found["resident"])


def _text_size(blog: Blog) -> int:
    reader = IndexReader.open(blog.index)
    try:
        blog.posts = reader.document_count
        return sum(len(f"{post.title}{post.text}".encode()) for post in reader.posts())
    finally:
        reader.close()


def _worker(*arguments: str) -> dict[str, float]:
    answer = subprocess.run([*_WORKER, *arguments], check=True, stdout=subprocess.PIPE, cwd=_ROOT)
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def warm(blog: Blog) -> None:
    """A query string in, ten hits with snippets out; then finding documents alone. All engines in turns."""
    with ExitStack() as opened:
        saegin = opened.enter_context(closing(Saegin(blog.index)))
        peers: dict[str, Engine] = {}
        for name in blog.engines:
            peers[name] = opened.enter_context(closing(builder(name, blog.peers).open(blog.work / name)))
        _end_to_end(blog, saegin, peers)
        _engine_alone(blog, saegin, peers)


def _end_to_end(blog: Blog, saegin: Saegin, peers: dict[str, Engine]) -> None:
    works: dict[str, list[Callable[[], Cost]]] = {
        "saegin": [_work(saegin, saegin.answer, text) for text in blog.queries],
        "saegin exact": [_work(saegin, saegin.answer_exactly, text) for text in blog.queries],
        "analyzer": [_work(saegin, saegin.terms, text) for text in blog.queries],
    }
    for name, engine in peers.items():
        works[name] = [_work(engine, engine.answer, saegin.terms(text)) for text in blog.queries]
    taken = interleaved(works, blog.rounds)
    for name, costs in taken.items():
        if name in peers:
            # The peers were handed terms, and a reader types a string.
            costs = [Cost(*map(sum, zip(*pair, strict=True))) for pair in zip(costs, taken["analyzer"], strict=True)]
        for percentile, cost in spread(costs)._asdict().items():
            blog.note("warm, end to end", percentile, name, cost)


def _work(engine: Saegin | Engine, do: Callable[[Any], Any], given: Any) -> Callable[[], Cost]:
    return lambda: engine.cost(lambda: do(given))


def _engine_alone(blog: Blog, saegin: Saegin, peers: dict[str, Engine]) -> None:
    engines: dict[str, Saegin | Engine] = {"saegin": saegin, **peers}
    asked = asked_of(blog.index, max(1, len(blog.queries) // 4))
    for kind in KINDS:
        works: dict[str, list[Callable[[], Cost]]] = {}
        for name, engine in engines.items():
            finding = [work for each in asked if each.kind == kind and (work := engine.hits(each))]
            if finding:
                _check(kind, name, finding)
                works[name] = [_work(engine, _call, work) for work in finding]
        for name, costs in interleaved(works, blog.rounds).items():
            blog.note("engine alone", kind, name, median(costs))


def _check(kind: str, name: str, finding: Sequence[Callable[[], Sequence[Any]]]) -> None:
    """Every query is of what some document has: an engine that finds none was not asked the same."""
    for work in finding:
        if not len(work()):
            raise RuntimeError(f"{name} finds nothing for a query of the kind {kind}")


def _call(work: Callable[[], Any]) -> Any:
    return work()
