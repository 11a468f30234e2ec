"""That it fits on any screen, is accessible by axe-core's rules, and keeps still for who asked for that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.widget import Widget

Open = Callable[..., Widget]


def empty(widget: Widget) -> None:
    widget.field.wait_for()


def suggesting(widget: Widget) -> None:
    widget.field.fill("파이")
    widget.find("[role=option]").first.wait_for()
    widget.press("ArrowDown")


def results(widget: Widget) -> None:
    widget.field.fill("rjator")
    widget.settle()
    if widget.find(".filter-toggle").is_visible():
        widget.find(".filter-toggle").click()


def narrowed(widget: Widget) -> None:
    results(widget)
    widget.find(".facets button").first.click()
    widget.find(".applied button").wait_for()


def nothing(widget: Widget) -> None:
    widget.field.fill("꽱뛟쿄쿄")
    widget.find(".headline").wait_for()


def failing(widget: Widget) -> None:
    widget.page.route("**/api/search*", lambda route: route.fulfill(status=500))
    widget.field.fill("커피")
    widget.find(".headline").wait_for()


def remembering(widget: Widget) -> None:
    recent = json.dumps(["커피", "쿠버네티스", "파이썬 " * 30])
    widget.page.evaluate("recent => localStorage.setItem('saegin-recent', recent)", recent)
    widget.field.fill("커피")
    widget.settle()
    widget.field.fill("")
    widget.find(".recall").first.wait_for()


STATES = [empty, suggesting, results, narrowed, nothing, failing, remembering]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("mode", ["inline", "dialog"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_screen(
    widgets: Open, width: int, mode: str, state: Callable[[Widget], None]
) -> None:
    widget = widgets(mode=mode, context={"viewport": {"width": width, "height": 700}})
    if mode == "dialog":
        widget.press("/")
    state(widget)
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= width
    assert widget.page.evaluate(_WIDEST) <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["inline", "dialog"])
def test_axe_finds_no_fault(widgets: Open, axe: str, mode: str, scheme: str) -> None:
    for state in STATES:
        widget = widgets(mode=mode, context={"color_scheme": scheme, "bypass_csp": True})
        if mode == "dialog":
            widget.press("/")
        state(widget)
        assert faults(widget, axe) == [], state.__name__


def test_axe_finds_no_fault_in_english_and_in_a_narrow_page(widgets: Open, axe: str) -> None:
    widget = widgets(lang="en", context={"bypass_csp": True, "viewport": {"width": 320, "height": 700}})
    narrowed(widget)
    assert faults(widget, axe) == []


def faults(widget: Widget, axe: str) -> list[Any]:
    """What axe-core objects to; the page's policy would not let it in."""
    widget.page.evaluate(axe)
    violations = widget.page.evaluate("async () => (await axe.run()).violations")
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_attribute_outdoes_the_system(widgets: Open, theme: str) -> None:
    widget = widgets(theme=theme, context={"color_scheme": "light" if theme == "dark" else "dark"})
    ground = widget.page.locator("saegin-search").evaluate("host => getComputedStyle(host).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if theme == "light" else "rgb(20, 22, 27)")


def test_a_page_sets_colours_and_parts(widgets: Open) -> None:
    widget = widgets("&q=rjator")
    widget.wait_for_hits()
    colours = widget.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`saegin-search { --saegin-accent: rgb(1, 2, 3) }
                               saegin-search::part(title) { color: rgb(4, 5, 6) }`);
            document.adoptedStyleSheets = [sheet];
            const inside = document.querySelector('saegin-search').shadowRoot;
            return ['.action', 'h2'].map((selector) => getComputedStyle(inside.querySelector(selector)).color);
        }"""
    )
    assert colours == ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]


def test_nothing_moves_for_who_asked_for_that(widgets: Open) -> None:
    widget = widgets(mode="dialog", context={"reduced_motion": "reduce"})
    widget.press("/")
    assert widget.find("dialog").evaluate("dialog => getComputedStyle(dialog).animationDuration") == "0.001s"


_WIDEST = """() => Math.max(...['.search', '.field', '.body', '.close', 'dialog']
    .map((selector) => document.querySelector('saegin-search').shadowRoot.querySelector(selector))
    .filter(Boolean).map((element) => element.getBoundingClientRect().right))"""
