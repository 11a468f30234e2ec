"""Which words are nouns by MeCab's dictionary, for the browser to ask about words that the blog does not have.

Of each word a hash of 25 bits is kept: 6 of them choose one of 64 files, the others are sorted in it and written as
steps. So a word is looked up with one file of 4.5 KB, and 1 of 124 that are no nouns is taken for one.

`python -m saegin_search.static.dictionary_filter` makes `dictionary-nouns.bin` anew, which a new release of the
dictionary asks for. It takes a quarter of a minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.eojeol import word_class
from saegin_index.korean.system_dictionary import SystemDictionary

LONGEST = 4
"""Syllables. Longer nouns are names and compounds, few of which anybody types."""
PARTS_BITS, VALUE_BITS = 6, 19
STEP_BITS = 7
"""The lower bits of a step, which are written as they are (a Rice code)."""

_PERSON = "인명"  # four of ten nouns of the dictionary's are somebody's name
_HANGUL = re.compile("[가-힣]+")
_FILE = Path(__file__).parent / "dictionary-nouns.bin"


def dictionary_files() -> dict[str, bytes]:
    """`dictionary/0` to `dictionary/63`."""
    data = _FILE.read_bytes()
    count = 1 << PARTS_BITS
    ends = np.cumsum(np.frombuffer(data, "<u2", count)) + 2 * count
    return {f"dictionary/{number}": data[start:end] for number, (start, end) in enumerate(pairwise([2 * count, *ends]))}


def is_listed(word: str) -> bool:
    """Whether the dictionary has a word as one noun, adverb or the like, short and no person's name."""
    if not _HANGUL.fullmatch(word) or len(word) > LONGEST:
        return False
    rows = next(_analyzer().eojeols(word))
    return word_class(rows) == "noun" and f",{_PERSON}," not in rows[0]


def place(word: str) -> tuple[int, int]:
    """The file of a word, and its value there: FNV-1a over its letters, mixed so that words of like letters part."""
    number = 0x811C9DC5
    for letter in word:
        number = (number ^ ord(letter)) * 0x01000193 & 0xFFFFFFFF
    number = (number ^ number >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    number ^= number >> 12
    return number & (1 << PARTS_BITS) - 1, number >> PARTS_BITS & (1 << VALUE_BITS) - 1


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


def _encoded(words: Iterable[str]) -> bytes:
    values: list[set[int]] = [set() for _ in range(1 << PARTS_BITS)]
    for word in words:
        part, value = place(word)
        values[part].add(value)
    parts = [_steps(sorted(part)) for part in values]
    return np.array([len(part) for part in parts], "<u2").tobytes() + b"".join(parts)


def _steps(values: list[int]) -> bytes:
    """Ascending values, each by how many lie between it and the one before: the higher bits as so many ones."""
    between = [value - before - 1 for before, value in pairwise([-1, *values])]
    bits = "".join(f"{'1' * (step >> STEP_BITS)}0{step % (1 << STEP_BITS):0{STEP_BITS}b}" for step in between)
    # Ones that no zero follows are no step.
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8)


if __name__ == "__main__":
    _FILE.write_bytes(_encoded(filter(is_listed, SystemDictionary().words())))
