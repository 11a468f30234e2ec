"""An export in a browser: the whole of it, as a host serves it, by the list of queries that Node answers, too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from saegin_search.static.export import export_index
from tests.browser.hosting import BASE, assert_searches, host
from tests.browser.widget import Widget
from tests.search.static.asking import BEGINNINGS, SEARCHES, assert_completed_alike, assert_found_alike
from tests.sites import Site

PAGE = f"""<!doctype html>
<html lang=ko><meta charset=utf-8><meta name=viewport content="width=device-width"><title>바람의 색인</title>
<script type="module" src="{BASE}saegin/saegin-search.js"></script>
<saegin-search></saegin-search>
"""
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
ASK = """async ([folder, questions]) => {
  await customElements.whenDefined('saegin-search');
  const backend = customElements.get('saegin-search').backendAt(new URL(folder, location));
  const found = [];
  for (const [method, asked] of questions) {
    found.push(await backend[method](asked).catch((error) => {
      if (error.kind === 'refused') return { refused: error.message };
      throw error;
    }));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample blog, indexed, with its site and the export in that."""
    blog = Site.sample(tmp_path_factory.mktemp("static") / "blog")
    blog.index()
    export_index(blog.index_dir, blog.root / "site" / "saegin")
    (blog.root / "site" / "index.html").write_text(PAGE, "utf-8")
    return blog


@pytest.fixture
def site(blog: Site, tmp_path: Path) -> Path:
    """A copy of the site, to be changed."""
    return Path(shutil.copytree(blog.root / "site", tmp_path / "site"))


@pytest.fixture(scope="module")
def origin(blog: Site) -> Iterator[str]:
    """Where the site is served, with a strict policy."""
    with host(blog.root / "site", STRICT) as origin:
        yield origin


def ask(widget: Widget, questions: list[tuple[str, Any]]) -> list[Any]:
    found: list[Any] = widget.page.evaluate(ASK, [f"{BASE}saegin/", questions])
    return found


def test_queries_find_the_same_as_in_the_index(blog: Site, origin: str, visit: Callable[..., Widget]) -> None:
    assert_found_alike(ask(visit(origin), SEARCHES), blog.index_dir)


def test_beginnings_are_completed_as_from_the_index(blog: Site, origin: str, visit: Callable[..., Widget]) -> None:
    assert_completed_alike(ask(visit(origin), BEGINNINGS), blog.index_dir)


def test_a_page_goes_on_when_the_blog_is_exported_anew(
    blog: Site, site: Path, tmp_path: Path, visit: Callable[..., Widget]
) -> None:
    with host(site, STRICT) as origin:
        widget = visit(origin)
        assert_searches(widget)
        later = Site(Path(shutil.copytree(blog.root, tmp_path / "later")))
        later.write("각시붓꽃", date="2024-05-01")
        later.index()
        export_index(later.index_dir, site / "saegin")
        widget.field.fill("각시붓꽃")
        widget.wait("inside.querySelector('.hit h2')?.innerText.includes('각시붓꽃')")


def test_a_host_that_sends_its_own_page_for_what_it_lacks_is_told_apart(
    site: Path, visit: Callable[..., Widget]
) -> None:
    lost = list((site / "saegin" / "postings").iterdir())
    kept = {path: path.read_bytes() for path in lost}
    for path in lost:
        path.write_bytes(b"<!doctype html><title>Not found</title>")
    with host(site, STRICT) as origin:
        widget = visit(origin)
        widget.field.press_sequentially("김치찌개")
        widget.wait("inside.querySelector('.retry')")
        for path, content in kept.items():
            path.write_bytes(content)
        widget.find(".retry").click()
        widget.wait_for_hits()
        assert "김치찌개" in widget.titles[0]


def test_nothing_is_asked_of_another_host_and_nothing_before_a_reader_searches(
    origin: str, visit: Callable[..., Widget]
) -> None:
    asked: list[str] = []
    widget = visit(origin)
    widget.page.on("request", lambda request: asked.append(request.url))
    widget.page.reload()
    widget.wait("inside.querySelector('[role=combobox]')")
    assert not [url for url in asked if ".bin" in url or ".json" in url]
    assert_searches(widget)
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []
    assert json.loads(widget.page.evaluate("JSON.stringify(document.cookie)")) == ""
