"""Words joined and parted elsewhere than in the posts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.search.understanding.conftest import Ask


@pytest.mark.parametrize(
    "typed", ["형태소분석기", "형태소 분석기", "형태 소분석기", "형태소분 석기", '"형태소분석기"', '"형태 소분석기"']
)
def test_spaces_do_not_matter(ask: Ask, typed: str) -> None:
    assert ask(typed).posts[0] == "korean-morpheme-analyzers"


def test_spaces_in_the_post_do_not_matter_either(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of(
        {
            "joined": "---\ntitle: 한글오토마타 만들기\n---\n\n자모를 모은다.\n",
            "parted": "---\ntitle: 한글 오토마타 만들기\n---\n\n자모를 모은다.\n",
            "other": "---\ntitle: 한글 맞춤법\n---\n\n띄어쓰기를 배운다.\n",
        }
    )
    for typed in (
        "한글오토마타",
        "한글 오토마타",
        "한글오 토마타",
        '"한글 오토마타"',
        '"한글오토마타"',
        '"한글오 토마타"',
    ):
        assert sorted(ask(typed).posts) == ["joined", "parted"], typed


def test_latin_words_too(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of({"ssl": "---\ntitle: Let's Encrypt로 인증서 받기\n---\n\n석 달에 한 번.\n"})
    assert ask("letsencrypt").posts == ["ssl"]
    assert ask("레츠인크립트").posts == ["ssl"]


def test_words_that_the_blog_has_are_left_as_they_are(ask: Ask) -> None:
    assert not any(kind == "spacing" for kind, _, _ in ask("검색 엔진").applied)


def test_words_typed_apart_may_have_a_josa(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of({"rust": "---\ntitle: 러스트 입문\n---\n\n러스트를 배운다.\n"})
    assert ask("러스 트로").applied == [("spacing", "러스 트로", "러스트로")]
