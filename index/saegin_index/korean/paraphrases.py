"""Everyday words that say much the same, most of them a native verb and its Sino-Korean noun: 옮기다 and 이사.

The list is `paraphrases.tsv` beside this file: a group on each line, sorted, verbs and adjectives with 다. It has only
what is the same in most contexts; what is the same in one blog alone belongs into that blog's synonyms.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def paraphrases() -> tuple[tuple[str, ...], ...]:
    """The groups, in the order of the list."""
    text = Path(__file__).with_name("paraphrases.tsv").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines())
