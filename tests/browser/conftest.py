"""A browser, a served sample blog, and a page with the widget that fails the test for any script that was not ours."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from saegin_index import index_posts
from tests.browser.hosting import BASE
from tests.browser.serving import serving
from tests.browser.widget import Widget
from tests.sites import BLOG, Site

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def _missing(what: str) -> NoReturn:
    """Nothing to test with: a reason to skip, but a failure where all is meant to be there."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Playwright is missing: pip install 'saegin[browser]'")
    if not Path(CHROMIUM).exists():
        _missing(f"{CHROMIUM} is missing: install your distribution's chromium")
    fonts = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":lang=ko"], capture_output=True, text=True, check=False
    )
    if not fonts or not fonts.stdout.strip():
        _missing("no Korean font is installed: install fonts-noto-cjk or fonts-nanum")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample blog's search is served; without its settings, so that hits lead to this server."""
    contents = tmp_path_factory.mktemp("browsed") / "contents"
    shutil.copytree(BLOG / "contents", contents)
    index_posts(contents, contents.parent / ".saegin")
    with serving(contents.parent / ".saegin") as origin:
        yield origin


@pytest.fixture
def widgets(browser: Any, origin: str) -> Iterator[Callable[..., Widget]]:
    """Makes pages with the widget in it, in contexts of their own; says at the end what went wrong in them."""
    opened: list[Widget] = []

    def open_widget(query: str = "", *, at: str = origin, context: dict[str, Any] | None = None, **page: str) -> Widget:
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **(context or {})}
        opened.append(Widget(browser.new_context(**options).new_page(), at))
        opened[-1].visit(query, **page)
        return opened[-1]

    yield open_widget
    for widget in opened:
        widget.page.context.close()
    assert [fault for widget in opened for fault in widget.faults] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    script = HERE / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        _missing("axe-core is missing: npm install --prefix tests/browser")
    return script.read_text("utf-8")


@pytest.fixture(scope="session")
def static_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the sample blog."""
    site = Site.sample(tmp_path_factory.mktemp("recipes") / "blog")
    site.index()
    done = site.saegin("export", "built/saegin")
    assert done.returncode == 0, done.stderr
    return site.root / "built" / "saegin"


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Widget]]:
    """Opens an address; says at the end what went wrong there."""
    opened: list[Widget] = []

    def open_page(origin: str, page: str = "") -> Widget:
        opened.append(Widget(browser.new_context(reduced_motion="reduce").new_page(), origin))
        opened[-1].page.goto(f"{origin}{BASE}{page}")
        return opened[-1]

    yield open_page
    for widget in opened:
        widget.page.context.close()
    assert [fault for widget in opened for fault in widget.faults] == []
