"""The last word while it is being typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.search.understanding.conftest import Ask

from saegin_index.korean.hangul import compose, to_jamo


@pytest.mark.parametrize(("typed", "word"), [("데이텁", "데이터베이스"), ("트랲", "트램")])
def test_a_half_typed_syllable_leads_on(ask: Ask, typed: str, word: str) -> None:
    understood = ask(typed)
    assert any(word in to for kind, _, to in understood.applied if kind in ("prefix", "typo"))


def test_what_follows_a_word_decides_what_one_letter_means(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of(
        {
            "gangnam": "---\ntitle: 서울특별시 강남구 산책\n---\n\n골목을 걸었다.\n",
            "seongbuk": "---\ntitle: 서울특별시 성북구 산책\n---\n\n가을에 고개를 넘었다.\n",
        }
    )
    understood = ask("서울특별시 ㄱ")
    assert understood.posts[0] == "gangnam"
    assert understood.applied == [("prefix", "ㄱ", "강남구")]


def test_every_stage_of_typing_keeps_the_post_in_sight(ask: Ask) -> None:
    # From the fourth jamo on, each key leaves the post among those shown.
    jamo = to_jamo("김치찌개")
    lost = [
        typed for keys in range(4, len(jamo) + 1) if "kimchi-jjigae" not in ask(typed := compose(jamo[:keys])).posts
    ]
    assert lost == []


def test_a_word_in_the_middle_is_finished(ask: Ask) -> None:
    assert not any(kind == "prefix" for kind, _, _ in ask("데이텁 인덱스").applied)
