"""Years beside other words."""

from __future__ import annotations

from collections.abc import Callable

from tests.search.understanding.conftest import Ask


def test_a_year_means_posts_of_that_year(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of(
        {
            f"musical{year}": f"---\ntitle: 뮤지컬을 본 날\ndate: {year}-05-01\n---\n\n무대가 좋았다.\n"
            for year in (2011, 2012, 2013)
        }
    )
    for typed in ("뮤지컬 2012", "2012년 뮤지컬", "뮤지컬 2012년에"):
        understood = ask(typed)
        assert understood.posts[0] == "musical2012", typed
        assert understood.applied[0][0] == "year"


def test_a_year_alone_is_a_word(ask: Ask) -> None:
    assert ask("2019").applied == []
