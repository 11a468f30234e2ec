"""How the posts found spread over tags and years."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from saegin_index.store.codec.postings import offsets, spans
from saegin_index.store.reader import IndexReader
from saegin_index.store.values import NO_DATE
from saegin_search.matching import Mask
from saegin_search.results import Facet, Facets

MOST_TAGS = 30
_NO_YEAR = 0
_FEW = 8  # times fewer documents than there are: to gather the tags of these is quicker than to go through all


class FacetCounter:
    """Counts for one open index. May be shared between threads."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index

    def count(self, found: Mask) -> Facets:
        """Counts for the documents in the mask: the commonest tags, and every year."""
        documents = np.flatnonzero(found)
        table = self._index.tags
        if len(documents) * _FEW < len(found):
            starts = self._starts[documents]
            tags = table.tags[spans(starts, self._starts[documents + 1] - starts)]
        else:
            tags = table.tags[found[table.documents]]
        return Facets(self._commonest(tags), self._years(documents))

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Where the tags of each document begin in the table of tags, and where the last one's end."""
        return offsets(np.bincount(self._index.tags.documents, minlength=self._index.size))

    @cached_property
    def _year_of(self) -> NDArray[np.int64]:
        years = self._index.dates.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
        years[self._index.dates == NO_DATE] = _NO_YEAR
        return years

    def _commonest(self, tags: NDArray[np.int64]) -> tuple[Facet, ...]:
        counts, names = np.bincount(tags), self._index.tags.names
        # Only the commonest need be in order: those with a count that no more than so many reach, and their equals.
        reached = np.bincount(counts)[::-1].cumsum()
        least = max(1, len(reached) - 1 - int(np.searchsorted(reached, MOST_TAGS)))
        common = np.flatnonzero(counts >= least)
        named = zip((-counts[common]).tolist(), (names[tag] for tag in common.tolist()), strict=True)
        return tuple(Facet(name, -less) for less, name in sorted(named)[:MOST_TAGS])

    def _years(self, documents: NDArray[np.int64]) -> tuple[Facet, ...]:
        counts = np.bincount(self._year_of[documents])
        years = np.flatnonzero(counts)[::-1].tolist()
        return tuple(Facet(str(year), int(counts[year])) for year in years if year != _NO_YEAR)
