"""Where each term stands in a post's text: kept beside the text, so that snippets need no second analysis.

Nine terms of ten are what stands in the text, in lower case. Of these only lengths are kept, a byte for each character
of the text: bit n is set where a term of n + 1 characters begins. So a term's places are those of its letters at which
a term of its length begins, and nothing is unpacked for terms that nobody looks for. The others are listed: 옮기 for
옮겼, and what is longer than eight characters.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate

from saegin_index.korean.analyzer import Token

_LONGEST = 8  # characters of a term that a byte has a bit for
_MOST = 65535  # spans of one listed term, characters of one span: what two bytes hold


def pack_occurrences(tokens: Iterable[Token], text: str) -> bytes:
    """Every term's spans in a text.

    Sizes; names of listed terms, their spans (how many each has, starts as differences, lengths); a byte for each
    character of the text.
    """
    lowered = _lowered(text)
    beginning = bytearray(len(text))
    listed: dict[str, list[tuple[int, int]]] = {}
    for term, start, end, _ in tokens:
        if end - start == len(term) <= _LONGEST and lowered.startswith(term, start):
            beginning[start] |= _bit(term)
        else:
            listed.setdefault(term, []).append((start, end))
    names = "\n".join(listed).encode("utf-8", "surrogatepass")
    counts, starts, lengths = array("H"), array("I"), array("H")
    for found in listed.values():
        counts.append(min(len(found), _MOST))
        last = 0
        for start, end in found[:_MOST]:
            starts.append(start - last)
            lengths.append(min(end - start, _MOST))
            last = start
    header = array("I", [len(names), len(counts), len(starts)])
    return b"".join([header.tobytes(), names, counts.tobytes(), starts.tobytes(), lengths.tobytes(), beginning])


class Occurrences:
    """The inverse of `pack_occurrences`."""

    def __init__(self, packed: bytes, text: str) -> None:
        """Raises ValueError for bytes that are something else."""
        names_size, terms, spans = array("I", packed[:12])
        counts_at = 12 + names_size
        starts_at = counts_at + 2 * terms
        lengths_at = starts_at + 4 * spans
        beginning_at = lengths_at + 2 * spans
        if len(packed) != beginning_at + len(text):
            raise ValueError("these are the occurrences of another text")
        self._text = text
        self._in_lower_case: str | None = None
        self._names = packed[12:counts_at].decode("utf-8", "surrogatepass").split("\n") if terms else []
        self._counts = packed[counts_at:starts_at]
        self._starts = packed[starts_at:lengths_at]
        self._lengths = packed[lengths_at:beginning_at]
        self._beginning = packed[beginning_at:]

    def terms(self) -> Iterable[str]:
        """The terms."""
        lowered = _lowered(self._text)
        standing = {
            lowered[start : start + size]
            for start, bits in enumerate(self._beginning)
            if bits
            for size in range(1, _LONGEST + 1)
            if bits & 1 << (size - 1)
        }
        return standing.union(self._names)

    def spans(self, term: str) -> list[tuple[int, int]]:
        """The character ranges at which `term` stands, ascending; empty when it does not."""
        found = self._standing(term) if 0 < len(term) <= _LONGEST else []
        return sorted(found + self._listed(term)) if term in self._names else found

    def _standing(self, term: str) -> list[tuple[int, int]]:
        beginning, bit, size = self._beginning, _bit(term), len(term)
        text = self._text
        if term.lower() != term.upper():
            if self._in_lower_case is None:
                self._in_lower_case = _lowered(text)
            text = self._in_lower_case
        found = []
        place = text.find(term)
        while place >= 0:
            if beginning[place] & bit:
                found.append((place, place + size))
            place = text.find(term, place + 1)
        return found

    def _listed(self, term: str) -> list[tuple[int, int]]:
        counts = array("H", self._counts)
        number = self._names.index(term)
        first = sum(counts[:number])
        last = first + counts[number]
        starts = accumulate(array("I", self._starts)[first:last])
        return [
            (start, start + size) for start, size in zip(starts, array("H", self._lengths)[first:last], strict=True)
        ]


def _bit(term: str) -> int:
    return 1 << (len(term) - 1)


def _lowered(text: str) -> str:
    """A text in lower case, character by character; as it is, where one becomes two."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text
