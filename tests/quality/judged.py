"""Judged collections: posts, queries, and which posts answer them; and how well a searcher does on them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from saegin_search import Searcher


@dataclass(frozen=True)
class JudgedQuery:
    """A query, its kind (josa, spacing, ...), and the paths of the posts that answer it."""

    text: str
    kind: str
    answers: frozenset[str]


@dataclass(frozen=True)
class Measure:
    """Mean reciprocal rank of the first right post among ten, and the share of queries that have one there."""

    mrr: float
    found: float
    queries: int


def ash84_queries(corpora: Path) -> list[JudgedQuery]:
    """Known-item queries on a real blog of 970 posts."""
    return list(_queries(corpora / "ash84", lambda path: path.removeprefix("contents/")))


def korquad_queries(corpora: Path) -> list[JudgedQuery]:
    """Questions on paragraphs of an encyclopedia."""
    return list(_queries(corpora / "korquad", lambda name: f"{name}.md"))


def write_korquad_posts(corpora: Path, folder: Path) -> None:
    """The paragraphs as posts: a JSON string is a YAML string too."""
    for row in _rows(corpora / "korquad" / "docs.jsonl"):
        title = json.dumps(row["title"], ensure_ascii=False)
        (folder / f"{row['id']}.md").write_text(f"---\ntitle: {title}\n---\n\n{row['text']}\n", encoding="utf-8")


def measure(searcher: Searcher, queries: list[JudgedQuery]) -> dict[str, Measure]:
    """How the first ten hits do, by kind of query and over all."""
    ranks: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        hits = searcher.search(query.text, limit=10).hits
        rank = next((1 / rank for rank, hit in enumerate(hits, 1) if hit.path in query.answers), 0.0)
        ranks[query.kind].append(rank)
        ranks["all"].append(rank)
    return {
        kind: Measure(sum(found) / len(found), sum(rank > 0 for rank in found) / len(found), len(found))
        for kind, found in sorted(ranks.items())
    }


def _queries(folder: Path, path_of: object) -> Iterator[JudgedQuery]:
    assert callable(path_of)
    answers: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        query, path, grade = line.split("\t")
        if int(grade) >= 1:
            answers[query].add(path_of(path))
    for row in _rows(folder / "queries.jsonl"):
        yield JudgedQuery(row["text"], row.get("kind", "question"), frozenset(answers[row["id"]]))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
