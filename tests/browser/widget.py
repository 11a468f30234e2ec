"""The widget in a page, as a reader meets it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.browser.serving import page as page_with

_INSIDE = "saegin-search >> "


class Widget:
    """A page with the widget. `faults` are uncaught errors, broken policies and whatever ran that should not have."""

    def __init__(self, page: Any, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", self._on_dialog)
        page.on("console", self._on_console)

    def _on_dialog(self, dialog: Any) -> None:
        self.faults.append(f"a script ran: {dialog.message}")
        dialog.dismiss()

    def _on_console(self, message: Any) -> None:
        # Answers that a test makes fail are told on the console, too.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def visit(self, query: str = "", **options: str) -> None:
        """Open the page; `query` is more of its address, such as `&q=...`."""
        self.page.goto(self.origin + page_with(**options) + query)
        self.wait("inside.querySelector('.trigger, [role=combobox]')")

    def find(self, selector: str) -> Any:
        """What is inside the widget."""
        return self.page.locator(_INSIDE + selector)

    @property
    def field(self) -> Any:
        return self.find("[role=combobox]")

    @property
    def titles(self) -> list[str]:
        return list(self.find(".hit h2").all_inner_texts())

    @property
    def asked(self) -> dict[str, list[str]]:
        """The query in the page's address."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def focused(self) -> str:
        """The text, or else the role, of what has the focus, inside the widget or outside."""
        return str(
            self.page.evaluate(
                """() => {
                    const host = document.activeElement;
                    const focused = host.shadowRoot?.activeElement ?? host;
                    return focused.getAttribute('role') || focused.innerText || focused.id || focused.localName;
                }"""
            )
        )

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type and wait for the answer."""
        with self.page.expect_response("**/api/search*"):
            self.field.press_sequentially(text)
        self.settle()

    def settle(self) -> None:
        """Wait until no search is under way."""
        self.wait("!inside.querySelector('.is-loading')")

    def wait(self, condition: str) -> None:
        """Wait for a JavaScript expression to come true; `inside` is the widget's shadow root."""
        inside = "document.querySelector('saegin-search')?.shadowRoot"
        self.page.wait_for_function(f"() => {{ const inside = {inside}; return inside && ({condition}); }}")

    def wait_for_hits(self) -> None:
        self.find(".hit").first.wait_for()

    def compose(self, *steps: str) -> None:
        """Half-typed syllables as an input method shows them, one after the other; the last one stays unfinished."""
        devtools = self.page.context.new_cdp_session(self.page)
        for step in steps:
            devtools.send("Input.imeSetComposition", {"text": step, "selectionStart": 1, "selectionEnd": 1})

    def end_composition(self, text: str) -> None:
        self.page.context.new_cdp_session(self.page).send("Input.insertText", {"text": text})
