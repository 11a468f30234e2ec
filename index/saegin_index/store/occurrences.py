"""Where each term stands in a post's text: kept beside the text, so that snippets need no second analysis."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate

from saegin_index.korean.analyzer import Token

_MOST = 65535  # spans of one term, characters of one span: what two bytes hold


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
        counts.append(min(len(found), _MOST))
        last = 0
        for _, start, end, _ in found[:_MOST]:
            starts.append(start - last)
            lengths.append(min(end - start, _MOST))
            last = start
    header = array("I", [len(names), len(counts), len(starts)])
    return b"".join([header.tobytes(), names, counts.tobytes(), starts.tobytes(), lengths.tobytes()])


class Occurrences:
    """The inverse of `pack_occurrences`."""

    def __init__(self, packed: bytes) -> None:
        """Raises ValueError for bytes that are something else."""
        names_size, terms, spans = array("I", packed[:12])
        counts_at = 12 + names_size
        starts_at = counts_at + 2 * terms
        lengths_at = starts_at + 4 * spans
        names = packed[12:counts_at].decode("utf-8", "surrogatepass").split("\n") if terms else []
        counts = array("H", packed[counts_at:starts_at])
        self._starts = array("I", packed[starts_at:lengths_at])
        self._lengths = array("H", packed[lengths_at:])
        self._ranges = dict(zip(names, zip(accumulate(counts, initial=0), counts, strict=False), strict=True))

    def terms(self) -> Iterable[str]:
        """The terms, in the order in which each first stands in the text."""
        return self._ranges

    def spans(self, term: str) -> list[tuple[int, int]]:
        """The character ranges at which `term` stands, ascending; empty when it does not."""
        first, count = self._ranges.get(term, (0, 0))
        starts = accumulate(self._starts[first : first + count])
        return [(start, start + length) for start, length in zip(starts, self._lengths[first:], strict=False)]
