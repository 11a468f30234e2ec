"""Front matter: YAML, TOML, JSON, bare `key: value` headers, or none; a broken one costs a warning, never the
post.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

import yaml

from saegin_index.posts.conventions import fold_key
from saegin_index.posts.lenient import looks_like_keys, read_key_lines

_OPENING = re.compile(r"(-{3,}|\+{3,}|;{3,})[ \t]*(yaml|yml|toml|json)?[^\S\n]*(?:\n|$)", re.IGNORECASE)
_LANGUAGES = {"-": "yaml", "+": "toml", ";": "json"}
_CLOSINGS = {
    "-": re.compile(r"^(?:-{3,}|\.{3})[^\S\n]*$", re.MULTILINE),
    "+": re.compile(r"^\+{3,}[^\S\n]*$", re.MULTILINE),
    ";": re.compile(r"^;{3,}[^\S\n]*$", re.MULTILINE),
}
_RULE = re.compile(r"^-{3,}[^\S\n]*$", re.MULTILINE)
_BLANK_START = re.compile(r"[\s\x00-\x20\xad\u200b-\u200f\u2060\ufeff]*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# A text that begins so was meant to have front matter.
_MEANT = re.compile(r"""-{3}|\+{3}|;{3}|\{\s*(?:["'}\n]|$)""")
_RST_FIELD = re.compile(r"^:([A-Za-z][\w -]*):[ \t]+(.*(?:\n[ \t]+.*)*)\n?", re.MULTILINE)
# Far above any real front matter (the largest seen has 6 kB), low enough for hostile nesting to stay
# harmless.
_BLOCK_LIMIT = 100_000
# libyaml's composer recurses in C: some ten thousand levels overflow the stack and kill the process.
_MOST_BRACKETS = 1_000
_DEEP_LIST = re.compile(r"(?:[-?:]\s+){100}")
# tomllib takes the square of the number of parts in a key.
_MOST_DOTS = 50
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys (folded by `fold_key`; `taxonomies.tags` for nested ones), the body, and what was wrong.

    `unread` is what may be front matter although no parser read it as a whole: nothing in it is a key, but
    what it says about drafts counts (privacy.py).
    """

    keys: dict[str, str | list[str]]
    body: str
    warnings: tuple[str, ...] = ()
    unread: str = ""


class _Pairs(list[tuple[str, object]]):
    """A table with its repeated keys."""


def read_front_matter(text: str) -> FrontMatter:
    """Split `text` (newlines are \\n) into front matter and body. Never raises."""
    start = _BLANK_START.match(text)
    below = text[start.end() :] if start else text
    line = text.count("\n", 0, len(text) - len(below)) + 1
    matter = None
    if opening := _OPENING.match(below):
        matter = _fenced(below, opening, line + 1)
    elif below.startswith("{"):
        matter = _json(below)
    elif looks_like_keys(below.split("\n", 1)[0]):
        matter = _headers(below, line)
    return matter or FrontMatter({}, text, unread=_doubtful(below))


def read_rst_fields(text: str) -> FrontMatter:
    """The `:field: value` lines of reStructuredText, which stand above or below the title.

    Nikola writes them as comments (`.. status: draft`).
    """
    keys: dict[str, str | list[str]] = {}
    head = text[:_BLOCK_LIMIT]
    end = 0
    for found in _RST_FIELD.finditer(head):
        if keys and head[end : found.start()].strip():  # a field list further down is content
            break
        keys.setdefault(fold_key(found[1]), " ".join(found[2].split()))
        end = found.end()
    marked = (line for line in text.split("\n") if line.lstrip("\ufeff\u200b")[:1] in (":", "."))
    return FrontMatter(keys, text, unread="\n".join(marked))


def _doubtful(text: str) -> str:
    """What of a text without readable front matter could be some: all of it when it begins like one, else
    its first paragraph, unless that is HTML.
    """
    first = text.split("\n", 1)[0]
    if _MEANT.match(text) or looks_like_keys(first):
        return text
    if text.startswith("<") and not text.startswith("<!--"):
        return ""
    end = _BLANK_LINE.search(text)
    return text[: end.start()] if end else text


def _fenced(text: str, opening: re.Match[str], line: int) -> FrontMatter | None:
    """Front matter, from `line` on, between two lines of dashes or the like.

    None when there is no second one, or what is between them is prose under a rule.
    """
    mark = opening[1][0]
    end = _CLOSINGS[mark].search(text, opening.end())
    if end is None:
        return None
    block, body = text[opening.end() : end.start()], text[end.end() :]
    if not block.strip():
        return FrontMatter({}, body, unread=_doubtful(body.lstrip()))
    read = {"toml": _toml, "json": _json_block}.get((opening[2] or _LANGUAGES[mark]).lower(), _yaml)
    if len(block) > _BLOCK_LIMIT:
        return _line_by_line(block, body, line, f"longer than {_BLOCK_LIMIT:,} characters")
    matter = read(block, body, line)
    if matter and end[0].startswith("..."):  # to a generator that knows only dashes, more is front matter
        rest = _RULE.split(body, 1)
        return FrontMatter(matter.keys, body, matter.warnings, matter.unread + (rest[0] if len(rest) > 1 else ""))
    return matter


def _line_by_line(block: str, body: str, line: int, fault: str) -> FrontMatter | None:
    """What is left to do with a block that its parser refused; None when it holds no keys at all."""
    keys = read_key_lines(block)
    if not keys:
        return None
    warning = f"front matter, line {line}: {fault}; read line by line instead"
    return FrontMatter(_Keys().fill(keys.items()).said, body, (warning,), unread=block)


def _yaml(block: str, body: str, line: int) -> FrontMatter | None:
    try:
        table = _load_yaml(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where, why = _yaml_fault(error, block)
        return _line_by_line(block, body, line + where, why)
    if isinstance(table, _Pairs):
        return _matter(table, body)
    return None if table else FrontMatter({}, body)  # nothing but comments


def _load_yaml(block: str) -> object:
    """Scalars as they were written, no type guessing: `1.10` stays a tag, `2022-13-45` a date to complain
    about.
    """
    if block.count("[") + block.count("{") > _MOST_BRACKETS or _DEEP_LIST.search(block):
        raise ValueError("nested too deeply")
    return _plain_node(yaml.compose(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)), {})


def _plain_node(node: yaml.Node | None, known: dict[int, object]) -> object:
    """`known` keeps what aliases repeat, so that they cost neither time nor an endless loop."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if node is None or id(node) in known:
        return known.get(id(node))
    if isinstance(node, yaml.SequenceNode):
        items: list[object] = []
        known[id(node)] = items
        items += [_plain_node(item, known) for item in node.value]
        return items
    pairs = _Pairs()
    known[id(node)] = pairs
    pairs += [(_text(_plain_node(key, known)), _plain_node(value, known)) for key, value in node.value]
    return pairs


def _yaml_fault(error: Exception, block: str) -> tuple[int, str]:
    """The line within `block` (the first is 0) and how to mend it."""
    if found := _CONTROL.search(block):
        return block.count("\n", 0, found.start()), f"control character \\x{ord(found[0]):02x}: delete it"
    mark = getattr(error, "problem_mark", None)
    if mark is None and isinstance(error, ValueError | RecursionError):
        return 0, "nested too deeply"
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


def _toml(block: str, body: str, line: int) -> FrontMatter | None:
    try:
        if any(_dots_in_key(each) > _MOST_DOTS for each in block.split("\n")):
            raise ValueError("nested too deeply")
        return _matter(tomllib.loads(block), body)
    except (ValueError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = line + int(found[1]) - 1 if found else line
        headers = re.sub(r"^([\w-]+)[ \t]*=[ \t]*", r"\1: ", block, flags=re.MULTILINE)
        return _line_by_line(headers, body, where, f"not valid TOML ({error})")


def _dots_in_key(line: str) -> int:
    key, equals, _ = line.partition("=")
    return key.count(".") if equals or key.lstrip().startswith("[") else 0


def _json_block(block: str, body: str, line: int) -> FrontMatter | None:
    """JSON between fences, with its braces or (Hexo) without."""
    matter = _json(block.strip()) or _json(f"{{{block}}}")
    if matter and not matter.body.strip():
        return FrontMatter(matter.keys, body, unread=matter.unread)
    return _line_by_line(block, body, line, "not valid JSON")


def _json(text: str) -> FrontMatter | None:
    """A JSON object and the text after it. A post that merely begins with a brace is no front matter."""
    try:
        table, end = json.JSONDecoder(object_pairs_hook=_Pairs, strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return _matter(table, text[end:]) if isinstance(table, _Pairs) and table else None


def _headers(text: str, line: int) -> FrontMatter | None:
    """Keys without an opening `---`: up to a closing one (Hexo), else up to a blank line (Pelican)."""
    fence = _RULE.search(text, 0, _BLOCK_LIMIT)
    if fence and _only_keys(text[: fence.start()]):
        return _yaml(text[: fence.start()], text[fence.end() :], line)
    blank = _BLANK_LINE.search(text)
    block, body = (text[: blank.start()], text[blank.end() :]) if blank else (text, "")
    if len(block) > _BLOCK_LIMIT or not _only_keys(block):
        return None
    return FrontMatter(_Keys().fill(read_key_lines(block).items()).said, body, unread=block)


def _only_keys(block: str) -> bool:
    """Whether every line is a key, belongs to the one above (indented, or a list item), or is blank."""
    return all(not line.strip() or line[0] in " \t-" or re.match(r"[\w .-]{1,40}:", line) for line in block.split("\n"))


def _matter(table: object, body: str) -> FrontMatter:
    keys = _Keys().fill(_pairs_of(table))
    return FrontMatter(keys.said, body, unread="\n".join(keys.repeated))


def _pairs_of(value: object) -> Iterable[tuple[object, object]]:
    return value.items() if isinstance(value, dict) else value if isinstance(value, _Pairs) else ()


@dataclass(slots=True)
class _Keys:
    """Keys being flattened and folded: the first value of a repeated one counts, the others are remembered."""

    said: dict[str, str | list[str]] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    tables: set[int] = field(default_factory=set)

    def fill(self, pairs: Iterable[tuple[object, object]], prefix: str = "") -> _Keys:
        merged = []
        for key, value in pairs:
            if key == "<<":  # YAML: another table's keys, which the table's own go before
                merged.append(value)
            else:
                self.take(prefix + fold_key(_text(key)), value)
        for value in merged:
            for table in value if isinstance(value, list) and not isinstance(value, _Pairs) else [value]:
                self.fill(_pairs_of(table), prefix)
        return self

    def take(self, name: str, value: object) -> None:
        if isinstance(value, dict | _Pairs):
            self.table(name, value)
            return
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict | _Pairs):
                self.table(name, item)
        plain = _plain(value)
        if self.said.setdefault(name, plain) != plain:
            self.repeated.append(f"{name}: {plain}")

    def table(self, name: str, value: dict[object, object] | _Pairs) -> None:
        if id(value) not in self.tables:  # an alias may stand in itself, or a million times
            self.tables.add(id(value))
            self.fill(_pairs_of(value), f"{name}.")


def _plain(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [text for item in value if (text := _item(item))]
    return _text(value)


def _item(item: object) -> str:
    """An author in a list may be a mapping with a name; nothing else of it is of use."""
    return next((_text(value) for key, value in _pairs_of(item) if key == "name"), _text(item))


def _text(value: object) -> str:
    if isinstance(value, str):
        return "" if value in ("null", "~", "Null", "NULL") else value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) else ""
