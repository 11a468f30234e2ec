"""How the posts found spread over tags and years."""

from __future__ import annotations

import numpy as np

from saegin_index.store.reader import IndexReader
from saegin_index.store.values import NO_DATE
from saegin_search.matching import Mask
from saegin_search.results import Facet, Facets

_MOST_TAGS = 30


def count_facets(index: IndexReader, found: Mask) -> Facets:
    """Counts for the documents in the mask: the commonest tags, and every year."""
    return Facets(_tags(index, found), _years(index, found))


def _tags(index: IndexReader, found: Mask) -> tuple[Facet, ...]:
    table = index.tags
    counts = np.bincount(table.tags[found[table.documents]], minlength=len(table.names))
    # Only the commonest need be in order: those with a count that no more than so many reach, and their equals.
    reached = np.bincount(counts)[::-1].cumsum()
    least = max(1, len(reached) - 1 - int(np.searchsorted(reached, _MOST_TAGS)))
    tags = np.flatnonzero(counts >= least)
    common = zip((-counts[tags]).tolist(), (table.names[tag] for tag in tags.tolist()), strict=True)
    return tuple(Facet(name, -less) for less, name in sorted(common)[:_MOST_TAGS])


def _years(index: IndexReader, found: Mask) -> tuple[Facet, ...]:
    dates = index.dates[found]
    years = dates[dates != NO_DATE].astype("datetime64[s]").astype("datetime64[Y]").astype(int) + 1970
    if not len(years):
        return ()
    counts = np.bincount(years - years.min())
    found_in = np.flatnonzero(counts)[::-1]
    return tuple(Facet(str(years.min() + year), int(counts[year])) for year in found_in.tolist())
