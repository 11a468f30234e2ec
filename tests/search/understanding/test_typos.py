"""Typing mistakes against the blog's own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.understanding.conftest import Ask

from saegin_search.understanding.typos import distance


@pytest.mark.parametrize(
    ("typed", "meant", "post"),
    [
        ("김치찌게", "김치찌개", "kimchi-jjigae"),
        ("둔총동을", "둔촌동", "둔촌동을-떠나며"),
        ("형태솜 분석기", "형태소", "korean-morpheme-analyzers"),
        ("kubernetse", "kubernetes", "kubernetes-first-month"),
        ("dokcer", "docker", "docker-image-diet"),
        ("인셉셩", "인셉션", "film-inception"),
    ],
)
def test_a_mistyped_word_finds_what_was_meant(ask: Ask, typed: str, meant: str, post: str) -> None:
    understood = ask(typed)
    assert ("typo", typed.split()[0], meant) in understood.applied
    assert understood.posts[0] == post


def test_a_short_word_of_the_dictionary_is_another_word_and_only_asked_about(
    ask_blog_of: Callable[[dict[str, str]], Ask],
) -> None:
    ask = ask_blog_of({"coat": "---\ntitle: 외투를 샀다\n---\n\n외투가 따뜻하다. 외투 이야기.\n"})
    understood = ask("외부")
    assert understood.posts == []
    assert understood.offered == [("typo", "외부", "외투")]


def test_what_the_blog_has_is_no_mistake(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    # Misspelt once, and right a hundred times: who types the misspelling finds it.
    ask = ask_blog_of(
        {"wrong": "---\ntitle: 김치찌게\n---\n\n어머니의 메뉴판.\n"}
        | {f"right{number}": "---\ntitle: 김치찌개\n---\n\n김치찌개를 끓였다.\n" for number in range(5)}
    )
    assert ask("김치찌게").posts[0] == "wrong"
    assert ask("김치찌게").applied == []


def test_slips_of_the_finger_cost_less() -> None:
    neighbours, strangers = distance("ㄱㅓㅁㅅㅐㄱ", "ㄱㅏㅁㅅㅐㄱ", 1), distance("ㄱㅓㅁㅅㅐㄱ", "ㄱㅓㅁㅅㅜㄱ", 1)
    homophones = distance("ㄱㅓㅁㅅㅐㄱ", "ㄱㅓㅁㅅㅔㄱ", 1)
    swapped = distance("logrotaet", "logrotate", 1)
    assert 0 < homophones < swapped < neighbours < strangers == 1
    assert distance("ㄱㅏㄴㅏ", "ㄷㅏㄹㅏ", 1) == float("inf")


LETTERS = st.text("ㄱㄴㄷㅏㅓabc", max_size=10)


@given(LETTERS, LETTERS, st.integers(1, 3))
def test_distance_is_symmetric_and_bounded(one: str, other: str, most: int) -> None:
    cost = distance(one, other, most)
    assert cost == pytest.approx(distance(other, one, most))
    assert (cost == 0) == (one == other)
    assert cost <= most or cost == float("inf")
    if cost < float("inf"):
        assert abs(len(one) - len(other)) <= most
