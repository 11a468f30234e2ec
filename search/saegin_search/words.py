"""The words of a query: what the reader typed between spaces, and which terms stand for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saegin_index.korean.analyzer import Analyzer, Token
from saegin_index.korean.josa import strip_josa

_TYPED = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed. `stem` is it without josa, judged by spelling.

    `groups` has one entry per position: terms any of which will do there, with the step from the first position. A
    word without groups carries no meaning of its own (하는, 것을).
    """

    surface: str
    stem: str
    groups: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def telling_terms(self) -> tuple[str, ...]:
        """Its terms, in order, that say something alone.

        Single syllables do not when there are longer terms: they are what an unknown word was shredded to (에 and 어
        of 에어팟), and mean nothing anywhere else.
        """
        terms = tuple(term for _, group in self.groups for term in group)
        return tuple(term for term in terms if len(term) > 1) or terms


def split_words(text: str, analyzer: Analyzer) -> list[Word]:
    """The words of free text; it is analysed whole, as words alone would be cut differently."""
    tokens = analyzer.analyze(text)
    found: list[Word] = []
    following = 0
    for match in _TYPED.finditer(text):
        first = following
        while following < len(tokens) and tokens[following].start < match.end():
            following += 1
        surface = _EDGES.sub("", match.group()) or match.group()
        found.append(Word(surface, strip_josa(surface.lower()), _groups(tokens[first:following])))
    return found


def phrase_groups(text: str, analyzer: Analyzer) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The terms of a phrase by position, steps counted from its first."""
    return _groups(analyzer.analyze(text))


def _groups(tokens: list[Token]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    by_position: dict[int, list[str]] = {}
    for token in tokens:
        by_position.setdefault(token.position, []).append(token.term)
    first = min(by_position, default=0)
    return tuple((position - first, tuple(dict.fromkeys(terms))) for position, terms in sorted(by_position.items()))
