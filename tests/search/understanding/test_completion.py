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


def test_names_tell_what_follows_before_texts_do(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of(
        {
            "named": "---\ntitle: 포도밭 강둑 산책\n---\n\n포도밭 기차역. 포도밭 기차역. 포도밭 기차역.\n",
            "apart": "---\ntitle: 골목 포도밭\ntags: [고양이]\n---\n\n### 포도밭\n\n### 거북이\n\n조용하다.\n",
        }
    )
    assert ask("포도밭 ㄱ").applied == [("prefix", "ㄱ", "강둑")]


def test_where_no_name_tells_the_newest_posts_do(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    # Whatever their names are: those of the newest come first here.
    ask = ask_blog_of(
        {
            f"{name}{day}": f"---\ntitle: {name}{day}\ndate: {year}-01-0{day}\n---\n\nPython {word}.\n"
            for name, year, word in (("나중", 2021, "강둑"), ("처음", 2011, "기차역"))
            for day in range(1, 8)
        }
    )
    assert ask("Python ㄱ").applied == [("prefix", "ㄱ", "강둑")]
