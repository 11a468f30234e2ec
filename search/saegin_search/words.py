"""The words of a query: what the reader typed between spaces, and which terms stand for each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from saegin_index.korean.analyzer import Analyzer, Token
from saegin_index.korean.josa import strip_josa

_TYPED = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")
_TEXTS_KEPT = 100


class Analyses:
    """What the analyzer makes of texts. One query asks several times for the same ones, so it is remembered."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyze = lru_cache(_TEXTS_KEPT)(analyzer.analyze)


class Unit(NamedTuple):
    """A part of a word that is there or is not: by one of its names, or by its members next to one another.

    데이터베이스 is one unit, its members are 데이터 and 베이스: pairs of step (from the unit's position) and term.
    """

    names: tuple[str, ...]
    members: tuple[tuple[int, str], ...]


class Word(NamedTuple):
    """One word as typed. `stem` is it without josa, judged by spelling.

    A word without units carries no meaning of its own (하는, 것을).
    """

    surface: str
    stem: str
    units: tuple[Unit, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its units, in order."""
        return tuple(name for unit in self.units for name in unit.names)


def split_words(text: str, analyzer: Analyzer | Analyses) -> list[Word]:
    """The words of free text; it is analysed whole, as words alone would be cut differently."""
    if not text:
        return []
    tokens = analyzer.analyze(text)
    found: list[Word] = []
    following = 0
    for match in _TYPED.finditer(text):
        first = following
        while following < len(tokens) and tokens[following].start < match.end():
            following += 1
        surface = _EDGES.sub("", match.group()) or match.group()
        found.append(Word(surface, strip_josa(surface.lower()), _units(tokens[first:following])))
    return found


def phrase_groups(text: str, analyzer: Analyzer | Analyses) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The terms of a phrase by position, steps counted from its first: any of a group's terms will do there."""
    by_position: dict[int, list[str]] = {}
    tokens = analyzer.analyze(text)
    for token in tokens:
        by_position.setdefault(token.position, []).append(token.term)
    first = min(by_position, default=0)
    return tuple((position - first, tuple(dict.fromkeys(terms))) for position, terms in sorted(by_position.items()))


def _units(tokens: list[Token]) -> tuple[Unit, ...]:
    units: list[Unit] = []
    whole: Token | None = None
    for token in tokens:
        if whole is None or token.start >= whole.end:
            whole = token
            units.append(Unit((token.term,), ()))
        elif (token.start, token.end) == (whole.start, whole.end):
            units[-1] = units[-1]._replace(names=(*units[-1].names, token.term))
        else:
            member = (token.position - whole.position, token.term)
            units[-1] = units[-1]._replace(members=(*units[-1].members, member))
    return tuple(units)
