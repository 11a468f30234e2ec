from __future__ import annotations

import pytest

from saegin_index.posts.markup import Plain, html_to_plain, markdown_to_html


def plain(source: str, slugs: str = "github") -> Plain:
    return html_to_plain(markdown_to_html(source), slugs)


def text(source: str) -> str:
    return plain(source).text


def test_blocks_are_lines_and_soft_breaks_are_spaces():
    assert (
        text("첫 문단\n이어짐\n\n둘째 문단<br>다음 줄\n\n- 하나\n- 둘\n")
        == "첫 문단 이어짐\n둘째 문단\n다음 줄\n하나\n둘"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        '<iframe src="https://a.example">숨음</iframe>',
        "<style>숨음 {}</style>",
        "<script>숨음()</script>",
        "<!-- 숨음 -->",
        '<a href="숨음" title="숨음"></a>',
        "<object><param value='숨음'></object>",
    ],
)
def test_what_the_reader_does_not_see_is_not_text(hidden: str):
    assert text(f"앞\n\n{hidden}\n\n뒤") == "앞\n뒤"


def test_picture_names_are_words_unless_they_are_file_names():
    assert text("![가을 하늘](a.jpg) 그리고 ![IMG_0123.JPG](b.jpg) ![image-20210831](c.png)") == "가을 하늘 그리고"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("문서는 https://example.com/a?b=c에서 봅니다", "문서는 에서 봅니다"),
        ("참고(https://example.com)하세요", "참고 하세요"),
        ("<https://example.com> 주소", "주소"),
        ("[https://example.com/글](https://example.com)", "글"),
        ("http 요청과 www 주소", "http 요청과 www 주소"),
    ],
)
def test_addresses_are_not_text(source: str, expected: str):
    assert text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('**"인용"**은 굵게', '"인용"은 굵게'),
        ("`**kwargs`는 코드", "**kwargs는 코드"),
        ("[띄어 쓴 주소](my file.pdf) 링크", "띄어 쓴 주소 링크"),
        ("`items[0](x)` 호출", "items[0](x) 호출"),
        ("각주[^1]입니다\n\n[^1]: 각주의 말", "각주입니다\n각주의 말"),
        ("~~지운 말~~이지만", "지운 말이지만"),
        ("- [x] 한 일", "한 일"),
        ("값은 $\\frac{\\text{분자}}{b}$ 이다", "값은 분자 b 이다"),
        ("$HOME/bin:$PATH 설정", "$HOME/bin:$PATH 설정"),
    ],
)
def test_markdown_leaves_words_and_no_syntax(source: str, expected: str):
    assert text(source) == expected


def test_tables_have_a_line_per_row():
    assert text("| 이름 | 값 |\n|---|---|\n| 가 | 1 |\n") == "이름 값\n가 1"


def test_invisible_and_odd_characters():
    assert text("가\u00a0나\u200b다\ufeff라\u00ad마\u3000바\x07사&nbsp;아") == "가 나다라마 바 사 아"
    assert text("\u1112\u1161\u11ab글 &#4352;&#4449;") == "한글 가"


def test_sections_mark_their_headings():
    post = plain("여는 말\n\n# 시작하기\n\n본문\n\n## C++ & 파이썬!\n\n끝\n\n## C++ & 파이썬!\n")
    first, second, third = post.sections
    assert post.text[first.start : first.body] == "시작하기"
    assert post.text[first.body : second.start] == "\n본문\n"
    assert [section.anchor for section in post.sections] == ["시작하기", "c--파이썬", "c--파이썬-1"]
    assert [section.level for section in post.sections] == [1, 2, 2]
    assert third.heading == "C++ & 파이썬!"


@pytest.mark.parametrize(
    ("slugs", "anchor"),
    [
        ("github", "api-v2-시작하기"),
        ("hexo", "API-v2-시작하기"),
        ("python-markdown", "api-v2"),
        ("vitepress", "api-v2-시작하기"),
        ("ascii", "api-v2-sijaghagi"),
    ],
)
def test_anchors_of_every_style(slugs: str, anchor: str):
    import unicodedata

    made = plain("# API v2 시작하기\n", slugs).sections[0].anchor
    assert unicodedata.normalize("NFC", made) == anchor


def test_a_written_anchor_is_kept():
    assert plain("## 설치 {#install}\n").sections[0].anchor == "install"


def test_code_is_marked_and_keeps_its_lines():
    post = plain("설명 `as_view()` 뒤\n\n```python\ndef f():\n    return 1\n\n```\n\n끝")
    ((start, end),) = post.code
    assert post.text[start:end] == "def f():\n    return 1"
    assert post.text == "설명 as_view() 뒤\ndef f():\n    return 1\n끝"


def test_line_numbers_of_highlighters_are_not_code():
    rouge = (
        '<div class="highlight"><table><tr><td class="gutter"><pre>1\n2</pre></td>'
        '<td class="code"><pre>let a\nlet b</pre></td></tr></table></div>'
    )
    colorscripter = (
        '<div class="colorscripter-code"><table><tr><td><div>1</div><div>2</div></td>'
        "<td><div><div>let&nbsp;a</div><div>let b</div></div></td></tr></table></div>"
    )
    for source in (rouge, colorscripter):
        post = html_to_plain(source)
        assert [post.text[start:end] for start, end in post.code] == ["let a\nlet b"]


@pytest.mark.parametrize(
    "swallower",
    [
        "<iframe src='a'>",
        "<iframe src='a' />",
        "<textarea>",
        "<title>",
        "<script>",
        "<!--",
        "<plaintext>",
        "<svg>",
        "<xmp>",
    ],
)
def test_an_unclosed_element_does_not_swallow_the_rest(swallower: str):
    assert "남은 글" in text(f"앞 글 {swallower}\n\n남은 글")


def test_nesting_without_end_is_read_in_time():
    assert text("<div>" * 50_000 + "깊은 글") == "깊은 글"
    assert "깊은 글" in text(">" * 50_000 + " 깊은 글")
