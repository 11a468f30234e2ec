"""What every test of understanding asks: which post is found, and how the query was understood."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.sites import Site

from saegin_search import Searcher, open_searcher


class Understood(NamedTuple):
    """The folders of the posts found, best first.

    `applied` and `offered` are (kind, from, to) of what was searched instead, and of what was only asked about.
    """

    posts: list[str]
    applied: list[tuple[str, str, str]]
    offered: list[tuple[str, str, str]]


Ask = Callable[..., Understood]


def asker(searcher: Searcher) -> Ask:
    def ask(query: str, **options: object) -> Understood:
        results = searcher.search(query, limit=50, **options)  # type: ignore[arg-type]
        notes = [(note.applied, (note.kind, note.original, note.replacement)) for note in results.interpretations]
        return Understood(
            [hit.path.split("/")[0].removesuffix(".md") for hit in results.hits],
            [note for applied, note in notes if applied and note[2]],
            [note for applied, note in notes if not applied and note[1]],
        )

    return ask


@pytest.fixture
def ask(blog: Searcher) -> Ask:
    """Ask the sample blog."""
    return asker(blog)


@pytest.fixture
def ask_blog_of(tmp_path: Path) -> Callable[[dict[str, str]], Ask]:
    """Ask a blog made of posts, given as names and texts."""

    def make(posts: dict[str, str]) -> Ask:
        site = Site.of_words(tmp_path / "site")
        for name, text in posts.items():
            path = site.contents / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        site.index()
        return asker(open_searcher(site.index_dir))

    return make
