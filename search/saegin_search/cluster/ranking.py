"""How well posts answer a text, as clauses for the cluster: see `saegin_search.ranking`, by whose weights this goes.

A term's damped frequency was worked out when the post was sent; how rare a term is in the blog is asked for with the
query, as the cluster itself would say how rare it is in all blogs together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from saegin_index.korean.analyzer import Analyzer
from saegin_index.store.channels import STEMS
from saegin_index.store.values import Address
from saegin_search.cluster.blog import BlogSearch
from saegin_search.cluster.clauses import (
    NONE,
    Clause,
    Gain,
    Part,
    PostSet,
    Sum,
    Term,
    added,
    at_most,
    by_frequency,
    constant,
    every,
    given,
    higher,
    no,
    some,
    within,
)
from saegin_search.cluster.mapping import WEIGHED, WEIGHED_TITLE
from saegin_search.ranking import inverse_document_frequency, weighted_terms
from saegin_search.words import Analyses

_TEXTS_KEPT = 1000


class ClusterRanker:
    """Scores posts of one blog, see `backend.Ranker`."""

    def __init__(self, search: BlogSearch, analyzer: Analyzer, posts: int, address: Callable[[int], Address]) -> None:
        """`address` gives the addresses of the posts that names are known of, `posts` their number."""
        self._search = search
        self._posts = posts
        self._address = address
        self.analyses = Analyses(analyzer)
        self._terms = lru_cache(_TEXTS_KEPT)(self._terms_of)

    def _terms_of(self, text: str) -> dict[Term, float]:
        weights = weighted_terms(text, self.analyses)
        return {
            Term((WEIGHED_TITLE if key.is_title else WEIGHED) + key.channel, key.term): weight
            for key, weight in weights.items()
        }

    def look_up(self, texts: Iterable[str]) -> None:
        """Have the terms of texts counted along with whatever is asked for next."""
        self._search.expect(term.clause for text in texts for term in self._terms(text))

    def nothing(self) -> Sum:
        """0 for every post."""
        return Sum(self._search, {})

    def score(self, text: str) -> Sum:
        """What posts score for a text."""
        weights = self._terms(text)
        self._search.expect(term.clause for term in weights)
        return Sum(self._search, weights)

    def score_terms(self, weights: Mapping[str, float]) -> Sum:
        """What posts score for morphemes that count as given."""
        return Sum(self._search, {Term(WEIGHED, term): weight for term, weight in weights.items()})

    def given(self, scores: Mapping[int, float]) -> Sum:
        """Scores by the posts' numbers."""
        by_path = {self._address(document).path: score for document, score in scores.items()}
        scored = {"terms": {"path": sorted(by_path)}} if by_path else NONE
        return self._sum(lambda factor: given(by_path, factor), scored)

    def by_stem(self, word: str, first: float, more: float, most: float) -> Sum:
        """For posts with a word as it is written: `first`, and `more` for each weighed occurrence, up to `most`."""
        term = Term(WEIGHED + STEMS, word)
        return self._sum(lambda factor: by_frequency(term, factor * first, factor * more, factor * most), term.clause)

    def rarity(self, terms: Iterable[str]) -> float:
        """The highest inverse document frequency among the terms, 0 when no post has any."""
        counts = self._search.counts([Term(WEIGHED, term).clause for term in terms])
        return max((self._idf(count) for count in counts if count), default=0.0)

    def ceiling(self, text: str) -> float:
        """What a post's score for a text comes close to the more often it has its words."""
        counted = [each for each in self._terms(text).items() if not each[0].field.startswith(WEIGHED_TITLE)]
        counts = self._search.counts([term.clause for term, _ in counted])
        return sum(weight * self._idf(count) for (_, weight), count in zip(counted, counts, strict=True) if count)

    def _idf(self, count: int) -> float:
        return inverse_document_frequency(max(self._posts, count), count)

    def best(self, scores: Sum, within_set: PostSet) -> float:
        """The highest score of posts in a set, 0 when there is none."""
        query = within(scores.clause(), within_set.clause)
        return self._first_score(query, "desc") if query != NONE else 0.0

    def least(self, scores: Sum, within_set: PostSet) -> float:
        """The lowest score of posts in a set that has some."""
        scoring = scores.clause()
        should = [] if scoring == NONE else [scoring]
        return self._first_score({"bool": {"filter": within_set.clause, "should": should}}, "asc")

    def _first_score(self, query: Clause, order: str) -> float:
        hits = self._search.top(query, [{"_score": order}], 0, 1, [])
        return float(hits[0]["_score"]) if hits else 0.0

    def highest(self, several: Sequence[Sum]) -> Sum:
        """Of each post, the highest of its scores."""
        if len(several) == 1:
            return several[0]
        scored = some([each.scored() for each in several])
        return self._sum(lambda factor: higher([each.clause(factor) for each in several]), scored)

    def gain(self, better: Sum, base: Sum) -> Sum:
        """What a better score has over a base, 0 where it is worse; for being added to what has the base in it."""
        return Sum(self._search, {}, (), (Gain(better, base, 1.0),))

    def only(self, scores: Sum, within_set: PostSet) -> Sum:
        """The scores of posts in a set, 0 for the others."""
        scored = every([scores.scored(), within_set.clause])
        return self._sum(lambda factor: within(scores.clause(factor), within_set.clause), scored)

    def limited(self, scores: Sum, within_set: PostSet, most: float) -> Sum:
        """The scores, with a bound for the posts in a set."""

        def part(factor: float) -> Clause:
            scoring = scores.clause(factor)
            bounded = within(at_most(scoring, factor * most), within_set.clause)
            return added([within(scoring, no(within_set.clause)), bounded])

        return self._sum(part, scores.scored())

    def raised(self, scores: Sum, within_set: PostSet, by: float) -> Sum:
        """The scores, with something more for the posts in a set."""
        return scores + self._sum(lambda factor: constant(within_set.clause, factor * by), within_set.clause)

    def _sum(self, scoring: Callable[[float], Clause], scored: Clause) -> Sum:
        return Sum(self._search, {}, (Part(scoring, scored),))
