"""Relevance on judged collections must not fall below floors.json; a floor is only ever raised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from saegin_index import index_posts
from saegin_search import open_searcher
from tests.quality.judged import ash84_queries, korquad_queries, measure, write_korquad_posts

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def korquad_index(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    posts = tmp_path_factory.mktemp("korquad")
    write_korquad_posts(corpora, posts)
    index_posts(posts, posts / ".saegin")
    return posts / ".saegin"


def test_known_item_queries_on_a_real_blog(corpora: Path, ash84_index: Path) -> None:
    with open_searcher(ash84_index) as searcher:
        measured = measure(searcher, ash84_queries(corpora))
    for kind, result in measured.items():
        print(f"ash84 {kind}: MRR@10 {result.mrr:.3f}, found {result.found:.3f} of {result.queries}")
    low = {kind: measured[kind].mrr for kind, floor in FLOORS["ash84"].items() if measured[kind].mrr < floor}
    assert low == {}


def test_questions_on_an_encyclopedia(corpora: Path, korquad_index: Path) -> None:
    with open_searcher(korquad_index) as searcher:
        measured = measure(searcher, korquad_queries(corpora))
    print(f"korquad: MRR@10 {measured['all'].mrr:.4f} of {measured['all'].queries}")
    assert measured["all"].mrr >= FLOORS["korquad"]["all"]


def test_the_first_hits_a_reader_of_the_blog_expects(ash84_index: Path) -> None:
    with open_searcher(ash84_index) as searcher:
        assert searcher.search("딥러닝 플랫폼").hits[0].title == "Deview2017 2일차 후기"
        spaced, joined = (
            {hit.path for hit in searcher.search(query, limit=1000).hits} for query in ("검색 엔진을", "검색엔진")
        )
        assert spaced == joined
        assert searcher.search("머신러닝에서").total >= 7
