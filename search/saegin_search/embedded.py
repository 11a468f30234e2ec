"""One machine's index as the engine's backend: sets of posts and scores are arrays over all documents."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saegin_index.store.codec.postings import begins
from saegin_index.store.reader import IndexReader
from saegin_index.store.values import NO_DATE
from saegin_search.backend import Ranked
from saegin_search.facets import FacetCounter
from saegin_search.matching import ArrayMatcher, Mask
from saegin_search.query import Sort
from saegin_search.ranking import ArrayRanker, Documents, Scores
from saegin_search.results import Edition, Facets


class EmbeddedBackend:
    """An open edition of an index, see `backend.Backend`."""

    def __init__(self, index: IndexReader) -> None:
        self.index = index
        self.ranker = ArrayRanker(index)
        self.matcher = ArrayMatcher(index, self.ranker)
        self._facets = FacetCounter(index)

    @classmethod
    def open(cls, index_dir: Path) -> EmbeddedBackend:
        """Open the live edition; raises IndexStateError."""
        return cls(IndexReader.open(index_dir))

    @property
    def edition(self) -> Edition:
        """Which edition it is."""
        manifest = self.index.manifest
        return Edition(
            name=manifest.edition_name,
            posts=manifest.posts,
            built=manifest.built,
            analyzer=manifest.analyzer,
            site_url=manifest.site_url,
        )

    @property
    def is_current(self) -> bool:
        """Whether no run has written since it was opened."""
        return self.index.is_current

    def answering(self) -> AbstractContextManager[None]:
        """Nothing to bound."""
        return nullcontext()

    def check(self) -> None:
        """Raises IndexDamagedError when a file is not as it was written."""
        from saegin_index.store.verify import check_whole

        check_whole(self.index.index_dir)

    def close(self) -> None:
        """Let go of the index's files."""
        self.index.close()

    def facets(self, found: Mask) -> Facets:
        """How the documents found spread over tags and years."""
        return self._facets.count(found)

    def page(self, found: Mask, scores: Scores, sort: Sort, limit: int, offset: int) -> list[Ranked]:
        """One page of the documents found, see `backend.Backend`."""
        order = self._order(found, scores, sort, limit + offset)[offset:]
        return [Ranked(*self.index.post(document), float(scores[document])) for document in order]

    def _order(self, found: Mask, scores: Scores, sort: Sort, most: int) -> list[int]:
        """The first documents, best first; equal ones by date, then by path."""
        documents = found.nonzero()[0]
        dates = self.index.dates
        first: NDArray[Any] = -(scores if sort == "relevance" else dates)[documents]
        if sort == "oldest":
            # Those without a date come last all the same.
            first = np.where(first == -NO_DATE, -NO_DATE, -first)
        if len(documents) > most:
            # Whatever comes after the last one wanted need not be in order.
            last = np.partition(first, most - 1)[most - 1]
            early = (first <= last).nonzero()[0]
            documents, first = documents[early], first[early]
        second: NDArray[Any] = -(dates if sort == "relevance" else scores)[documents]
        if len(documents) > most:
            # Of those equal to the last one, only as many as are wanted, by the second key.
            sooner = first < last
            rest = most - int(np.count_nonzero(sooner))
            early = (sooner | (second <= np.partition(second[~sooner], rest - 1)[rest - 1])).nonzero()[0]
            documents, first, second = documents[early], first[early], second[early]
        order = np.lexsort((second, first))
        groups = np.flatnonzero(begins(first[order], second[order]))
        return self._settle_ties(documents[order], groups[1:], most)

    def _settle_ties(self, documents: Documents, borders: NDArray[np.int64], most: int) -> list[int]:
        """The first documents of groups of equal ones, which end at the borders, within a group by path."""
        settled: list[int] = []
        for end in (*borders[:most].tolist(), len(documents)):
            if len(settled) >= most:
                break
            tied = documents[len(settled) : end].tolist()
            settled.extend(sorted(tied, key=self.index.path) if len(tied) > 1 else tied)
        return settled[:most]
