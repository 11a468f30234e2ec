"""Markdown and HTML to the plain text a reader would see, with its headings and its code blocks marked.

HTML is walked with a loop, not recursion: a hostile or broken post nests deeper than Python's stack.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from pyromark import Markdown, Options
from selectolax.lexbor import LexborHTMLParser, LexborNode

from saegin_index.posts.anchors import Anchors
from saegin_index.posts.characters import clean_line, clean_lines
from saegin_index.posts.elements import (
    BLOCKS,
    CLASSED,
    CODE,
    CODE_CLASSES,
    DROPPED,
    DROPPED_CLASSES,
    HEADINGS,
    VOID,
)
from saegin_index.posts.post import Section

_MARKDOWN = Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_MATH
)

# An opened one swallows the rest of the page, so one that nobody closes (or JSX closes with "/>") has to go.
_SWALLOWS = re.compile(
    r"<(script|style|iframe|textarea|title|xmp|noembed|noframes|noscript|svg|object|video|audio"
    r"|canvas|select|button|template|applet|math)\b[^<>]*>",
    re.IGNORECASE,
)
_NEVER_CLOSES = re.compile(r"</?(?:plaintext|frameset|head|template)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>")
# Parsing time grows with the square of the depth; the deepest real post seen has 60.
_DEEPEST = 400

_URL = re.compile(
    r"[(<\[]\s*(?:https?|ftp)://[!-~]{0,2000}?[)>\]](?![!-~])|(?:(?:https?|ftp):)//[!-~]+|\bwww\.[!-~]+\.[!-~]+",
    re.IGNORECASE,
)
# Markdown that CommonMark refused (in an HTML block, with a space in an address).
_BROKEN_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()]*)\)")
_BROKEN_BOLD = re.compile(r"(?<![A-Za-z0-9/])\*{2,}|\*{2,}(?![A-Za-z0-9/])")
_BROKEN_STRIKE = re.compile(r"~~(?=[^\s~])([^~\n]{1,300})(?<=[^\s~])~~")
_BROKEN_MATH = re.compile(r"\$\$([^$]{1,2000})\$\$")
_BROKEN_HEADING = re.compile(r"^\s*#{2,6}\s|(?<!#)#{2,}\s*$")
_LOST_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_FILE_NAME = re.compile(
    r"[^\s/]*\.(?:png|jpe?g|gif|webp|svg|bmp|heic|mp4)"
    r"|(?:image|img|screenshot|untitled|alt|스크린샷|화면 캡처)[\s_\d.:-]*",
    re.IGNORECASE,
)
_MATH_WORDS = re.compile(r"\\(?:text|textbf|textit|mathrm|mbox|operatorname)\s*\{([^{}]*)\}")
_MATH_SYNTAX = re.compile(r"\\[a-zA-Z]+|\\.|[{}$^_&\\]")


@dataclass(frozen=True, slots=True)
class Plain:
    """Text in reading order (NFC; a line per block), its sections and the spans of its code blocks."""

    text: str
    sections: tuple[Section, ...]
    code: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Block:
    text: str
    level: int = 0  # 1-6 for a heading
    anchor: str = ""  # the id written on the heading, if any
    code: bool = False


def markdown_to_html(source: str) -> str:
    """CommonMark with GitHub's extensions, footnotes, definition lists and math; raw HTML passes through."""
    made = _MARKDOWN.html(source)
    # Real posts at most double; only nesting without end grows more, and is no markup then.
    return made if len(made) < 5 * len(source) + 10_000 else f"<pre>{html.escape(source)}</pre>"


def html_to_plain(page: str, slugs: str = "github") -> Plain:
    """The text of `page` (HTML) as `Post.text` has it. `slugs` is one of conventions.SLUG_STYLES."""
    body = LexborHTMLParser(_tame(page)).body
    writer = _Writer()
    if body is not None:
        _walk(body, writer)
    writer.end_block()
    return _assemble(writer.blocks, Anchors(slugs))


def _tame(page: str) -> str:
    """Without the tags that would make the parser lose text or time."""
    page = _NEVER_CLOSES.sub(" ", page)
    lower = page.lower()
    closed = {name: lower.rfind(f"</{name}") for name in {found[1].lower() for found in _SWALLOWS.finditer(page)}}

    def keep(found: re.Match[str]) -> str:
        closes = not found[0].endswith("/>") and closed[found[1].lower()] > found.start()
        return found[0] if closes else " "

    page = _SWALLOWS.sub(keep, page) if closed else page
    last_comment = page.rfind("-->")
    page = page[: last_comment + 3] + page[last_comment + 3 :].replace("<!--", " ") if "<!--" in page else page
    return _flatten(page) if page.count("<") > _DEEPEST else page


def _flatten(page: str) -> str:
    """Without the tags nested deeper than any real page."""
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        if found[2].lower() in VOID:
            return found[0]
        depth = max(0, depth + (-1 if found[1] else 1))
        return found[0] if depth <= _DEEPEST else " "

    return _TAG.sub(keep, page)


def _walk(root: LexborNode, writer: _Writer) -> None:
    """Every node below `root` in document order, telling `writer` where elements begin and end."""
    node, depth = root.child, 1
    while node is not None and depth:
        enters = writer.begin(node)
        child = node.child if enters else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        if enters:
            writer.end(node)
        while node.next is None:
            parent = node.parent
            depth -= 1
            if parent is None or depth == 0:
                return
            node = parent
            writer.end(node)
        node = node.next


