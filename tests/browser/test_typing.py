"""What happens while a query is typed: composing syllables, late answers, the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.widget import Widget

Open = Callable[..., Widget]


def test_results_follow_the_typing(widgets: Open) -> None:
    widget = widgets()
    widget.type("쿠버네티스")
    assert widget.titles[0] == "개인 서버를 쿠버네티스로 옮겼다가 되돌린 이야기"
    assert widget.find(".hit mark").first.inner_text() == "쿠버네티스"


def test_one_search_sets_out_for_a_burst_of_keys(widgets: Open) -> None:
    widget = widgets()
    asked: list[str] = []
    widget.page.on("request", lambda request: "/api/search" in request.url and asked.append(request.url))
    widget.type("python")
    assert len(asked) == 1


def test_results_follow_a_half_typed_syllable(widgets: Open) -> None:
    widget = widgets()
    widget.field.focus()
    with widget.page.expect_response("**/api/search?q=%EC%BF%A0%EB%B2%84*"):
        widget.compose("ㅋ", "쿠", "쿱", "쿠버")
    widget.wait_for_hits()
    assert widget.field.input_value() == "쿠버"
    assert any("쿠버네티스" in title for title in widget.titles)


def test_enter_that_ends_a_composition_opens_nothing(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.find(".trigger").click()
    widget.compose("ㄷ", "도", "독", "도커")
    widget.wait_for_hits()
    here = widget.page.url
    devtools = widget.page.context.new_cdp_session(widget.page)
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    widget.end_composition("도커")
    # macOS sends the same stroke again, now without the mark of a composition.
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter, "windowsVirtualKeyCode": 13})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    widget.page.wait_for_timeout(200)
    assert widget.page.url == here
    assert widget.find("dialog").get_attribute("open") is not None

    with widget.page.expect_navigation():
        widget.press("Enter")


def test_enter_with_a_composition_flag_opens_nothing(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.find(".trigger").click()
    widget.type("도커")
    here = widget.page.url
    widget.field.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Enter', isComposing: true, bubbles: true, composed: true, cancelable: true}))"
    )
    widget.page.wait_for_timeout(100)
    assert widget.page.url == here


def test_escape_during_a_composition_leaves_the_dialog_open(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    widget.find(".trigger").click()
    widget.compose("ㄷ", "도")
    devtools = widget.page.context.new_cdp_session(widget.page)
    escape = {"key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 229}
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **escape})
    assert widget.find("dialog").get_attribute("open") is not None


def test_a_late_answer_to_an_earlier_query_is_dropped(widgets: Open) -> None:
    widget = widgets()
    held: list[Any] = []
    late = "**/api/search?q=%EC%BB%A4%ED%94%BC*"
    widget.page.route(late, lambda route: held.append(route))
    with widget.page.expect_request(late):
        widget.field.fill("커피")
    widget.field.fill("쿠버네티스")
    widget.settle()
    held[0].fulfill(json={"query": "커피", "total": 0, "interpretations": [], "hits": [], "facets": _NO_FACETS})
    widget.page.wait_for_timeout(100)
    assert widget.titles[0] == "개인 서버를 쿠버네티스로 옮겼다가 되돌린 이야기"


def test_typing_rewrites_the_address_and_enter_makes_an_entry_of_it(widgets: Open) -> None:
    widget = widgets()
    entries = widget.page.evaluate("history.length")
    widget.type("커피")
    assert widget.asked["q"] == ["커피"]
    assert widget.page.evaluate("history.length") == entries

    widget.press("Enter")
    assert widget.page.evaluate("history.length") == entries + 1
    widget.field.fill("도커")
    widget.press("Enter")
    widget.wait("location.search.includes(encodeURIComponent('도커'))")
    widget.settle()

    widget.page.go_back()
    widget.wait("location.search.includes(encodeURIComponent('커피'))")
    widget.settle()
    assert widget.field.input_value() == "커피"
    assert "커피" in "".join(widget.find(".hit").all_inner_texts())

    widget.page.go_back()
    widget.wait("!location.search.includes('q=')")
    assert widget.field.input_value() == ""
    assert widget.find(".hit").count() == 0


def test_an_address_brings_query_and_filters(widgets: Open) -> None:
    widget = widgets("&q=글&tag=개발&after=2017&before=2018&sort=oldest&utm=kept")
    widget.wait_for_hits()
    assert widget.field.input_value() == "글"
    assert widget.find(".applied button").all_inner_texts() == ["#개발", "2017년"]
    assert widget.find(".sort").input_value() == "oldest"
    assert widget.find(".period input").nth(1).input_value() == "2017-12-31"
    widget.find(".applied button").first.click()
    widget.settle()
    assert "tag" not in widget.asked
    assert widget.asked["utm"] == ["kept"]


def test_a_dialog_leaves_the_address_alone(widgets: Open) -> None:
    widget = widgets(mode="dialog")
    before = widget.page.url
    widget.find(".trigger").click()
    widget.type("커피")
    assert widget.page.url == before


def test_search_goes_on_once_the_reader_is_online_again(widgets: Open) -> None:
    widget = widgets()
    widget.page.context.set_offline(True)
    widget.field.fill("커피")
    widget.find(".headline").wait_for()
    assert widget.find(".headline").inner_text() == "인터넷에 연결되어 있지 않습니다"
    widget.page.context.set_offline(False)
    widget.wait_for_hits()


_NO_FACETS: dict[str, list[Any]] = {"tags": [], "years": []}
