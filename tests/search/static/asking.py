"""Questions to an export, put to the browser's modules in Node, and whether they were answered as the index does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.search.static.golden import PREFIXES, REQUESTS
from tests.search.static.node import Node
from tests.search.static.test_engine import answer, suggested

from saegin_search import open_searcher

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


def ask(node: Node, folder: Path, questions: Sequence[tuple[str, Any]]) -> list[Any]:
    """What the browser answers from an export to questions: a method of the widget's backend, and what it is given."""
    script = _ASK.format(
        folder=json.dumps(f"{folder.resolve().as_uri()}/"), questions=json.dumps(questions, ensure_ascii=False)
    )
    return node.run(script, [[number] for number in range(len(questions))])


# The browser cuts these words otherwise: it knows fewer morphemes.
_CUT_OTHERWISE = {"아이 돌보기", "데이터베이스 인덱스 지우기", "역색 인"}
_MOST_DIFFERING = 4  # of all pages, where rounded scores move a post to another one

SEARCHES = [("search", request) for request in REQUESTS if request["q"] not in _CUT_OTHERWISE]
BEGINNINGS = [("suggest", prefix) for prefix in PREFIXES]


def assert_found_alike(found: Sequence[Any], index_dir: Path) -> None:
    """The answers to `SEARCHES` are those of the index."""
    requests = [request for _, request in SEARCHES]
    with open_searcher(index_dir) as searcher:
        expected = [answer(searcher, request) for request in requests]
    cases = zip(requests, map(_told, found), map(_told, expected), strict=True)
    assert [case for case in cases if case[1] != case[2]] == []
    paths = [[{hit["path"] for hit in each.get("hits", ())} for each in answers] for answers in (found, expected)]
    differing = [request for request, one, other in zip(requests, *paths, strict=True) if one != other]
    assert len(differing) <= _MOST_DIFFERING, differing


def assert_completed_alike(found: Sequence[Any], index_dir: Path) -> None:
    """The answers to `BEGINNINGS` are those of the index."""
    with open_searcher(index_dir) as searcher:
        expected = [suggested(searcher, prefix) for prefix in PREFIXES]
    assert [case for case in zip(PREFIXES, found, expected, strict=True) if case[1] != case[2]] == []


def _told(found: dict[str, Any]) -> Any:
    """All of an answer but the hits after the first: scores are rounded in an export, so these may change places."""
    return {**found, "hits": found["hits"][:1]} if "hits" in found else found
