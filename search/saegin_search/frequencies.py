"""How often posts have terms, as BM25F counts: over all fields, each by its weight and by how long it is.

Worked out for many terms at once: most have so few postings that numpy's calls, not these, are what takes the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from saegin_index.store.reader import IndexReader

Scores: TypeAlias = NDArray[np.float32]
Documents: TypeAlias = NDArray[np.integer[Any]]


class FieldWeight(NamedTuple):
    """How much a field's frequencies count (`weight`) and how far its length dampens them (`b`, 0 to 1)."""

    weight: float
    b: float


class Fields(NamedTuple):
    """Some fields of the index, as `Frequencies.fields` gives them: names, and where the dampers of each begin."""

    names: tuple[str, ...]
    dampers: tuple[int, ...]


class Sums(NamedTuple):
    """Documents of several terms, and the frequency in each: `spans` says from where to where those of a term are, by
    its number. Terms that no document has are not in it."""

    documents: Documents
    frequencies: Scores
    spans: dict[int, tuple[int, int]]


class Frequencies:
    """The frequencies of one open index. May be shared between threads."""

    def __init__(self, index: IndexReader, weights: Sequence[tuple[str, FieldWeight]]) -> None:
        """`weights` are all fields, in every weight in which they will be asked for."""
        self._size, self._postings = index.size, index.postings
        self._numbers = {each: number for number, each in enumerate(weights)}
        self._dampers = np.empty(len(weights) * index.size, np.float32)
        self._known: set[int] = set()

    def fields(self, channel: str, weights: Mapping[str, FieldWeight]) -> Fields:
        """Fields in a channel, to be asked for together."""
        names = [name + channel for name in weights]
        return Fields(tuple(names), tuple(map(self._place, names, weights.values())))

    def damper(self, field: str, weight: FieldWeight) -> Scores:
        """Per document, what one occurrence counts: the field's weight over its relative length."""
        place = self._place(field, weight)
        return self._dampers[place : place + self._size]

    def _place(self, field: str, weight: FieldWeight) -> int:
        """Where the dampers of a field begin, which are worked out when they are first asked for."""
        number = self._numbers[field, weight]
        place = number * self._size
        if number not in self._known:
            relative = weight.b / self._postings.average_length(field)
            damper = (self._postings.lengths(field) * relative).astype(np.float32)
            damper += 1 - weight.b
            # All at once: other threads may be reading what one of them has put there.
            self._dampers[place : place + self._size] = np.divide(weight.weight, damper, out=damper)
            self._known.add(number)
        return place

    def sums(self, terms: Sequence[tuple[str, Fields]]) -> Sums:
        """The documents that have terms, each in some fields; those of a term are distinct, and in no order."""
        numbers, fields, lists, counts = self._postings.lists([(term, fields.names) for term, fields in terms])
        if not numbers:
            return Sums(np.zeros(0, np.int64), np.zeros(0, np.float32), {})
        sizes = list(map(len, lists))
        places = [terms[number][1].dampers[field] for number, field in zip(numbers, fields, strict=True)]
        documents: Documents = np.concatenate(lists, dtype=np.int64)
        frequencies: Scores = self._dampers[documents + np.array(places).repeat(sizes)]
        frequencies *= np.concatenate(counts)
        # The lists of a term follow one another.
        firsts = [place for place, number in enumerate(numbers) if not place or number != numbers[place - 1]]
        ends = [0, *accumulate(sizes)]
        borders = [*map(ends.__getitem__, firsts), ends[-1]]
        if len(firsts) < len(lists):
            documents, frequencies, borders = self._added_up(documents, frequencies, borders)
        spans = zip([numbers[place] for place in firsts], pairwise(borders), strict=True)
        return Sums(documents, frequencies, dict(spans))

    def _added_up(
        self, documents: Documents, frequencies: Scores, borders: list[int]
    ) -> tuple[Documents, Scores, list[int]]:
        """Each document of a term once, with its frequencies in all fields, and the borders between terms then."""
        terms = len(borders) - 1
        sizes = [end - start for start, end in pairwise(borders)]
        pairs = documents + (np.arange(terms) * self._size).repeat(sizes) if terms > 1 else documents
        # A document goes to one of the places where it comes: to the one that its place in the table keeps.
        places = np.arange(len(pairs), dtype=np.int32)
        table = np.empty(terms * self._size, np.int32)
        table[pairs] = places
        kept = table[pairs]
        repeated = np.flatnonzero(kept != places)
        if not len(repeated):
            return documents, frequencies, borders
        np.add.at(frequencies, kept[repeated], frequencies[repeated])
        is_kept = np.ones(len(pairs), bool)
        is_kept[repeated] = False
        borders = (np.array(borders) - repeated.searchsorted(borders)).tolist()
        return documents[is_kept], frequencies[is_kept], borders
