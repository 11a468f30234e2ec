"""A post on its way into the index: what each field will hold, and where every term stands in the text.

Three channels carry each text field: `terms` (morphemes), `bigrams` and `stems`, see `saegin_index.korean`. Code
blocks are kept apart in a field of their own, with terms only, so that listings are found without drowning prose.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from saegin_index.korean.analyzer import Analyzer, Token
from saegin_index.korean.grams import bigrams, stems
from saegin_index.posts.post import Post

PROSE_FIELDS = ("title", "headings", "tags", "description", "body")
TERM_FIELDS = (*PROSE_FIELDS, "code")
BIGRAMS = "_bigrams"
STEMS = "_stems"


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """The terms of one field in reading order; `positions` is None for the channels that need none."""

    terms: tuple[str, ...]
    positions: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A post with its analysis: `fields` by the index's field names, `occurrences` as `pack_occurrences` gives."""

    post: Post
    fields: dict[str, FieldTerms]
    occurrences: bytes


def analyze_post(post: Post, analyzer: Analyzer) -> Document:
    """Analyse all of a post's text, once."""
    text_tokens = analyzer.analyze(post.text)
    body, code = _apart(text_tokens, post.code)
    prose = {
        "title": post.title,
        "headings": "\n".join(section.heading for section in post.sections),
        "tags": "\n".join(post.tags),
        "description": post.description,
        "body": _without(post.text, post.code),
    }
    fields: dict[str, FieldTerms] = {}
    for name, text in prose.items():
        tokens = body if name == "body" else analyzer.analyze(text)
        fields[name] = _positioned(tokens)
        fields[name + BIGRAMS] = FieldTerms(tuple(bigrams(text)))
        fields[name + STEMS] = FieldTerms(tuple(stems(text)))
    fields["code"] = _positioned(code)
    return Document(post, fields, pack_occurrences(text_tokens))


def _positioned(tokens: Sequence[Token]) -> FieldTerms:
    return FieldTerms(tuple(map(itemgetter(0), tokens)), tuple(map(itemgetter(3), tokens)))


def _apart(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> tuple[list[Token], list[Token]]:
    """The tokens outside and inside the spans."""
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


# --- occurrences: term -> spans in the text, for snippets -----------------------------------------------------------


def pack_occurrences(tokens: Iterable[Token]) -> bytes:
    """Every term's spans: term names, spans per term, then starts (as differences, which compress well) and lengths."""
    spans: dict[str, list[Token]] = {}
    for token in tokens:
        spans.setdefault(token.term, []).append(token)
    names = "\n".join(spans).encode("utf-8", "surrogatepass")
    counts = array("H")
    starts = array("I")
    lengths = array("H")
    for found in spans.values():
        found = found[:65535]
        counts.append(len(found))
        last = 0
        for token in found:
            starts.append(token.start - last)
            lengths.append(min(token.end - token.start, 65535))
            last = token.start
    header = array("I", [len(names), len(counts), len(starts)])
    return b"".join([header.tobytes(), names, counts.tobytes(), starts.tobytes(), lengths.tobytes()])


class Occurrences:
    """The inverse of `pack_occurrences`: where each term stands in one post's text."""

    def __init__(self, packed: bytes) -> None:
        header = array("I", packed[:12])
        names_size, terms, spans = header
        place = 12
        names = packed[place : place + names_size].decode("utf-8", "surrogatepass")
        place += names_size
        self._counts = array("H", packed[place : place + 2 * terms])
        place += 2 * terms
        self._starts = array("I", packed[place : place + 4 * spans])
        place += 4 * spans
        self._lengths = array("H", packed[place : place + 2 * spans])
        self._order = {name: order for order, name in enumerate(names.split("\n"))} if terms else {}

    def spans(self, term: str) -> list[tuple[int, int]]:
        """The character ranges at which `term` stands, ascending; empty when it does not."""
        order = self._order.get(term)
        if order is None:
            return []
        first = sum(self._counts[:order])
        found = []
        start = 0
        for i in range(first, first + self._counts[order]):
            start += self._starts[i]
            found.append((start, start + self._lengths[i]))
        return found
