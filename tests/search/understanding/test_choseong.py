"""Initial consonants for syllables, all of them or some."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search.understanding.conftest import Ask

from saegin_index.korean.hangul import to_choseong
from saegin_search.understanding.partial import pattern, range_of_first


@pytest.mark.parametrize(
    ("typed", "meant", "post"),
    [
        ("ㄱㅊㅉㄱ", "김치찌개", "kimchi-jjigae"),
        ("ㅎㅌㅅ ㅂㅅㄱ", "형태소 분석기", "korean-morpheme-analyzers"),
        ("ㅎㅌㅅㅂㅅㄱ", "형태소 분석기", "korean-morpheme-analyzers"),  # joined
        ("김ㅊㅉㄱ", "김치찌개", "kimchi-jjigae"),  # partly spelt
        ("ㅇㅅㅅ", "인셉션", "film-inception"),
    ],
)
def test_choseong_find_what_they_stand_for(ask: Ask, typed: str, meant: str, post: str) -> None:
    understood = ask(typed)
    kind, original, replacement = understood.applied[0]
    assert (kind, original) == ("choseong", typed)
    assert meant in replacement
    assert understood.posts[0] == post


def test_titles_and_tags_come_before_headings_and_text(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of(
        {
            "text": "---\ntitle: 하나\n---\n\n카카오톡을 켰다. 카카오톡을 껐다. 카카오톡을 지웠다.\n",
            "heading": "---\ntitle: 둘\n---\n\n## 카카오톡\n\n켰다.\n",
            "tag": "---\ntitle: 셋\ntags: [카카오톡]\n---\n\n켰다.\n",
            "title": "---\ntitle: 카카오톡\n---\n\n켰다.\n",
        }
    )
    assert ask("ㅋㅋㅇㅌ").posts == ["title", "tag", "heading", "text"]


def test_all_words_of_choseong_must_be_there(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of(
        {
            "both": "---\ntitle: 여름 휴가 이야기\n---\n\n바다에 갔다.\n",
            "one": "---\ntitle: 여름 바다\n---\n\n바다에 갔다.\n",
        }
    )
    assert ask("ㅇㄹ ㅎㄱ").posts == ["both"]


def test_laughter_is_no_choseong(ask: Ask) -> None:
    # ㅋㅋㅋ stands in the title of one post; beside other words it narrows nothing.
    assert ask("ㅋㅋㅋ").posts == ["regex-hangul"]
    assert ask("리스본 ㅎㅎㅎ").posts == ask("리스본").posts


def test_consonants_may_be_latin_typed_in_hangul_mode(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of({"api": "---\ntitle: swagger로 문서 쓰기\n---\n\nswagger를 썼다.\n"})
    understood = ask("ㄴㅈㅁㅎㅎㄷㄱ")
    assert understood.posts == ["api"]
    assert understood.applied[0] == ("keyboard", "ㄴㅈㅁㅎㅎㄷㄱ", "swagger")


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8))
def test_every_word_is_matched_by_its_choseong_and_by_its_beginnings(word: str) -> None:
    assert pattern(to_choseong(word)).fullmatch(word)
    assert pattern(word[0] + to_choseong(word[1:])).fullmatch(word)
    for end in range(1, len(word) + 1):
        assert pattern(word[:end], unfinished=True).match(word)


@given(st.text(max_size=20))
def test_any_text_makes_a_pattern(text: str) -> None:
    pattern(text)
    pattern(text, unfinished=True)


def test_two_consonants_that_an_input_method_joins_find_words_of_the_text(
    ask_blog_of: Callable[[dict[str, str]], Ask],
) -> None:
    ask = ask_blog_of({"puppet": "---\ntitle: 하나\n---\n\n골목에서 각시탈을 보았다.\n"})
    assert ask("ㄳㅌ").posts == ["puppet"]


@pytest.mark.parametrize("letter", "ㄱㄲㄳㅄㅎ가힣az0")
def test_what_a_pattern_matches_begins_within_its_range(letter: str) -> None:
    first, last = range_of_first(letter)
    before_first, last_of_all = chr(ord(first) - 1), chr(ord(last) - 1)
    # ㅅ is the second of two joined consonants.
    begins = [bool(pattern(letter).match(f"{word}사")) for word in (before_first, first, last_of_all, last)]
    assert begins == [False, True, True, False]
