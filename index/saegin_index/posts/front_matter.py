"""Front matter: YAML, TOML, JSON, bare `key: value` headers, or none; a broken one costs a warning, never the
post.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from saegin_index.posts.conventions import fold_key
from saegin_index.posts.lenient import looks_like_keys, read_key_lines

_FENCE = re.compile(r"---+[ \t]*$", re.MULTILINE)
_TOML_FENCE = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
_BLANK_START = re.compile(r"[\s\ufeff\u200b]*(?=\S)")
_RST_FIELD = re.compile(r":([A-Za-z][\w -]*):[ \t]+(.*(?:\n[ \t]+.*)*)\n?")
# Far above any real front matter (the largest seen has 6 kB), low enough for hostile nesting to stay
# harmless.
_BLOCK_LIMIT = 100_000
# libyaml's composer recurses in C: some ten thousand levels overflow the stack and kill the process.
_MOST_BRACKETS = 1_000
_DEEP_LIST = re.compile(r"(?:[-?:]\s+){100}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys (folded by `fold_key`; `taxonomies.tags` for nested ones), the body, and what was wrong."""

    keys: Mapping[str, str | list[str]]
    body: str
    warnings: tuple[str, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Split `text` (newlines are \\n) into front matter and body. Never raises."""
    start = _BLANK_START.match(text)
    below = text[start.end() :] if start else text
    line = text.count("\n", 0, len(text) - len(below)) + 1
    if YAMLHandler.FM_BOUNDARY.match(below):
        return _fenced(below, line) or FrontMatter({}, text)
    if below.startswith("+++") and _TOML_FENCE.match(below):
        return _toml(below, line) or FrontMatter({}, text)
    if below.startswith("{"):
        return _json(below) or FrontMatter({}, text)
    first = below.split("\n", 1)[0]
    if looks_like_keys(first):
        return _headers(below, line)
    return FrontMatter({}, text)


def read_rst_fields(text: str) -> FrontMatter:
    """The `:field: value` lines of reStructuredText, which stand above or below the title."""
    keys: dict[str, str | list[str]] = {}
    head = text[:_BLOCK_LIMIT]
    end = 0
    for found in _RST_FIELD.finditer(head):
        between = head[end : found.start()]
        if found.start() != 0 and head[found.start() - 1] != "\n":
            continue
        if keys and between.strip():  # a field list further down is content
            break
        keys.setdefault(fold_key(found[1]), " ".join(found[2].split()))
        end = found.end()
    return FrontMatter(keys, text)


def _fenced(text: str, line: int) -> FrontMatter | None:
    """YAML between `---` lines.

    None when there is no second one, or what is between them is prose under a rule.
    """
    parts = YAMLHandler.FM_BOUNDARY.split(text, 2)
    if len(parts) < 3 or len(parts[1]) > _BLOCK_LIMIT:
        return None
    block, body = parts[1], parts[2]
    return _yaml(block, body, line)


def _yaml(block: str, body: str, line: int) -> FrontMatter | None:
    try:
        keys = _load_yaml(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        lenient = read_key_lines(block)
        if not lenient:
            return None
        where, why = _yaml_fault(error, block)
        warning = f"front matter, line {line + where}: {why}; read line by line instead"
        return FrontMatter(_folded(lenient), body, (warning,))
    if isinstance(keys, dict):
        return FrontMatter(_folded(keys), body)
    return None if keys else FrontMatter({}, body)  # `---` twice with nothing between is an empty front matter


def _load_yaml(block: str) -> object:
    """Scalars as they were written, no type guessing: `1.10` stays a tag, `2022-13-45` a date to complain
    about.
    """
    if block.count("[") + block.count("{") > _MOST_BRACKETS or _DEEP_LIST.search(block):
        raise ValueError("nested too deeply")
    return yaml.load(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _yaml_fault(error: Exception, block: str) -> tuple[int, str]:
    """The line within `block` (the fence above it is 0) and how to mend it."""
    if found := _CONTROL.search(block):
        return block.count("\n", 0, found.start()), f"control character \\x{ord(found[0]):02x}: delete it"
    mark = getattr(error, "problem_mark", None)
    number = mark.line if mark else 0
    lines = block.split("\n")
    written = lines[number] if number < len(lines) else ""
    opening = _opening_of_value(lines, number)
    if "\t" in written:
        return number, "tab: indent with spaces"
    if opening == "'":
        return number, "an apostrophe inside '...': write it twice ('') or put the value in double quotes"
    if opening == '"':
        return number, 'a quote inside "...": write it as \\" or put the value in single quotes'
    return number, "not valid YAML: put the value in quotes"


def _opening_of_value(lines: list[str], number: int) -> str:
    """The first character of the value that line `number` belongs to."""
    for line in reversed(lines[: number + 1]):
        key, colon, value = line.partition(":")
        if colon and key.strip() and not key[0].isspace():
            return value.strip().lstrip("[ ")[:1]
    return ""


def _toml(text: str, line: int) -> FrontMatter | None:
    parts = _TOML_FENCE.split(text, 2)
    if len(parts) < 3 or len(parts[1]) > _BLOCK_LIMIT:
        return None
    try:
        return FrontMatter(_folded(tomllib.loads(parts[1])), parts[2])
    except (ValueError, RecursionError) as error:
        lenient = read_key_lines(re.sub(r"^([\w-]+)[ \t]*=[ \t]*", r"\1: ", parts[1], flags=re.MULTILINE))
        found = re.search(r"line (\d+)", str(error))
        where = line + int(found[1]) - 1 if found else line
        warning = f"front matter, line {where}: not valid TOML ({error}); read line by line instead"
        return FrontMatter(_folded(lenient), parts[2], (warning,)) if lenient else None


def _json(text: str) -> FrontMatter | None:
    """A JSON object and the text after it. A post that merely begins with a brace is no front matter."""
    import json

    try:
        keys, end = json.JSONDecoder().raw_decode(text[:_BLOCK_LIMIT])
    except (ValueError, RecursionError):
        return None
    return FrontMatter(_folded(keys), text[end:]) if isinstance(keys, dict) and keys else None


def _headers(text: str, line: int) -> FrontMatter:
    """Keys without an opening `---`: up to a closing one (Hexo), else up to a blank line (Pelican)."""
    fence = _FENCE.search(text, 0, _BLOCK_LIMIT)
    blank = re.search(r"\n[ \t]*\n", text)
    if fence and text[: fence.start()].strip() and _only_keys(text[: fence.start()]):
        block, body = text[: fence.start()], text[fence.end() :]
        return _yaml(block, body, line - 1) or FrontMatter({}, text)
    block, body = (text[: blank.start()], text[blank.end() :]) if blank else (text, "")
    if not _only_keys(block):
        return FrontMatter({}, text)
    return FrontMatter(_folded(read_key_lines(block)), body)


def _only_keys(block: str) -> bool:
    """Whether every line is a key, belongs to the one above (indented, or a list item), or is blank."""
    return all(not line.strip() or line[0] in " \t-" or re.match(r"[\w .-]{1,40}:", line) for line in block.split("\n"))


def _folded(table: Mapping[Any, Any]) -> dict[str, str | list[str]]:
    keys: dict[str, str | list[str]] = {}
    for key, value in table.items():
        name = fold_key(_text(key))
        if isinstance(value, dict):
            for inner, nested in value.items():
                keys.setdefault(f"{name}.{fold_key(_text(inner))}", _plain(nested))
        else:
            keys.setdefault(name, _plain(value))
    return keys


def _plain(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [text for item in value if (text := _item(item))]
    return _text(value)


def _item(item: object) -> str:
    """An author in a list may be a mapping with a name; nothing else of it is of use."""
    return _text(item.get("name", "")) if isinstance(item, dict) else _text(item)


def _text(value: object) -> str:
    if isinstance(value, str):
        return "" if value in ("null", "~", "Null", "NULL") else value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else ""
