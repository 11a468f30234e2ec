"""The posting lists of an export, and where each morpheme stands.

Where the index keeps frequencies by field and lengths by document, an export keeps one level per posting: BM25F's
frequency, summed over the fields and damped by their lengths, on a logarithmic scale. It is written as what it is more
than the level of the document, which is that of a term that stands once in its body: 0 for most postings. A browser
then adds up what ranking.py adds up, within the width of a level.

The lists of all channels stand together, by word: what a query asks for (검색 as a morpheme, a stem and a bigram) is
mostly in one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.store.codec.postings import offsets
from saegin_index.store.codec.reading import FieldPostings
from saegin_index.store.document import TERM_FIELDS
from saegin_index.store.reader import IndexReader
from saegin_search.ranking import CHANNELS, FIELDS, TITLE_ALONE, FieldWeight
from saegin_search.static.columns import varints

LEVELS_PER_OCTAVE = 12  # 3 % of a frequency, at most 2 of a score
LEVEL_OF_ONE = 100
_AVERAGES_PER_OCTAVE = 8
BODY_FIRST = (TERM_FIELDS.index("body"), *(n for n, name in enumerate(TERM_FIELDS) if name != "body"))
"""The fields by how soon they come in the places of a document: nearly all are of the body, and get small numbers."""
PLACES_PER_FIELD = 1 << 20

Numbers = NDArray[np.int64]


class Lists(NamedTuple):
    """Posting lists: those of word w are `starts[w]:starts[w + 1]` of documents and levels."""

    starts: Numbers
    documents: Numbers
    levels: NDArray[np.uint8]

    def between(self, first: int, last: int) -> Lists:
        """The lists of the words from `first` to before `last`."""
        start, end = int(self.starts[first]), int(self.starts[last])
        return Lists(self.starts[first : last + 1] - start, self.documents[start:end], self.levels[start:end])

    @property
    def sizes(self) -> Numbers:
        """Documents per word."""
        return np.diff(self.starts)

    def columns(self) -> tuple[bytes, ...]:
        """Documents per word; the documents of each list, as steps from its first; their levels."""
        differences = np.diff(self.documents, prepend=0)
        heads = self.starts[:-1][self.sizes > 0]
        differences[heads] = self.documents[heads]
        return varints(self.sizes), varints(differences), self.levels.tobytes()


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of an index by word: frequencies over all fields, and in the titles alone."""

    all_fields: Lists
    titles: Lists


class Places(NamedTuple):
    """Where the morphemes stand: `counts` per document of each word, `places` by document, fields as `BODY_FIRST`."""

    starts: Numbers
    counts: Numbers
    places: Numbers

    def columns(self) -> tuple[bytes, bytes]:
        """Places per document, and their steps within it."""
        differences = np.diff(self.places, prepend=0)
        heads = offsets(self.counts)[:-1]
        differences[heads] = self.places[heads]
        return varints(self.counts), varints(differences)

    def parts(self, cuts: Sequence[int]) -> Iterator[Places]:
        """The places of the words from each cut to the next, and from the last one on."""
        first_places = offsets(self.counts)
        for first, last in pairwise([*cuts, len(self.starts) - 1]):
            start, end = int(self.starts[first]), int(self.starts[last])
            places = self.places[first_places[start] : first_places[end]]
            yield Places(self.starts[first : last + 1] - start, self.counts[start:end], places)


class PostingTables:
    """All posting lists of an index, by the numbers of an export's words and documents."""

    def __init__(self, index: IndexReader, numbers: Numbers) -> None:
        """`numbers`: per document of the index, its number in the export."""
        self._index = index
        self._numbers = numbers
        self._size = int(numbers.max(initial=-1)) + 1
        self._fields: dict[str, FieldPostings] = {
            field + channel: index.postings.whole(field + channel)
            for channel in CHANNELS
            for field in FIELDS
            if channel == "" or field != "code"
        }

    def terms(self) -> set[str]:
        """The terms of all channels."""
        return set().union(*(postings.terms for postings in self._fields.values()))

    def channel(self, channel: str, words: Mapping[str, int]) -> Channel:
        """A channel's posting lists; `words` gives each word's number."""
        found = self._lists(channel, FIELDS, words)
        levels = found.levels - self.document_levels(channel)[found.documents]
        return Channel(found._replace(levels=levels), self._lists(channel, TITLE_ALONE, words))

    def document_levels(self, channel: str) -> NDArray[np.uint8]:
        """Per document of the export, the level of a term that stands once in its body."""
        levels = np.zeros(self._size, np.uint8)
        live = self._numbers >= 0
        levels[self._numbers[live]] = _levels(self._damper("body" + channel, FIELDS["body"])[live])
        return levels

    def _lists(self, channel: str, fields: Mapping[str, FieldWeight], words: Mapping[str, int]) -> Lists:
        keys, frequencies = [np.zeros(0, np.int64)], [np.zeros(0)]
        for field, weight in fields.items():
            postings = self._fields.get(field + channel)
            if postings is not None and len(postings.documents):
                keys.append(self._keys(postings, words))
                frequencies.append(postings.counts * self._damper(field + channel, weight)[postings.documents])
        found, inverse = np.unique(np.concatenate(keys), return_inverse=True)
        total = np.bincount(inverse, np.concatenate(frequencies), len(found)).astype(np.float64)
        return Lists(self._starts(found, len(words)), found % max(self._size, 1), _levels(total))

    def _keys(self, postings: FieldPostings, words: Mapping[str, int]) -> Numbers:
        """word * documents + document of each posting."""
        ranks = np.fromiter(map(words.__getitem__, postings.terms), np.int64, len(postings.terms))
        return ranks[postings.ranks] * self._size + self._numbers[postings.documents]

    def _starts(self, keys: Numbers, words: int) -> Numbers:
        return np.searchsorted(keys, np.arange(words + 1) * self._size)

    def _damper(self, field: str, weight: FieldWeight) -> NDArray[np.float64]:
        """Per document of the index, what one occurrence counts.

        The average length is rounded: else every new post would move it a little, and with it a level in every file.
        """
        lengths = np.asarray(self._index.postings.lengths(field), np.float64)
        live = lengths if self._index.postings.live is None else lengths[self._index.postings.live]
        average = max(float(live.mean()) if len(live) else 1.0, 1.0)
        average = 2 ** (round(_AVERAGES_PER_OCTAVE * np.log2(average)) / _AVERAGES_PER_OCTAVE)
        damper: NDArray[np.float64] = weight.weight / (1 - weight.b + weight.b * lengths / average)
        return damper

    def places(self, words: Mapping[str, int]) -> Places:
        """Where the morphemes stand, in all fields."""
        keys, places = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for order, field in enumerate(BODY_FIRST):
            postings = self._fields[TERM_FIELDS[field]]
            if len(postings.documents):
                keys.append(np.repeat(self._keys(postings, words), postings.counts))
                places.append(order * PLACES_PER_FIELD + np.minimum(postings.positions, PLACES_PER_FIELD - 1))
        key, place = np.concatenate(keys), np.concatenate(places)
        order_of = np.lexsort((place, key))
        found, counts = np.unique(key[order_of], return_counts=True)
        return Places(self._starts(found, len(words)), counts, place[order_of])


def _levels(frequencies: NDArray[np.float64]) -> NDArray[np.uint8]:
    levels = np.rint(LEVELS_PER_OCTAVE * np.log2(frequencies)) + LEVEL_OF_ONE
    found: NDArray[np.uint8] = np.clip(levels, 0, 255).astype(np.uint8)
    return found
