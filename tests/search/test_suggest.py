"""Completions through the public API and the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.sites import Site

from saegin_index.errors import QueryError
from saegin_search import Searcher, open_searcher


@pytest.mark.parametrize(
    ("prefix", "suggested"),
    [
        ("파이", "파이썬"),
        ("파이ㅆ", "파이썬"),
        ("데이텁", "데이터베이스"),
        ("ㅍㅇㅆ", "파이썬"),
        ("vkdl", "파이썬"),  # 파이, in the other mode
        ("ㅔㅛ소", "파이썬"),
        ("kube", "kubernetes"),
        ("쿠버", "kubernetes"),
        ("형태소 ㅂ", "형태소 분석기"),
        ("둔촌", "둔촌동을 떠나며"),
        ("한글 ㅊ", "한글 처리"),
    ],
)
def test_a_beginning_in_any_form_is_completed(blog: Searcher, prefix: str, suggested: str) -> None:
    assert suggested.casefold() in [suggestion.text.casefold() for suggestion in blog.suggest(prefix)]


def test_one_letter_says_too_little_to_be_read_in_the_other_script(blog: Searcher) -> None:
    assert [each.text for each in blog.suggest("C#") if each.kind == "term" and not each.text.isascii()] == []


def test_titles_lead_to_their_posts_and_tags_are_counted(blog: Searcher) -> None:
    (title,) = [each for each in blog.suggest("둔촌동을") if each.kind == "title"]
    assert (title.path, title.url) == ("둔촌동을-떠나며/둔촌동을-떠나며.md", title.url)
    assert title.url.startswith("/")
    (tag,) = [each for each in blog.suggest("회") if each.kind == "tag" and each.text == "회고"]
    assert tag.count == sum(facet.count for facet in blog.search("tag:회고").facets.tags if facet.value == "회고")


def test_no_more_than_asked_for_and_nothing_twice(blog: Searcher) -> None:
    for limit in (1, 3, 50):
        suggestions = blog.suggest("ㄱ", limit=limit)
        assert 0 < len(suggestions) <= limit
        assert len({each.text.casefold() for each in suggestions}) == len(suggestions)
    with pytest.raises(QueryError):
        blog.suggest("ㄱ", limit=0)


def test_a_word_twice_in_a_title_takes_the_place_of_no_other(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site")
    for number in range(3):
        site.write(f"post{number}", title=f"{number} 파이썬, {number} 파이썬")
    site.index()
    with open_searcher(site.index_dir) as searcher:
        titles = [each.text for each in searcher.suggest("파이썬", limit=3)]
    assert len(titles) == 3


@pytest.mark.parametrize("prefix", ["", "   ", "뷁", "\x00", "a" * 5000, "(((", "\ud800", "*?[", "가" * 300])
def test_what_begins_nothing_is_completed_by_nothing(blog: Searcher, prefix: str) -> None:
    assert blog.suggest(prefix) == ()


def test_on_the_command_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = Site.sample(tmp_path_factory.mktemp("blog") / "site")
    site.index()
    done = site.saegin("suggest", "파이ㅆ")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("#파이썬  ")
    answer = json.loads(site.saegin("suggest", "--json", "--limit", "2", "한글", "ㅊ").stdout)
    assert answer["query"] == "한글 ㅊ"
    assert answer["suggestions"][0]["text"] == "한글 처리"
    nothing = site.saegin("suggest", "뷁쉙")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr == "nothing in the blog begins like 뷁쉙\n"
