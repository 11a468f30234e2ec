"""Which posts a query is about, as clauses for the cluster: see `saegin_search.matching`, which this says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from saegin_index.korean.grams import bigrams
from saegin_index.korean.normalization import fold
from saegin_index.store.channels import BIGRAMS, STEMS, TERM_FIELDS, TITLE
from saegin_index.store.values import seconds
from saegin_search.backend import Groups
from saegin_search.cluster.blog import BlogSearch
from saegin_search.cluster.clauses import ALL, NONE, Clause, PostSet, every, some
from saegin_search.cluster.mapping import PLACED, PLACED_TITLE, WEIGHED, WEIGHED_TITLE
from saegin_search.matching import LONG_ENOUGH
from saegin_search.query import Filters, year_span
from saegin_search.words import Unit, Word

_HANGUL = re.compile("[가-힣]+")


class ClusterMatcher:
    """Finds posts of one blog, see `backend.Matcher`."""

    def __init__(self, search: BlogSearch) -> None:
        self._search = search

    def everything(self) -> PostSet:
        """Every post."""
        return self._set(ALL)

    def nothing(self) -> PostSet:
        """No post."""
        return self._set(NONE)

    def count(self, found: PostSet) -> int:
        """How many posts there are in a set."""
        return self._search.count(found.clause)

    def at(self, path: str) -> PostSet:
        """The post at a path."""
        return self._set({"term": {"path": path}})

    def word(self, word: Word, fields: tuple[str, ...] = TERM_FIELDS) -> PostSet:
        """Posts with all of the word's units, or with all of its bigrams."""
        units = every([self._unit(unit, fields) for unit in word.units]) if word.units else NONE
        if len(word.stem) < LONG_ENOUGH and self._search.count(units):
            return self._set(units)
        return self._set(some([units, _by_bigrams(word.stem, fields)]))

    def unit(self, unit: Unit, fields: tuple[str, ...] = TERM_FIELDS) -> PostSet:
        """Posts with one of the unit's names, or with its members next to one another."""
        return self._set(self._unit(unit, fields))

    def _unit(self, unit: Unit, fields: tuple[str, ...]) -> Clause:
        named = _with(unit.names, (WEIGHED_TITLE if fields == TITLE else WEIGHED,))
        if len(unit.members) < 2:
            return named
        return some([named, _adjacent(tuple((step, (term,)) for step, term in unit.members), fields)])

    def as_written(self, word: Word) -> PostSet:
        """Posts with a word that the blog may not have letter by letter, where its units are shreds of it."""
        if _HANGUL.fullmatch(word.stem):
            return self._set(_by_bigrams(word.stem, TERM_FIELDS))
        return self._set(_with((word.stem,), (WEIGHED, WEIGHED + STEMS)))

    def part_of(self, word: Word) -> PostSet:
        """Posts with any of the word's units, or with all of its bigrams."""
        units = [self._unit(unit, TERM_FIELDS) for unit in word.units]
        return self._set(some([self.word(word).clause, *units]))

    def phrase(self, groups: Groups, text: str, fields: tuple[str, ...] = TERM_FIELDS) -> PostSet:
        """Posts with the terms next to one another, in one field; `text` serves where it has no terms."""
        return self._set(_adjacent(groups, fields) if groups else _by_bigrams(text, fields))

    def year(self, year: int) -> PostSet:
        """Posts of a calendar year."""
        return self._set(_between(*year_span(year)))

    def filters(self, filters: Filters) -> PostSet | None:
        """Posts that pass; None when nothing is filtered."""
        if filters == Filters():
            return None
        wanted = (("tags", filters.tags), ("author", filters.authors))
        unwanted = (("tags", filters.without_tags), ("author", filters.without_authors))
        clauses: list[Clause] = [{"term": {field: fold(value)}} for field, values in wanted for value in values]
        ruled_out = [{"term": {field: fold(value)}} for field, values in unwanted for value in values]
        clauses += [{"bool": {"must_not": clause}} for clause in ruled_out]
        return self._set(every([*clauses, _between(filters.after, filters.before)]))

    def _set(self, clause: Clause) -> PostSet:
        return PostSet(clause, self._search)


def with_words(words: Iterable[str]) -> Clause:
    """Posts with all the words, as morphemes or as they are written."""
    return every([_with((word,), (WEIGHED, WEIGHED + STEMS)) for word in words])


def with_bigram(bigram: str) -> Clause:
    """Posts with two characters next to one another."""
    return _with((bigram,), (WEIGHED + BIGRAMS,))


def _with(terms: Iterable[str], fields: Iterable[str]) -> Clause:
    return some([{"term": {field: term}} for term in terms for field in fields])


def _by_bigrams(text: str, fields: tuple[str, ...]) -> Clause:
    if not _HANGUL.search(text):
        return NONE
    field = (WEIGHED_TITLE if fields == TITLE else WEIGHED) + BIGRAMS
    return every([_with((bigram,), (field,)) for bigram in dict.fromkeys(bigrams(text))]) if bigrams(text) else NONE


def _adjacent(groups: Groups, fields: tuple[str, ...]) -> Clause:
    field = PLACED_TITLE if fields == TITLE else PLACED
    clauses: list[Any] = []
    place = 0
    for step, terms in groups:
        if step > place:
            clauses.append({"span_gap": {field: step - place}})
        spans = [{"span_term": {field: term}} for term in terms]
        clauses.append(spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}})
        place = step + 1
    if len(clauses) == 1:
        return dict(clauses[0])
    return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}


def _between(after: datetime | None, before: datetime | None) -> Clause:
    bounds = {"gte": after, "lt": before}
    given = {name: seconds(bound) for name, bound in bounds.items() if bound is not None}
    return {"range": {"date": given}} if given else ALL
