"""Which posts a query is about: boolean arrays over all documents, one per word, phrase or filter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.grams import bigrams
from saegin_index.korean.normalization import fold
from saegin_index.store.channels import BIGRAMS, PROSE_FIELDS, STEMS, TERM_FIELDS
from saegin_index.store.codec.postings import distinct, spans
from saegin_index.store.reader import IndexReader
from saegin_index.store.values import NO_DATE, seconds
from saegin_search.query import Filters, year_span
from saegin_search.ranking import ArrayRanker, Documents
from saegin_search.recent import Recent
from saegin_search.words import Unit, Word

Mask: TypeAlias = NDArray[np.bool_]
Groups: TypeAlias = tuple[tuple[int, tuple[str, ...]], ...]
Fields: TypeAlias = tuple[str, ...]
_Places: TypeAlias = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""Documents, offsets, positions, as `ArrayPostings.positions` gives them."""
_Sought = TypeVar("_Sought", Word, Unit)

_HANGUL = re.compile("[가-힣]+")
# Bigrams of a word this long occur together almost only where the word does; shorter ones also occur inside others
# (도시 in 도시락), so those are found by terms alone while any post has the term.
LONG_ENOUGH = 3
_ROOM = 16_000_000  # bytes for what was found
_ROOM_OF_A_MASK = 1000  # bytes that keeping it takes beside its array


