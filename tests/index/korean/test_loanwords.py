"""The list of loanwords: well formed, and free of slips of the pen."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

import pytest

from saegin_index.korean.loanwords import pairs, partners
from saegin_index.korean.transliteration import mismatch

HANGUL = re.compile("[가-힣a-z0-9]+(?: [가-힣a-z0-9]+)*")
LATIN = re.compile("[a-z0-9.+#']+(?: [a-z0-9]+)*")

# What no sound rule gives: shortened in one language only, or called by its sign or nickname.
UNLIKE = set(
    """
닷넷 .net, 에이에스피닷넷 asp.net, 시샵 c#, 씨샵 c#, 씨플러스플러스 c++, 씨플플 c++, 쿠버네티스 k8s, 쿠베 k8s,
케이에이츠 k8s, 자바스크립트 js, 타입스크립트 ts, 마이크로소프트 ms, 아마존웹서비스 aws, 지쉘 zsh,
아파트 apartment, 리모컨 remote control, 리모콘 remote control, 마이크 microphone, 디카페인 decaf
""".replace("\n", " ")
    .strip()
    .split(", ")
)
# Spelled as in no language that the rules know: French, or as TeX wants it, or with an ending of its own.
UNLIKE |= set("퍼사드 facade, 파사드 facade, 크로와상 croissant, 크루아상 croissant".split(", "))
UNLIKE |= set("라텍 latex, 레이텍 latex, 왓츠앱 whatsapp".split(", "))


@pytest.mark.parametrize(
    ("word", "partner"),
    [
        ("쿠버네티스", "kubernetes"),
        ("쿠버네티스", "k8s"),
        ("kubernetes", "쿠버네티스"),
        ("NGINX", "엔진엑스"),
        ("nginx", "엔진x"),
        ("aws", "에이더블유에스"),
        ("C#", "씨샵"),
        ("컨텐츠", "contents"),
        ("contents", "콘텐츠"),
        ("spring boot", "스프링 부트"),
        ("스프링부트", "spring boot"),
        ("inception", "인셉션"),
    ],
)
def test_partners_are_found_from_either_side(word: str, partner: str) -> None:
    assert partner in partners(word)


def test_a_word_not_listed_has_no_partners() -> None:
    assert partners("나무") == ()
    assert partners("") == ()


def test_the_list_is_sorted_and_has_nothing_twice() -> None:
    assert list(pairs()) == sorted(set(pairs()))
    assert len(pairs()) >= 600


def test_each_side_is_in_its_script() -> None:
    for hangul, latin in pairs():
        assert HANGUL.fullmatch(hangul), hangul
        assert re.search("[가-힣]", hangul), hangul
        assert LATIN.fullmatch(latin), latin
        assert unicodedata.is_normalized("NFC", hangul)


def test_the_list_ships_as_package_data() -> None:
    text = (files("saegin_index.korean") / "loanwords.tsv").read_text("utf-8")
    assert text.endswith("\n")
    assert [tuple(line.split("\t")) for line in text.splitlines()] == list(pairs())


def test_every_pair_is_alike_by_ear_or_known_not_to_be() -> None:
    unlike = {f"{hangul} {latin}" for hangul, latin in pairs() if mismatch(hangul, latin, 0.2) > 0.2}
    assert unlike == UNLIKE
