"""Search in the browser on a judged collection: as good as in the index, and nearly the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from saegin_search import open_searcher
from saegin_search.static.export import export_index
from tests.quality.judged import JudgedQuery, ash84_queries
from tests.search.static.asking import ask
from tests.search.static.golden import PLAIN
from tests.search.static.node import Node

_MOST_APART = 0.02  # of MRR@10
_LEAST_IN_COMMON = 0.92  # of the first five hits
_FIRST = 5


def _reciprocal_rank(query: JudgedQuery, paths: list[str]) -> float:
    return next((1 / rank for rank, path in enumerate(paths, 1) if path in query.answers), 0.0)


def test_a_real_blog_is_searched_as_well_as_in_the_index(
    node: Node, corpora: Path, ash84_index: Path, tmp_path: Path
) -> None:
    queries = ash84_queries(corpora)
    export_index(ash84_index, tmp_path / "out")
    answers = ask(node, tmp_path / "out", [("search", {**PLAIN, "q": query.text}) for query in queries])
    found = [[hit["path"] for hit in answer["hits"]] for answer in answers]
    with open_searcher(ash84_index) as searcher:
        expected = [[hit.path for hit in searcher.search(query.text).hits] for query in queries]
    scores = [_mean_reciprocal_rank(queries, paths) for paths in (found, expected)]
    common = [
        len({*one[:_FIRST]} & {*other[:_FIRST]}) / max(len(other[:_FIRST]), 1)
        for one, other in zip(found, expected, strict=True)
    ]
    print(f"ash84: MRR@10 {scores[0]:.3f} in the browser, {scores[1]:.3f} in the index")
    print(f"ash84: {sum(common) / len(common):.3f} of the first {_FIRST} in common")
    assert scores[0] == pytest.approx(scores[1], abs=_MOST_APART)
    assert sum(common) / len(common) >= _LEAST_IN_COMMON


def _mean_reciprocal_rank(queries: list[JudgedQuery], paths: list[list[str]]) -> float:
    return sum(_reciprocal_rank(query, found) for query, found in zip(queries, paths, strict=True)) / len(queries)
