"""The dictionary as its files have it, against what MeCab answers by it."""

from __future__ import annotations

import pytest

from saegin_index.korean.system_dictionary import SystemDictionary
from saegin_index.korean.tagger import Tagger


@pytest.fixture(scope="module")
def dictionary() -> SystemDictionary:
    return SystemDictionary()


def test_what_mecab_answers_is_found(dictionary: SystemDictionary) -> None:
    line = "아름다운 서울에서 데이터베이스를 공부했던 사람들이 갔다"
    rows = [row.split("\t") for _, eojeol in Tagger().eojeols(line) for row in eojeol]
    assert len(rows) > 12
    for surface, feature in rows:
        assert feature in [entry.feature for entry in dictionary.find(surface)], surface


@pytest.mark.parametrize("word", ["", "쀍", "사과사과사과", "사", "\ud7a4"])
def test_words_that_are_none(dictionary: SystemDictionary, word: str) -> None:
    assert word == "사" or dictionary.find(word) == []


def test_all_words_are_listed_in_order(dictionary: SystemDictionary) -> None:
    words = dictionary.words()
    assert len(words) == 774587
    assert words == sorted(set(words))
    assert all(dictionary.find(word) for word in words[::5000])


def test_the_line_that_mecab_chooses_is_the_cheapest(dictionary: SystemDictionary) -> None:
    """사과 is read as one noun: it costs less than 사 and 과."""
    (apple,) = dictionary.find("사과")
    pieces = [(one, other) for one in dictionary.find("사") for other in dictionary.find("과")]
    rights, lefts = sorted({one.right for one, _ in pieces} | {0}), sorted({other.left for _, other in pieces})
    costs = dictionary.connections(rights, lefts)
    assert costs.shape == (len(rights), len(lefts))
    alone = (
        apple.cost + dictionary.connections([0], [apple.left])[0, 0] + dictionary.connections([apple.right], [0])[0, 0]
    )
    apart = min(
        one.cost
        + other.cost
        + dictionary.connections([0], [one.left])[0, 0]
        + costs[rights.index(one.right), lefts.index(other.left)]
        + dictionary.connections([other.right], [0])[0, 0]
        for one, other in pieces
    )
    assert alone < apart


def test_endings_come_in_pairs(dictionary: SystemDictionary) -> None:
    (apple,) = dictionary.find("사과")
    (book,) = [entry for entry in dictionary.find("책상") if entry.feature.startswith("NNG,*,T")]
    assert dictionary.endings[apple.right] == dictionary.endings[book.right] == (apple.right, book.right)
    assert dictionary.endings[0] == (0, 0)
