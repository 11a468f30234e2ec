"""Jamo, choseong and the two-set keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saegin_index.korean.hangul import compose, is_syllable, to_choseong, to_jamo
from saegin_index.korean.keyboard import NEIGHBOURS, to_hangul, to_latin

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))


def test_jamo_are_what_one_types() -> None:
    assert to_jamo("왔다 갔다") == "ㅇㅗㅏㅆㄷㅏ ㄱㅏㅆㄷㅏ"
    assert to_jamo("값싼 node.js") == "ㄱㅏㅂㅅㅆㅏㄴ node.js"
    assert to_choseong("카카오톡 PC판") == "ㅋㅋㅇㅌ PCㅍ"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rjator", "검색"),
        ("vmfhsxmdpsem", "프론트엔드"),
        ("enschswnrhd", "둔촌주공"),
        ("RKwl", "까지"),
        ("ekfrdmf", "닭을"),
        ("zhzkzhffk", "코카콜라"),
        ("DKSSUD", "안녕"),  # caps lock
        ("ghlrh 2022", "회고 2022"),
    ],
)
def test_hangul_typed_in_latin_mode(typed: str, meant: str) -> None:
    assert to_hangul(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ㅅㄷ그ㅑㅜ미", "terminal"), ("ㄱㄷ얀", "redis"), ("무냐ㅠㅣㄷ", "ansible"), ("ㄴㅈㅁㅎㅎㄷㄱ", "swagger")],
)
def test_latin_typed_in_hangul_mode(typed: str, meant: str) -> None:
    assert to_latin(typed) == meant
    assert to_hangul(meant) == typed


def test_an_unfinished_syllable_stays_unfinished() -> None:
    assert compose("ㄷㅔㅇㅣㅌㅓㅂ") == "데이텁"
    assert compose("ㅍㅏㅇㅣㅆ") == "파있"
    assert compose("ㄱㄱㅏ") == "ㄱ가"
    assert compose("ㅏㄳ") == "ㅏㄳ"


@given(SYLLABLES)
def test_whole_syllables_survive_the_way_through_jamo_and_keyboard(text: str) -> None:
    assert compose(to_jamo(text)) == text
    assert to_hangul(to_latin(text)) == text
    assert len(to_choseong(text)) == len(text)
    assert not any(map(is_syllable, to_jamo(text)))


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert len(to_choseong(text)) == len(text)
    assert to_jamo(compose(to_jamo(text))) == to_jamo(text)
    to_hangul(text)
    to_latin(text)


def test_neighbouring_keys_are_mutual() -> None:
    pairs = {(one, other) for one, others in NEIGHBOURS.items() for other in others}
    assert {("q", "w"), ("a", "q"), ("ㅗ", "ㅓ"), ("ㅅ", "ㅆ"), ("ㅔ", "ㅐ")} <= pairs
    assert {("q", "p"), ("s", "ㄴ"), ("q", "s")}.isdisjoint(pairs)
    assert all((other, one) in pairs for one, other in pairs)
