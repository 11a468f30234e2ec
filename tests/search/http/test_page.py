"""The search page without JavaScript: results, ways to narrow and widen them, languages, and what browsers are told."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.search.http.conftest import Serve
from tests.search.http.pages import Page
from tests.sites import Site

import saegin_search
from saegin_search.http.parameters import LONGEST_QUERY

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def page(client: httpx.Client, status: int = 200, **parameters: object) -> Page:
    response = client.get("/", params=parameters)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


def asked(link: str) -> dict[str, list[str]]:
    """The parameters in a link."""
    return parse_qs(urlsplit(link).query)


def test_a_blank_page_is_a_form(client: httpx.Client) -> None:
    blank = page(client)
    assert blank.all("form") == [{"action": "/", "method": "get", "role": "search"}]
    assert blank.all("input", name="q", maxlength=str(LONGEST_QUERY))
    assert blank.within["title"] == ["blog.example 검색"]
    assert "40개" in blank.all("meta", name="description")[0]["content"]
    assert not blank.within.get("ol")


def test_results_with_marks_dates_tags_and_facets(client: httpx.Client) -> None:
    found = page(client, q="검색엔진")
    assert found.all("input", name="q")[0]["value"] == "검색엔진"
    assert found.within["title"] == ["검색엔진 - blog.example 검색"]
    assert found.within["mark"]
    assert "2017년 3월 12일" in [text.strip() for text in found.within["time"]]
    assert "https://blog.example/2017/03/12/search-engine-from-scratch/" in found.links()
    assert {"q": ["검색엔진"], "tag": ["파이썬"]} in [asked(link) for link in found.links()]
    years = {"q": ["검색엔진"], "after": ["2017-01-01"], "before": ["2018-01-01"]}
    assert years in [asked(link) for link in found.links()]


def test_links_narrow_and_widen(client: httpx.Client) -> None:
    narrowed = page(client, q="개발", tag=["파이썬", "개발"], after="2016", sort="newest")
    assert narrowed.all("input", type="hidden", name="sort", value="newest")
    without = {"q": ["개발"], "tag": ["파이썬"], "after": ["2016"], "sort": ["newest"]}
    assert without in [asked(link) for link in narrowed.links()]
    for link in narrowed.links():
        if link.startswith("/"):
            assert httpx.get(str(client.base_url) + link).status_code == 200, link


def test_hits_come_in_pages(client: httpx.Client) -> None:
    current, titles = page(client, after="2000"), []
    while current.all("a", rel="next"):
        titles += current.within["h2"][:10]
        (following,) = current.all("a", rel="next")
        current = Page(client.get(following["href"]).text)
    assert len(set(titles)) == 30
    assert current.all("ol", start="31")
    assert asked(current.all("a", rel="prev")[0]["href"]) == {"after": ["2000"], "offset": ["20"]}


def test_what_was_understood_is_told_and_can_be_undone(client: httpx.Client) -> None:
    found = page(client, q="rjator")
    assert any("rjator → 검색" in text for text in found.within["li"])
    (literally,) = (link for link in found.links() if "exact" in link)
    assert asked(literally) == {"q": ["rjator"], "exact": ["true"]}
    exactly = Page(client.get(literally).text)
    assert exactly.has_class("nothing")
    assert "/?q=rjator" in exactly.links()


def test_nothing_found_is_no_dead_end(client: httpx.Client) -> None:
    nothing = page(client, q="뷁쉙뒑")
    assert nothing.has_class("nothing")
    assert any("이 블로그의 태그" in text for text in nothing.within["li"])


def test_mistakes_are_told_on_the_page(client: httpx.Client) -> None:
    for parameters in (
        {"q": "after:내일"},
        {"q": "가", "offset": "x"},
        {"q": "가" * 301},
        {"q": "가", "after": "2017-13"},
    ):
        mistaken = page(client, 400, **parameters)
        assert mistaken.all("p", role="alert")
        assert mistaken.all("form")


def test_parameters_of_others_are_ignored(client: httpx.Client) -> None:
    assert page(client, q="검색", utm_source="news").within["ol"]


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", "ko"),
        ("en-US,en;q=0.9", "en"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("fr,en;q=0.5", "en"),
        ("fr", "ko"),
        ("en;q=x,ko;q=0.1", "ko"),
    ],
)
def test_the_reader_chooses_the_language(client: httpx.Client, accepted: str, lang: str) -> None:
    response = client.get("/?q=검색", headers={"Accept-Language": accepted})
    assert Page(response.text).all("html") == [{"lang": lang}]
    assert "Accept-Language" in response.headers["vary"]
    assert Page(client.get("/?q=검색&lang=en", headers={"Accept-Language": accepted}).text).all("html", lang="en")


def test_in_english(client: httpx.Client) -> None:
    found = page(client, q="rjator", lang="en")
    assert "12 March 2017" in found.within["time"]
    assert any("Keyboard layout: rjator → 검색" in text for text in found.within["li"])
    assert all(asked(link).get("lang") == ["en"] for link in found.links() if link.startswith("/"))


def test_the_page_loads_nothing_but_its_own(client: httpx.Client) -> None:
    found = page(client, q="검색")
    (script,) = found.all("script")
    assert script["src"].startswith("/widget/saegin-search.js")
    assert script["type"] == "module"
    assert found.within["script"] == [""]
    assert "style" not in found.within
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith(("on", "style"))]
    for link in found.all("link"):
        assert client.get(link["href"]).status_code == 200, link
    assert found.all("saegin-search", src="/", lang="ko")


def test_assets_stay_good_for_ever_under_their_hash(client: httpx.Client) -> None:
    (sheet,) = page(client).all("link", rel="stylesheet")
    found = client.get(sheet["href"])
    assert found.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in found.headers["cache-control"]
    plain = client.get(sheet["href"].partition("?")[0])
    assert plain.headers["cache-control"] == "no-cache"
    assert client.get(str(plain.url), headers={"If-None-Match": plain.headers["etag"]}).status_code == 304
    for path in ("/assets/nothing.css", "/assets/..%2Fapp.py", "/assets/%2e%2e/app.py", "/widget/../http/app.py"):
        assert client.get(path).status_code == 404


def test_browsers_can_add_the_search(client: httpx.Client) -> None:
    (link,) = page(client).all("link", rel="search")
    found = client.get(link["href"])
    assert found.headers["content-type"].startswith(link["type"])
    description = ElementTree.fromstring(found.text)
    templates = {url.get("type"): url.get("template") for url in description.findall(f"{OPENSEARCH}Url")}
    template = templates["text/html"] or ""
    assert template == f"{client.base_url}/?q={{searchTerms}}"
    assert client.get(template.replace("{searchTerms}", "검색")).status_code == 200
    assert len(description.findtext(f"{OPENSEARCH}ShortName") or "") <= 16


def test_without_an_index_the_page_says_so(tmp_path: Path, serve: Serve) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    with serve(site.index_dir) as client:
        assert "아직 색인이 없습니다" in page(client, 503, q="사과").within["p"][0]
        site.index()
        assert page(client, q="사과").within["mark"]
        assert page(client).within["title"] == ["검색"]


def test_the_widget_is_small_as_it_is_served(client: httpx.Client) -> None:
    folder = Path(saegin_search.__file__).parent / "widget"
    names = [path.name for path in folder.iterdir() if path.suffix in (".js", ".css")]
    answers = [client.get(f"/widget/{name}", headers={"Accept-Encoding": "gzip"}) for name in names]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert sum(int(answer.headers["Content-Length"]) for answer in answers) <= 20_000
    assert not any("/**" in answer.text for answer in answers)
    plain = client.get("/widget/saegin-search.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.text == client.get("/widget/saegin-search.js").text
