"""How many columns of a terminal a text takes: rich knows, and is only loaded for what is out of the ordinary."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

# What posts are nearly always made of: letters and signs that stand alone and are one or two columns wide whatever is
# beside them. Emoji and combining marks are for rich.
_ORDINARY = re.compile(
    "[ -~\xa1-\xac\xae-\u02ff\u0370-\u0377\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u203b\u203d-\u2048\u2190-\u2193\u2200-\u22ff\u2460-\u24c1\u2500-\u25a9\u25cb-\u25fa"
    "\u3001-\u3029\u3041-\u3096\u309d-\u30ff\u3131-\u3163\u3165-\u318e\u4e00-\u9fff가-힣！-～]*"
)
_WIDE = frozenset("WF")


def cell_len(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _ORDINARY.fullmatch(text):
        return len(text) + sum(east_asian_width(character) in _WIDE for character in text)
    from rich.cells import cell_len as of_rich

    return of_rich(text)
