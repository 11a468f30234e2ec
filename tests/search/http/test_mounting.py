"""search/EMBEDDING.md, tried: each example is run, and every address that the page emits works under its path."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
from tests.search.http.conftest import serving
from tests.search.http.pages import Page

TEXT = (Path(__file__).parents[3] / "search" / "EMBEDDING.md").read_text("utf-8")


def example(heading: str, index_dir: Path) -> dict[str, Any]:
    """What the example below a heading defines, with this index in place of its own."""
    found = re.search(rf"^## {heading}\n.*?^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert found, heading
    assert len(found[1].splitlines()) <= 12
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(found[1].replace("/srv/blog/.saegin", str(index_dir)), f"EMBEDDING.md, {heading}", "exec"), names)
    return names


@contextmanager
def serving_wsgi(app: Any) -> Iterator[httpx.Client]:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", timeout=30) as client:
                yield client
        finally:
            server.shutdown()
            thread.join()


def assert_works_below(client: httpx.Client, path: str) -> None:
    """Whatever the page under a path refers to is there."""
    response = client.get(f"{path}/", params={"q": "검색엔진"})
    assert response.status_code == 200
    page = Page(response.text)
    assert page.within["mark"]
    assert page.all("form", action=f"{path}/")
    assert page.all("saegin-search", src=f"{path}/")
    (script,) = page.all("script")
    assert script["src"].startswith(f"{path}/widget/")
    own = [link for link in page.links() if link.startswith("/")] + [link["href"] for link in page.all("link")]
    for address in own:
        assert address.startswith(f"{path}/"), address
        assert client.get(address).status_code == 200, address
    assert f"{client.base_url}{path}/?q={{searchTerms}}" in client.get(f"{path}/opensearch.xml").text
    assert client.get(f"{path}/openapi.json").json()["servers"] == [{"url": path}]
    assert f'action="{path}/api/search"' in client.get(f"{path}/docs").text
    answer = client.get(f"{path}/api/search", params={"q": "검색엔진"})
    assert answer.json()["total"] == 3
    known = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"{path}/api/search", params={"q": "검색엔진"}, headers=known).status_code == 304
    assert client.get(f"{path}/api/nothing").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("framework", ["Starlette", "FastAPI"])
def test_mounted(framework: str, site_index: Path) -> None:
    with serving(example(framework, site_index)["app"]) as client:
        assert_works_below(client, "/search")
        assert client.get("/search").headers["location"] == f"{client.base_url}/search/"


def test_mounted_beside_django(site_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mysite_settings.py").write_text(
        "SECRET_KEY = 'x'\nALLOWED_HOSTS = ['*']\nROOT_URLCONF = 'mysite_urls'\n", "utf-8"
    )
    (tmp_path / "mysite_urls.py").write_text(
        "from django.http import HttpResponse\nfrom django.urls import path\n"
        "urlpatterns = [path('', lambda request: HttpResponse('django'))]\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mysite_settings")
    with serving(example("Django", site_index)["application"]) as client:
        assert_works_below(client, "/search")
        assert client.get("/").text == "django"
    for name in ("mysite_settings", "mysite_urls"):
        sys.modules.pop(name, None)


def test_mounted_in_flask(site_index: Path) -> None:
    with serving_wsgi(example("Flask", site_index)["app"]) as client:
        assert_works_below(client, "/search")


def test_behind_a_proxy_that_cuts_the_path_off(site_index: Path) -> None:
    from saegin_search.http import create_app

    with serving(create_app(site_index, rate=0), root_path="/search") as client:
        page = Page(client.get("/", params={"q": "검색"}).text)
        assert page.all("form", action="/search/")
        assert client.get("/openapi.json").json()["servers"] == [{"url": "/search"}]
