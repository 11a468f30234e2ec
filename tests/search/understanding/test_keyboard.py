"""Words typed in the wrong keyboard mode."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.search.understanding.conftest import Ask


@pytest.mark.parametrize(
    ("typed", "meant", "post"),
    [
        ("rlaclWlro", "김치찌개", "kimchi-jjigae"),
        ("enschsehd", "둔촌동", "둔촌동을-떠나며"),
        ("ENSCHSEHD", "둔촌동", "둔촌동을-떠나며"),  # caps lock
        ("ㅔㅐㄴㅅㅎㄱㄷㄴ비", "postgresql", "postgres-index-story"),
        ("ㅕㅅㄹ8ㅡㅠ4", "utf8mb4", "mysql-emoji-utf8mb4"),
        ("애찯ㄱ", "docker", "docker-image-diet"),  # all of it whole syllables but for the last letter
    ],
)
def test_a_word_in_the_other_mode_finds_what_it_means(ask: Ask, typed: str, meant: str, post: str) -> None:
    understood = ask(typed)
    assert understood.applied[0] == ("keyboard", typed, meant)
    assert understood.posts[0] == post


def test_one_word_of_several(ask: Ask) -> None:
    understood = ask("ghlrh 2019")
    assert ("keyboard", "ghlrh", "회고") in understood.applied
    assert understood.posts[0] == "retrospect-2019"


def test_what_the_blog_has_is_never_converted(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    # dkssud is 안녕, test is ㅅㄷㄴㅅ: both stand in a post, and both have their other meaning in another.
    ask = ask_blog_of(
        {
            "latin": "---\ntitle: dkssud을 친 날\n---\n\nrjator을 치고 test를 했다.\n",
            "hangul": "---\ntitle: 안녕\n---\n\n검색을 하며 안녕하고 인사했다.\n",
        }
    )
    assert ask("dkssud") == (["latin"], [], [])
    assert ask("rjator") == (["latin"], [], [])
    assert ask("test") == (["latin"], [], [])


def test_without_evidence_nothing_is_converted(ask: Ask) -> None:
    # 자전거 is in no post of the sample blog; nor is asdf anything.
    assert ask("wkwjsrj").applied == []
    assert ask("asdf").applied == []


def test_taken_literally_nothing_is_converted(ask: Ask) -> None:
    assert ask("rlaclWlro", exact=True) == ([], [], [])
    assert ask('"rlaclWlro"').applied == []
