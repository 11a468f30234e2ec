"""One suite for both engines: the sample blog in an index on this machine, and in a cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from saegin_index.errors import QueryError
from saegin_search import Hit, Searcher, open_searcher
from tests.cluster.blogs import ClusterSite
from tests.search.static.golden import PREFIXES, REQUESTS

MOVED = "쿠버네티스-이전기/쿠버네티스-이전기.md"
SAME_SCORE = 0.01  # apart, of which two posts may change places


@pytest.fixture(scope="module")
def embedded(sample: ClusterSite) -> Iterator[Searcher]:
    with open_searcher(sample.index_dir) as searcher:
        yield searcher


@pytest.fixture(scope="module")
def clustered(sample: ClusterSite) -> Iterator[Searcher]:
    with sample.searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module", params=["whoosh", "opensearch"])
def searcher(request: pytest.FixtureRequest, sample: ClusterSite) -> Iterator[Searcher]:
    opened = open_searcher(sample.index_dir) if request.param == "whoosh" else sample.searcher()
    with opened as searcher:
        yield searcher


def test_posts_are_found_with_josa_and_endings(searcher: Searcher) -> None:
    results = searcher.search("쿠버네티스로 옮겼다가")
    assert results.hits[0].path == MOVED
    marked = [snippet.text[start:end] for snippet in results.hits[0].snippets for start, end in snippet.marks]
    assert "쿠버네티스" in marked


@pytest.mark.parametrize("typed", ["ㅋㅂㄴㅌㅅ", "znqjspxltm", "쿠버네디스", "kubernetes"])
def test_a_word_is_understood_however_it_is_typed(searcher: Searcher, typed: str) -> None:
    results = searcher.search(typed)
    assert MOVED in [hit.path for hit in results.hits[:3]]


def test_a_phrase_is_found_where_it_stands_only(searcher: Searcher) -> None:
    together = {hit.path for hit in searcher.search('"형태소 분석기"', limit=100).hits}
    anywhere = {hit.path for hit in searcher.search("형태소 분석기", limit=100).hits}
    assert together
    assert together <= anywhere
    assert searcher.search('"분석기 형태소"').total == 0


def test_filters_narrow_and_words_rule_out(searcher: Searcher) -> None:
    everything = searcher.search("파이썬", limit=100)
    tagged = searcher.search("파이썬", tags=["파이썬"], limit=100)
    assert 0 < tagged.total < everything.total
    assert all("파이썬" in [tag.lower() for tag in hit.tags] for hit in tagged.hits)
    without = searcher.search("파이썬 -크롤러", limit=100)
    assert {hit.path for hit in without.hits} < {hit.path for hit in everything.hits}
    dated = searcher.search("파이썬", after=date(2020, 1, 1), before="2022", limit=100)
    assert {hit.date.year for hit in dated.hits if hit.date} <= {2020, 2021}


def test_pages_follow_one_another(searcher: Searcher) -> None:
    whole = [hit.path for hit in searcher.search("tag:개발", limit=100).hits]
    pages = [hit.path for start in range(0, 100, 3) for hit in searcher.search("tag:개발", limit=3, offset=start).hits]
    assert len(whole) > 6
    assert pages == whole


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_posts_come_in_the_order_of_their_dates(searcher: Searcher, sort: str) -> None:
    dates = [hit.date for hit in searcher.search("검색", sort=sort, limit=100).hits if hit.date]  # type: ignore[arg-type]
    assert dates == sorted(dates, reverse=sort == "newest")


def test_related_posts_are_others(searcher: Searcher) -> None:
    hits = searcher.related(MOVED)
    assert hits
    assert MOVED not in [hit.path for hit in hits]
    with pytest.raises(QueryError, match="no post"):
        searcher.related("없는-글.md")


def test_a_long_query_is_answered(searcher: Searcher) -> None:
    text = " ".join(word for _ in range(30) for word in ("검색", "엔진을", "파이썬으로", "만들었다"))
    assert searcher.search(text).total > 0


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: str(each)[:60])
def test_both_answer_alike(embedded: Searcher, clustered: Searcher, request_: dict[str, object]) -> None:
    options = {**request_, "after": request_["after"] or None, "before": request_["before"] or None}
    query = str(options.pop("q"))
    try:
        here = embedded.search(query, **options)  # type: ignore[arg-type]
    except QueryError as error:
        with pytest.raises(QueryError, match=re.escape(str(error))):
            clustered.search(query, **options)  # type: ignore[arg-type]
        return
    there = clustered.search(query, **options)  # type: ignore[arg-type]
    assert there.interpretations == here.interpretations
    assert there.total == here.total
    assert there.facets == here.facets
    _assert_same_order(here.hits, there.hits)
    shown = {hit.path: hit for hit in here.hits}
    for hit in there.hits:
        if hit.path in shown:
            assert (hit.snippets, hit.sections) == (shown[hit.path].snippets, shown[hit.path].sections)


def _assert_same_order(here: tuple[Hit, ...], there: tuple[Hit, ...]) -> None:
    """Posts whose scores are nearly the same may change places.

    Frequencies are sent as whole numbers of 256ths, and a word in a sentence may be cut otherwise than alone, which
    the cluster is told a little otherwise.
    """
    assert len(here) == len(there)
    for one, other in zip(here, there, strict=True):
        if one.path != other.path:
            assert other.score == pytest.approx(one.score, rel=SAME_SCORE)


@pytest.mark.parametrize("beginning", PREFIXES)
def test_both_suggest_the_same(embedded: Searcher, clustered: Searcher, beginning: str) -> None:
    assert clustered.suggest(beginning) == embedded.suggest(beginning)
