"""Scripts and style sheets without what only people read, which is a third of what browsers would load.

No names are changed and no statement is rearranged: comments go, and the white space that separates nothing. Strings,
templates and regular expressions are told apart from the rest, so that nothing inside them is taken for a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    |(?P<comment>/\*.*?\*/|//[^\n]*)
    |(?P<word>[\w$#]+)
    |(?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<template>`)
    |(?P<mark>\+\+|--|=>|\?\.|\*\*|[^\s\w$#'"`\\])
    """,
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE_PART = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*(`|\$\{)", re.DOTALL)
_REGULAR_EXPRESSION = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
# After these a slash begins a regular expression; after a value it divides.
_BEFORE_EXPRESSION = re.compile(
    r"[(,=:\[!&|?{};+\-*%<>~^]|=>|\*\*|return|typeof|case|in|of|do|else|void|delete|await|yield"
)
# A line may end here, or begin so, without ending its statement.
_OPEN_END = re.compile(r"[{(\[,;=:?&|.<>*%^!~]|=>|\?\.|\*\*")
_OPEN_BEGINNING = re.compile(r"[})\].,;:?=&|<>*%^]|=>|\?\.|\*\*")

_STYLE_STRING = r"""(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_STYLE_COMMENT = re.compile(rf"{_STYLE_STRING}|/\*.*?\*/", re.DOTALL)
_STYLE_SPACE = re.compile(
    rf"{_STYLE_STRING}|\s*;?\s*(?P<close>\}})\s*|\s*(?P<mark>[{{;,])\s*|(?P<colon>:)\s+|(?P<space>\s+)", re.DOTALL
)


class ScriptError(ValueError):
    """A script with something in it that cannot be read."""


def minified_script(source: str) -> str:
    """A script without comments and needless white space."""
    written, before, space = [], "", ""
    for kind, text in _tokens(source):
        if kind == "space" or kind == "comment":
            space = "\n" if "\n" in text or space == "\n" else space or " "
            continue
        written += [_between(before, text, space), text] if before else [text]
        before, space = text, ""
    return "".join(written) + "\n"


def without_comments(source: str) -> str:
    """A script as it is laid out, but for its comments."""
    return "".join(_newlines(text) if kind == "comment" else text for kind, text in _tokens(source))


def minified_styles(source: str) -> str:
    """A style sheet without comments and needless white space."""
    bare = _STYLE_COMMENT.sub(lambda match: match["string"] or "", source).strip()
    return _STYLE_SPACE.sub(lambda match: " " if match["space"] else match[match.lastgroup or 0], bare) + "\n"


def _newlines(comment: str) -> str:
    return "\n" * comment.count("\n") or " "


def _between(before: str, after: str, space: str) -> str:
    """What has to stand between two tokens that had `space` between them."""
    if space == "\n":
        return "" if _OPEN_END.fullmatch(before) or _OPEN_BEGINNING.fullmatch(after) else "\n"
    if not space:
        return ""
    last, first = before[-1], after[0]
    if _is_word(last) and _is_word(first):
        return " "
    # a + +b is no a++b, a / /b/ no comment, and 1 .toFixed() no 1.toFixed().
    return " " if (last == first and first in "+-/") or (last.isdigit() and first == ".") else ""


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "_$#"


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """The kinds and texts of all tokens; joined, the texts are the source."""
    at, before = 0, ";"
    braces: list[bool] = []  # of each open one, whether it is within a template
    while at < len(source):
        found = _TOKEN.match(source, at)
        kind, text = (found.lastgroup or "", found[0]) if found else ("", source[at])
        if text.startswith("/") and kind == "mark" and _BEFORE_EXPRESSION.fullmatch(before):
            found = _REGULAR_EXPRESSION.match(source, at)
            kind, text = "expression", found[0] if found else ""
        elif text == "`" or (text == "}" and braces and braces[-1]):
            found = _TEMPLATE_PART.match(source, at + 1)
            kind, text = "template", source[at : found.end()] if found else ""
        if not kind or not text:
            raise ScriptError(f"cannot read {source[at : at + 40]!r} in line {source.count(chr(10), 0, at) + 1}")
        if kind == "template":
            if source[at] == "}":
                braces.pop()
            if text.endswith("${"):
                braces.append(True)
        elif text == "{":
            braces.append(False)
        elif text == "}" and braces:
            braces.pop()
        if kind not in ("space", "comment"):
            before = "{" if kind == "template" and text.endswith("${") else text
        yield kind, text
        at += len(text)
    if any(braces):
        raise ScriptError(f"a template does not end in line {source.count(chr(10)) + 1}")
