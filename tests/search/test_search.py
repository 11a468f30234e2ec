"""Searching the sample blog through the public API, on a real index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from saegin_index.errors import IndexMissingError, QueryError
from saegin_search import Searcher, open_searcher

QUERIES = Path(__file__).parents[1] / "blog" / "queries.jsonl"


def paths(searcher: Searcher, query: str, **options: object) -> list[str]:
    return [hit.path.split("/")[0] for hit in searcher.search(query, limit=50, **options).hits]  # type: ignore[arg-type]


PLAIN_KINDS = ("josa", "inflect", "spacing", "code", "concept")


@pytest.mark.parametrize(
    "row",
    [row for line in QUERIES.read_text("utf-8").splitlines() if (row := json.loads(line))["kind"] in PLAIN_KINDS],
    ids=lambda row: row["text"],
)
def test_the_post_that_was_meant_comes_first(blog: Searcher, row: dict[str, str]) -> None:
    assert blog.search(row["text"]).hits[0].path == row["path"]


def test_joined_and_spaced_words_find_the_same_posts(blog: Searcher) -> None:
    assert set(paths(blog, "검색엔진")) == set(paths(blog, "검색 엔진을"))
    assert len(paths(blog, "검색엔진")) == 3


def test_all_words_must_be_there_unless_no_post_has_them(blog: Searcher) -> None:
    both = blog.search("형태소 분석기")
    assert all("형태소" in snippet for snippet in [hit.snippets[0].text for hit in both.hits])
    assert both.interpretations == ()
    some = blog.search("쿠버네티스 김치찌개")
    assert {"kimchi-jjigae", "쿠버네티스-이전기"} <= set(paths(blog, "쿠버네티스 김치찌개"))
    assert "some-words" in [note.kind for note in some.interpretations]


def test_a_phrase_wants_its_words_side_by_side(blog: Searcher) -> None:
    assert "korean-morpheme-analyzers" in paths(blog, '"형태소 분석기"')
    assert paths(blog, '"분석기 형태소"') == []
    assert set(paths(blog, '"형태소 분석기"')) <= set(paths(blog, "형태소 분석기"))


def test_what_is_ruled_out_is_not_found(blog: Searcher) -> None:
    without = paths(blog, "검색엔진 -BM25")
    assert set(without) < set(paths(blog, "검색엔진"))
    assert "search-engine-from-scratch" not in without
    assert "korean-morpheme-analyzers" not in paths(blog, '검색엔진 -"형태소 분석기"')


def test_filters_inside_and_beside_the_query_agree(blog: Searcher) -> None:
    inside = paths(blog, "회고 tag:개발 after:2020 before:2024")
    beside = paths(blog, "회고", tags=["개발"], after="2020", before="2024")
    assert inside == beside
    assert inside
    for hit in blog.search("회고 tag:개발 after:2020 before:2024").hits:
        assert "개발" in hit.tags
        assert hit.date is not None
        assert 2020 <= hit.date.year < 2024


def test_tags_match_whatever_their_case_and_are_shown_as_written(blog: Searcher) -> None:
    hits = blog.search("tag:c#").hits
    assert hits
    assert all("C#" in hit.tags for hit in hits)


def test_a_title_filter_looks_at_titles_only(blog: Searcher) -> None:
    hits = blog.search("title:회고").hits
    assert hits
    assert all("회고" in hit.title for hit in hits)


def test_filters_alone_list_posts_newest_first(blog: Searcher) -> None:
    dates = [hit.date for hit in blog.search("tag:회고", limit=50).hits if hit.date]
    assert len(dates) > 2
    assert dates == sorted(dates, reverse=True)


def test_sorting_by_date_puts_posts_without_one_last(blog: Searcher) -> None:
    for sort, backwards in (("newest", True), ("oldest", False)):
        hits = blog.search("한 번", limit=50, sort=sort).hits  # type: ignore[arg-type]
        dated = [hit.date for hit in hits if hit.date]
        assert dated == sorted(dated, reverse=backwards)
        assert all(hit.date is None for hit in hits[len(dated) :])
    assert any(hit.date is None for hit in blog.search("김치찌개", sort="oldest").hits)
    undated = [hit.path for hit in blog.search("-뷁쉙", limit=100, sort="oldest").hits if hit.date is None]
    assert len(undated) > 1
    assert undated == sorted(undated)


def test_pages_follow_one_another(blog: Searcher) -> None:
    whole = paths(blog, "개발")
    pages = [hit.path.split("/")[0] for i in range(0, 6, 2) for hit in blog.search("개발", limit=2, offset=i).hits]
    assert pages == whole[:6]
    assert blog.search("개발", offset=1000).hits == ()
    assert blog.search("개발", offset=1000).total == len(whole)


def test_facets_count_all_posts_found(blog: Searcher) -> None:
    results = blog.search("tag:개발", limit=1)
    tags = {facet.value: facet.count for facet in results.facets.tags}
    assert tags["개발"] == results.total
    assert sum(facet.count for facet in results.facets.years) <= results.total
    years = [facet.value for facet in results.facets.years]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("word", ["비밀초안단어", "숨은초고낱말", "초안전용태그"])
def test_drafts_are_not_found(blog: Searcher, word: str) -> None:
    assert not [path for path in paths(blog, word) if path.startswith("draft")]
    assert blog.search(f'"{word}"').total == 0
    assert blog.search(f"tag:{word}").total == 0


@pytest.mark.parametrize(
    "word", ["zzscriptword", "zzstyleword", "zziframeword", "zzattrword", "zzcommentword", "zzurlword"]
)
def test_markup_is_not_found(blog: Searcher, word: str) -> None:
    assert blog.search(word).total == 0


def test_one_foreign_word_finds_nothing(blog: Searcher) -> None:
    results = blog.search("뷁쉙뒑")
    assert (results.total, results.hits) == (0, ())
    assert [note.applied for note in results.interpretations] == [False]


def test_particles_alone_are_answered(blog: Searcher) -> None:
    assert blog.search("에서는").total >= 0
    assert blog.search("것을 하는").total >= 0


@pytest.mark.parametrize(
    ("query", "options"),
    [("", {}), ('""', {}), ("검색", {"limit": 0}), ("검색", {"offset": -1}), ("검색", {"sort": "best"})],
)
def test_what_has_no_meaning_is_refused(blog: Searcher, query: str, options: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        blog.search(query, **options)  # type: ignore[arg-type]


def test_json_has_the_agreed_shape(blog: Searcher) -> None:
    answer = json.loads(json.dumps(blog.search("검색엔진").to_json(), ensure_ascii=False))
    assert list(answer) == ["query", "total", "took_ms", "interpretations", "hits", "facets"]
    assert list(answer["hits"][0]) == [
        *("path", "url", "title", "date", "tags", "author", "score", "snippets", "sections")
    ]  # fmt: skip
    hit = answer["hits"][0]
    assert hit["path"] == "search-engine-from-scratch/search-engine-from-scratch.md"
    assert hit["date"] == "2017-03-12T00:00:00"
    start, end = hit["snippets"][0]["marks"][0]
    assert hit["snippets"][0]["text"][start:end] == "검색엔진"


def test_no_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="run `saegin index`"):
        open_searcher(tmp_path)
