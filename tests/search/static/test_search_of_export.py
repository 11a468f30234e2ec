"""Searching an export: by the browser's modules, over its files, with its own analyzer."""

from __future__ import annotations

from typing import Any

import pytest
from tests.search.static.asking import ask
from tests.search.static.golden import PREFIXES, REQUESTS
from tests.search.static.node import Node
from tests.search.static.test_engine import SYNONYMS, answer, suggested
from tests.sites import Site

from saegin_search import open_searcher
from saegin_search.static.export import export_index

# The browser cuts these words otherwise: it knows fewer morphemes.
_CUT_OTHERWISE = {"아이 돌보기", "데이터베이스 인덱스 지우기", "역색 인"}
_MOST_DIFFERING = 4  # of all pages, where rounded scores move a post to another one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample blog, with synonyms of its owner's, and its export beside."""
    site = Site.sample(tmp_path_factory.mktemp("exported") / "site")
    (site.root / "synonyms.toml").write_text(SYNONYMS, "utf-8")
    site.index()
    export_index(site.index_dir, site.root / "out")
    return site


def told(found: dict[str, Any]) -> Any:
    """All of an answer but the hits after the first: scores are rounded in an export, so these may change places."""
    return {**found, "hits": found["hits"][:1]} if "hits" in found else found


def test_queries_find_the_same_as_in_the_index(node: Node, site: Site) -> None:
    requests = [request for request in REQUESTS if request["q"] not in _CUT_OTHERWISE]
    found = ask(node, site.root / "out", [("search", request) for request in requests])
    with open_searcher(site.index_dir) as searcher:
        expected = [answer(searcher, request) for request in requests]
    cases = zip(requests, map(told, found), map(told, expected), strict=True)
    assert [case for case in cases if case[1] != case[2]] == []
    paths = [[{hit["path"] for hit in each.get("hits", ())} for each in answers] for answers in (found, expected)]
    differing = [request for request, one, other in zip(requests, *paths, strict=True) if one != other]
    assert len(differing) <= _MOST_DIFFERING, differing


def test_beginnings_are_completed_as_from_the_index(node: Node, site: Site) -> None:
    found = ask(node, site.root / "out", [("suggest", prefix) for prefix in PREFIXES])
    with open_searcher(site.index_dir) as searcher:
        expected = [suggested(searcher, prefix) for prefix in PREFIXES]
    assert [case for case in zip(PREFIXES, found, expected, strict=True) if case[1] != case[2]] == []
