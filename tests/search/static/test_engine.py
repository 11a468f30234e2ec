"""Whole answers: the same in the browser, over the sample blog, for queries of every kind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.search.static.golden import PLAIN, PREFIXES, REQUESTS
from tests.search.static.node import Node
from tests.search.static.whole_index_in_memory import WholeIndexInMemory
from tests.sites import Site

from saegin_index import index_posts
from saegin_index.errors import QueryError
from saegin_index.store.reader import IndexReader
from saegin_search import Searcher, open_searcher

SYNONYMS = 'synonyms = [["역색인", "거꾸로 된 색인"], ["쿠버네티스", "k8s"], ["이사", "옮기다", "블로그 이전"]]\n'
_LIMIT = 8


def answer(searcher: Searcher, request: dict[str, Any]) -> dict[str, Any]:
    """What Python answers, in the shape that the widget gets."""
    options = {name: value for name, value in request.items() if name != "q" and value != ""}
    try:
        found = searcher.search(request["q"], **options).to_json()
    except QueryError as error:
        return {"refused": str(error)}
    del found["took_ms"]
    for hit in found["hits"]:
        del hit["author"], hit["score"]
    return found


def suggested(searcher: Searcher, prefix: str) -> list[dict[str, Any]]:
    """What Python suggests. The widget opens a title by its URL."""
    return [{**each.to_json(), "path": ""} for each in searcher.suggest(prefix, limit=_LIMIT)]


def answered_otherwise(memory: WholeIndexInMemory, index_dir: Path, requests: Sequence[dict[str, Any]]) -> list[Any]:
    """The requests that the browser answers otherwise, with its answer and Python's."""
    with open_searcher(index_dir) as searcher, memory.listening():
        expected = [answer(searcher, request) for request in requests]
    found = memory.ask("search", [[request] for request in requests])
    return [case for case in zip(requests, found, expected, strict=True) if case[1] != case[2]]


def completed_otherwise(memory: WholeIndexInMemory, index_dir: Path, prefixes: Sequence[str]) -> list[Any]:
    """The beginnings that the browser completes otherwise, with its suggestions and Python's."""
    with open_searcher(index_dir) as searcher, memory.listening():
        expected = [suggested(searcher, prefix) for prefix in prefixes]
    found = memory.ask("suggest", [[prefix, _LIMIT] for prefix in prefixes])
    return [case for case in zip(prefixes, found, expected, strict=True) if case[1] != case[2]]


def test_queries_are_answered_and_beginnings_completed_alike(node: Node, tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "site")
    (site.root / "synonyms.toml").write_text(SYNONYMS, "utf-8")
    site.index()
    memory = WholeIndexInMemory(IndexReader.open(site.index_dir), node, "answers.json")
    assert answered_otherwise(memory, site.index_dir, REQUESTS) == []
    assert completed_otherwise(memory, site.index_dir, PREFIXES) == []


def test_a_real_blog_is_searched_alike(node: Node, corpora: Path, tmp_path: Path) -> None:
    index_posts(corpora / "ash84" / "contents", tmp_path / ".saegin")
    memory = WholeIndexInMemory(IndexReader.open(tmp_path / ".saegin"), node, "real-answers.json")
    rows = (corpora / "ash84" / "queries.jsonl").read_text("utf-8").splitlines()
    requests = [{**PLAIN, "q": json.loads(row)["text"]} for row in rows]
    assert answered_otherwise(memory, tmp_path / ".saegin", requests) == []
