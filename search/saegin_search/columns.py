"""How many columns of a terminal a text takes: rich knows, and is only loaded for what is out of the ordinary."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width

# What posts are nearly always made of stands alone: its width is the same whatever is beside it.
_ORDINARY = (
    (0x20, 0x300),
    (0x2010, 0x2600),
    (0x3000, 0x3164),
    (0x3165, 0x4DC0),
    (0x4E00, 0xA000),
    (0xAC00, 0xD7A4),
    (0xFF01, 0xFF5F),
)
_ODD = frozenset({"Cc", "Cf", "Cn", "Mc", "Me", "Mn", "Zl", "Zp"})  # controls, marks, what Unicode has no use for yet


def cell_len(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    widths = list(map(_width, text))
    if 0 not in widths:
        return sum(widths)
    from rich.cells import cell_len as of_rich

    return of_rich(text)


@lru_cache(maxsize=10_000)
def _width(character: str) -> int:
    """Columns of an ordinary character; 0 for one whose width only rich knows."""
    code = ord(character)
    if category(character) in _ODD or not any(first <= code < end for first, end in _ORDINARY):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
