"""How the posts found spread over tags and years."""

from __future__ import annotations

import numpy as np

from saegin_index.store.reader import IndexReader
from saegin_index.store.schema import NO_DATE
from saegin_search.matching import Mask
from saegin_search.results import Facet, Facets

_MOST_TAGS = 30


def count_facets(index: IndexReader, found: Mask) -> Facets:
    """Counts for the documents in the mask: the commonest tags, and every year."""
    return Facets(_tags(index, found), _years(index, found))


def _tags(index: IndexReader, found: Mask) -> tuple[Facet, ...]:
    table = index.tags
    counts = np.bincount(table.tags[found[table.documents]], minlength=len(table.names))
    order = sorted(np.flatnonzero(counts), key=lambda tag: (-counts[tag], table.names[tag]))
    return tuple(Facet(table.names[tag], int(counts[tag])) for tag in order[:_MOST_TAGS])


def _years(index: IndexReader, found: Mask) -> tuple[Facet, ...]:
    dates = index.dates[found]
    years = dates[dates != NO_DATE].astype("datetime64[s]").astype("datetime64[Y]").astype(int) + 1970
    values, counts = np.unique(years, return_counts=True)
    return tuple(Facet(str(year), int(count)) for year, count in zip(values[::-1], counts[::-1], strict=True))
