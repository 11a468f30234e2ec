"""What a page is made of, as a browser's parser sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Page(HTMLParser):
    """The elements of a page with their attributes, and its text; `within` keeps the text by element."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    within: dict[str, list[str]] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "input"):
            self._open.append(tag)
            self.within.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.within[tag][-1] += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The attributes of the elements with a tag and some attributes."""
        wanted = attributes.items()
        return [found for name, found in self.elements if name == tag and wanted <= found.items()]

    def links(self) -> list[str]:
        return [found["href"] for found in self.all("a")]

    def has_class(self, name: str) -> bool:
        return any(name in found.get("class", "").split() for _, found in self.elements)
