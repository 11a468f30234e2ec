"""saegin as one of the engines: whole answers from its searcher, and its matcher and ranker alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from tests.benchmarks.suite.costs import Cost
from tests.benchmarks.suite.documents import Asked
from tests.benchmarks.suite.peers.peer import LIMIT, InProcess

from saegin_index.korean.normalization import fold
from saegin_index.store.document import TERM_FIELDS
from saegin_search import open_searcher
from saegin_search.engine import Engine
from saegin_search.matching import ArrayMatcher, Mask
from saegin_search.query import Filters
from saegin_search.ranking import ArrayRanker, Scores
from saegin_search.words import Unit

_EPOCH = datetime(1970, 1, 1)


class Saegin(InProcess):
    """An index that is open for searching."""

    def __init__(self, folder: Path) -> None:
        self.searcher = open_searcher(folder)
        engine: Engine = self.searcher._engine
        self._index = engine.index
        self._ranker = ArrayRanker(engine.index)
        self._matcher = ArrayMatcher(engine.index, self._ranker)
        self._memories = [
            forget
            for matcher, ranker in ((self._matcher, self._ranker), (engine._matcher, engine._ranker))
            for forget in (
                matcher._seen.clear,
                ranker._known.clear,
                ranker._terms.cache_clear,
                ranker.analyses.analyze.cache_clear,
            )
        ]
        postings = (each for segment in engine.index.postings._segments for each in segment.fields.values())
        self._memories += [each._found.clear for each in postings]
        self._ordered = engine.backend._order  # type: ignore[attr-defined]
        tags = {"t" + name.encode().hex(): name for name in map(fold, engine.index.tags.names)}
        self._tag = tags.get

    def cost(self, work: Callable[[], Any]) -> Cost:
        """What a call costs that finds nothing remembered of the same query, which a round ago was asked as well."""
        for forget in self._memories:
            forget()
        return super().cost(work)

    def close(self) -> None:
        """Let go of the index."""
        self.searcher.close()

    def terms(self, text: str) -> list[str]:
        """A query as the peers are given it: the terms that the analyzer cuts it into."""
        return list(dict.fromkeys(token.term for token in self._index.analyzer.analyze(text)))

    def answer(self, text: str) -> Sequence[Any]:
        """Everything that a reader gets for a query."""
        return self.searcher.search(text, limit=LIMIT).hits

    def answer_exactly(self, text: str) -> Sequence[Any]:
        """What the peers are asked for: hits with the words typed, nothing read otherwise, nothing counted."""
        return self.searcher.search(text, limit=LIMIT, exact=True, facets=False).hits

    def hits(self, asked: Asked) -> Callable[[], Sequence[int]]:
        """The best documents by terms: all fields, the weights of each, none of the other channels."""
        matcher, ranker, terms = self._matcher, self._ranker, asked.terms
        weights = dict.fromkeys(terms, 1.0)

        def with_terms() -> Mask:
            ranker.documents(terms)  # all at once, as the engine looks them up
            found = [matcher.unit(Unit((term,), ())) for term in terms]
            every: Mask = (np.logical_or if asked.kind == "OR3" else np.logical_and).reduce(found)
            return every

        def phrase() -> Mask:
            return matcher.phrase(tuple((step, (term,)) for step, term in enumerate(terms)), "")

        def filtered() -> Mask:
            tag = self._tag(asked.tag) or ""
            after, before = (_EPOCH + timedelta(seconds=each) for each in (asked.after, asked.before))
            passing = matcher.filters(Filters(tags=(tag,), after=after, before=before + timedelta(seconds=1)))
            assert passing is not None
            return with_terms() & passing

        def unscored(wanted: Iterable[tuple[str, Sequence[str]]]) -> tuple[Mask, Scores]:
            found = matcher.nothing()
            for documents in self._index.postings.lists(wanted).documents:
                found[documents] = True
            return found, np.zeros(self._index.size, np.float32)

        def beginning() -> Iterator[tuple[str, Sequence[str]]]:
            for field in TERM_FIELDS:
                yield from ((name, (field,)) for name in self._index.postings.terms(field, terms[0]))

        if asked.kind == "prefix":
            return lambda: self._ordered(*unscored(beginning()), "relevance", LIMIT)
        if asked.kind == "newest":
            return lambda: self._ordered(*unscored([(terms[0], TERM_FIELDS)]), "newest", LIMIT)
        find = {"phrase": phrase, "tag + dates": filtered}.get(asked.kind, with_terms)
        return lambda: self._ordered(find(), ranker.score_terms(weights), "relevance", LIMIT)
