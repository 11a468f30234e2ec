"""`key: value` lines read one by one: for YAML that its own parser refuses, and for headers that never were
YAML.

It gives up nesting and escapes, and in return an apostrophe in one value never costs the other keys.
"""

from __future__ import annotations

import re

from saegin_index.posts.conventions import DRAFTS, KEYS, fold_key

KEY_LINE = re.compile(r"([A-Za-z_\uac00-\ud7a3][\w .-]{0,40}?)\s*:(?:\s+|$)(.*)")
_ITEM = re.compile(r"\s*-\s+(.*)|\s*-$")
_COMMENT = re.compile(r"""("[^"]*"|'[^']*'|[^#'"]*) #\s.*""")
_QUOTES = "'\""
_KNOWN = {key for keys in KEYS.values() for key in keys} | set(DRAFTS) | {"layout", "image", "featuredimage", "cover"}


def read_key_lines(block: str) -> dict[str, str | list[str]]:
    """The keys of `block` as written, each with its text or its list of texts; the first of a repeated key
    counts.

    Inside a quoted value that goes on, what looks like an unknown key is code or prose.
    """
    values: dict[str, list[str]] = {}
    lines: list[str] = []
    opening, closed = "", True  # the first character of the value, and whether a quote there has its end
    for line in block.splitlines():
        found = KEY_LINE.match(line)
        if found and (closed or fold_key(found[1]) in _KNOWN):
            lines = [found[2]]
            values.setdefault(found[1].strip(), lines)
            opening, closed = "", True
        else:
            lines.append(line)
        written = lines[-1].strip()
        if written:
            alone = not opening and len(written) == 1
            opening = opening or written[0]
            closed = opening not in _QUOTES or (written[-1] == opening and not alone)
    return {key: _value(lines) for key, lines in values.items()}


def looks_like_keys(line: str) -> bool:
    """Whether a header without a delimiter could begin with this line: a key that means something, and a
    value.
    """
    found = KEY_LINE.match(line)
    return bool(found and fold_key(found[1]) in _KNOWN)


def _value(lines: list[str]) -> str | list[str]:
    first = lines[0].strip()
    if first.startswith("[") and (end := "\n".join(lines).rfind("]")) > 0:
        return _split_list("\n".join(lines)[:end].strip()[1:])
    if not first:
        items = [found for line in lines[1:] if (found := _ITEM.match(line))]
        if items:
            return [_unquote(item[1] or "") for item in items]
    if first in ("|", ">", "|-", ">-"):
        lines = lines[1:]
    commented = _COMMENT.fullmatch(first) if len(lines) == 1 else None
    return _unquote(commented[1] if commented else "\n".join(line.strip() for line in lines))


def _split_list(text: str) -> list[str]:
    """Items between commas; a comma inside quotes belongs to its item."""
    items = re.findall(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'(?=\s*(?:,|$))|[^,]*)(?:,|$)""", text)
    return [item for raw in items if (item := _unquote(raw))]


def _unquote(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0]:
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"')
    return text.strip(_QUOTES) if text[:1] in _QUOTES else text
