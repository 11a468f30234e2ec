"""related.json: what `saegin related` says of every post, in one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.sites import Site

from saegin_index.store.reader import IndexReader
from saegin_search import Searcher, open_searcher
from saegin_search.static.related import related_json


def written(index_dir: Path) -> list[dict[str, Any]]:
    index = IndexReader.open(index_dir)
    try:
        posts: list[dict[str, Any]] = json.loads(related_json(index))["posts"]
    finally:
        index.close()
    return posts


def assert_as_asked_for_one(posts: list[dict[str, Any]], searcher: Searcher) -> None:
    """Every post is like those that `related` finds, in their order and as much."""
    for post in posts:
        hits = searcher.related(post["path"])
        assert [posts[number]["path"] for number, _ in post["related"]] == [hit.path for hit in hits]
        assert [score for _, score in post["related"]] == pytest.approx([hit.score for hit in hits], abs=0.06)


def test_every_post_has_those_that_are_found_for_it(blog_index: Path, blog: Searcher) -> None:
    posts = written(blog_index)
    assert [post["path"] for post in posts] == sorted(post["path"] for post in posts)
    assert len(posts) == blog.edition.posts
    assert sum(bool(post["related"]) for post in posts) > len(posts) / 2
    assert_as_asked_for_one(posts, blog)
    named = {post["path"]: (post["url"], post["title"]) for post in posts}
    assert all(named[hit.path] == (hit.url, hit.title) for hit in blog.search("after:2000", limit=1000).hits)


def test_it_follows_an_index_with_deleted_and_changed_posts(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "blog")
    site.index()
    (site.contents / "docker-image-diet" / "docker-image-diet.md").unlink()
    changed = site.contents / "sourdough-starter" / "sourdough-starter.md"
    changed.write_text(changed.read_text("utf-8") + "\n쿠버네티스 클러스터의 파드를 옮겼다.\n", "utf-8")
    site.index()
    posts = written(site.index_dir)
    assert not any("docker-image-diet" in post["path"] for post in posts)
    with open_searcher(site.index_dir) as searcher:
        assert_as_asked_for_one(posts, searcher)


def test_the_only_post_is_like_none(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "blog", "사과")
    site.index()
    assert [post["related"] for post in written(site.index_dir)] == [[]]


def test_equally_alike_posts_come_newest_first_then_by_path(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "blog", "하나")
    for number in range(12):
        date = f"2024-01-{1 + number // 2:02}"
        site.write(f"글{number:02}", "무화과 무화과 무화과 화분", date=date, title="같은 제목")
    site.index()
    posts = written(site.index_dir)
    with open_searcher(site.index_dir) as searcher:
        assert_as_asked_for_one(posts, searcher)


def test_the_same_index_gives_the_same_bytes(blog_index: Path) -> None:
    index = IndexReader.open(blog_index)
    assert related_json(index) == related_json(index)
    index.close()
