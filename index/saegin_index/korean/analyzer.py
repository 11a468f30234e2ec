"""Korean text to terms: what of each eojeol a reader would search for, and exactly where it stands.

Latin words and numbers are taken out first (`latin`), the rest goes through the tagger line by line, as words cut
one at a time would come out differently in a third of all sentences; `eojeol` holds the rules for what becomes a term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from saegin_index.korean import eojeol, latin
from saegin_index.korean.normalization import normalize
from saegin_index.korean.tagger import Tagger

# Raised whenever the same text would give other terms: indexes built before ask for a rebuild.
ANALYSIS_VERSION = 1

_LONGEST_LINE = 8000  # characters given to MeCab at once; its lattice grows with the line

class Token(NamedTuple):
    """A term with its place: character offsets in the analyzed text (end exclusive) and position among terms."""

    term: str
    start: int
    end: int
    position: int


class Analyzer:
    """Turns text into terms; may be shared between threads."""

    def __init__(self, user_dictionary: Path | None = None) -> None:
        """`user_dictionary`: a compiled MeCab user dictionary of the blog's own words."""
        self._tagger = Tagger(user_dictionary)

    def analyze(self, text: str) -> list[Token]:
        """The terms of any text, in order of position.

        Several terms share a position where one word has several names: a compound and its first member, an
        identifier and its parts.
        """
        normalized = normalize(text)
        tokens: list[Token] = []
        position = 0
        for offset, line in _lines(normalized.text):
            for word in self._words(line):
                for term, start, end, step in word:
                    tokens.append(Token(term, *normalized.span(offset + start, offset + end), position + step))
                position += _width(word)
        return tokens

    def _words(self, line: str) -> Iterator[list[eojeol.Part]]:
        """The terms of each word of the line, Latin and Korean in reading order, positions counted from its own."""
        foreign = [(match.start(), list(_shifted(match))) for match in latin.WORD.finditer(line)]
        if line.isascii():
            yield from (parts for _, parts in foreign)
            return
        spoken = latin.stand_in(line) if foreign else line
        native = [
            (run[0].start, eojeol.parts(run, after_latin))
            for run, after_latin in eojeol.eojeols(self._tagger.morphemes(spoken))
        ]
        yield from (parts for _, parts in sorted(foreign + native, key=lambda word: word[0]))


def analyze(text: str) -> list[Token]:
    """The terms of `text` by the standard dictionary; see `Analyzer.analyze`."""
    global _standard
    if _standard is None:
        _standard = Analyzer()
    return _standard.analyze(text)


_standard: Analyzer | None = None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, line) for each line, those too long for MeCab cut at spaces."""
    offset = 0
    for line in text.split("\n"):
        start = 0
        while len(line) - start > _LONGEST_LINE:
            cut = line.rfind(" ", start + _LONGEST_LINE // 2, start + _LONGEST_LINE)
            cut = cut if cut > 0 else start + _LONGEST_LINE
            yield offset + start, line[start:cut]
            start = cut
        yield offset + start, line[start:]
        offset += len(line) + 1


def _shifted(match: re.Match[str]) -> Iterator[eojeol.Part]:
    for term, start, end, step in latin.parts(match.group()):
        yield term, match.start() + start, match.start() + end, step


def _width(word: Sequence[eojeol.Part]) -> int:
    return max((step for *_, step in word), default=-1) + 1
