"""The served page in a browser: what the server drew, and the widget that takes it over."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote


def test_without_scripts_the_page_answers(browser: Any, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/blog/?lang=ko&q={quote('rlaclWlro')}")
    assert page.locator("mark").first.inner_text() == "김치찌개"
    assert page.locator("form[role=search] input[type=search], form[role=search] input[name=q]").first.is_visible()
    context.close()


def test_with_scripts_there_is_one_field_and_the_widget_answers(browser: Any, origin: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    for query in ("", f"&q={quote('rlaclWlro')}"):
        page.goto(f"{origin}/blog/?lang=ko{query}")
        page.locator("saegin-search >> [role=combobox]").wait_for()
        assert page.locator("input[name=q]:visible").count() == 0
    page.locator("saegin-search >> .hit").first.wait_for()
    assert page.locator("saegin-search >> div.notes").inner_text().startswith("rlaclWlro → 김치찌개")
    assert faults == []
    context.close()
