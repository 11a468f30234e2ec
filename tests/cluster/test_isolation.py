"""Two blogs in one cluster: nothing of the one is to be had through the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

import httpx
import pytest

from saegin_index.errors import QueryError
from saegin_search import Searcher
from saegin_search.http import create_app
from tests.cluster.blogs import ClusterSite
from tests.cluster.nodes import Nodes
from tests.search.http.conftest import serving

SECRET = "비밀일기"
TAG = "숨긴태그"
AUTHOR = "숨은이"


Blogs: TypeAlias = tuple[ClusterSite, ClusterSite]


@pytest.fixture(scope="module")
def blogs(shared_nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> Blogs:
    """Mine, and another one whose words, tag, author and year no other has."""
    shared_nodes.restart()
    folder = tmp_path_factory.mktemp("blogs")
    mine = ClusterSite.of_names(folder / "mine", shared_nodes.hosts, "mine", "봄비", "여름밤", index="two-blogs")
    other = ClusterSite.of_names(folder / "other", shared_nodes.hosts, "other", "가을길", index="two-blogs")
    other.write(SECRET, "아무도 모르는 갈매기 이야기다.", date="1999-05-05", tags=f"[{TAG}]", author=AUTHOR)
    mine.publish()
    other.publish()
    return mine, other


@pytest.fixture(scope="module")
def searcher(blogs: Blogs) -> Iterator[Searcher]:
    with blogs[0].searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module")
def server(blogs: Blogs) -> Iterator[httpx.Client]:
    mine, _ = blogs
    with serving(create_app(mine.index_dir, cluster=mine.settings, rate=0, time_limit=30)) as client:
        yield client


QUERIES = [
    SECRET,
    f'"{SECRET} 이야기"',
    f"title:{SECRET}",
    f"tag:{TAG}",
    f"author:{AUTHOR}",
    "year:1999",
    "before:2000",
    "-없는말",
    "-title:없는말",
    f"봄비 {SECRET}",
    "ㅂㅁㅇㄱ",
    "qlalfdlfrl",
    "갈매기",
    "blog:other",
    '"} }, {"match_all": {}',
    "*",
    "other",
]


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_finds_a_post_of_the_other_blog(searcher: Searcher, query: str) -> None:
    results = searcher.search(query, limit=1000)
    assert {hit.path for hit in results.hits} <= {"봄비.md", "여름밤.md"}
    assert results.total <= 2
    said = json.dumps(results.to_json(), ensure_ascii=False).replace(json.dumps(query, ensure_ascii=False)[1:-1], "")
    assert TAG not in said
    assert AUTHOR not in said
    assert "1999" not in said or "1999" in query
    assert all(facet.value != TAG for facet in results.facets.tags)


def test_no_option_does(searcher: Searcher) -> None:
    for options in ({"tags": [TAG]}, {"author": AUTHOR}, {"before": "2000"}, {"after": "1999-05", "before": "1999-06"}):
        assert searcher.search("", **options).total == 0  # type: ignore[arg-type]
        assert searcher.search("이야기", **options).total == 0  # type: ignore[arg-type]
    for sort in ("relevance", "newest", "oldest"):
        hits = [
            hit.path
            for offset in range(4)
            for hit in searcher.search("이야기", sort=sort, limit=1, offset=offset).hits  # type: ignore[arg-type]
        ]
        assert sorted(hits) == ["봄비.md", "여름밤.md"]
    with pytest.raises(QueryError, match="no post"):
        searcher.related(f"{SECRET}.md")


def test_neither_related_posts_nor_suggestions_come_from_it(searcher: Searcher) -> None:
    assert {hit.path for hit in searcher.related("봄비.md", limit=100)} <= {"여름밤.md"}
    for beginning in ("비", "비밀", "ㅂㅁ", "숨긴", "가을", "갈매", "ㄱ"):
        assert all(SECRET not in each.text and TAG not in each.text for each in searcher.suggest(beginning))
        assert all(each.path not in (f"{SECRET}.md", "가을길.md") for each in searcher.suggest(beginning))


def test_the_rarity_of_a_word_is_that_in_the_own_blog(blogs: Blogs) -> None:
    mine, other = blogs
    with mine.searcher() as searcher:
        before = searcher.search("봄비").hits[0].score
    for number in range(20):
        other.write(f"글{number}", "봄비가 내렸다.")
    other.publish()
    with mine.searcher() as searcher:
        assert searcher.search("봄비").hits[0].score == pytest.approx(before)


@pytest.mark.parametrize(
    "asked",
    [
        f"/api/search?q={SECRET}",
        f"/api/search?tag={TAG}",
        f"/api/search?author={AUTHOR}",
        "/api/search?before=2000",
        "/api/search?q=이야기&limit=100&sort=oldest",
        "/api/search?q=이야기&blog=other",
        "/api/search?q=이야기&routing=other",
        f"/api/suggest?q={SECRET[:2]}",
        f"/api/related?path={SECRET}.md",
        f"/?q={SECRET}",
        f"/?tag={TAG}",
        "/?before=2000",
    ],
)
def test_no_request_to_the_server_does(server: httpx.Client, asked: str) -> None:
    answer = server.get(asked)
    assert answer.status_code in (200, 400, 404)
    assert "갈매기" not in answer.text
    assert "/1999/" not in answer.text
    assert "가을길" not in answer.text
