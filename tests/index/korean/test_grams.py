"""Bigrams and stems: the two views of a text that need no dictionary."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from saegin_index.korean.grams import bigram_bytes, bigram_codes, bigrams, stems
from saegin_index.korean.josa import strip_josa
from saegin_index.korean.normalization import fold, normalize


def test_bigrams_stay_within_runs_of_hangul() -> None:
    assert bigrams("검색엔진을 봄 docker로") == ["검색", "색엔", "엔진", "진을", "봄", "로"]


def test_bigrams_of_decomposed_hangul_are_composed() -> None:
    assert bigrams(unicodedata.normalize("NFD", "에어팟")) == ["에어", "어팟"]


@given(st.text(st.sampled_from("가힣一龥 a㐀\u1100\u1161\ud800😀")) | st.text())
def test_bigrams_as_numbers_say_the_same(text: str) -> None:
    before, codes, after = bigram_codes(["가", text, "나다"])
    assert (len(before), len(after)) == (1, 1)
    joined, sizes = bigram_bytes(codes)
    ends = sizes.cumsum().tolist()
    spelled = [joined[end - size : end].tobytes().decode() for end, size in zip(ends, sizes.tolist(), strict=True)]
    assert spelled == bigrams(text)


def test_numbers_of_bigrams_are_in_the_order_of_their_spellings() -> None:
    grams = ["一", "一丁", "龥", "가", "가가", "가각", "힣", "힣가"]
    assert sorted(grams) == grams
    codes = np.concatenate(bigram_codes(grams)).tolist()
    assert sorted(codes) == codes


def test_stems_lose_their_josa() -> None:
    assert stems("에어팟에서는 Docker를 유유시키가") == ["에어팟", "docker", "유유시키"]


def test_a_stem_keeps_two_syllables() -> None:
    assert [strip_josa(word) for word in ("나는", "우리는", "이", "고양이가")] == ["나는", "우리", "이", "고양이"]


def test_names_fold_alike() -> None:
    assert fold("Ｎode.JS ") == fold("node.js") == "node.js"
    assert fold("한글  처리") == fold(unicodedata.normalize("NFD", "한글 처리"))


@given(st.text(max_size=60))
def test_normalizing_keeps_every_place(text: str) -> None:
    normalized = normalize(text)
    for place in range(len(normalized.text)):
        start, end = normalized.span(place, place + 1)
        assert 0 <= start < end <= len(text)
    if text:
        assert normalized.span(0, len(normalized.text)) == (0, len(text))
