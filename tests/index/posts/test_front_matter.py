from __future__ import annotations

import pytest

from saegin_index.posts.front_matter import read_front_matter


def test_values_stay_as_they_were_written():
    matter = read_front_matter("---\ntitle: 글\ntags: [1.10, 2021, yes]\ndate: 2022-7-01\ndraft: no\n---\n본문")
    assert matter.keys == {"title": "글", "tags": ["1.10", "2021", "yes"], "date": "2022-7-01", "draft": "no"}
    assert matter.body.strip() == "본문"
    assert matter.warnings == ()


def test_keys_are_one_however_they_are_spelled():
    matter = read_front_matter("---\npub_date: a\nlastMod: b\nFeatured-Image: c\n---\n")
    assert set(matter.keys) == {"pubdate", "lastmod", "featuredimage"}


@pytest.mark.parametrize("before", ["\n\n", "\ufeff", "\u200b\n", "   \n"])
def test_blank_lines_and_marks_before_the_opening_line(before: str):
    assert read_front_matter(f"{before}---\ntitle: 글\n---\n본문").keys == {"title": "글"}


def test_an_apostrophe_in_single_quotes_costs_a_warning_and_nothing_else():
    text = (
        "---\ntitle: 'It's my life'\nauthor: 'han'\ndescription: '첫 줄\n\n```js\nhost: 'x'\n```\n끝'\n"
        "tags: ['11월', '생일']\n---\n본문"
    )
    matter = read_front_matter(text)
    assert matter.keys["title"] == "It's my life"
    assert matter.keys["author"] == "han"
    assert matter.keys["tags"] == ["11월", "생일"]
    assert "끝" in matter.keys["description"]
    assert matter.body.strip() == "본문"
    (warning,) = matter.warnings
    assert warning.startswith("front matter, line 2: an apostrophe")


def test_a_control_character_is_named_with_its_line():
    matter = read_front_matter("---\ntitle: 글\ndescription: 'a\x08b'\n---\n")
    assert matter.keys["title"] == "글"
    assert "line 3: control character \\x08" in matter.warnings[0]


def test_toml_and_json():
    assert read_front_matter('+++\ntitle = "글"\ndraft = true\n+++\n본문').keys == {
        "title": "글",
        "draft": "true",
    }
    matter = read_front_matter('{"title": "글", "tags": ["a", 1]}\n본문')
    assert (matter.keys, matter.body) == ({"title": "글", "tags": ["a", "1"]}, "\n본문")


def test_broken_toml_is_read_line_by_line():
    matter = read_front_matter('+++\ntitle = "글"\ndate = 2021-99-99\n+++\n본문')
    assert matter.keys == {"title": "글", "date": "2021-99-99"}
    assert matter.warnings[0].startswith("front matter, line 3: not valid TOML")


def test_a_missing_opening_line():
    matter = read_front_matter("title: 글\ntags:\n  - 하나\n  - 둘\n---\n# 본문")
    assert (matter.keys, matter.body) == ({"title": "글", "tags": ["하나", "둘"]}, "\n# 본문")


def test_pelican_headers_end_at_a_blank_line():
    matter = read_front_matter("Title: 글: 부제\nDate: 2018-10-26\n\nNote: 본문의 첫 줄")
    assert matter.keys == {"title": "글: 부제", "date": "2018-10-26"}
    assert matter.body == "Note: 본문의 첫 줄"


@pytest.mark.parametrize(
    "text",
    [
        "그냥 글입니다.",
        "---\n\n규칙 아래의 글.\n\n---\n\n끝.",
        "---\ntitle: 닫지 않은 글",
        "주의: 이 줄은 머리말이 아닙니다.\n\n본문",
        "{중괄호로 시작하는 글}",
        "+++\n제목 없음",
        "",
    ],
)
def test_text_that_is_no_front_matter_stays_text(text: str):
    matter = read_front_matter(text)
    assert (matter.keys, matter.body) == ({}, text)


@pytest.mark.parametrize("bomb", ["[" * 50_000, "- " * 30_000, "{a: " * 20_000, "&a [*a]", "? " * 30_000])
def test_hostile_nesting_neither_crashes_nor_hangs(bomb: str):
    read_front_matter(f"---\ntags: {bomb}\n---\n본문")
    read_front_matter(f"---\n{bomb}\n---\n본문")
