"""Titles, tags, headings, bodies, addresses and queries that try to run as script: none may, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from saegin_index import index_posts
from tests.browser.serving import serving
from tests.browser.widget import Widget

Open = Callable[..., Widget]

PAYLOADS = [
    "<script>window.__xss=1;alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "</mark></p><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<details open ontoggle=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<base href='https://evil.example/'>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "`-alert(1)-`",
    "</title><script>alert(1)</script>",
    '<!--<img src="--><img src=x onerror=alert(1)//">',
    "＜script＞alert(1)＜/script＞",
    "\u202e<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "  javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "blob:https://x/1",
    "file:///etc/passwd",
    "http://[",
]


@pytest.fixture(scope="module")
def hostile_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A blog whose every post attacks, in all its parts."""
    contents = tmp_path_factory.mktemp("hostile")
    for number, payload in enumerate(PAYLOADS):
        quoted = json.dumps(payload)
        front = f"title: {quoted}\ndescription: {quoted}\ntags: [{quoted}, 공격]\npub_date: '2020-01-{number + 1:02}'"
        body = f"공격하는 글 {number}. {payload}\n\n## {payload}\n\n공격 {payload}\n\n```html\n{payload} 공격\n```\n"
        Path(contents, f"attack-{number}.md").write_text(f"---\n{front}\n---\n\n{body}", "utf-8")
    index = contents / ".saegin"
    index_posts(contents, index)
    with serving(index) as origin:
        yield origin


def assert_harmless(widget: Widget) -> None:
    """Nothing has run, and nothing that could stands in the widget. (`faults` are looked at when the test ends.)"""
    widget.page.wait_for_timeout(50)
    assert widget.page.evaluate("window.__xss") is None
    assert widget.page.evaluate(_ODD_ELEMENTS) == []


def test_attacking_posts_are_shown_as_they_are_written(widgets: Open, hostile_origin: str) -> None:
    widget = widgets("&q=공격", at=hostile_origin)
    widget.wait_for_hits()
    while widget.find(".more").is_visible():
        shown = widget.find(".hit").count()
        widget.find(".more").click()
        widget.find(".hit").nth(shown).wait_for()
    assert len(widget.titles) == len(PAYLOADS)
    assert "<img src=x onerror=alert(1)>" in widget.titles
    assert_harmless(widget)
    for tag in widget.find(".hit-tags button").all()[:6]:
        tag.hover()
    widget.find(".facets .tags button").nth(1).click()
    widget.settle()
    assert_harmless(widget)


def test_attacking_queries(widgets: Open, hostile_origin: str) -> None:
    widget = widgets(at=hostile_origin)
    for payload in PAYLOADS:
        widget.visit("&q=" + quote(payload) + "&tag=" + quote(payload))
        widget.settle()
        assert_harmless(widget)
    widget.visit()
    for payload in PAYLOADS:
        widget.field.fill(payload)
        widget.press("Enter")
        widget.settle()
        assert_harmless(widget)
    widget.visit()
    assert widget.find(".recall").count() > 0
    assert_harmless(widget)


def test_attacking_answers(widgets: Open) -> None:
    widget = widgets()
    answer = {
        "query": PAYLOADS[0],
        "total": len(ADDRESSES),
        "interpretations": [
            {"kind": kind, "text": payload, "applied": applied, "from": payload, "to": payload}
            for kind in ("keyboard", "tags", "without-filters", "constructor", "unknown")
            for applied in (True, False)
            for payload in PAYLOADS[:3]
        ],
        "hits": [
            {
                "path": payload,
                "url": address,
                "title": payload,
                "date": "2020-01-01T00:00:00",
                "tags": [payload],
                "snippets": [{"text": payload, "marks": [[1, 5], [9999, 99999]]}],
                "sections": [{"heading": payload, "anchor": payload, "url": address}],
            }
            for address, payload in zip(ADDRESSES, PAYLOADS, strict=False)
        ],
        "facets": {"tags": [{"value": PAYLOADS[1], "count": 1}], "years": [{"value": PAYLOADS[1], "count": 1}]},
    }
    suggestions = [
        {"text": payload, "kind": "title", "count": 1, "path": "", "url": address}
        for address, payload in zip(ADDRESSES, PAYLOADS, strict=False)
    ]
    widget.page.route("**/api/search*", lambda route: route.fulfill(json=answer))
    widget.page.route("**/api/suggest*", lambda route: route.fulfill(json={"suggestions": suggestions}))
    widget.type("x")
    widget.find("[role=option]").first.wait_for()
    assert_harmless(widget)
    assert widget.find(".hit a").count() == 0
    for number in range(len(ADDRESSES)):
        widget.field.fill(f"x{number}")
        option = widget.find("[role=option]").nth(number)
        option.wait_for()
        option.click()
        assert_harmless(widget)
    widget.page.unroute_all(behavior="wait")


def test_attacking_problems(widgets: Open) -> None:
    widget = widgets()
    problem = {"detail": "".join(PAYLOADS)}
    widget.page.route("**/api/search*", lambda route: route.fulfill(status=400, json=problem))
    widget.type("x")
    assert "onerror=alert(1)" in widget.find(".message").inner_text()
    assert_harmless(widget)


_ODD_ELEMENTS = """() => {
    const inside = [...document.querySelector('saegin-search').shadowRoot.querySelectorAll('*')];
    const odd = inside.filter((element) =>
        /^(script|img|iframe|base|style|object|embed|math|foreignobject)$/i.test(element.localName) ||
        [...element.attributes].some(({name, value}) =>
            /^on/i.test(name) || /^\\W*(javascript|data|vbscript):/i.test(value)));
    return odd.map((element) => element.outerHTML);
}"""
