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


class _List(NamedTuple):
    """A posting list, and where the dampers of its field begin."""

    damper: int
    documents: Documents
    counts: NDArray[Any]


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
        self._dampers = np.empty((len(weights), index.size), np.float32)
        self._known: set[int] = set()

    def fields(self, channel: str, weights: Mapping[str, FieldWeight]) -> Fields:
        """Fields in a channel, to be asked for together."""
        numbers = [self._number(name + channel, weight) for name, weight in weights.items()]
        return Fields(tuple(name + channel for name in weights), tuple(number * self._size for number in numbers))

    def damper(self, field: str, weight: FieldWeight) -> Scores:
        """Per document, what one occurrence counts: the field's weight over its relative length."""
        damper: Scores = self._dampers[self._number(field, weight)]
        return damper

    def _number(self, field: str, weight: FieldWeight) -> int:
        number = self._numbers[field, weight]
        if number not in self._known:
            lengths = np.asarray(self._postings.lengths(field), np.float32)
            live = lengths if self._postings.live is None else lengths[self._postings.live]
            average = max(float(live.sum(dtype=np.float64)) / (np.count_nonzero(live) or 1), 1.0)
            self._dampers[number] = weight.weight / (1 - weight.b + weight.b * lengths / average)
            self._known.add(number)
        return number

    def sums(self, terms: Sequence[tuple[str, Fields]]) -> Sums:
        """The documents that have terms, each in some fields; those of a term are distinct, and in no order."""
        names = [(name, encoded) for term, fields in terms for encoded in [term.encode()] for name in fields.names]
        of_names = [(row, damper) for row, (_, fields) in enumerate(terms) for damper in fields.dampers]
        numbers, documents, counts = self._postings.lists(names)
        lists: dict[int, list[_List]] = {}
        for number, of_list, counts_of_list in zip(numbers, documents, counts, strict=True):
            row, damper = of_names[number]
            lists.setdefault(row, []).append(_List(damper, of_list, counts_of_list))
        if not lists:
            return Sums(np.zeros(0, np.int64), np.zeros(0, np.float32), {})
        # A document is twice in the lists of a term that is in several fields, and these have to be added up.
        several = [row for row, of_row in lists.items() if len(of_row) > 1]
        rows = [*several, *(row for row, of_row in lists.items() if len(of_row) == 1)]
        found, frequencies = self._weighed([each for row in rows for each in lists[row]])
        sizes = [sum(len(each.documents) for each in lists[row]) for row in rows]
        if several:
            found, frequencies, sizes[: len(several)] = self._added_up(found, frequencies, sizes[: len(several)])
        return Sums(found, frequencies, dict(zip(rows, pairwise(accumulate(sizes, initial=0)), strict=True)))

    def _weighed(self, lists: Sequence[_List]) -> tuple[Documents, Scores]:
        """Posting lists one after the other, with what their counts come to."""
        documents = np.concatenate([each.documents for each in lists], dtype=np.int64)
        dampers = np.repeat([each.damper for each in lists], [len(each.documents) for each in lists])
        frequencies: Scores = self._dampers.ravel()[documents + dampers]
        frequencies *= np.concatenate([each.counts for each in lists], dtype=np.float32)
        return documents, frequencies

    def _added_up(
        self, documents: Documents, frequencies: Scores, sizes: list[int]
    ) -> tuple[Documents, Scores, list[int]]:
        """Of terms with so many postings each, in which documents come several times, each document once, with all its
        frequencies; what comes after these terms, as it is."""
        end = sum(sizes)
        pairs = documents[:end] + np.repeat(np.arange(len(sizes)) * self._size, sizes)
        places = np.arange(end, dtype=np.int32)
        first = np.empty(len(sizes) * self._size, np.int32)
        first[pairs[::-1]] = places[::-1]
        firsts = first[pairs]
        is_first = firsts == places
        number = np.cumsum(is_first)
        total = np.zeros(number[-1], np.float32)
        np.add.at(total, number[firsts] - 1, frequencies[:end])
        left = np.diff(number[np.cumsum(sizes) - 1], prepend=0).tolist()
        return (
            np.concatenate([documents[:end][is_first], documents[end:]]),
            np.concatenate([total, frequencies[end:]]),
            left,
        )
