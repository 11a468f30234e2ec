"""The file formats posts come in, each turned into front matter and plain text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from saegin_index.config import Config
from saegin_index.posts.conventions import fold_key
from saegin_index.posts.front_matter import FrontMatter, read_front_matter, read_rst_fields
from saegin_index.posts.markup import Plain, html_to_plain, markdown_to_html
from saegin_index.posts.syntax import plain_markdown

# Fields are front matter, which docutils would print as a table.
_FIELDS = re.compile(r"^:[A-Za-z][\w -]*:[ \t].*\n(?:[ \t]+\S.*\n)*", re.MULTILINE)
# docutils takes the square of its length over a line of punctuation.
_LONG_RULE = re.compile(r"(([^\w\s])\2{99})\2+")
# Ten times a long post; docutils needs seconds beyond it, and minutes for odd ones.
_RST_LIMIT = 60_000
_RST_LINES = 3_000
_HTML_HEAD = re.compile(r"<title[^<>]*>([^<]*)</title", re.IGNORECASE)
_HTML_META = re.compile(r"<meta\s[^<>]*>", re.IGNORECASE)
_META_PART = re.compile(r"""\b(name|property|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_HTML_KEYS = {
    "article:publishedtime": "date",
    "article:modifiedtime": "updated",
    "date": "date",
    "author": "author",
    "description": "description",
    "keywords": "tags",
}


def front_matter_of(text: str, suffix: str) -> FrontMatter:
    """Front matter and body of a file's text; `suffix` is lower case, with its dot."""
    if suffix == ".rst":
        return read_rst_fields(text)
    if suffix == ".ipynb":
        return read_front_matter(_notebook_to_markdown(text))
    matter = read_front_matter(text)
    if suffix in (".html", ".htm"):
        return replace(matter, keys={**(matter.keys or _html_keys(text)), **_html_robots(text)})
    return matter


def body_to_plain(body: str, suffix: str, config: Config) -> Plain:
    """The plain text of a body that `front_matter_of` returned for the same suffix."""
    slugs = config.slugs
    if suffix == ".rst":
        return html_to_plain(_rst_to_html(body), slugs)
    if suffix == ".txt":
        return html_to_plain(_lines_to_html(body), slugs)
    generator = config.generator
    source = plain_markdown(
        body,
        mdx=generator.mdx or suffix == ".mdx",
        templated=generator.templated,
        vault=generator.inline_tags,
    )
    return html_to_plain(source if suffix in (".html", ".htm") else markdown_to_html(source), slugs)


def _html_keys(text: str) -> dict[str, str | list[str]]:
    """What a whole HTML page says of itself in its head."""
    head = text[:50_000]
    keys: dict[str, str | list[str]] = {}
    if title := _HTML_HEAD.search(head):
        keys["title"] = title[1].strip()
    for name, content in _html_metas(head):
        if name in _HTML_KEYS and content:
            keys.setdefault(_HTML_KEYS[name], content)
    return keys


def _html_robots(text: str) -> dict[str, str | list[str]]:
    """What a page says to machines: `<meta name="robots" content="noindex">`, `<meta name="draft">`.

    Kept apart from the keys of front matter: the page's other words mean something else there.
    """
    return {f"meta.{fold_key(name)}": content or "true" for name, content in _html_metas(text) if name}


def _html_metas(text: str) -> Iterator[tuple[str, str]]:
    for meta in _HTML_META.findall(text):
        parts = {part[0].lower(): part[1] or part[2] or part[3] for part in _META_PART.findall(meta)}
        name = (parts.get("name") or parts.get("property") or "").lower().replace("_", "")
        yield name, html.unescape(parts.get("content") or "")


def _notebook_to_markdown(text: str) -> str:
    """Prose cells as they are and code cells fenced; outputs are left behind.

    Not a notebook: the text itself.
    """
    try:
        notebook = json.loads(text, strict=False)
        cells = notebook.get("cells") or [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
        parts = [(cell.get("cell_type"), "".join(cell.get("source") or cell.get("input") or "")) for cell in cells]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return text
    return "\n\n".join(f"~~~~~\n{source}\n~~~~~" if kind == "code" else source for kind, source in parts if source)


def _rst_to_html(text: str) -> str:
    """By docutils, with everything off that would read other files or run code.

    What it gives up on (too long, too odd) is read as lines of text: its words are still words.
    """
    if len(text) > _RST_LIMIT or text.count("\n") > _RST_LINES:
        return _lines_to_html(text)
    from docutils.core import publish_parts
    from docutils.utils import SystemMessage

    settings = {
        "file_insertion_enabled": False,
        "raw_enabled": False,
        "report_level": 5,
        "halt_level": 5,
        "syntax_highlight": "none",
        "initial_header_level": 1,
        "doctitle_xform": False,
        "docinfo_xform": False,
        "_disable_config": True,
    }
    text = _LONG_RULE.sub(r"\1", _FIELDS.sub("", text))
    try:
        body = str(publish_parts(text, writer="html5", settings_overrides=settings)["body"])
    except (SystemMessage, RecursionError, ValueError, AttributeError, TypeError, IndexError, KeyError):
        body = ""
    return body if body.strip() else _lines_to_html(text)


def _lines_to_html(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
