"""Hostile posts and queries: whatever they hold, the page has its own elements and attributes and no others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from tests.search.http.conftest import serving
from tests.search.http.pages import Page
from tests.sites import Site

from saegin_search.http import create_app
from saegin_search.http.links import link

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</mark></p><iframe srcdoc='<script>alert(1)</script>'>",
    "</title><script>alert(1)</script>",
    "</saegin-search><h1>가짜</h1>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "{{ 7 * 7 }}{% raw %}${7*7}<%= 7*7 %>",
    "{0.__class__}{query}{total!r}",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<b>뒤집힌 글</b>\u2066",
    "]]><![CDATA[<script>alert(1)</script>",
]
TAGS = set("html head meta title link script body main h1 h2 saegin-search form input button ul ol li p nav a".split())
TAGS |= {"time", "mark", "span"}
ATTRIBUTES = set("lang charset name content property rel type href title src action method role value class".split())
ATTRIBUTES |= {"maxlength", "autocomplete", "start", "datetime", "aria-label", "aria-current", "aria-hidden"}
URLS = ("javascript:alert(1)", "data:text/html,x", "//evil.example/x", "/\\evil.example", "vbscript:x", "JaVaScRiPt:x")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a blog whose every post holds one payload wherever there is room for one."""
    site = Site.of_words(tmp_path_factory.mktemp("hostile") / "site")
    (site.root / "saegin.toml").write_text('content = "contents"\nsite_url = "https://blog.example"\n', "utf-8")
    for number, payload in enumerate(PAYLOADS):
        text = json.dumps(payload)
        body = f"독극물 {payload}\n\n## {payload}\n\n독극물 `{payload}` 이야기\n"
        site.write(f"p{number}", body, title=text, tags=f"[{text}]", author=text, description=text, date="2020-01-01")
    for number, url in enumerate(URLS):
        site.write(f"u{number}", "독극물", url=json.dumps(url), permalink=json.dumps(url), slug=json.dumps(url))
    done = site.saegin("index", "-q")
    assert done.returncode == 0, done.stderr
    with serving(create_app(site.index_dir, rate=0)) as found:
        yield found


def assert_own_elements_only(html: str) -> Page:
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= TAGS
    assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
    (script,) = page.all("script")
    assert script["src"].startswith("/widget/")
    assert page.within["script"] == [""]
    assert len(page.within["saegin-search"]) == len(page.within["h1"]) == 1
    for _, attributes in page.elements:
        for address in (attributes.get("href"), attributes.get("src"), attributes.get("action")):
            assert address is None or address.startswith(("/", "https://blog.example/", "http://", "https://")), address
    assert "49" not in page.within["title"][0]
    return page


@pytest.mark.parametrize("offset", range(0, 30, 10))
def test_hostile_posts(client: httpx.Client, offset: int) -> None:
    response = client.get("/", params={"q": "독극물", "offset": offset})
    page = assert_own_elements_only(response.text)
    if not offset:
        assert page.within["mark"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_queries(client: httpx.Client, payload: str) -> None:
    for parameters in (
        {"q": payload},
        {"q": f'"{payload}'},
        {"q": "독극물", "tag": payload, "author": payload},
        {"q": "독극물", "after": payload},
        {"q": "독극물", "lang": payload[:10], "sort": payload},
        {"q": "독극물", "offset": payload},
        {payload: payload, "q": payload, "exact": "true", "lang": "en"},
    ):
        response = client.get("/", params=parameters)
        assert response.status_code in (200, 400)
        assert_own_elements_only(response.text)


def test_hostile_hosts_and_headers(client: httpx.Client) -> None:
    for payload in ('"><script>alert(1)</script>', "evil.example/'%22<x>"):
        headers = {"Host": payload, "Accept-Language": payload, "If-None-Match": payload, "X-Forwarded-Host": payload}
        for path in ("/?q=독극물", "/opensearch.xml", "/docs", "/openapi.json"):
            response = client.get(path, headers=headers)
            assert "<script>alert" not in response.text


def test_no_address_but_those_of_the_web_becomes_a_link(client: httpx.Client) -> None:
    answer = client.get("/api/search", params={"q": "독극물", "limit": 100}).json()
    assert answer["total"] == len(PAYLOADS) + len(URLS)
    for hit in answer["hits"]:
        for url in (hit["url"], *(section["url"] for section in hit["sections"])):
            assert urlsplit(url).scheme in ("http", "https")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/2020/a/", "https://blog.example/2020/a/"),
        ("https://other.example/", "https://other.example/"),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[", ""),
    ],
)
def test_links(url: str, expected: str) -> None:
    assert link(url, "https://blog.example") == expected
    if not expected:
        assert link(url, "") == expected
