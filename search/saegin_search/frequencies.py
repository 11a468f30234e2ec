"""How often posts have terms, as BM25F counts: over all fields, each by its weight and by how long it is.

Worked out for many terms at once: most have so few postings that numpy's calls, not these, are what takes the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
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
    """Documents of several terms and the frequency in each; those of term i are from `ends[i]` to `ends[i + 1]`."""

    documents: Documents
    frequencies: Scores
    ends: list[int]


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
        """The documents that have terms, each in some fields; those of a term are distinct, and in no order.

        Takes 8 bytes for each document of the index and each of the terms.
        """
        size = self._size
        lists = [(name, encoded) for term, fields in terms for encoded in [term.encode()] for name in fields.names]
        sizes, documents, counts = self._postings.lists(lists)
        dampers = np.repeat([place for _, fields in terms for place in fields.dampers], sizes)
        frequencies = self._dampers.ravel()[documents + dampers] * counts.astype(np.float32)
        bases = np.repeat([size * number for number, (_, fields) in enumerate(terms) for _ in fields.names], sizes)
        pairs = documents + bases
        # A document that has a term in several fields is one: where it comes first, all its frequencies go.
        places = np.arange(len(pairs))
        first = np.empty(size * len(terms), np.int64)
        first[pairs[::-1]] = places[::-1]
        firsts = first[pairs]
        is_first = firsts == places
        number = np.cumsum(is_first)
        summed = np.zeros(number[-1] if len(number) else 0, np.float32)
        np.add.at(summed, number[firsts] - 1, frequencies)
        ends = [0, *accumulate(sizes)]
        borders = accumulate((len(fields.names) for _, fields in terms), initial=0)
        before = np.concatenate([[0], number])
        return Sums(documents[is_first], summed, before[[ends[border] for border in borders]].tolist())
