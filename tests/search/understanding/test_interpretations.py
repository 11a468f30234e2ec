"""What holds for every way of understanding a query."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.search.understanding.conftest import Ask

from saegin_index.errors import QueryError
from saegin_search import Searcher

QUERIES = Path(__file__).parents[2] / "blog" / "queries.jsonl"
ROWS = [json.loads(line) for line in QUERIES.read_text("utf-8").splitlines()]
WORDS = st.sampled_from(
    (
        "검색 엔진 회고 2019 파이썬 python 쿠버네티스 kubernetes 김치찌게 rjator ㄱㅊㅉㄱ 데이텁 ㅔㅛ소ㅐㅜ "
        "이야기 -회고 tag:개발 ㅋㅋ 글을 쓰는"
    ).split()
)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_the_post_that_was_meant_comes_first(ask: Ask, row: dict[str, str]) -> None:
    assert ask(row["text"]).posts[0] == row["path"].split("/")[0]


def test_json_tells_what_was_understood(blog: Searcher) -> None:
    (note, *_) = blog.search("rlaclWlro").to_json()["interpretations"]
    assert note == {
        "kind": "keyboard",
        "text": "한영 변환: rlaclWlro → 김치찌개",
        "applied": True,
        "from": "rlaclWlro",
        "to": "김치찌개",
    }


def test_taken_literally_nothing_is_understood(blog: Searcher) -> None:
    for row in ROWS:
        results = blog.search(row["text"], exact=True)
        assert not any(note.original for note in results.interpretations)


def test_what_was_meant_is_marked(blog: Searcher) -> None:
    for typed, marked in (("rlaclWlro", "김치찌개"), ("ㄱㅊㅉㄱ", "김치찌개"), ("inception", "인셉션")):
        snippet = blog.search(typed).hits[0].snippets[0]
        assert marked in {snippet.text[start:end] for start, end in snippet.marks}, typed


def test_nothing_found_ends_with_what_could_be(blog: Searcher) -> None:
    (note,) = blog.search("뷁쉙뒑").interpretations
    assert (note.kind, note.applied) == ("tags", False)
    assert "개발" in note.replacement
    (note,) = blog.search("리스본 before:2001").interpretations
    assert note.kind == "without-filters"


def test_exact_hits_come_before_corrected_ones(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    # 한 글자씩 다른 낱말: the post has 오토머타 only in pieces, so that it is corrected; what has both stays first.
    ask = ask_blog_of(
        {
            "exact": "---\ntitle: 하나\n---\n\n" + "채우는 글이 길다. " * 50 + "오토 머타 오토머\n",
            "meant": "---\ntitle: 오토마타\ntags: [오토마타]\n---\n\n오토마타 오토마타\n",
        }
    )
    posts = ask("오토머").posts
    assert posts[0] == "exact"


@given(st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=150)
def test_corrections_never_put_a_post_before_one_that_has_all_words_as_typed(blog: Searcher, words: list[str]) -> None:
    query = " ".join(words)
    if not any(word[0] != "-" and ":" not in word for word in words):
        return
    exact = blog.search(query, exact=True, limit=50)
    understood = blog.search(query, limit=50)
    if any(note.kind in ("some-words", "nearly-all-words") for note in exact.interpretations) or not exact.hits:
        return
    corrected = [
        note for note in understood.interpretations if note.applied and note.kind in ("typo", "keyboard", "prefix")
    ]
    if corrected:
        literal = {hit.path for hit in exact.hits}
        order = [hit.path in literal for hit in understood.hits]
        assert order == sorted(order, reverse=True)


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_no_text_is_too_strange(blog: Searcher, text: str) -> None:
    assert all(suggestion.text for suggestion in blog.suggest(text))
    try:
        results = blog.search(text)
    except QueryError:  # nothing to look for, or a filter without a value
        return
    for hit in results.hits:
        for snippet in hit.snippets:
            assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)


@given(st.text("ㄱㄴㅋㅎㅏㅗ가나다각힣abcRT19 #.", min_size=1, max_size=12))
@settings(max_examples=200)
def test_no_mix_of_letters_is_too_strange(blog: Searcher, text: str) -> None:
    if text.strip():
        blog.search(text)
        blog.suggest(text)
