"""The lexicon of a real index: what it has of the posts' words, and that an update leaves what a new one would have."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sites import Site

from saegin_index import index_posts
from saegin_index.errors import IndexDamagedError
from saegin_index.korean.hangul import compose, to_jamo
from saegin_index.korean.sound_pairs import trusted_mismatch
from saegin_index.store import lexicon_pairs, lexicon_writer
from saegin_index.store.lexicon import LATIN, MORPHEME, NAME, Lexicon
from saegin_index.store.reader import IndexReader


@pytest.fixture(scope="module")
def lexicon(blog_index: Path) -> Lexicon:
    return IndexReader.open(blog_index).lexicon


def test_every_word_is_found_by_itself(lexicon: Lexicon) -> None:
    words = lexicon.words()
    assert words == sorted(set(words))
    assert [lexicon.find(word) for word in words] == list(range(len(lexicon)))
    assert [lexicon.word(number) for number in range(len(lexicon))] == words


def test_what_is_known_of_a_word(lexicon: Lexicon) -> None:
    def flags(word: str) -> int:
        return int(lexicon.flags[lexicon.find(word)])

    assert lexicon.frequency("파이썬") > 1
    assert flags("파이썬") & NAME
    assert flags("파이썬") & MORPHEME
    assert not flags("파이썬") & LATIN
    assert flags("docker") & LATIN
    assert lexicon.frequency("뷁쉙뒑") == 0
    # Two words of a title are one word too, as readers may write them.
    assert lexicon.frequency("형태소 분석기") == 1


def test_words_between_two(lexicon: Lexicon) -> None:
    words = [lexicon.word(number) for number in lexicon.between("파이", "파이\U0010ffff")]
    assert words == [word for word in lexicon.words() if word.startswith("파이")]
    assert list(lexicon.between("힣", "가")) == []


def test_words_that_sound_alike_are_of_the_other_script(lexicon: Lexicon) -> None:
    heard = {lexicon.word(number) for number in lexicon.sounding_like("inception")}
    assert "인셉션" in heard
    assert not any(word.isascii() for word in heard)
    assert "docker" in {lexicon.word(number) for number in lexicon.sounding_like("도커")}


def assert_paired_as_heard(lexicon: Lexicon, numbers: Iterable[int]) -> None:
    """The pairs of some words are what comparing each with all words that share a sound key finds."""
    for number in numbers:
        word = lexicon.word(number)
        expected = {}
        for other in lexicon.sounding_like(word).tolist() if number in lexicon.sounding else ():
            hangul, latin = (lexicon.word(other), word) if word.isascii() else (word, lexicon.word(other))
            cost = trusted_mismatch(hangul, latin)
            if cost < np.inf and lexicon.is_likely(np.array([number, other])).any():
                expected[other] = cost
        others, costs = lexicon.paired_with(word)
        assert dict(zip(others.tolist(), costs.tolist(), strict=True)) == expected, word


def test_pairs_are_the_words_that_sound_alike(lexicon: Lexicon) -> None:
    others, costs = lexicon.paired_with("쿠버네티스")
    assert [lexicon.word(number) for number in others] == ["kubernetes"]
    assert costs.tolist() == [trusted_mismatch("쿠버네티스", "kubernetes")]
    assert len(lexicon.paired_with("뷁쉙뒑")[0]) == 0
    assert_paired_as_heard(lexicon, range(len(lexicon)))


def test_pairs_of_a_real_blog(corpora: Path, tmp_path: Path) -> None:
    index_posts(corpora / "ash84/contents", tmp_path / ".saegin")
    lexicon = IndexReader.open(tmp_path / ".saegin").lexicon
    paired = np.unique(lexicon.paired).tolist()
    chance = random.Random(3)
    assert_paired_as_heard(lexicon, chance.sample(paired, 300) + chance.sample(range(len(lexicon)), 1500))


def test_a_pair_of_words_that_are_none_is_damage(blog_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lexicon, "__len__", lambda _: 3)
    with pytest.raises(IndexDamagedError):
        IndexReader.open(blog_index)


@given(st.data())
def test_no_word_a_letter_away_is_missed(lexicon: Lexicon, data: st.DataObject) -> None:
    number = data.draw(st.sampled_from([n for n in range(len(lexicon)) if lexicon.lengths[n] > 1]))
    jamo = list(to_jamo(lexicon.word(number).replace(" ", "")))
    place = data.draw(st.integers(0, len(jamo) - 1))
    match data.draw(st.sampled_from(["drop", "double", "swap", "replace"])):
        case "drop":
            del jamo[place]
        case "double":
            jamo.insert(place, jamo[place])
        case "swap":
            jamo[place - 1], jamo[place] = jamo[place], jamo[place - 1]
        case _:
            jamo[place] = data.draw(st.sampled_from("ㄱㅎㅏㅣaz"))
    assert number in lexicon.spelt_like(compose(jamo), 1)


@given(st.text(max_size=30))
def test_any_text_may_be_looked_for(lexicon: Lexicon, text: str) -> None:
    assert lexicon.find(text) < len(lexicon)
    assert len(lexicon.spelt_like(text, 2)) <= len(lexicon)
    assert len(lexicon.sounding_like(text)) <= len(lexicon)


def test_an_update_leaves_the_lexicon_that_a_new_index_has(tmp_path: Path) -> None:
    updated, anew = Site.sample(tmp_path / "updated"), Site.sample(tmp_path / "anew")
    for site in (updated, anew):
        site.write("헌 글", "grafana는 그라파나, prometheus는 프로메테우스라고 읽는다.")
    updated.index()
    for site in (updated, anew):
        # Words that come, and words that become likely.
        site.write(
            "새 글", "우버X를 타고 kubernetes를 배웠다. 김치찌개를 끓였다. 그라파나와 redshift를 리드쉬프트라고 썼다."
        )
        (site.contents / "둔촌동을-떠나며" / "둔촌동을-떠나며.md").unlink()
    updated.index()
    anew.index()
    one, other = ((site.edition / "lexicon.arrays").read_bytes() for site in (updated, anew))
    assert one == other


def test_several_processes_write_the_same_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, shared = Site.sample(tmp_path / "alone"), Site.sample(tmp_path / "shared")
    alone.index()
    monkeypatch.setattr(lexicon_writer, "_WORDS_AT_ONCE", 500)
    monkeypatch.setattr(lexicon_pairs, "_PAIRS_AT_ONCE", 20)
    monkeypatch.setattr(lexicon_pairs, "_WORDS_AT_ONCE", 30)
    shared.index(processes=2)
    one, other = ((site.edition / "lexicon.arrays").read_bytes() for site in (alone, shared))
    assert one == other
