"""Posts like one: found by the words that tell it from the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.sites import Site, assert_one_clear_line

from saegin_index.errors import QueryError
from saegin_search import Searcher

ONES = {
    "kubernetes-first-month/kubernetes-first-month.md": "docker-image-diet/docker-image-diet.md",
    "nlp-study-three-months/nlp-study-three-months.md": "korean-morpheme-analyzers/korean-morpheme-analyzers.md",
    "retrospect-2019/retrospect-2019.md": "retrospect-2026-half/retrospect-2026-half.md",
    "sourdough-starter/sourdough-starter.md": "kimchi-jjigae/kimchi-jjigae.md",
}


@pytest.mark.parametrize("path", ONES)
def test_what_is_alike_comes_first(blog: Searcher, path: str) -> None:
    assert ONES[path] in [hit.path for hit in blog.related(path, limit=3)]


def test_a_post_is_not_like_itself_and_the_most_alike_come_first(blog: Searcher) -> None:
    for path in ONES:
        hits = blog.related(path, limit=50)
        assert path not in {hit.path for hit in hits}
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert all(hit.score > 0 for hit in hits)
        assert hits[:5] == blog.related(path)


def test_snippets_show_what_they_share(blog: Searcher) -> None:
    hits = blog.related("kubernetes-first-month/kubernetes-first-month.md")
    marked = {snippet.text[start:end] for hit in hits for snippet in hit.snippets for start, end in snippet.marks}
    assert "docker" in marked


def test_unknown_paths_and_limits(blog: Searcher) -> None:
    with pytest.raises(QueryError, match=r"nowhere\.md"):
        blog.related("nowhere.md")
    with pytest.raises(QueryError, match="limit is 0"):
        blog.related(next(iter(ONES)), limit=0)


def test_a_post_that_shares_nothing_is_like_none(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()
    done = site.saegin("related", "사과.md")
    assert (done.returncode, done.stdout) == (0, "")


def test_on_the_command_line(blog_index: Path, tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site")
    path = "kubernetes-first-month/kubernetes-first-month.md"
    given = ("--index", str(blog_index), "--limit", "2")
    lines = site.saegin("related", path, *given).stdout.splitlines()
    answer = json.loads(site.saegin("related", path, *given, "--json").stdout)
    assert [hit["path"] for hit in answer["hits"]] == [line.split()[-1] for line in lines]
    assert len(lines) == 2
    assert_one_clear_line(site.saegin("related", "nowhere.md", *given), 2, "nowhere.md")
