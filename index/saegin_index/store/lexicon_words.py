"""Which words an edition's postings have, and how common each is, without a string made of any.

The same word stands in several fields and segments. Words are compared by hashes of 64 bits, which numpy makes of all
of them at once: that two of a million words share one happens to one blog in some hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.store.channels import STEMS, WORD_CHANNELS
from saegin_index.store.codec.arrayfile import Array
from saegin_index.store.codec.postings import Postings, begins, join_terms, offsets, offsets32, spans
from saegin_index.store.codec.reading import ArrayPostings
from saegin_index.store.lexicon import MORPHEME, NAME

Hashes = NDArray[np.uint64]

_NAMING_FIELDS = ("title", "tags", "headings")
_BYTES_AT_ONCE = 1 << 20
_WORDS_AT_ONCE = 1 << 16


class Texts(Sequence[str]):
    """Words in UTF-8, one after the other, each made a string when it is asked for."""

    def __init__(self, joined: NDArray[np.uint8], starts: NDArray[np.uint32]) -> None:
        """`starts`: where each begins, and the end."""
        self.joined, self.starts = joined, starts
        self._views = joined.data, starts.data

    @classmethod
    def of(cls, words: Sequence[str]) -> Texts:
        """Words in order."""
        # A part at a time, as joining takes several times the room of what is joined.
        starts = range(0, max(len(words), 1), _WORDS_AT_ONCE)
        parts = [join_terms(words[first : first + _WORDS_AT_ONCE]) for first in starts]
        sizes = np.concatenate([np.diff(part) for _, part in parts])
        return cls(np.concatenate([joined for joined, _ in parts]), offsets32(sizes))

    @classmethod
    def joining(cls, one: Texts, other: Texts, numbers: NDArray[np.int64]) -> Texts:
        """Words of two by their numbers, those of the second go on after the first's."""
        joined = np.concatenate([one.joined, other.joined])
        starts = np.concatenate([one.starts[:-1], other.starts + np.uint32(len(one.joined))]).astype(np.int64)
        sizes = np.diff(starts)[numbers]
        pieces = [joined[spans(starts[some], sizes[at])] for at, some in _pieces(offsets(sizes), numbers)]
        return cls(np.concatenate([joined[:0], *pieces]), offsets32(sizes))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: Any) -> Any:
        joined, starts = self._views
        return str(joined[starts[number] : starts[number + 1]], "utf-8")

    def hashes(self) -> Hashes:
        """A hash of each (none is empty): its bytes times random numbers, which depend on the place, added up."""
        sizes = np.diff(self.starts.astype(np.int64))
        factors = _factors(int(sizes.max(initial=0)))
        hashes = [np.zeros(0, np.uint64)]
        for at, some in _pieces(self.starts, sizes):
            starts = offsets(some)
            text = self.joined[int(self.starts[at.start]) : int(self.starts[at.stop])] + np.uint64(1)
            text *= factors[spans(np.zeros(len(some), np.int64), some)]
            hashes.append(np.add.reduceat(text, starts[:-1]))
        return np.concatenate(hashes)


def _factors(count: int) -> Hashes:
    """Random numbers, always the same: Steele, Lea and Flood's SplitMix, 2014."""
    mixed = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)


def _pieces(starts: Array, values: Array) -> Iterator[tuple[slice, Array]]:
    """Ranges of words with about `_BYTES_AT_ONCE` each, and the values for these."""
    marks = np.searchsorted(starts, np.arange(0, int(starts[-1]), _BYTES_AT_ONCE))
    for first, last in pairwise([*marks.tolist(), len(values)]):
        if first < last:
            yield slice(first, last), values[first:last]


class Vocabulary(NamedTuple):
    """Words by their hashes, ascending.

    `frequencies` are the posts of the channel that has a word in most, `flags` NAME and MORPHEME; word i is written as
    term `terms[i]` of `texts[sources[i]]`.
    """

    hashes: Hashes
    frequencies: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    sources: NDArray[np.uint32]
    terms: NDArray[np.uint32]
    texts: list[Postings]

    def spelled(self, words: Array) -> list[str]:
        """Some of the words."""
        return [
            self.texts[source].term(term).decode()
            for source, term in zip(self.sources[words].tolist(), self.terms[words].tolist(), strict=True)
        ]


class _Column(NamedTuple):
    """The words that a segment has in a channel."""

    hashes: Hashes
    frequencies: NDArray[np.uint32]
    terms: NDArray[np.uint32]
    channel: int
    source: int
    flags: int


def vocabulary(postings: ArrayPostings) -> Vocabulary:
    """The words of all channels that have whole words."""
    texts: list[Postings] = []
    columns: list[_Column] = []
    for number, channel in enumerate(WORD_CHANNELS):
        field = channel.removesuffix(STEMS)
        flags = NAME * (field in _NAMING_FIELDS) | MORPHEME * (channel == field)
        for part, frequencies in postings.parts(channel):
            terms = np.flatnonzero(frequencies)
            hashes = Texts(part.term_bytes, part.term_starts).hashes()[terms]
            counts = frequencies[terms].astype(np.uint32)
            columns.append(_Column(hashes, counts, terms.astype(np.uint32), number, len(texts), flags))
            texts.append(part)
    return Vocabulary(*_joined(columns), texts)


def _joined(columns: Sequence[_Column]) -> tuple[Array, Array, Array, Array, Array]:
    """Every word once."""
    none = _Column(np.zeros(0, np.uint64), np.zeros(0, np.uint32), np.zeros(0, np.uint32), 0, 0, 0)
    columns = [none, *columns]
    hashes, frequencies, terms = (np.concatenate([each[place] for each in columns]) for place in range(3))
    sizes = [len(each.hashes) for each in columns]
    column = np.repeat(np.arange(len(columns), dtype=np.uint16), sizes)
    # Stable, so that the columns of a channel, one for each segment, stay side by side.
    order = np.argsort(hashes, kind="stable")
    hashes, frequencies, terms, column = hashes[order], frequencies[order], terms[order], column[order]
    channel, source, flags = (
        np.array([each[place] for each in columns], kind)[column]
        for place, kind in ((3, np.uint8), (4, np.uint32), (5, np.uint8))
    )
    new_word = begins(hashes)
    in_channel = np.flatnonzero(new_word | begins(channel))
    words = np.flatnonzero(new_word)
    if not len(words):
        return hashes, frequencies, flags, source, terms
    of_channels = np.add.reduceat(frequencies, in_channel, dtype=np.uint32)
    most = np.maximum.reduceat(of_channels, np.searchsorted(in_channel, words))
    return hashes[words], most, np.bitwise_or.reduceat(flags, words), source[words], terms[words]


def numbers_of(wanted: Hashes, hashes: Hashes) -> NDArray[np.int64]:
    """Where each wanted hash is among some, which are in any order; -1 where it is not."""
    if not len(hashes):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(hashes)
    place = order[np.minimum(np.searchsorted(hashes, wanted, sorter=order), len(hashes) - 1)]
    return np.where(hashes[place] == wanted, place, -1)
