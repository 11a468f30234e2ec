"""Limits of size and rate, other origins, and the headers that every answer has."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from tests.search.http.conftest import Serve, serving
from tests.search.http.test_api import problem

from saegin_search.http import create_app
from saegin_search.http.guard import SECURITY_HEADERS, TokenBuckets


def test_requests_that_are_too_long(client: httpx.Client) -> None:
    problem(client.get(f"/api/search?q={'a' * 9000}"), 414)
    problem(client.get("/api/search?q=a", headers={"X-Long": "a" * 20_000}), 431)
    problem(client.request("GET", "/api/search?q=a", content=b"{}"), 413)
    problem(client.request("POST", "/api/search", content=b"a" * 100_000), 413)


def test_each_client_has_a_bucket(site_index: Path, serve: Serve) -> None:
    with serve(site_index, rate=1) as client:
        statuses = [client.get("/api/suggest?q=가").status_code for _ in range(8)]
        assert statuses[:5] == [200] * 5
        assert statuses[-1] == 429
        refused = client.get("/", headers={"X-Forwarded-For": "203.0.113.7"})
        problem(refused, 429)
        assert int(refused.headers["retry-after"]) >= 1
        assert client.get("/widget/nothing.js").status_code == 404


def test_forwarded_addresses_are_believed_when_a_proxy_is_trusted(site_index: Path) -> None:
    app = create_app(site_index, rate=1)
    with serving(app, proxy_headers=True, forwarded_allow_ips="127.0.0.1") as client:
        for number in range(8):
            there = {"X-Forwarded-For": f"203.0.113.{number}"}
            assert client.get("/healthz", headers=there).status_code == 200


def test_buckets_refill_and_are_forgotten() -> None:
    buckets = TokenBuckets(rate=2)
    assert [buckets.take("a", 0) for _ in range(10)] == [0] * 10
    assert buckets.take("a", 0) == pytest.approx(0.5)
    assert buckets.take("b", 0) == 0
    assert buckets.take("a", 0.5) == 0
    assert buckets.take("a", 0.5) == pytest.approx(0.5)
    for number in range(20_000):
        buckets.take(f"client {number}", 1)
    assert buckets.take("a", 1) == 0


def test_every_answer_has_the_security_headers(client: httpx.Client) -> None:
    for path in ("/", "/?q=검색", "/api/search?q=검색", "/api/search", "/nothing", "/docs", "/openapi.json"):
        response = client.get(path)
        for name, value in SECURITY_HEADERS.items():
            assert response.headers[name] == value, path
        assert "server" not in response.headers or response.headers["server"] == "uvicorn"


def test_other_origins_are_let_in_by_name(site_index: Path, client: httpx.Client, serve: Serve) -> None:
    here, there = {"Origin": "https://blog.example"}, {"Origin": "https://evil.example"}
    assert "access-control-allow-origin" not in client.get("/api/status", headers=here).headers
    with serve(site_index, cors=["https://blog.example"]) as open_to_blog:
        allowed = open_to_blog.get("/api/status", headers=here).headers
        assert allowed["access-control-allow-origin"] == "https://blog.example"
        assert "ETag" in allowed["access-control-expose-headers"]
        assert "access-control-allow-origin" not in open_to_blog.get("/api/status", headers=there).headers
        asking = {**here, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
        assert open_to_blog.options("/api/status", headers=asking).status_code == 200
