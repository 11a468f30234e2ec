"""Everyday words that say much the same, most of them a native verb and its Sino-Korean noun: 옮기다 and 이사.

The list is `paraphrases.tsv` beside this file: a group on each line, sorted, verbs and adjectives with 다. It has only
what is the same in most contexts; what is the same in one blog alone belongs into that blog's synonyms.

`paraphrase_keys.tsv` has what they are known by to those who look for them, as analysing all would take a cold search
longer than everything else it does; a test writes it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path


@cache
def paraphrases() -> tuple[tuple[str, ...], ...]:
    """The groups, in the order of the list."""
    text = Path(__file__).with_name("paraphrases.tsv").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines())


def paraphrase_keys() -> dict[str, list[str]]:
    """For each member of a group, what it is known by in queries, where the owner has no words of his own in it."""
    text = Path(__file__).with_name("paraphrase_keys.tsv").read_text("utf-8")
    lines = (line.replace("|", "\n").split("\t") for line in text.splitlines())
    return {member: keys for member, *keys in lines}


def paraphrase_lines(keys: Mapping[str, Sequence[str]]) -> str:
    """What the file of `paraphrase_keys` is to hold for them."""
    return "".join("\t".join((member, *keys[member])).replace("\n", "|") + "\n" for member in sorted(keys))
