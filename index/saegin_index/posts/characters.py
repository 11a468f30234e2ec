"""Characters as a reader sees them: composed, without what is invisible, every kind of blank a space."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

_INVISIBLES = "\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_FILLERS = "\u115f\u1160\u3164\uffa0"  # Hangul letters without a shape, not space to str.split
_BLANKS = "\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SURROGATES = "\ud800-\udfff"

_INVISIBLE = re.compile(f"[{_INVISIBLES}]")
_RUN_OF_SYMBOLS = re.compile(r"[^\w\x00-\u02ff]{32,}")


@cache
def _any_of(*characters: str) -> re.Pattern[str]:
    """One of these; made when it is first asked for, which a search does not."""
    return re.compile(f"[{''.join(characters)}]")


def composed(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """The text in that normal form, in linear time: the library takes the square of the number of marks on
    one letter, so a letter with dozens of them loses them all.
    """
    if unicodedata.is_normalized(form, text):  # never slow: marks out of order end it at once
        return text
    return unicodedata.normalize(form, _RUN_OF_SYMBOLS.sub(_without_marks, text))


def _without_marks(run: re.Match[str]) -> str:
    return "".join(char for char in run[0] if not unicodedata.combining(char))


def visible(text: str) -> str:
    """Without what shows nothing (a joiner inside an emoji stays)."""
    return _INVISIBLE.sub("", text)


def clean_line(text: str) -> str:
    """One line of prose: NFC, invisible characters gone, every kind of blank a single space."""
    if _any_of(_INVISIBLES, _CONTROLS, _FILLERS, _SURROGATES).search(text):
        text = _blanked(text)
    return composed(" ".join(text.split()))


def clean_lines(text: str) -> str:
    """Code: as `clean_line`, but lines and indentation stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x85", "\n")
    if _any_of(_INVISIBLES, _CONTROLS, _FILLERS, _BLANKS, _SURROGATES).search(text):
        text = _blanked(text)
    return composed("\n".join([line.rstrip() for line in text.split("\n")]).strip("\n"))


def _blanked(text: str) -> str:
    text = _any_of(_SURROGATES).sub("\ufffd", visible(text))
    return _any_of(_CONTROLS, _FILLERS, _BLANKS).sub(" ", text)
