"""What a query string means, before any index is asked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saegin_index.errors import QueryError
from saegin_search.query import MAX_LENGTH, Filters, Query, parse_date, parse_query, with_options


def test_words_stay_in_order() -> None:
    assert parse_query("  검색   엔진을 만들다 ").words == "검색 엔진을 만들다"


def test_every_kind_of_clause() -> None:
    query = parse_query(
        '색인 "형태소 분석기" -광고 -"검색 광고" tag:파이썬 -tag:일상 author:지은 title:회고 -title:"주간 기록"'
    )
    assert query == Query(
        text=query.text,
        words="색인",
        phrases=("형태소 분석기",),
        titles=("회고",),
        excluded=("광고",),
        excluded_phrases=("검색 광고",),
        excluded_titles=("주간 기록",),
        filters=Filters(tags=("파이썬",), authors=("지은",), without_tags=("일상",)),
    )


def test_a_field_takes_a_quoted_value() -> None:
    assert parse_query('tag:"한글 처리"').filters.tags == ("한글 처리",)


def test_field_names_ignore_case_and_others_are_words() -> None:
    query = parse_query("TAG:파이썬 std::vector http://example.com 오류:404")
    assert query.filters.tags == ("파이썬",)
    assert query.words == "std::vector http://example.com 오류:404"


def test_letters_of_other_alphabets_name_no_field() -> None:
    assert parse_query("T\u0130TLE:회고 t\u0131tle:회고").words == "T\u0130TLE:회고 t\u0131tle:회고"


def test_what_shows_nothing_is_nothing() -> None:
    query = parse_query("\ufeff-광고 곁\u200b순 tag:\u2060파이썬")
    assert (query.excluded, query.words, query.filters.tags) == (("광고",), "곁순", ("파이썬",))


def test_digits_may_be_full_width() -> None:
    assert parse_date("２０１７．３") == datetime(2017, 3, 1)


def test_periods_narrow_one_another() -> None:
    filters = parse_query("year:2017 after:2017-03 before:2017.9.1").filters
    assert (filters.after, filters.before) == (datetime(2017, 3, 1), datetime(2017, 9, 1))


def test_options_mean_what_the_syntax_means() -> None:
    typed = parse_query("회고 tag:파이썬 author:지은 after:2017-03 before:2020")
    given_beside = with_options(parse_query("회고"), ["파이썬"], "지은", "2017-03", datetime(2020, 1, 1))
    assert typed.filters == given_beside.filters


def test_signs_as_phones_type_them() -> None:
    query = parse_query("색인 “형태소 분석기” −광고 tag：파이썬")
    assert (query.phrases, query.excluded, query.filters.tags) == (("형태소 분석기",), ("광고",), ("파이썬",))


def test_dates_of_any_kind_are_taken() -> None:
    for value in (date(2017, 3, 1), datetime(2017, 3, 1), datetime(2017, 3, 1, tzinfo=UTC), "2017.3"):
        assert with_options(parse_query("회고"), after=value).filters.after == datetime(2017, 3, 1)


@pytest.mark.parametrize("options", [{"tags": [""]}, {"tags": " "}, {"author": ""}])
def test_a_filter_needs_a_value(options: dict[str, object]) -> None:
    with pytest.raises(QueryError, match="has no value"):
        with_options(parse_query("회고"), **options)  # type: ignore[arg-type]


def test_an_open_quotation_mark_runs_to_the_end() -> None:
    assert parse_query('색인 "형태소 분석').phrases == ("형태소 분석",)


@pytest.mark.parametrize("text", ["", "   ", '""', "-", '-""', "\x00\x07", '"'])
def test_nothing_is_nothing(text: str) -> None:
    assert parse_query(text).is_empty


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tag:", "tag: has no value; write tag:파이썬"),
        ('author:""', "author: has no value"),
        ("after:어제", "'어제' is not a date"),
        ("before:2017-13", "'2017-13' is not a date"),
        ("year:0000", "'0000' is not a date"),
        ("-after:2017", "-after: is not understood"),
        ("가" * (MAX_LENGTH + 1), "2,001 characters long"),
    ],
)
def test_what_means_nothing_says_so(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        parse_query(text)
    assert "\n" not in str(caught.value)


def test_dates_at_the_edge_of_the_calendar() -> None:
    assert parse_date("9999-12-31") == datetime(9999, 12, 31)
    assert parse_query("year:9999").filters.before is None


@given(st.text(st.one_of(st.characters(), st.sampled_from('"-: tagyearft:2017')), max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert len(query.words) <= len(text)
