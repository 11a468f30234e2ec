"""An export in a browser: what is loaded when, and what happens when files are late, gone or old."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from saegin_search.static.export import export_index
from tests.browser.hosting import BASE, assert_searches, host
from tests.browser.widget import Widget
from tests.sites import Site

TAGS = f'<script type="module" src="{BASE}saegin/saegin-search.js"></script>'
DIALOG, FIELD = '<saegin-search mode="dialog"></saegin-search>', "<saegin-search></saegin-search>"


@pytest.fixture
def site(static_export: Path, tmp_path: Path) -> Path:
    """A built site with a page for each way to have the search, and an export that a test may change."""
    shutil.copytree(static_export, tmp_path / "site" / "saegin")
    for name, elements in {"index": FIELD, "dialog": DIALOG, "both": DIALOG + FIELD}.items():
        page = f"<!doctype html><html lang=ko><meta charset=utf-8><title>바람</title>{TAGS}{elements}"
        (tmp_path / "site" / f"{name}.html").write_text(page, "utf-8")
    return tmp_path / "site"


@pytest.fixture
def origin(site: Path) -> Iterator[str]:
    with host(site) as origin:
        yield origin


def requests_of(widget: Widget) -> list[str]:
    """What is asked for from now on, without hashes."""
    asked: list[str] = []

    def on_request(request: Any) -> None:
        asked.append(re.sub("-[0-9a-f]{8}", "", urlsplit(request.url).path.removeprefix(f"{BASE}saegin/")))

    widget.page.on("request", on_request)
    return asked


def test_a_page_that_nobody_searches_loads_the_field_alone(origin: str, visit: Callable[..., Widget]) -> None:
    widget = visit(origin, "dialog.html")
    asked = requests_of(widget)
    widget.page.reload()
    widget.find(".trigger").wait_for()
    widget.page.wait_for_load_state("networkidle")
    assert sorted(asked) == [f"{BASE}dialog.html", "app/app.js", "app/styles.css", "saegin-search.js"]


def test_a_reader_who_turns_to_the_field_finds_the_engine_there(origin: str, visit: Callable[..., Widget]) -> None:
    widget = visit(origin, "dialog.html")
    widget.find(".trigger").wait_for()
    asked = requests_of(widget)
    widget.find(".trigger").hover()
    widget.page.wait_for_load_state("networkidle")
    assert {"app/backend.js", "saegin-index.json", "catalog.bin"} <= set(asked)
    del asked[:]
    assert_searches(widget)
    assert not {"app/backend.js", "saegin-index.json", "catalog.bin"} & set(asked)


def test_two_elements_share_a_search(origin: str, visit: Callable[..., Widget]) -> None:
    widget = visit(origin, "both.html")
    asked = requests_of(widget)
    for element in widget.page.locator("saegin-search").all():
        element.locator(".trigger, [role=combobox]").first.click()
        element.locator("[role=combobox]").press_sequentially("김치")
        element.locator(".hit").first.wait_for()
        widget.press("Escape")
    assert asked.count("saegin-index.json") == 1
    assert [name for name in asked if asked.count(name) > 1] == []


def test_an_address_with_a_query_is_answered_at_once(origin: str, visit: Callable[..., Widget]) -> None:
    widget = visit(origin, "?q=rlaclWlro")
    widget.wait_for_hits()
    assert "김치찌개" in widget.titles[0]


def test_an_engine_that_did_not_come_is_loaded_once_it_can_be(origin: str, visit: Callable[..., Widget]) -> None:
    widget = visit(origin)
    widget.field.wait_for()
    widget.page.route("**/backend-*", lambda route: route.abort())
    widget.field.press_sequentially("김치")
    widget.find(".retry").wait_for()
    widget.page.unroute("**/backend-*")
    widget.find(".retry").click()
    widget.wait_for_hits()


def test_an_old_entry_out_of_a_cache_finds_the_new_scripts(
    site: Path, origin: str, visit: Callable[..., Widget]
) -> None:
    now = (site / "saegin/saegin-search.js").read_text("utf-8")
    old = re.sub(r"(app/app)-[0-9a-f]{8}", r"\1-00000000", now)

    widget = visit(origin, "dialog.html")
    widget.page.route(
        re.compile(r"/saegin-search\.js$"), lambda route: route.fulfill(body=old, content_type="text/javascript")
    )
    widget.page.reload()
    assert_searches(widget)


def test_a_page_that_is_open_during_an_export_goes_on(tmp_path: Path, visit: Callable[..., Widget]) -> None:
    blog = Site.sample(tmp_path / "blog")
    blog.index()
    site = tmp_path / "site"
    export_index(blog.index_dir, site / "saegin")
    (site / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{TAGS}{FIELD}", "utf-8")
    with host(site) as origin:
        widget = visit(origin)
        assert_searches(widget)
        blog.write("새글/새글", "루바브 파이를 구웠다.", title="루바브 파이")
        blog.index()
        assert export_index(blog.index_dir, site / "saegin").removed
        for query, title in (("리스본", "리스본"), ("달리기", "달리기"), ("유니코드", "정규식")):
            widget.field.fill(query)
            widget.wait(f"inside.querySelector('.hit h2')?.innerText.includes({title!r})")
        assert_searches(visit(origin), "루바브", "루바브 파이")
