"""What the figures should be, as ratios to what each target names, and which are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.benchmarks.suite.costs import Cost
from tests.benchmarks.suite.measures import Figure

_LARGE, _LARGEST = 10_000, 100_000
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """`figure` of saegin, over the same of `to` (or of the figure `of`), is `most` at most."""

    group: str
    name: str
    to: str
    most: float
    of: str = ""
    by_cpu: bool = False
    sizes: tuple[int, ...] = ()


class Verdict(NamedTuple):
    """A target at one size, and what was measured."""

    what: str
    posts: int
    ratio: float
    most: float

    @property
    def is_met(self) -> bool:
        """Whether it is."""
        return self.ratio <= self.most


_KINDS = ("1 term", "AND", "OR3", "phrase", "tag + dates", "newest", "prefix")

TARGETS = (
    *(
        Target("warm, end to end", name, peer, 1.0)
        for name in ("p50", "p95")
        for peer in ("tantivy", "SQLite FTS5", "whoosh3", "bm25s", "Lucene")
    ),
    *(Target("engine alone", kind, "tantivy", 2.0, sizes=(_LARGE,)) for kind in _KINDS),
    *(Target("engine alone", kind, "tantivy", 3.0, sizes=(_LARGEST,)) for kind in _KINDS),
    *(Target("engine alone", kind, peer, 1.0) for kind in _KINDS for peer in ("SQLite FTS5", "bm25s", "Lucene")),
    *(Target("engine alone", kind, "whoosh3", 1 / 10, sizes=(_LARGE,)) for kind in _KINDS),
    *(Target("engine alone", kind, "whoosh3", 1 / 25, sizes=(_LARGEST,)) for kind in _KINDS),
    Target("whole process", "first build", "Pagefind", 1.0),
    Target("whole process", "nothing changed", "Pagefind", 0.1, of="first build"),
    Target("whole process", "one post edited", "Pagefind", 0.15, of="first build"),
    Target("whole process", "cold search", "python -c pass", 10.0, by_cpu=True),
    Target("indexing", "analysed posts", "tantivy", 3.0, by_cpu=True),
    Target("indexing", "documents of the peers", "tantivy", 3.0, by_cpu=True),
    Target("memory", "index size", "UTF-8", 1.5, of="text"),
    Target("memory", "index of the peers' documents", "UTF-8", 1.5, of="documents of the peers"),
)
# Bytes that are compared with a number.
BOUNDS = {
    "peak of a first build": (600 * _MB, (_LARGEST,)),
    "searching, beyond mapped files": (200 * _MB, (_LARGEST,)),
}


def verdicts(figures: Sequence[Figure], posts: int, *, by_cpu: bool) -> Iterator[Verdict]:
    """Every target that can be judged by the figures of a blog; `by_cpu`: by CPU, where it could be by wall."""
    costs = {(each.group, each.name, each.engine): each.cost for each in figures}
    for target in TARGETS:
        own = costs.get((target.group, target.name, "saegin"))
        other = costs.get((target.group, target.of or target.name, target.to))
        if own and other and _counts(posts, target.sizes):
            name = f"{target.group}: {target.name}, to {target.to}" + (f"'s {target.of}" if target.of else "")
            yield Verdict(name, posts, ratio(own, other, by_cpu=by_cpu or target.by_cpu), target.most)
    for name, (most, sizes) in BOUNDS.items():
        own = costs.get(("memory", name, "saegin"))
        if own and _counts(posts, sizes):
            yield Verdict(f"memory: {name}, to {most // _MB} MB", posts, own.wall / most, 1.0)


def ratio(own: Cost, other: Cost, *, by_cpu: bool) -> float:
    """How many times as much."""
    mine, theirs = (own.cpu, other.cpu) if by_cpu else (own.wall, other.wall)
    return mine / max(theirs, 1e-9)


def _counts(posts: int, sizes: Sequence[int]) -> bool:
    """A target without sizes holds for all of them."""
    return not sizes or any(0.9 * size <= posts <= 1.1 * size for size in sizes)