class _Writer:
    """Collects blocks while the tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self.parts: list[str] = []
        self.heading: tuple[int, str] | None = None
        self.in_code_span = False
        self.code_depth = 0  # elements open since the one that made this code, itself included

    def begin(self, node: LexborNode) -> bool:
        """Take a node in; whether to go into it (then `end` is called for it)."""
        if node.is_text_node:
            text = node.text_content or ""
            self.parts.append(text if self.code_depth or self.in_code_span else _without_marks(text))
            return False
        tag = node.tag or ""
        if not node.is_element_node or tag in DROPPED:
            return False
        if tag == "img":
            self.picture(node.attributes.get("alt") or "")
            return False
        classes = (node.attributes.get("class") or "").split() if tag in CLASSED else []
        if not DROPPED_CLASSES.isdisjoint(classes):
            return False
        if "math" in classes:
            self.parts.append(_math_to_words(node.text(), "math-display" in classes))
            return False
        if self.code_depth:
            return self.begin_in_code(node, tag)
        if tag in CODE or not CODE_CLASSES.isdisjoint(classes):
            self.end_block()
            self.code_depth = 1
        elif tag in HEADINGS:
            self.end_block()
            self.heading = (HEADINGS[tag], node.attributes.get("id") or "")
        elif tag in BLOCKS:
            self.end_block()
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "code":
            self.in_code_span = True
        return True

    def begin_in_code(self, node: LexborNode, tag: str) -> bool:
        if tag == "td" and node.text().strip().replace("\n", "").isdigit():
            return False  # a column of line numbers
        if tag == "br":
            self.parts.append("\n")
        self.code_depth += 1
        return True

    def end(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if self.code_depth:
            self.code_depth -= 1
            if self.code_depth == 0:
                self.end_code()
            elif tag in BLOCKS and tag != "br" and self.parts and not self.parts[-1].endswith("\n"):
                self.parts.append("\n")
        elif tag in HEADINGS:
            self.end_heading()
        elif tag in BLOCKS:
            self.end_block()
        elif tag == "code":
            self.in_code_span = False

    def picture(self, alt: str) -> None:
        """What a picture is called is prose; the name of its file is not."""
        if alt and not self.code_depth and not _FILE_NAME.fullmatch(alt.strip()):
            self.parts.append(f" {alt} ")

    def end_block(self) -> None:
        if self.heading:
            self.parts.append(" ")  # a line break within a heading
            return
        text = _clean_prose("".join(self.parts))
        self.parts.clear()
        if text:
            self.blocks.append(_Block(text))

    def end_heading(self) -> None:
        level, own = self.heading or (1, "")
        self.heading = None
        text = _clean_prose("".join(self.parts))
        self.parts.clear()
        if text:
            self.blocks.append(_Block(text, level=level, anchor=own))

    def end_code(self) -> None:
        text = clean_lines("".join(self.parts))
        self.parts.clear()
        if text and self.heading:
            self.parts.append(text.replace("\n", " "))
        elif text:
            self.blocks.append(_Block(text, code=True))


def _clean_prose(text: str) -> str:
    if "](" in text:
        # Twice: a picture is often the text of a link.
        text = _BROKEN_LINK.sub(_link_words, _BROKEN_LINK.sub(_link_words, text))
    if "[^" in text:
        text = _LOST_FOOTNOTE.sub("", text)
    if "//" in text or "www." in text:
        text = _URL.sub(" ", text)
    if "##" in text:
        text = _BROKEN_HEADING.sub("", text)
    return clean_line(text)


def _without_marks(text: str) -> str:
    """Without emphasis that CommonMark left standing, mostly for the Korean particle right behind it."""
    if "**" in text:
        text = _BROKEN_BOLD.sub("", text)
    if "~~" in text:
        text = _BROKEN_STRIKE.sub(r"\1", text)
    if "$$" in text:
        text = _BROKEN_MATH.sub(lambda found: _math_to_words(found[1], display=True), text)
    return text


def _link_words(found: re.Match[str]) -> str:
    """Of a link that CommonMark refused (a space in its address); `items[0](x)` is none."""
    address = found[2].strip()
    return found[1] if (not address and found[0][0] == "!") or any(mark in address for mark in './#"') else found[0]


def _math_to_words(formula: str, display: bool) -> str:
    """Words of a formula without TeX; what only looks like one (`$HOME/$USER`) stays as written."""
    if "\\" not in formula and not display:
        return f"${formula}$"
    return " " + _MATH_SYNTAX.sub(" ", _MATH_WORDS.sub(r" \1 ", formula)) + " "


def _assemble(blocks: list[_Block], anchors: Anchors) -> Plain:
    sections: list[Section] = []
    code: list[tuple[int, int]] = []
    at = 0
    for block in blocks:
        end = at + len(block.text)
        if block.level:
            anchor = anchors.anchor(block.text, block.anchor)
            sections.append(Section(block.text, block.level, anchor, start=at, body=end))
        elif block.code:
            code.append((at, end))
        at = end + 1
    return Plain("\n".join(block.text for block in blocks), tuple(sections), tuple(code))
