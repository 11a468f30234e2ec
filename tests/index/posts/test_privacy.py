"""Nothing that says "not public" gets in, however it is written and however little of it can be read."""

from __future__ import annotations

import pytest

BODY = "\n비공개여야 할 본문\n"


def yaml(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", BODY])


@pytest.mark.parametrize(
    "text",
    [
        yaml("title: 글", f"tags: [{', '.join(f'태그{n}' for n in range(20_000))}]", "draft: true"),
        yaml(f"title: {'긴 제목' * 30_000}", "draft: true"),
        f"---\ntitle: 글\ndraft: true\n{BODY}",
        f"---\ntitle: 글\n\ndraft: true\n{BODY}",
        f"---\ntitle: 글\ndraft: true\n...\n{BODY}",
        f"---\ntitle: 글\n...\ndraft: true\n---\n{BODY}",
        f"---yaml\ntitle: 글\ndraft: true\n---\n{BODY}",
        f"--- # 글\ntitle: 글\ndraft: true\n---\n{BODY}",
        f"—-\ntitle: 글\ndraft: true\n—-\n{BODY}",
        f"---\u2028title: 글\u2028draft: true\u2028---\u2028{BODY}",
        f"---\x0btitle: 글\x0bdraft: true\x0b---\x0b{BODY}",
        yaml("title: 글", "\u200bdraft: true"),
        yaml("title: 글", "draft: \u200btrue"),
        f"\u2060---\ntitle: 글\ndraft: true\n---\n{BODY}",
        f';;;\n"title": "글",\n"draft": true\n;;;\n{BODY}',
        f';;;\n"title": "글",\n"draft": true,\n;;;\n{BODY}',
        f'"title": "글",\n"draft": true\n;;;\n{BODY}',
        f'{{"title": "글", "draft": true,}}\n{BODY}',
        f'{{\n  "title": "글",\n\n  "draft": true,\n}}\n{BODY}',
        f'{{"title": "글", "extra": {{"draft": true,}}}}\n{BODY}',
        f'{{"draft": true, "draft": false}}\n{BODY}',
        f'---json\n{{"title": "글", "draft": true}}\n---\n{BODY}',
        yaml("defaults: &x", "  draft: true", "title: 글", "<<: *x"),
        yaml("x: &x", "  draft: true", "y: &y", "  a: b", "<<: [*y, *x]"),
        yaml("title: 글", "draft: {value: true}"),
        yaml("title: 글", "meta: [{draft: true}]"),
        yaml("title: 글", "draft: Y"),
        yaml("title: 글", "draft: ture"),
        yaml("title: 글", "draft: ｔｒｕｅ"),
        yaml("title: 글", "status: draft (다시 볼 것)"),
        yaml("draft: true", "title: 글", "draft: false"),
        yaml("draft: false", "title: 글", "Draft: true"),
        f"+++\ntitle = '글'\n[extra]\ndraft = true\n+++\n{BODY}",
        f"+++\ntitle = '글\n[extra]\ndraft = true\n+++\n{BODY}",
        f"+++\ntitle = '글'\ndraft = true\n{BODY}",
        yaml("title: 'It's'", "draft:true"),
        yaml("title: 'It's'", "\tdraft: true"),
        yaml("title: 'It's'", "draft：true"),
        yaml("title: 'It's'", "draft: false", "draft: true"),
        yaml("title: 'It's'", "draft:", "  true"),
        f"title: 글\ndraft:true\n{BODY}",
        f"weight: 3\ndraft: true\n---\n{BODY}",
        f"title: 글\n설명 한 줄\n\ndraft: true\n---\n{BODY}",
        f"export const meta = {{\n  title: '글',\n  draft: true,\n}}\n{BODY}",
        f"<!--\n.. title: 글\n.. status: draft\n-->\n{BODY}",
    ],
    ids=lambda text: ascii(text[:60]),
)
def test_a_draft_is_a_draft_however_it_is_written(read, text: str):
    reading = read(text)
    assert (reading.post, reading.left_out) == (None, "draft")


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (["published: 'no'"], "published: false"),
        (["published: draft"], "draft"),
        (["공개: 아니오"], "공개: false"),
        (["초안: 예"], "초안: true"),
        (["비밀번호: 1234"], "비밀번호"),
        (["robots: noindex, nofollow"], "robots: noindex"),
        (["build:", "  list: never"], "build.list: never"),
        (["search:", "  exclude: true"], "search.exclude: true"),
        (["title: 'It's'", "visibility:", "- private"], "visibility: private"),
        (["title: 'It's'", "published:false"], "published: false"),
        (["title: 'It's'", "password:1234"], "password"),
    ],
)
def test_other_ways_to_say_that_a_post_is_not_for_everyone(read, keys: list[str], reason: str):
    assert read(yaml(*keys)).left_out == reason


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("글.rst", "제목\n====\n\n.. status: draft\n\n본문\n", "draft"),
        ("글.rst", ":title: 글\n:status: draft\n\n본문\n", "draft"),
        ("글.html", "<html><head><meta name=draft></head><p>본문</p>", "draft"),
        ("글.html", "<html><head><meta name='draft' content=true></head><p>본문</p>", "draft"),
        ("글.html", "<meta name=robots content=noindex><p>본문</p>", "robots: noindex"),
        ("글.html", "---\ntitle: 글\n---\n<meta name=ROBOTS content='noindex, follow'><p>본문</p>", "robots: noindex"),
    ],
)
def test_drafts_of_other_formats(read, name: str, text: str, reason: str):
    assert read(text, name).left_out == reason


def test_in_doubt_the_post_is_left_out_and_the_doubt_is_named(read):
    reading = read("---\ntitle: 글\ndraft: true\n\n본문")
    assert reading.warnings == ("front matter: not wholly readable, but it says 'draft': mend it",)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 글\n---\n초안을 쓰는 법\n\n```yaml\ndraft: true\n```\n",
        yaml("title: 'It's'", "# draft: true", "draft: false"),
        yaml("title: 글", "draft: 'no'", "published: 2020-01-01 0:30", "search: 검색 엔진"),
        "Hugo에서 초안은 이렇게 쓴다.\n\n    draft: true\n",
        '{"title": "글", "draft": false,}\n본문',
        "---\n\n규칙 아래의 글: private 함수에 대하여\n\n---\n\n끝.",
        "<div style='visibility: hidden'>\n<p>본문</p></div>",
    ],
)
def test_what_does_not_say_so_stays_in(read, text: str):
    assert read(text).post is not None
