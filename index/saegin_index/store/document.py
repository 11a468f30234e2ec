"""A post's analysis: what each field of the index will hold, and where every term stands in the text."""

from __future__ import annotations

import hashlib
import json
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from saegin_index.korean.analyzer import Analyzer, Token
from saegin_index.korean.grams import stems
from saegin_index.posts.post import Post
from saegin_index.store.channels import BIGRAMS as BIGRAMS
from saegin_index.store.channels import PROSE_FIELDS as PROSE_FIELDS
from saegin_index.store.channels import STEMS as STEMS
from saegin_index.store.channels import TERM_FIELDS as TERM_FIELDS
from saegin_index.store.occurrences import pack_occurrences

_SIZES = struct.Struct("<II")
_PACKING = 2
"""Raised whenever an analysis is packed otherwise: those in the cache are not found any more."""


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """The terms of one field in reading order, joined by spaces; `positions` (uint32) where the field keeps them."""

    joined: str
    positions: array[int] | None = None

    def split(self) -> list[str]:
        """The terms one by one."""
        return self.joined.split(" ") if self.joined else []


@dataclass(frozen=True, slots=True)
class Analysis:
    """The fields of a post by the index's field names, and the spans of its terms as `pack_occurrences` gives them.

    Bigrams are in none of it: they are made sooner than read.
    """

    fields: dict[str, FieldTerms]
    occurrences: bytes

    def pack(self) -> bytes:
        """Plain bytes, for the cache and for other processes; they run no code when read."""
        names = [[name, field.joined, field.positions is not None] for name, field in self.fields.items()]
        head = json.dumps(names, ensure_ascii=False).encode("utf-8", "surrogatepass")
        positions = b"".join(field.positions.tobytes() for field in self.fields.values() if field.positions is not None)
        return b"".join([_SIZES.pack(len(head), len(positions)), head, positions, self.occurrences])

    @classmethod
    def unpack(cls, packed: bytes) -> Analysis:
        """The inverse of `pack`; raises ValueError or struct.error for other bytes."""
        head_size, positions_size = _SIZES.unpack_from(packed)
        place = _SIZES.size + head_size
        occurrences = packed[place + positions_size :]
        fields: dict[str, FieldTerms] = {}
        for name, joined, positioned in json.loads(packed[_SIZES.size : place].decode("utf-8", "surrogatepass")):
            positions = None
            if positioned:
                end = place + 4 * (joined.count(" ") + 1 if joined else 0)
                positions = array("I", packed[place:end])
                place = end
            fields[name] = FieldTerms(joined, positions)
        return cls(fields, occurrences)


def analysed_text(post: Post) -> str:
    """All of a post's text that terms come from, line by line."""
    headings = [section.heading for section in post.sections]
    return "\n".join([post.title, *post.tags, post.description, *headings, post.text])


def content_key(post: Post, analyzer: Analyzer) -> bytes:
    """Equal for posts whose analysis is equal: 16 bytes over all text that is analysed, and by what rules."""
    headings = [(section.heading, section.start, section.body) for section in post.sections]
    rules = analyzer.fingerprint(analysed_text(post))
    content = (_PACKING, post.title, post.tags, post.description, headings, post.code, post.text, rules)
    return hashlib.blake2b(repr(content).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def prose_of(post: Post) -> dict[str, str]:
    """The text of each of the PROSE_FIELDS."""
    return {
        "title": post.title,
        "headings": "\n".join(section.heading for section in post.sections),
        "tags": "\n".join(post.tags),
        "description": post.description,
        "body": _without(post.text, post.code),
    }


def analyze_post(post: Post, analyzer: Analyzer) -> Analysis:
    """Analyse all of a post's text, once."""
    tokens = analyzer.analyze(post.text)
    body, code = _apart(tokens, post.code)
    fields: dict[str, FieldTerms] = {}
    for name, text in prose_of(post).items():
        own = body if name == "body" else _lifted(text, post.text, tokens) or analyzer.analyze(text)
        fields[name] = _positioned(own)
        fields[name + STEMS] = FieldTerms(" ".join(stems(text)))
    fields["code"] = _positioned(code)
    return Analysis(fields, pack_occurrences(tokens, post.text))


def _lifted(part: str, text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a long part that stands in the text word for word, as most descriptions do."""
    start = text.replace("\n", " ").find(part) if len(part) > 40 else -1
    if start < 0:
        return []
    end = start + len(part)
    return [token for token in tokens if start <= token.start and token.end <= end]


def _positioned(tokens: Sequence[Token]) -> FieldTerms:
    return FieldTerms(" ".join([token[0] for token in tokens]), array("I", [token[3] for token in tokens]))


def _apart(tokens: list[Token], spans: Sequence[tuple[int, int]]) -> tuple[list[Token], list[Token]]:
    """The tokens outside and inside the spans."""
    if not spans:
        return tokens, []
    starts = [start for start, _ in spans]
    outside: list[Token] = []
    inside: list[Token] = []
    for token in tokens:
        nearest = bisect_right(starts, token.start) - 1
        (inside if nearest >= 0 and token.start < spans[nearest][1] else outside).append(token)
    return outside, inside


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept, last = [], 0
    for start, end in spans:
        kept.append(text[last:start])
        last = end
    return "\n".join([*kept, text[last:]])
