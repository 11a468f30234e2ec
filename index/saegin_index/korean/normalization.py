"""Text that the analyzer can trust, with every character still traceable to where it came from.

MeCab stops at NUL, raises on a lone surrogate and treats some separators as line ends; decomposed (NFD) Hangul,
which macOS writes into file names and pastes, matches nothing in its dictionary. All of that is mended here, and
`Normalized.origin` leads back: most repairs keep the length, only composing needs a map.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Control, zero-width, exotic space and surrogate characters: one character becomes one space. Newlines stay.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ud800-\udfff]"
)
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_FULL_WIDTH_SHIFT = 0xFF01 - 0x21
_CONJOINING = re.compile("[\u0300-\u036f\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")


class Normalized(NamedTuple):
    """Normalized text; `origin[i]` is the range of the original that character i is from (None: the same place)."""

    text: str
    origin: tuple[tuple[int, int], ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text that `text[start:end]`, which is not empty, stands for."""
        if self.origin is None:
            return start, end
        return self.origin[start][0], self.origin[end - 1][1]


def normalize(text: str) -> Normalized:
    """Compose Hangul (NFC), narrow full-width ASCII, and turn what MeCab chokes on into spaces."""
    text = _UNSAFE.sub(" ", text)
    if _FULL_WIDTH.search(text):
        text = _FULL_WIDTH.sub(lambda match: chr(ord(match.group()) - _FULL_WIDTH_SHIFT), text)
    if not _CONJOINING.search(text):
        return Normalized(text)
    return _compose(text)


def _compose(text: str) -> Normalized:
    composed: list[str] = []
    origin: list[tuple[int, int]] = []
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        while end < size and (unicodedata.combining(text[end]) or "\u1160" <= text[end] <= "\u11ff"):
            end += 1
        cluster = unicodedata.normalize("NFC", text[start:end]) if end - start > 1 else text[start]
        composed.append(cluster)
        origin.extend([(start, end)] * len(cluster))
        start = end
    return Normalized("".join(composed), tuple(origin))


def fold(name: str) -> str:
    """A tag's or an author's name as it is compared: case, width, composition and spacing aside."""
    return " ".join(normalize(name).text.casefold().split())
