"""Sets of posts and scores as clauses of OpenSearch's query language, to be combined before anything is asked.

What the arrays of one machine do by arithmetic is said here: a score is a sum of terms, each worth so much, and of
parts that are more than a sum (the higher of two, a bound for some posts). Weights of the same term are added up, so
that a query that mentions a word three times asks for it once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from saegin_search.ranking import K1

Clause = dict[str, Any]

ALL: Clause = {"match_all": {}}
NONE: Clause = {"match_none": {}}
_MOST_TERMS = 400  # of a score; of a pasted page those that count most
_LEAST = 1e-6  # what is worth less is not asked for


def every(clauses: Sequence[Clause]) -> Clause:
    """Posts that all clauses have."""
    if NONE in clauses:
        return NONE
    telling = _distinct(part for clause in clauses for part in _parts(clause, "filter") if part != ALL)
    if not telling:
        return ALL
    return telling[0] if len(telling) == 1 else {"bool": {"filter": telling}}


def some(clauses: Sequence[Clause]) -> Clause:
    """Posts that any of the clauses has."""
    if ALL in clauses:
        return ALL
    telling = _distinct(part for clause in clauses for part in _parts(clause, "should") if part != NONE)
    if not telling:
        return NONE
    return telling[0] if len(telling) == 1 else {"bool": {"should": telling}}


def no(clause: Clause) -> Clause:
    """Posts that a clause does not have."""
    if clause in (ALL, NONE):
        return NONE if clause == ALL else ALL
    if set(clause.get("bool", ())) == {"must_not"}:
        inner: Clause = clause["bool"]["must_not"]
        return inner
    return {"bool": {"must_not": clause}}


def _parts(clause: Clause, kind: str) -> list[Clause]:
    """A clause taken apart, if it is of that kind and nothing else."""
    inner = clause.get("bool", {})
    return list(inner[kind]) if set(inner) == {kind} else [clause]


def _distinct(clauses: Any) -> list[Clause]:
    found: list[Clause] = []
    for clause in clauses:
        if clause not in found:
            found.append(clause)
    return found


class Counting(Protocol):
    """Asks the cluster how many posts there are."""

    def count(self, clause: Clause) -> int:
        """How many posts of the blog a clause has."""

    def worths(self, terms: Sequence[Term]) -> Mapping[Term, float]:
        """What a term's saturated frequency is multiplied by: how rare it is in the blog."""


@dataclass(frozen=True, eq=False)
class PostSet:
    """A set of posts, see `backend.Found`."""

    clause: Clause
    counting: Counting

    def __and__(self, other: PostSet) -> PostSet:
        return PostSet(every([self.clause, other.clause]), self.counting)

    def __or__(self, other: PostSet) -> PostSet:
        return PostSet(some([self.clause, other.clause]), self.counting)

    def __invert__(self) -> PostSet:
        return PostSet(no(self.clause), self.counting)

    def any(self) -> bool:
        """Whether there is a post in it."""
        return self.counting.count(self.clause) > 0


class Term(NamedTuple):
    """A term in a weighed field of the cluster."""

    field: str
    text: str

    @property
    def clause(self) -> Clause:
        """The posts that have it."""
        return {"term": {self.field: self.text}}


class Part(NamedTuple):
    """Something that scores: `scoring` gives its clause for a factor, `scored` has the posts that it scores."""

    scoring: Callable[[float], Clause]
    scored: Clause

    def times(self, factor: float) -> Part:
        """The same, `factor` times."""
        return Part(lambda more: self.scoring(factor * more), self.scored)


class Gain(NamedTuple):
    """What a better score has over a base, `factor` times."""

    better: Sum
    base: Sum
    factor: float


