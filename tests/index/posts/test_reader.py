from __future__ import annotations

from datetime import datetime

import pytest


def front(**keys: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n본문입니다.\n"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2022-7-01", datetime(2022, 7, 1)),
        ("'2017-03-09'", datetime(2017, 3, 9)),
        ("2017.03.09", datetime(2017, 3, 9)),
        ("2017. 3. 9. 오후 3:20", datetime(2017, 3, 9, 15, 20)),
        ("2017년 3월 9일", datetime(2017, 3, 9)),
        ("20170309", datetime(2017, 3, 9)),
        ("2017-03-09 10:20:30 +0900", datetime(2017, 3, 9, 10, 20, 30)),
        ("2017-03-09T20:00:00Z", datetime(2017, 3, 10, 5)),
        ("2017-03-09 10:20 KST", datetime(2017, 3, 9, 10, 20)),
        ("Mar 9, 2017", datetime(2017, 3, 9)),
        ("2017-03", datetime(2017, 3, 1)),
    ],
)
def test_dates_as_bloggers_write_them(read, written: str, moment: datetime):
    reading = read(front(date=written))
    assert (reading.post.date, reading.warnings) == (moment, ())


@pytest.mark.parametrize("written", ["Mon 99 9999", "2022-13-45", "어제", "10:30", "12", "Mon"])
def test_a_wrong_date_is_a_warning_and_never_today(read, written: str):
    reading = read(front(date=f"'{written}'"))
    assert reading.post.date is None
    assert reading.warnings == (f"date: {written!r} is no date; write it like 2017-03-09",)


def test_a_date_in_the_path_counts_when_none_is_stated(read):
    assert read("글", "2020-04-12-제목.md").post.date == datetime(2020, 4, 12)
    assert read("글", "2019/06/24/제목.md").post.date == datetime(2019, 6, 24)
    assert read("글", "2024/6-30-제목.md").post.date == datetime(2024, 6, 30)
    assert read("글", "1234567890.md").post.date is None


def test_a_single_category_may_have_spaces(read):
    assert read(front(category="일상 기록", tags="봄 산책")).post.tags == ("봄", "산책", "일상 기록")


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("[파이썬, 2021, 1.10]", ("파이썬", "2021", "1.10")),
        ("파이썬, 검색 엔진; ", ("파이썬", "검색 엔진")),
        ("파이썬 검색", ("파이썬", "검색")),
        ("", ()),
        ("[]", ()),
        ("['R&amp;D', 'r&d', 'R&D ']", ("R&D",)),
        ("[Python, python, PYTHON]", ("Python",)),
        ("['#여행']", ("여행",)),
        ("['nb\u00a0sp', '\u1112\u1161\u11ab글']", ("nb sp", "한글")),
    ],
)
def test_tags_as_bloggers_write_them(read, written: str, tags: tuple[str, ...]):
    assert read(front(tags=written)).post.tags == tags


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"draft": "true"}, "draft"),
        ({"draft": "yes"}, "draft"),
        ({"status": "Draft"}, "draft"),
        ({"status": "private"}, "status: private"),
        ({"published": "false"}, "published: false"),
        ({"private": "true"}, "private: true"),
        ({"isPrivate": "true"}, "isprivate: true"),
        ({"visibility": "unlisted"}, "visibility: unlisted"),
        ({"password": "'1234'"}, "password"),
        ({"date": "2999-01-01"}, "future date"),
        ({"expires": "2001-01-01"}, "expired"),
    ],
)
def test_what_is_not_for_everyone_stays_out(read, keys: dict[str, str], reason: str):
    reading = read(front(title="글", **keys))
    assert (reading.post, reading.left_out, reading.failed) == (None, reason, False)
    assert "1234" not in reading.left_out


@pytest.mark.parametrize(
    "keys", [{"draft": "false"}, {"published": "true"}, {"status": "published"}, {"password": "''"}]
)
def test_what_is_published_stays_in(read, keys: dict[str, str]):
    assert read(front(**keys)).post is not None


def test_a_reading_that_time_will_change_says_when(read):
    assert read(front(date="2999-01-01")).recheck.isoformat() == "2998-12-31T15:00:00+00:00"
    reading = read(front(expiryDate="2999-01-01"))
    assert reading.post is not None
    assert reading.recheck.year == 2998


