"""Everything by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.browser.widget import Widget

Open = Callable[..., Widget]


KUBERNETES = re.compile("/2021/11/07/" + quote("쿠버네티스-이전기"))


def is_open(widget: Widget) -> bool:
    return widget.find("dialog").get_attribute("open") is not None


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_keys_open_the_dialog(widgets: Open, key: str) -> None:
    widget = widgets(mode="dialog")
    widget.press(key)
    assert is_open(widget)
    assert widget.focused == "combobox"
    assert widget.field.input_value() == ""


def test_ctrl_k_opens_it_in_korean_mode(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.page.evaluate(
        "document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'ㅏ', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true}))"
    )
    assert is_open(widget)


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_keys_open_nothing_while_another_field_is_typed_in(widgets: Open, key: str) -> None:
    widget = widgets(mode="dialog", beside="field")
    widget.page.locator("#other").focus()
    widget.press(key)
    assert not is_open(widget)


def test_a_slash_leads_to_the_field_of_a_page_and_is_typed_in_it(widgets: Open) -> None:
    widget = widgets()
    widget.press("/")
    assert widget.focused == "combobox"
    assert widget.field.input_value() == ""
    widget.press("/")
    assert widget.field.input_value() == "/"


def test_escape_closes_the_dialog_and_the_focus_returns(widgets: Open) -> None:
    widget = widgets(mode="dialog", beside="field")
    widget.find(".trigger").focus()
    widget.press("Enter")
    assert is_open(widget)
    widget.type("커피")
    widget.press("Escape")
    assert not is_open(widget)
    assert "검색어를 입력하세요" in widget.focused


def test_a_click_beside_the_dialog_closes_it(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.press("/")
    widget.page.mouse.click(10, 10)
    assert not is_open(widget)


def test_arrows_walk_from_hit_to_hit_and_enter_opens(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.press("/")
    widget.type("파이썬 크롤러")
    titles = widget.titles
    if widget.find("[role=option]").count():
        widget.press("ArrowDown")
    widget.press("ArrowDown")
    assert widget.focused == titles[0]
    widget.press("ArrowDown", "ArrowUp")
    assert widget.focused == titles[0]
    widget.press("ArrowUp", "ArrowUp")
    assert widget.focused == "combobox"
    widget.press("ArrowDown")
    widget.press("ArrowDown", "Enter")
    widget.page.wait_for_url(re.compile("/2020/03/08/python-crawler-asyncio/"))


def test_enter_in_the_field_of_a_dialog_opens_the_first_hit(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.press("/")
    widget.field.fill("쿠버네티스")
    widget.press("Enter")  # before the answer is there
    widget.page.wait_for_url(KUBERNETES)


def test_enter_after_closing_and_opening_again_opens_no_hit_of_an_earlier_query(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.press("/")
    widget.type("커피")
    widget.field.fill("쿠버네티스")
    widget.press("Escape")
    widget.wait("!inside.querySelector('dialog').open")
    widget.press("/")
    widget.press("Enter")
    widget.page.wait_for_url(KUBERNETES)


def test_enter_after_an_error_opens_no_hit_of_an_earlier_query(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.press("/")
    widget.type("커피")
    widget.page.route("**/api/search*", lambda route: route.fulfill(status=500))
    widget.field.fill("도커")
    widget.find(".headline").wait_for()
    here = widget.page.url
    widget.press("Enter")
    widget.settle()
    widget.page.wait_for_timeout(100)
    assert widget.page.url == here


def test_letters_typed_among_the_hits_go_on_with_the_query(widgets: Open) -> None:
    widget = widgets()
    widget.type("docke")
    widget.find(".hit a").first.focus()
    widget.press("r")
    assert widget.field.input_value() == "docker"
    assert widget.focused == "combobox"


def test_suggestions_are_a_listbox(widgets: Open) -> None:
    widget = widgets()
    widget.type("파이")
    options = widget.find("[role=listbox] [role=option]")
    options.first.wait_for()
    assert widget.field.get_attribute("aria-expanded") == "true"
    widget.press("ArrowDown")
    active = widget.field.get_attribute("aria-activedescendant")
    assert widget.find(f"#{active}").get_attribute("aria-selected") == "true"
    widget.press("ArrowRight")
    second = widget.field.get_attribute("aria-activedescendant")
    assert second != active
    assert widget.find("[role=option][aria-selected=true]").count() == 1
    widget.press("ArrowLeft", "Enter")
    assert widget.asked == {"tag": ["파이썬"]}
    widget.wait_for_hits()
    assert widget.field.get_attribute("aria-expanded") == "false"
    assert widget.focused == "combobox"


def test_escape_takes_away_suggestions_then_the_query(widgets: Open) -> None:
    widget = widgets()
    widget.type("파이")
    widget.find("[role=option]").first.wait_for()
    widget.press("ArrowDown", "Escape")
    assert widget.field.get_attribute("aria-activedescendant") is None
    widget.press("Escape")
    assert widget.field.get_attribute("aria-expanded") == "false"
    assert widget.field.input_value() == "파이"
    widget.press("Escape")
    assert widget.field.input_value() == ""


def test_the_focus_stays_on_a_facet_that_is_switched(widgets: Open) -> None:
    widget = widgets("&q=개발")
    widget.wait_for_hits()
    widget.find(".years button").first.focus()
    before = widget.focused.split()[0]
    widget.press("Enter")
    widget.find(".years button[aria-pressed=true]").wait_for()
    assert widget.focused.split()[0] == before
    widget.press("Enter")
    widget.find(".years button[aria-pressed=false]").first.wait_for()
    assert widget.focused.split()[0] == before


def test_tab_reaches_everything(widgets: Open) -> None:
    widget = widgets("&q=rjator")
    widget.wait_for_hits()
    widget.field.focus()
    reached = set()
    for _ in range(60):
        widget.press("Tab")
        reached.add(widget.page.evaluate(_PART))
    assert {"clear", "action", "sort", "facet", "title", "tag"} <= reached


_PART = """() => {
    const focused = document.activeElement.shadowRoot?.activeElement;
    return focused?.closest('[part]')?.getAttribute('part');
}"""
