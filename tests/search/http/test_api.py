"""The JSON API over HTTP: what it answers, what it refuses, and what browsers may keep."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest
from tests.search.http.conftest import Serve
from tests.sites import Site

from saegin_search import Searcher, open_searcher


@pytest.fixture(scope="module")
def engine(site_index: Any) -> Any:
    with open_searcher(site_index) as searcher:
        yield searcher


def problem(response: httpx.Response, status: int, parameter: str | None = None) -> dict[str, Any]:
    """The problem document of a refusal; that it is one was asserted."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document.get("parameter") == parameter, document
    assert "Traceback" not in response.text
    return document


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "took_ms"}


def test_search_answers_what_the_engine_does_with_addresses_that_lead_to_the_blog(
    client: httpx.Client, engine: Searcher
) -> None:
    asked = {"q": "검색 rjator", "limit": 3, "offset": 1, "tag": ["개발"], "after": "2017", "sort": "newest"}
    answer = client.get("/api/search", params=asked).json()
    expected = engine.search("검색 rjator", limit=3, offset=1, tags=["개발"], after="2017", sort="newest").to_json()
    for hit in expected["hits"]:
        hit["url"] = f"https://blog.example{hit['url']}"
        for section in hit["sections"]:
            section["url"] = f"https://blog.example{section['url']}"
    assert without_time(answer) == without_time(json.loads(json.dumps(expected)))
    assert answer["hits"]


def test_exact_searches_the_words_as_typed(client: httpx.Client) -> None:
    assert client.get("/api/search", params={"q": "rjator"}).json()["total"] > 0
    assert client.get("/api/search", params={"q": "rjator", "exact": "true"}).json()["total"] == 0


def test_filters_need_no_query(client: httpx.Client) -> None:
    assert client.get("/api/search", params={"tag": "파이썬", "q": ""}).json()["total"] > 1


def test_suggest(client: httpx.Client, engine: Searcher) -> None:
    answer = client.get("/api/suggest", params={"q": "ㅎㄱ", "limit": 3}).json()
    assert answer["query"] == "ㅎㄱ"
    assert [each["text"] for each in answer["suggestions"]] == [each.text for each in engine.suggest("ㅎㄱ", limit=3)]
    assert all(each["url"].startswith("https://") for each in answer["suggestions"] if each["kind"] == "title")


def test_related(client: httpx.Client, engine: Searcher) -> None:
    path = "kubernetes-first-month/kubernetes-first-month.md"
    answer = client.get("/api/related", params={"path": path, "limit": 2}).json()
    assert [hit["path"] for hit in answer["hits"]] == [hit.path for hit in engine.related(path, limit=2)]
    assert "nowhere.md" in problem(client.get("/api/related", params={"path": "nowhere.md"}), 404, "path")["detail"]


def test_status_and_health(client: httpx.Client) -> None:
    status = client.get("/api/status").json()
    assert (status["posts"], status["site_url"]) == (40, "https://blog.example")
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("q=", "q"),
        ("", "q"),
        ("q=tag:", "q"),
        ("q=after:내일", "q"),
        (f"q={'가' * 301}", "q"),
        ("q=a&q=b", "q"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=101", "limit"),
        ("q=a&limit=many", "limit"),
        ("q=a&limit=1_0", "limit"),
        ("q=a&offset=-1", "offset"),
        ("q=a&offset=995", "offset"),
        ("q=a&sort=best", "sort"),
        ("q=a&exact=maybe", "exact"),
        ("q=a&after=2017-13", "after"),
        ("q=a&before=내일", "before"),
        ("q=a&" + "&".join(["tag=x"] * 11), "tag"),
        (f"q=a&author={'x' * 101}", "author"),
        ("q=a&tags=x", "tags"),
    ],
)
def test_what_means_nothing_is_refused_by_name(client: httpx.Client, query: str, parameter: str) -> None:
    problem(client.get(f"/api/search?{query}"), 400, parameter)


def test_required_parameters(client: httpx.Client) -> None:
    problem(client.get("/api/suggest"), 400, "q")
    problem(client.get("/api/related?path="), 400, "path")


@pytest.mark.parametrize("query", ["q=%00%1b", "q=%ff%fe", "q=%ed%a0%80", "q=%22", "q=-", "q=" + "%F0%9F%98%80" * 50])
def test_odd_queries_are_answered_or_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/search?{query}").status_code in (200, 400)


def test_other_methods_and_places_are_problems(client: httpx.Client) -> None:
    answer = client.post("/api/search")
    problem(answer, 405)
    assert "GET" in answer.headers["allow"]
    problem(client.get("/api/nothing"), 404)
    assert client.head("/api/search", params={"q": "검색"}).status_code == 200


def test_an_answer_is_known_again_until_the_index_changes(tmp_path: Any, serve: Serve) -> None:
    site = Site.of_words(tmp_path / "site", "사과", "배추")
    site.index()
    with serve(site.index_dir) as client:
        first = client.get("/api/search", params={"q": "사과"})
        known = {"If-None-Match": f'"other", {first.headers["etag"]}'}
        again = client.get("/api/search", params={"q": "사과"}, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert client.get("/api/search", params={"q": "배추"}, headers=known).status_code == 200
        site.write("사과나무")
        site.index()
        renewed = client.get("/api/search", params={"q": "사과"}, headers=known)
        assert renewed.status_code == 200
        assert renewed.headers["etag"] != first.headers["etag"]
        assert renewed.json()["total"] == 2


def test_there_may_be_no_index_yet_and_it_may_break(tmp_path: Any, serve: Serve) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    with serve(site.index_dir) as client:
        for path in ("/api/search?q=a", "/api/status", "/healthz", "/api/suggest?q=a", "/api/related?path=a"):
            refused = client.get(path)
            assert str(tmp_path) not in problem(refused, 503)["detail"]
            assert refused.headers["retry-after"].isdigit()
        site.index()
        assert client.get("/healthz").status_code == 200
        assert client.get("/api/search?q=사과").json()["total"] == 1
        manifest = site.index_dir / "manifest.json"
        whole = manifest.read_bytes()
        manifest.write_text("[]", "utf-8")
        assert "cannot be used" in problem(client.get("/api/search?q=사과"), 503)["detail"]
        manifest.write_bytes(whole)
        assert client.get("/api/search?q=사과").status_code == 200


def test_a_bug_is_told_without_its_insides(tmp_path: Any, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Searcher, "search", broken)
    with serve(site.index_dir) as client:
        assert "secret" not in str(problem(client.get("/api/search?q=사과"), 500))


def test_what_takes_too_long_is_given_up(tmp_path: Any, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()
    monkeypatch.setattr(Searcher, "suggest", lambda *_, **__: time.sleep(1) or ())
    with serve(site.index_dir, time_limit=0.2) as client:
        begun = time.monotonic()
        refused = client.get("/api/suggest?q=사")
        assert time.monotonic() - begun < 0.9
        problem(refused, 503)
        assert refused.headers["retry-after"] == "1"
        time.sleep(1)
        assert client.get("/healthz").status_code == 200


def test_answers_are_compressed_on_demand(client: httpx.Client) -> None:
    asked = {"q": "개발"}
    packed = client.get("/api/search", params=asked, headers={"Accept-Encoding": "gzip"})
    plain = client.get("/api/search", params=asked, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert without_time(packed.json()) == without_time(plain.json())
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