@dataclass(frozen=True, eq=False)
class Sum:
    """A score, see `backend.Scores`: of terms by what each is worth beside its rarity, and of other parts."""

    counting: Counting
    terms: Mapping[Term, float]
    parts: tuple[Part, ...] = ()
    gains: tuple[Gain, ...] = ()

    def __add__(self, other: Sum) -> Sum:
        terms = _added(self.terms, other.terms, 1)
        return Sum(self.counting, terms, self.parts + other.parts, self.gains + other.gains)

    def __sub__(self, other: Sum) -> Sum:
        """Less of what both have; nothing goes below 0."""
        return Sum(self.counting, _added(self.terms, other.terms, -1), self.parts, self.gains)

    def __mul__(self, factor: float) -> Sum:
        terms = {term: weight * factor for term, weight in self.terms.items()}
        parts = tuple(part.times(factor) for part in self.parts)
        gains = tuple(gain._replace(factor=gain.factor * factor) for gain in self.gains)
        return Sum(self.counting, terms, parts, gains)

    def __gt__(self, least: float) -> PostSet:
        return self >= math.nextafter(least, math.inf) if least > 0 else PostSet(self.scored(), self.counting)

    def __ge__(self, least: float) -> PostSet:
        clause = self.clause()
        scored = {"function_score": {"query": clause, "min_score": least}}
        return PostSet(NONE if clause == NONE else scored, self.counting)

    def clause(self, factor: float = 1.0) -> Clause:
        """A clause that has the posts with a score, and gives it to them, `factor` times."""
        rest = self
        scoring = [part.scoring(factor) for part in self.parts]
        for better, base, times in self.gains:
            # base + max(0, better - base) is the higher of the two. Of the base, that is what this sum has of it.
            own = Sum(self.counting, _shared(rest.terms, (base * times).terms))
            rest = rest - own
            if better.scored() != NONE:
                scoring.append(higher([own.clause(factor), better.clause(factor * times)]))
            else:
                scoring.append(own.clause(factor))
        scoring += rest._term_clauses(factor)
        return added(scoring)

    def scored(self) -> Clause:
        """The posts that have a score."""
        worths = self.counting.worths(list(self.terms))
        having: dict[str, list[str]] = {}
        for term, weight in self.terms.items():
            if worths[term] > 0 and weight > _LEAST:
                having.setdefault(term.field, []).append(term.text)
        by_field: list[Clause] = [{"terms": {field: texts}} for field, texts in having.items()]
        return some([*by_field, *(part.scored for part in self.parts), *(gain.better.scored() for gain in self.gains)])

    def _term_clauses(self, factor: float) -> list[Clause]:
        worths = self.counting.worths(list(self.terms))
        weights = {term: factor * weight * worths[term] for term, weight in self.terms.items() if worths[term] > 0}
        counting = sorted((term for term in weights if weights[term] > _LEAST), key=lambda term: -weights[term])
        return [{"term": {term.field: {"value": term.text, "boost": weights[term]}}} for term in counting[:_MOST_TERMS]]


def _added(one: Mapping[Term, float], other: Mapping[Term, float], sign: int) -> dict[Term, float]:
    return dict(one) | {term: one.get(term, 0.0) + sign * weight for term, weight in other.items()}


def _shared(one: Mapping[Term, float], other: Mapping[Term, float]) -> dict[Term, float]:
    return {term: min(weight, one[term]) for term, weight in other.items() if one.get(term, 0.0) > 0}


def added(clauses: Sequence[Clause]) -> Clause:
    """Of each post, the sum of its scores."""
    return _joined(clauses, lambda telling: {"bool": {"should": telling}})


def higher(clauses: Sequence[Clause]) -> Clause:
    """Of each post, the highest of its scores."""
    return _joined(clauses, lambda telling: {"dis_max": {"queries": telling}})


def _joined(clauses: Sequence[Clause], join: Callable[[list[Clause]], Clause]) -> Clause:
    telling = [clause for clause in clauses if clause != NONE]
    if len(telling) < 2:
        return telling[0] if telling else NONE
    return join(telling)


def constant(clause: Clause, score: float) -> Clause:
    """The same score for all posts of a clause."""
    return NONE if clause == NONE or score <= 0 else {"constant_score": {"filter": clause, "boost": score}}


def within(scoring: Clause, clause: Clause) -> Clause:
    """The scores of posts that a clause has."""
    if NONE in (scoring, clause):
        return NONE
    return {"bool": {"must": scoring, "filter": clause}}


def given(scores: Mapping[str, float], factor: float) -> Clause:
    """Scores by path."""
    if not scores:
        return NONE
    worth = {path: round(factor * score, 4) for path, score in scores.items()}
    script = {"source": "params.worth[doc['path'].value]", "params": {"worth": worth}}
    return {"script_score": {"query": {"terms": {"path": sorted(worth)}}, "script": script}}


def by_frequency(term: Term, first: float, more: float, most: float) -> Clause:
    """For posts with a term: `first`, and `more` times its weighed frequency, up to `most`."""
    # What the cluster scores by is the saturated frequency f / (f + k), from which f can be had again.
    source = "Math.min(params.most, params.first + params.more * params.k * _score / (1 - _score))"
    script = {"source": source, "params": {"first": first, "more": more, "most": most, "k": K1}}
    return {"script_score": {"query": term.clause, "script": script}}


def at_most(scoring: Clause, most: float) -> Clause:
    """Scores with a bound."""
    if scoring == NONE:
        return NONE
    script = {"source": "Math.min(_score, params.most)", "params": {"most": most}}
    return {"script_score": {"query": scoring, "script": script}}