def test_titles(read):
    assert read("---\ntitle: 'R&amp;D 이야기'\n---\n").post.title == "R&D 이야기"
    assert read("# 첫 제목\n\n## 둘째\n").post.title == "첫 제목"
    assert read("본문뿐", "2020-01-02-내_첫_글.md").post.title == "내 첫 글"
    assert read("본문뿐", "독서/README.md").post.title == "독서"


def test_a_description_is_plain_text_even_when_markdown_was_cut_in_it(read):
    description = "'[![바다](https://a.example/b.jpg)](https://a.example) **파도** <b>소리</b> [링크'"
    assert read(front(description=description)).post.description == "바다 파도 소리 링크"


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-16-le", "utf-8-sig"])
def test_encodings(read, encoding: str):
    body = "제목: 가을 산책\n\n단풍이 물든 길을 걸었다. 바람이 제법 차가웠다.\n"
    reading = read(body.encode(encoding))
    assert reading.post.title == "가을 산책"
    assert bool(reading.warnings) == (encoding != "utf-8-sig")


def test_damaged_utf8_keeps_the_rest(read):
    reading = read("가을 산책을 다녀왔다.".encode() + b"\xff\xfe" + " 좋았다.".encode())
    assert reading.post.text.startswith("가을 산책을 다녀왔다.")
    assert reading.warnings == ("2 characters are not valid UTF-8 and were replaced",)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not text"),
        (b"", "empty"),
        (b" \n\xef\xbb\xbf", "empty"),
    ],
)
def test_what_is_no_post_is_a_fault_with_a_reason(read, raw: bytes, reason: str):
    reading = read(raw)
    assert (reading.post, reading.left_out, reading.failed) == (None, reason, True)


def test_line_ends_of_every_system(read):
    assert read("---\r\ntitle: 글\r\n---\r\n첫째\r\n\r\n둘째\r".encode()).post.text == "첫째\n둘째"
    assert read("---\rtitle: 글\r---\r첫째\r\r둘째".encode()).post.title == "글"


def test_html_pages(read):
    page = (
        "<html><head><title>가을 &amp; 산책</title><meta name='author' content='한결'>"
        '<meta property="article:published_time" content="2020-01-02"></head>'
        "<body><h2>첫날</h2><p>걸었다.</p></body></html>"
    )
    post = read(page, "글.html").post
    assert (post.title, post.author, post.date) == ("가을 & 산책", "한결", datetime(2020, 1, 2))
    assert post.text == "첫날\n걸었다."


def test_notebooks(read):
    notebook = (
        '{"cells": [{"cell_type": "markdown", "source": ["# 평균 구하기\\n", "설명"]},'
        ' {"cell_type": "code", "source": "mean(x)", "outputs": [{"text": "3.0"}]}]}'
    )
    post = read(notebook, "분석.ipynb").post
    assert (post.title, post.text) == ("평균 구하기", "평균 구하기\n설명\nmean(x)")
    assert [post.text[start:end] for start, end in post.code] == ["mean(x)"]


def test_restructured_text_cannot_read_other_files_and_keeps_unknown_roles(read, tmp_path):
    (tmp_path / "secret.txt").write_text("비밀번호", encoding="utf-8")
    post = read(f"제목\n====\n\n.. include:: {tmp_path}/secret.txt\n\n:ref:`다른 글` 참고\n", "글.rst").post
    assert "비밀번호" not in post.text
    assert "다른 글" in post.text


def test_urls_keep_names_as_they_are_and_escape_only_what_breaks(read):
    assert read("글", "-ec-95-84--글/a b#c.md").post.url == "/-ec-95-84--글/a%20b%23c/"
    assert read(front(permalink="/소개/"), "a.md").post.url == "/소개/"
    assert read(front(slug="my-slug"), "폴더/a.md").post.url == "/폴더/my-slug/"


def test_restructured_text_too_long_for_its_parser_is_still_read(read):
    assert read("가나다 " * 5_000, "글.rst").post.text.startswith("가나다 가나다")
