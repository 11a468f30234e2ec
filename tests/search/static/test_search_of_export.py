"""Searching an export: by the browser's modules, over its files, with its own analyzer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.search.static.golden import PREFIXES, REQUESTS
from tests.search.static.node import Node
from tests.search.static.test_engine import SYNONYMS, answer, suggested
from tests.sites import Site

from saegin_search import open_searcher
from saegin_search.static.export import export_index

_ASK = """
import {{ readFile }} from 'node:fs/promises';
import {{ StaticBackend }} from './store/backend.js';
globalThis.fetch = async (url) => new Response(await readFile(url));
const backend = new StaticBackend(new URL({folder}));
const found = [];
for (const [method, asked] of {questions}) {{
  found.push(await backend[method](asked).catch((error) => {{
    if (error.kind === 'refused') return {{ refused: error.message }};
    throw error;
  }}));
}}
const answer = (number) => found[number];
"""
# The browser cuts these words otherwise: it knows fewer morphemes.
_CUT_OTHERWISE = {"아이 돌보기", "데이터베이스 인덱스 지우기", "역색 인", "쿠버네티스를", "쿠버네티스"}
_MOST_DIFFERING = 4  # of all pages, where rounded scores move a post to another one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample blog, with synonyms of its owner's, and its export beside."""
    site = Site.sample(tmp_path_factory.mktemp("exported") / "site")
    (site.root / "synonyms.toml").write_text(SYNONYMS, "utf-8")
    site.index()
    export_index(site.index_dir, site.root / "out")
    return site


def asked(node: Node, site: Site, questions: list[tuple[str, Any]]) -> list[Any]:
    """What the browser answers."""
    folder = json.dumps(f"{(site.root / 'out').as_uri()}/")
    script = _ASK.format(folder=folder, questions=json.dumps(questions, ensure_ascii=False))
    return node.run(script, [[number] for number in range(len(questions))])


def told(found: dict[str, Any]) -> Any:
    """All of an answer but the hits after the first: scores are rounded in an export, so these may change places."""
    return {**found, "hits": found["hits"][:1]} if "hits" in found else found


def test_queries_find_the_same_as_in_the_index(node: Node, site: Site) -> None:
    requests = [request for request in REQUESTS if request["q"] not in _CUT_OTHERWISE]
    found = asked(node, site, [("search", request) for request in requests])
    with open_searcher(site.index_dir) as searcher:
        expected = [answer(searcher, request) for request in requests]
    cases = zip(requests, map(told, found), map(told, expected), strict=True)
    assert [case for case in cases if case[1] != case[2]] == []
    paths = [[{hit["path"] for hit in each.get("hits", ())} for each in answers] for answers in (found, expected)]
    differing = [request for request, one, other in zip(requests, *paths, strict=True) if one != other]
    assert len(differing) <= _MOST_DIFFERING, differing


def test_beginnings_are_completed_as_from_the_index(node: Node, site: Site) -> None:
    found = asked(node, site, [("suggest", prefix) for prefix in PREFIXES])
    with open_searcher(site.index_dir) as searcher:
        expected = [suggested(searcher, prefix) for prefix in PREFIXES]
    assert [case for case in zip(PREFIXES, found, expected, strict=True) if case[1] != case[2]] == []
