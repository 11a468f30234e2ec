"""What is shown for an answer, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.widget import Widget

Open = Callable[..., Widget]


def test_an_interpretation_and_the_way_out_of_it(widgets: Open) -> None:
    widget = widgets("&q=rjator")
    widget.wait_for_hits()
    assert widget.find(".notes").inner_text().split("\n") == ["rjator → 검색으로 찾았습니다.", "입력한 그대로 찾기"]
    widget.find(".notes .action").click()
    widget.find(".notes >> text=입력한 그대로 찾았습니다.").wait_for()
    assert widget.asked["exact"] == ["true"]

    widget.find(".notes .action").first.click()
    widget.settle()
    assert "exact" not in widget.asked


def test_typing_on_ends_an_exact_search(widgets: Open) -> None:
    widget = widgets("&q=rjato&exact=true")
    widget.find(".headline").wait_for()
    widget.field.focus()
    widget.type("r")
    widget.wait_for_hits()
    assert "exact" not in widget.asked


@pytest.mark.parametrize(
    ("query", "note"),
    [("퇴샤", "퇴샤 → 퇴사로 고쳐 찾았습니다."), ("쿠버네티스", "쿠버네티스: k8s, kubernetes도 함께 찾았습니다.")],
)
def test_notes_are_sentences(widgets: Open, query: str, note: str) -> None:
    widget = widgets(f"&q={query}")
    widget.wait_for_hits()
    assert widget.find(".notes p").first.inner_text().split("\n")[0] == note


def test_a_doubt_is_a_link(widgets: Open) -> None:
    widget = widgets()
    widget.page.route("**/api/search?q=a*", lambda route: route.fulfill(json=DOUBT))
    widget.type("a b")
    widget.page.unroute("**/api/search?q=a*")
    widget.find(".notes .action").get_by_text("혹시 커피?").click()
    widget.settle()
    assert widget.field.input_value() == "커피 b"


def test_tags_and_years_narrow_and_widen(widgets: Open) -> None:
    widget = widgets("&q=개발")
    widget.wait_for_hits()
    everything = widget.find(".count").inner_text()
    facet = widget.find(".facets .tags button").filter(has_text="회고")
    count = int(facet.locator("small").inner_text())
    facet.click()
    widget.settle()
    assert widget.asked["tag"] == ["회고"]
    assert widget.find(".count").inner_text() == f"글 {count}편"
    year = widget.find(".years button").first
    name = year.locator("span").inner_text()
    year.click()
    widget.find(".years button[aria-pressed=true]").wait_for()
    assert widget.asked["after"] == [f"{name[:4]}-01-01"]
    assert widget.asked["before"] == [f"{int(name[:4]) + 1}-01-01"]
    widget.find(".applied button").last.click()
    widget.find(".applied button").nth(1).wait_for(state="detached")
    widget.find(".applied button").click()
    widget.wait(f"inside.querySelector('.count').textContent === '{everything}'")
    assert set(widget.asked) == {"q"}


def test_the_last_day_of_a_period_is_part_of_it(widgets: Open) -> None:
    widget = widgets("&q=개발")
    widget.wait_for_hits()
    widget.find(".period input").first.fill("2017-03-12")
    widget.find(".period input").nth(1).fill("2017-03-12")
    widget.settle()
    assert widget.asked["before"] == ["2017-03-13"]
    assert widget.titles == ["주말에 검색엔진을 직접 만들어 봤다"]


def test_the_newest_come_first_when_asked(widgets: Open) -> None:
    widget = widgets("&q=개발")
    widget.wait_for_hits()
    with widget.page.expect_response("**/api/search*sort=newest*"):
        widget.find(".sort").select_option("newest")
    widget.settle()
    dates = [time.get_attribute("datetime") for time in widget.find(".hit time").all()]
    assert dates == sorted(dates, reverse=True)


def test_more_hits_come_after_those_there_are(widgets: Open) -> None:
    widget = widgets("&before=2100")
    widget.wait_for_hits()
    first = widget.titles
    total = int(widget.find(".count").inner_text().strip("글편 "))
    assert len(first) == 10 < total
    widget.find(".more").click()
    widget.find(".hit").nth(10).wait_for()
    assert widget.titles[:10] == first
    assert len(set(widget.titles)) == len(widget.titles) == min(20, total)
    assert widget.focused == widget.titles[10]


def test_a_part_of_a_post_is_a_link_of_its_own(widgets: Open) -> None:
    widget = widgets("&q=퇴샤")
    widget.wait_for_hits()
    href = widget.find(".sections a").first.get_attribute("href")
    assert href == "/2020/09/14/postgres-index-story/#쓰이지-않는-인덱스-찾기"


def test_marks_count_characters_beyond_the_basic_plane_as_one(widgets: Open) -> None:
    widget = widgets()
    hit = {**DOUBT["hits"][0], "snippets": [{"text": "🍅🍅 토마토", "marks": [[3, 6]]}]}
    widget.page.route("**/api/search*", lambda route: route.fulfill(json={**DOUBT, "hits": [hit]}))
    widget.type("x")
    assert widget.find(".snippet mark").inner_text() == "토마토"


def test_no_hits_are_no_dead_end(widgets: Open) -> None:
    widget = widgets("&q=꽱뛟쿄쿄")
    widget.find(".headline").wait_for()
    assert widget.find(".headline").inner_text() == "‘꽱뛟쿄쿄’에 맞는 글이 없습니다"
    widget.find(".notes .action").first.click()
    widget.settle()
    assert widget.asked == {"tag": ["개발"]}


@pytest.mark.parametrize(
    ("status", "headline"),
    [(500, "검색이 되지 않습니다"), (429, "지금은 찾는 사람이 많습니다"), (400, "이 검색어는 알아듣지 못했습니다")],
)
def test_errors_are_told_and_tried_again(widgets: Open, status: int, headline: str) -> None:
    widget = widgets()
    widget.page.route("**/api/search*", lambda route: route.fulfill(status=status, json={"detail": "too long"}))
    widget.type("커피")
    assert widget.find(".headline").inner_text() == headline
    widget.page.unroute("**/api/search*")
    if status == 400:
        assert "too long" in widget.find(".message").inner_text()
    else:
        widget.find(".retry").click()
        widget.wait_for_hits()


def test_recent_searches_are_kept_and_removed(widgets: Open) -> None:
    widget = widgets()
    for query in ("커피", "도커"):
        widget.field.fill(query)
        widget.press("Enter")
        widget.settle()
    widget.visit()
    assert widget.find(".recall").all_inner_texts() == ["도커", "커피"]
    widget.field.focus()
    widget.press("ArrowDown", "Delete")
    assert widget.find(".recall").all_inner_texts() == ["커피"]
    widget.find(".recall").click()
    widget.settle()
    assert widget.asked["q"] == ["커피"]
    widget.visit(**{"no-recent": "yes"})
    assert widget.find(".recall").count() == 0


def test_what_the_server_rendered_stays_until_there_is_an_answer(widgets: Open) -> None:
    widget = widgets(children="yes")
    rendered = widget.page.locator(".rendered")
    assert rendered.is_visible()
    widget.page.route("**/api/search*", lambda route: route.fulfill(status=500))
    widget.type("커피")
    assert rendered.is_visible()
    widget.page.unroute("**/api/search*")
    widget.find(".retry").click()
    widget.settle()
    assert not rendered.is_visible()


def test_english(widgets: Open) -> None:
    widget = widgets("&q=rjator", lang="en")
    widget.wait_for_hits()
    assert widget.field.get_attribute("placeholder") == "Search posts"
    assert widget.find(".count").inner_text() == "5 posts"
    assert widget.find(".hit time").first.inner_text() == "Mar 12, 2017"
    assert "Search for rjator instead" in widget.find(".notes").inner_text()


def test_the_count_is_read_out(widgets: Open) -> None:
    widget = widgets()
    widget.type("커피")
    widget.wait("inside.querySelector('[role=status]').textContent")
    assert widget.find("[role=status]").inner_text() == widget.find(".count").inner_text()


DOUBT = {
    "query": "a b",
    "total": 1,
    "interpretations": [{"kind": "typo", "text": "혹시 커피?", "applied": False, "from": "a", "to": "커피"}],
    "hits": [
        {"path": "a.md", "url": "/a/", "title": "A", "date": None, "tags": [], "snippets": [], "sections": []},
    ],
    "facets": {"tags": [], "years": []},
}
