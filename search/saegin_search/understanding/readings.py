"""Readings: what a word of a query may stand for."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Why something else is searched than what was typed; the values are those of `Interpretation.kind`."""

    KEYBOARD = "keyboard"
    CHOSEONG = "choseong"
    PREFIX = "prefix"
    SPACING = "spacing"
    TYPO = "typo"
    TRANSLITERATION = "transliteration"
    SYNONYM = "synonym"
    PARAPHRASE = "paraphrase"
    YEAR = "year"


EQUIVALENCES = frozenset({Kind.TRANSLITERATION, Kind.SYNONYM, Kind.PARAPHRASE, Kind.SPACING, Kind.YEAR})
"""What means the same and adds to a word that the blog has; all others correct one that it does not have."""


ALIKE = EQUIVALENCES - {Kind.YEAR} | {Kind.PREFIX}
"""What counts the same whichever of several words it is, however rare that one is."""


class Reading(NamedTuple):
    """One thing a word may stand for.

    `text` is searched instead (letter by letter if it is choseong), `weight` (0 to 1) is what its score counts. An
    unsure reading (not `sure`) is offered, not searched.
    """

    text: str
    kind: Kind
    weight: float = 1.0
    sure: bool = True


class Understood(NamedTuple):
    """A run of a query's words (`first` to `last`, exclusive) that may be read otherwise, best reading first.

    `known` tells that the blog has the words as they were typed.
    """

    first: int
    last: int
    readings: tuple[Reading, ...]
    known: bool

    @property
    def applied(self) -> tuple[Reading, ...]:
        """The readings that are searched."""
        return tuple(reading for reading in self.readings if reading.sure)
