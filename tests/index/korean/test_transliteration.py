"""Transliteration between Hangul and Latin script: keys that propose, an alignment that decides."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saegin_index.korean.loanwords import pairs
from saegin_index.korean.transliteration import SOUNDS, mismatch, sound_keys, tolerance

WORDS = st.one_of(
    st.text(max_size=20),
    st.text("가각쿠버네티스랜웨ㅋㅏ", max_size=8),
    st.text("abcdefghijklmnopqrstuvwxyz0", max_size=12),
    st.text("우버엑스xé9 -#", max_size=8),
)


def believed(hangul: str, latin: str) -> bool:
    return bool(sound_keys(hangul) & sound_keys(latin)) and mismatch(hangul, latin, tolerance(hangul, latin)) < math.inf


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("쿠버네티스", "kubernetes"),
        ("로그스태시", "logstash"),
        ("마이바티스", "mybatis"),
        ("인셉션", "inception"),
        ("우버엑스", "uberx"),
        ("우버x", "uberx"),
        ("레츠인크립트", "letsencrypt"),
        ("크론잡", "cronjob"),
        ("마인크래프트", "minecraft"),
        ("에이치티엠엘", "html"),
        ("마이에스큐엘", "mysql"),
        ("아키텍쳐", "architecture"),
        ("아키텍처", "architecture"),
        ("플래쉬", "flash"),
        ("클린코드", "clean code"),
        ("파이썬3", "python3"),
        ("카페", "Café"),
        ("엑스레이", "X-Ray"),
        ("시그널", "signal"),
        ("디자인", "design"),
        ("사이드", "side"),
    ],
)
def test_words_that_are_the_same(hangul: str, latin: str) -> None:
    assert believed(hangul, latin)


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("비트", "byte"),
        ("파일", "fill"),
        ("도시", "doc"),
        ("하트", "what"),
        ("커넥션", "collection"),
        ("드라이버", "drive"),
        ("컴파일러", "compile"),
        ("스크랩", "scraper"),
        ("파이썬3", "python"),
        ("쿠버네티스", "cabinets"),
        ("나무", "tree"),
    ],
)
def test_words_that_only_come_near(hangul: str, latin: str) -> None:
    assert not believed(hangul, latin)


def test_the_usual_spelling_costs_nothing_and_others_a_little() -> None:
    assert mismatch("블로그", "blog", 0.1) == 0
    assert mismatch("인셉션", "inception", 0.1) == 0
    assert mismatch("파이썬", "python", 0.1) < mismatch("파이선", "python", 0.1)
    assert mismatch("클러스터", "cluster", 0.1) < mismatch("클러스터", "clusters", 0.1)


def test_spellings_of_one_sound_are_one() -> None:
    assert mismatch("쥬스", "juice", 0.1) == mismatch("주스", "juice", 0.1)
    assert mismatch("캐쉬", "cache", 0.1) == mismatch("캐시", "cache", 0.1)
    assert sound_keys("우버x") == sound_keys("우버엑스") < sound_keys("UberX")


def test_short_words_have_to_agree_better() -> None:
    assert tolerance("뷰", "view") < tolerance("람다", "lambda") < tolerance("쿠버네티스", "kubernetes")


def test_what_has_no_letter_is_like_nothing() -> None:
    for nothing in ("", "123", "!?", "ㅋㅋ"):
        assert sound_keys(nothing) == frozenset()
    assert mismatch("", "a", 1) == mismatch("가", "", 1) == mismatch("ㅋㅋ", "kk", 1) == math.inf


def test_keys_of_forked_spellings_stay_few() -> None:
    assert sound_keys("로봇") == {"LPT", "LPS"}
    assert len(sound_keys("archaeoastronomicalarchitecture")) <= 9
    assert all(len(sound_keys(latin)) <= 9 for _, latin in pairs())


def test_the_rules_find_most_of_the_list_without_it() -> None:
    alike = [pair for pair in pairs() if mismatch(*pair, 0.2) < math.inf and len(pair[1]) > 3]
    assert sum(believed(*pair) for pair in alike) >= 0.93 * len(alike)


@given(WORDS)
def test_keys_are_of_the_alphabet(word: str) -> None:
    keys = sound_keys(word)
    assert len(keys) <= 9
    assert set("".join(keys)) <= set(SOUNDS)


@given(WORDS, WORDS, st.floats(0, 1))
def test_a_mismatch_is_within_the_limit_or_infinite(hangul: str, latin: str, limit: float) -> None:
    found = mismatch(hangul, latin, limit)
    assert 0 <= found <= limit or found == math.inf
    assert 0 <= tolerance(hangul, latin) < 1


@given(WORDS, WORDS, st.floats(0, 0.5))
def test_a_limit_hides_and_never_changes_an_answer(hangul: str, latin: str, limit: float) -> None:
    full = mismatch(hangul, latin, 1)
    found = mismatch(hangul, latin, limit)
    assert found == full if full < limit else found in (full, math.inf)