class ArrayMatcher:
    """Finds documents of one open index, see `backend.Matcher`."""

    def __init__(self, index: IndexReader, ranker: ArrayRanker) -> None:
        """`ranker` works out anyway which documents have the terms of a query, and remembers it."""
        self._index = index
        self._ranker = ranker
        self._postings = index.postings
        self._seen: Recent[tuple[Word | Unit, Fields], Mask] = Recent(_ROOM)

    def everything(self) -> Mask:
        """Every document that is not deleted."""
        live = self._postings.live
        return np.ones(self._index.size, bool) if live is None else live.copy()

    def nothing(self) -> Mask:
        """No document."""
        return np.zeros(self._index.size, bool)

    def count(self, found: Mask) -> int:
        """How many documents there are in a mask."""
        return int(np.count_nonzero(found))

    def at(self, path: str) -> Mask:
        """The document of the post at a path."""
        return self._any((path,), ("path",))

    def word(self, word: Word, fields: Iterable[str] = TERM_FIELDS) -> Mask:
        """Documents with all of the word's units, or with all of its bigrams."""
        return self._remembered(self._word, word, tuple(fields))

    def _word(self, word: Word, fields: Fields) -> Mask:
        found = self.everything() if word.units else self.nothing()
        for unit in word.units:
            found &= self.unit(unit, fields)
        if not found.any() or len(word.stem) >= LONG_ENOUGH:
            found |= self._by_bigrams(word.stem, fields)
        return found

    def unit(self, unit: Unit, fields: Iterable[str] = TERM_FIELDS) -> Mask:
        """Documents with one of the unit's names, or with its members next to one another."""
        return self._remembered(self._unit, unit, tuple(fields))

    def _unit(self, unit: Unit, fields: Fields) -> Mask:
        found = reduce(or_, self._having(unit.names, "", fields), self.nothing())
        if len(unit.members) > 1:
            groups = tuple((step, (term,)) for step, term in unit.members)
            found |= self.phrase(groups, "", fields)
        return found

    def _remembered(self, find: Callable[[_Sought, Fields], Mask], sought: _Sought, fields: Fields) -> Mask:
        """What was found before, if that is known still: one query asks several times for each of its words.

        As others are given the same array, it cannot be written to.
        """
        found = self._seen.get((sought, fields))
        if found is None:
            found = find(sought, fields)
            found.flags.writeable = False
            self._seen.keep((sought, fields), found, _ROOM_OF_A_MASK + found.nbytes)
        return found

    def as_written(self, word: Word) -> Mask:
        """Documents with a word that the blog may not have letter by letter, where its units are shreds of it."""
        if _HANGUL.fullmatch(word.stem):
            return self._by_bigrams(word.stem, TERM_FIELDS)
        (by_term,), (by_stem,) = (self._having((word.stem,), channel, TERM_FIELDS) for channel in ("", STEMS))
        return by_term | by_stem

    def part_of(self, word: Word) -> Mask:
        """Documents with any of the word's units, or with all of its bigrams."""
        found = self.word(word).copy()
        for unit in word.units:
            found |= self.unit(unit)
        return found

    def phrase(self, groups: Groups, text: str, fields: Iterable[str] = TERM_FIELDS) -> Mask:
        """Documents with the terms next to one another, in one field; `text` serves where it has no terms."""
        fields = tuple(fields)
        if not groups:
            return self._by_bigrams(text, fields)
        found = self.nothing()
        for field in fields:
            found[self._adjacent(groups, field)] = True
        return found

    def year(self, year: int) -> Mask:
        """Documents of a calendar year."""
        return self.everything() & self._between(*year_span(year))

    def filters(self, filters: Filters) -> Mask | None:
        """Documents that pass; None when nothing is filtered."""
        if filters == Filters():
            return None
        found = self.everything()
        for tag in filters.tags:
            found &= self._exactly("tag", tag)
        for author in filters.authors:
            found &= self._exactly("author_key", author)
        for tag in filters.without_tags:
            found &= ~self._exactly("tag", tag)
        for author in filters.without_authors:
            found &= ~self._exactly("author_key", author)
        return found & self._between(filters.after, filters.before)

    def _between(self, after: datetime | None, before: datetime | None) -> Mask:
        if after is None and before is None:
            return np.ones(self._index.size, bool)
        dates = self._index.dates
        # No date is earlier than all there are.
        found: Mask = dates >= seconds(after) if after is not None else dates != NO_DATE
        if before is not None:
            found &= dates < seconds(before)
        return found

    def _exactly(self, field: str, value: str) -> Mask:
        return self._any((fold(value),), (field,))

    def _any(self, terms: Iterable[str], fields: Iterable[str]) -> Mask:
        found = self.nothing()
        for term in terms:
            for field in fields:
                found[self._postings.term(field, term)[0]] = True
        return found

    def _having(self, terms: Iterable[str], channel: str, fields: Fields) -> Iterator[Mask]:
        """For each term, the documents that have it in any of some fields, in a channel."""
        if fields == TERM_FIELDS:
            return (self._mask(documents) for documents in self._ranker.documents(terms, channel))
        names = [field + channel for field in fields if not channel or field in PROSE_FIELDS]
        return (self._any((term,), names) for term in terms)

    def _in_any(self, lists: Sequence[_Places]) -> Mask:
        return reduce(or_, (self._mask(documents) for documents, *_ in lists))

    def _mask(self, documents: Documents) -> Mask:
        found = self.nothing()
        found[documents] = True
        return found

    def _by_bigrams(self, text: str, fields: Fields) -> Mask:
        """Documents with all bigrams of a text; none when it has none."""
        grams = dict.fromkeys(bigrams(text)) if _HANGUL.search(text) else ()
        return reduce(and_, self._having(grams, BIGRAMS, fields)) if grams else self.nothing()

    def _adjacent(self, groups: Groups, field: str) -> NDArray[np.int64]:
        """Documents in which there is a term of each group, where its step says; one may be there several times."""
        found: list[tuple[int, list[_Places]]] = []
        for step, terms in groups:
            lists = [each for term in terms if len((each := self._postings.positions(field, term))[0])]
            if not lists:
                return np.zeros(0, np.int64)
            found.append((step, lists))
        within = reduce(and_, (self._in_any(lists) for _, lists in found))
        # The rarest first, as each of its occurrences is looked for among the others'.
        found.sort(key=lambda each: sum(len(documents) for documents, *_ in each[1]))
        starts = _starts(*found[0], within)
        for step, lists in found[1:]:
            others = _starts(step, lists, within)
            if not len(others):
                return others
            starts = starts[others.take(others.searchsorted(starts), mode="clip") == starts]
        return starts >> 32


def _starts(step: int, lists: Sequence[_Places], within: Mask) -> NDArray[np.int64]:
    """document << 32 | position, less the step, of each occurrence within some documents, ascending: equal numbers are
    one phrase's beginning."""
    found = []
    for documents, offsets, positions in lists:
        chosen = within[documents].nonzero()[0]
        first = offsets[chosen]
        counts = offsets[chosen + 1] - first
        positions = positions[spans(first, counts)]
        documents = documents[chosen]
        starts = positions.astype(np.int64) - step
        pairs = (documents.astype(np.int64) << 32).repeat(counts) | (starts & 0xFFFFFFFF)
        found.append(pairs[starts >= 0] if step else pairs)
    return found[0] if len(found) == 1 else distinct(np.concatenate(found))
