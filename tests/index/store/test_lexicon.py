"""The lexicon of a real index: what it has of the posts' words, and that an update leaves what a new one would have."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sites import Site

from saegin_index.korean.hangul import compose, to_jamo
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
    updated.index()
    for site in (updated, anew):
        site.write("새 글", "우버X를 타고 kubernetes를 배웠다. 김치찌개를 끓였다.")
        (site.contents / "둔촌동을-떠나며" / "둔촌동을-떠나며.md").unlink()
    updated.index()
    anew.index()
    one, other = ((site.edition / "lexicon.arrays").read_bytes() for site in (updated, anew))
    assert one == other
