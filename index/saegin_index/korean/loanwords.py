"""Loanwords written in both scripts: 쿠버네티스 and kubernetes, and names that no rule gives (엔진엑스, nginx).

The list is `loanwords.tsv` beside this file: on each line Hangul and Latin in lower case with a tab between, sorted.
Several spellings of one word (콘텐츠, 컨텐츠) stand on lines of their own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


def partners(word: str) -> tuple[str, ...]:
    """The words of the other script for a Hangul or Latin word, in any case; none for a word that is not listed."""
    return tuple(_partners().get(word.lower(), ()))


def pairs() -> list[tuple[str, str]]:
    """Hangul and Latin of every line of the list, in its order."""
    lines = Path(__file__).with_name("loanwords.tsv").read_text("utf-8").splitlines()
    return [(hangul, latin) for hangul, _, latin in (line.partition("\t") for line in lines)]


@cache
def _partners() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for hangul, latin in pairs():
        found.setdefault(hangul, []).append(latin)
        found.setdefault(latin, []).append(hangul)
    return found
