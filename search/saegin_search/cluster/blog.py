"""Asking a cluster about one blog, and never about another: every search passes through here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from saegin_index.errors import ClusterMissingError, ClusterRefusedError, QueryError
from saegin_search.cluster.clauses import ALL, NONE, Clause, Term
from saegin_search.cluster.connection import Cluster
from saegin_search.ranking import K1, inverse_document_frequency
from saegin_search.recent import Recent

_ROOM = 20_000  # answers remembered
_MOST_EXPECTED = 200  # clauses
_WINDOW = 10_000  # hits that one request may go through

_T = TypeVar("_T")


class BlogSearch:
    """Searches of one edition of a blog; counts are remembered. May be shared between threads."""

    def __init__(self, cluster: Cluster, posts: int) -> None:
        self._cluster = cluster
        self._index, self._blog = cluster.settings.index, cluster.settings.blog
        self._posts = posts
        self._counts: Recent[str, int] = Recent(_ROOM)
        self._expected: dict[str, Clause] = {}

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """One search; `body["query"]` is about this blog alone, whatever it says."""
        return _asked(lambda: self._cluster.search(self._index, self._own(body), routing=self._blog))

    def count(self, clause: Clause) -> int:
        """How many posts a clause has."""
        return self.counts([clause])[0]

    def expect(self, clauses: Iterable[Clause]) -> None:
        """Say that clauses will be counted: they are asked for along with whatever is asked for next."""
        for clause in clauses:
            key = _key(clause)
            if len(self._expected) < _MOST_EXPECTED and self._known(clause, key) is None:
                self._expected[key] = clause

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
        """The same for several, in one request."""
        keys = list(map(_key, clauses))
        known = {key: self._known(clause, key) for key, clause in zip(keys, clauses, strict=True)}
        unknown = {key: clause for key, clause in zip(keys, clauses, strict=True) if known[key] is None}
        if unknown:
            expected, self._expected = self._expected, {}
            unknown |= dict(expected)  # a copy, as another thread may still be adding to it
        bodies = [self._own({"query": clause, "size": 0, "track_total_hits": True}) for clause in unknown.values()]
        answers = _asked(lambda: self._cluster.searches(self._index, bodies, routing=self._blog))
        for key, answer in zip(unknown, answers, strict=True):
            count = known[key] = int(answer["hits"]["total"]["value"])
            self._counts.keep(key, count, 1)
        return [known[key] or 0 for key in keys]

    def worths(self, terms: Sequence[Term]) -> Mapping[Term, float]:
        """What a term's saturated frequency is multiplied by; 0 for those of no post."""
        counts = self.counts([term.clause for term in terms])
        return {
            term: (K1 + 1) * inverse_document_frequency(max(self._posts, count), count) if count else 0.0
            for term, count in zip(terms, counts, strict=True)
        }

    def top(self, query: Clause, sort: list[Any], first: int, size: int, fields: list[str]) -> list[dict[str, Any]]:
        """The hits from number `first` on in an order that no two posts share a place in, with fields of them.

        Goes on from the last hit of the request before (`search_after`), as the cluster skips no more than 10,000.
        """
        body: dict[str, Any] = {"query": query, "sort": sort, "track_scores": True, "track_total_hits": False}
        while first + size > _WINDOW:
            skipped = self.search({**body, "size": min(first, _WINDOW), "_source": False})["hits"]["hits"]
            if not skipped:
                return []
            first -= len(skipped)
            body["search_after"] = skipped[-1]["sort"]
        return list(self.search({**body, "size": first + size, "_source": fields})["hits"]["hits"][first:])

    def _known(self, clause: Clause, key: str) -> int | None:
        if clause in (ALL, NONE):
            return self._posts if clause == ALL else 0
        return self._counts.get(key)

    def _own(self, body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "query": {"bool": {"must": body["query"], "filter": {"term": {"blog": self._blog}}}}}


def _key(clause: Clause) -> str:
    return json.dumps(clause, ensure_ascii=False)


def _asked(ask: Callable[[], _T]) -> _T:
    try:
        return ask()
    except ClusterRefusedError as error:
        if error.kind == "index_not_found_exception":
            raise ClusterMissingError(f"{error}: run `saegin index`") from error
        if "too_many" in error.kind or "maxClauseCount" in str(error):
            raise QueryError("the query has too many words for the cluster: use fewer") from error
        raise
