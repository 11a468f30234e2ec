"""Snippets: which passage, where it is cut, and what is marked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saegin_index.korean.analyzer import Analyzer
from saegin_index.posts.post import Post, Section
from saegin_index.store.occurrences import Occurrences, pack_occurrences
from saegin_search import Searcher
from saegin_search.snippets import LONGEST, MOST, Wanted, snippets
from saegin_search.words import split_words

ANALYZER = Analyzer()


def shown(text: str, query: str, description: str = "", sections: tuple[Section, ...] = ()) -> list[str]:
    """The snippets with their marks in brackets."""
    post = Post("p.md", "/p/", "제목", text, description=description, sections=sections)
    wanted = [Wanted(word.units, word.stem, 1.0) for word in split_words(query, ANALYZER)]
    found, _ = snippets(post, Occurrences(pack_occurrences(ANALYZER.analyze(text), text), text), wanted)
    lines = []
    for snippet in found:
        line, last = "", 0
        for start, end in snippet.marks:
            line += f"{snippet.text[last:start]}[{snippet.text[start:end]}]"
            last = end
        lines.append(line + snippet.text[last:])
    return lines


def test_the_surface_is_marked_without_its_endings() -> None:
    assert shown("나는 사전을 검색하면서는 아무 말도 하지 않았다.", "검색") == [
        "나는 사전을 [검색]하면서는 아무 말도 하지 않았다."
    ]


def test_an_inflected_verb_is_marked_as_written() -> None:
    assert shown("지난주에 블로그를 옮겼다.", "옮긴") == ["지난주에 블로그를 [옮겼]다."]


def test_overlapping_marks_are_one() -> None:
    assert shown("새 데이터베이스를 샀다.", "데이터베이스 데이터") == ["새 [데이터베이스]를 샀다."]


def test_marks_that_touch_are_one() -> None:
    assert shown("머신러닝을 배운다.", "머신러닝") == ["[머신러닝]을 배운다."]


def test_a_member_is_not_marked_where_the_compound_stands() -> None:
    assert shown("개발자는 개발을 한다.", "개발자") == ["[개발자]는 개발을 한다."]
    assert shown("데이터 베이스를 옮겼다. 데이터가 많다.", "데이터베이스") == [
        "[데이터 베이스]를 옮겼다. 데이터가 많다."
    ]


def test_a_match_longer_than_a_snippet_is_shown() -> None:
    word = "deadbeef" * 25
    assert shown(f"열쇠는 {word} 그리고 끝.", word) == [f"열쇠는 [{word}]…"]


def test_shreds_of_an_unknown_word_are_not_marked_elsewhere() -> None:
    assert shown("어제 에어팟을 어디에 두었지?", "에어팟") == ["어제 [에어팟]을 어디에 두었지?"]


def test_the_window_with_most_words_wins() -> None:
    filler = "날씨가 좋아서 오래 걸었다. " * 20
    text = f"엔진 오일을 갈았다. {filler}주말에 검색 엔진을 직접 만들었다. {filler}검색만 했다."
    assert "주말에 [검색] [엔진]을 직접 만들었다." in shown(text, "검색 엔진")[0]


def test_words_far_apart_come_in_fragments_in_reading_order() -> None:
    filler = "날씨가 좋아서 오래 걸었다. " * 20
    first, second = shown(f"형태소를 자른다. {filler}색인을 만든다. {filler}", "색인 형태소")
    assert "[형태소]" in first
    assert "[색인]" in second


def test_a_sentence_too_long_is_cut_at_a_word_with_an_ellipsis() -> None:
    text = "그래서 " + "이런저런 이야기를 길게 늘어놓다가 " * 12 + "마침내 검색엔진을 " + "다시 또 길게 " * 30
    (snippet,) = shown(text, "검색엔진")
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert all(word in text.split() for word in snippet.strip("…").replace("[", "").replace("]", "").split())


def test_a_snippet_does_not_run_into_the_next_heading() -> None:
    text = "도입\n검색을 배웠다.\n다음 이야기\n오늘은 국수를 먹었다."
    sections = (Section("도입", 2, "도입", 0, 2), Section("다음 이야기", 2, "다음-이야기", 12, 18))
    assert shown(text, "검색", sections=sections) == ["[검색]을 배웠다."]


def test_without_a_match_in_the_text_the_description_or_opening_is_shown() -> None:
    assert shown("본문은 이렇다.", "없는말", description="한 줄 소개") == ["한 줄 소개"]
    assert shown("본문은 이렇다. 다음 문장.", "없는말") == ["본문은 이렇다. 다음 문장."]
    assert shown("", "없는말") == []


def test_sections_are_those_of_the_matches(blog: Searcher) -> None:
    for query in ("형태소 분석기", "도커 컴포즈", "로그"):
        for hit in blog.search(query).hits:
            for section in hit.sections:
                assert section.heading
                assert section.url == f"{hit.url}#{section.anchor}"


@pytest.mark.parametrize("query", ["개발", "그리고 하루", "2017", "서울에서", "def", "커피"])
def test_marks_are_ordered_disjoint_and_inside(blog: Searcher, query: str) -> None:
    for hit in blog.search(query, limit=50).hits:
        assert len(hit.snippets) <= MOST
        for snippet in hit.snippets:
            assert "\n" not in snippet.text
            last = 0
            for start, end in snippet.marks:
                assert last <= start < end <= len(snippet.text)
                last = end


SENTENCES = st.lists(
    st.sampled_from(
        [
            "검색 엔진을 만들었다.",
            "에어팟을 샀다",
            "오늘은 쉰다!",
            "code = 1\n",
            "제목",
            "\n",
            " ",
            "가" * 200,
            "x" * 300,
        ]
    ),
    max_size=30,
).map(" ".join)


@settings(max_examples=150)
@given(SENTENCES, st.sampled_from(["검색", "엔진 에어팟", "가가", "code", "없음"]))
def test_any_text_is_cut_within_bounds(text: str, query: str) -> None:
    words = split_words(query, ANALYZER)
    wanted = [Wanted(word.units, word.stem, 1.0) for word in words]
    post = Post("p.md", "/p/", "제목", text)
    found, _ = snippets(post, Occurrences(pack_occurrences(ANALYZER.analyze(text), text), text), wanted)
    flat = " ".join(text.split())
    for snippet in found:
        assert " ".join(snippet.text.strip("…").split()) in flat
        assert len(snippet.text) <= 3 * LONGEST + 2 * len("가" * 300)
        for start, end in snippet.marks:
            assert 0 <= start < end <= len(snippet.text)
