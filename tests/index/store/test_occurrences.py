"""Where terms stand in a text, packed and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saegin_index.korean.analyzer import Analyzer, Token
from saegin_index.store.occurrences import Occurrences, pack_occurrences

ANALYZER = Analyzer()
TEXTS = st.lists(
    st.text()
    | st.sampled_from(["검색엔진을 ", "옮겼다 ", "FLASK-RESTPLUS ", "Node.js의 ", "İstanbul ", "가가가 ", "\n"])
).map("".join)


def spans_of(tokens: list[Token]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for term, start, end, _ in tokens:
        found.setdefault(term, set()).add((start, end))
    return {term: sorted(spans) for term, spans in found.items()}


@given(TEXTS)
def test_each_term_stands_where_the_analyzer_found_it(text: str) -> None:
    tokens = ANALYZER.analyze(text)
    occurrences = Occurrences(pack_occurrences(tokens, text), text)
    assert {term: occurrences.spans(term) for term in occurrences.terms()} == spans_of(tokens)


@given(st.text("가나aAİ"), st.lists(st.tuples(st.text("가나aAi", min_size=1), st.integers(0, 9), st.integers(1, 9))))
def test_whatever_the_terms(text: str, places: list[tuple[str, int, int]]) -> None:
    tokens = [
        Token(term, min(start, len(text) - 1), min(start + size, len(text)), 0)
        for term, start, size in sorted(places, key=lambda place: place[1])
        if text
    ]
    occurrences = Occurrences(pack_occurrences(tokens, text), text)
    expected = spans_of(tokens)
    assert set(occurrences.terms()) == set(expected)
    for term in (*expected, "가", "나가", "a", "A", "aa"):
        assert sorted(set(occurrences.spans(term))) == expected.get(term, [])


def test_terms_that_are_not_there_stand_nowhere() -> None:
    text = "검색엔진을 옮겼다"
    occurrences = Occurrences(pack_occurrences(ANALYZER.analyze(text), text), text)
    assert occurrences.spans("옮기") == [(6, 8)]
    assert [occurrences.spans(term) for term in ("색엔", "엔진을", "옮겼", "", "x" * 99)] == [[]] * 5


def test_occurrences_of_another_text_are_refused() -> None:
    packed = pack_occurrences(ANALYZER.analyze("검색엔진"), "검색엔진")
    with pytest.raises(ValueError, match="another text"):
        Occurrences(packed, "검색")
