"""Sets and scores as clauses say what arrays would: worked out here over a handful of posts, without a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saegin_search.cluster.clauses import ALL, NONE, Clause, Gain, PostSet, Sum, Term

POSTS = 6
TERMS = tuple(Term("terms", name) for name in "abcd")
HAVING: dict[str, list[float]] = {
    "a": [1.0, 0.0, 2.0, 0.0, 0.5, 0.0],
    "b": [0.0, 0.0, 1.0, 3.0, 0.0, 0.0],
    "c": [0.25, 0.5, 0.0, 0.0, 1.5, 0.0],
    "d": [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],  # in no post
}


class Blog:
    """Answers as a cluster would: what a clause matches, and what it scores."""

    def count(self, clause: Clause) -> int:
        return int(np.count_nonzero(matching(clause)))

    def worths(self, terms: Sequence[Term]) -> Mapping[Term, float]:
        return {term: 2.0 if any(HAVING[term.text]) else 0.0 for term in terms}


def matching(clause: Clause) -> Any:
    """The posts that a clause has."""
    ((kind, body),) = clause.items()
    if kind in ("match_all", "match_none"):
        return np.full(POSTS, kind == "match_all")
    if kind == "term":
        ((_, value),) = body.items()
        return np.array(HAVING[value["value"] if isinstance(value, dict) else value]) > 0
    if kind == "terms":
        ((_, values),) = body.items()
        return np.logical_or.reduce([np.array(HAVING[value]) > 0 for value in values])
    if kind == "function_score":
        return matching(body["query"]) & (scoring(body["query"]) >= body["min_score"])
    if kind == "dis_max":
        return np.logical_or.reduce([matching(each) for each in body["queries"]])
    assert kind == "bool", kind
    found = np.ones(POSTS, bool)
    for each in _list(body.get("filter", [])) + _list(body.get("must", [])):
        found = found & matching(each)
    for each in _list(body.get("must_not", [])):
        found = found & ~matching(each)
    should = _list(body.get("should", []))
    if should and not (body.get("filter") or body.get("must")):
        found = found & np.logical_or.reduce([matching(each) for each in should])
    return found


def scoring(clause: Clause) -> Any:
    """The score of every post, 0 where it does not match."""
    ((kind, body),) = clause.items()
    if kind == "term":
        ((_, value),) = body.items()
        return np.array(HAVING[value["value"]]) * value["boost"]
    if kind == "dis_max":
        return np.maximum.reduce([scoring(each) for each in body["queries"]])
    if kind == "bool":
        parts = _list(body.get("must", [])) + _list(body.get("should", []))
        return np.sum([scoring(each) for each in parts], 0) * matching(clause)
    return np.zeros(POSTS)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


BLOG = Blog()
sets = st.recursive(
    st.sampled_from([ALL, NONE, *(term.clause for term in TERMS)]).map(lambda clause: PostSet(clause, BLOG)),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda both: both[0] & both[1]),
        st.tuples(inner, inner).map(lambda both: both[0] | both[1]),
        inner.map(lambda one: ~one),
    ),
    max_leaves=12,
)
weights = st.floats(0.01, 8)
sums = st.dictionaries(st.sampled_from(TERMS), weights, max_size=4).map(lambda terms: Sum(BLOG, terms))


def plain(score: Sum) -> Any:
    """What a sum of terms comes to."""
    return np.sum(
        [[2 * weight * each for each in HAVING[term.text]] for term, weight in score.terms.items()], 0
    ) + np.zeros(POSTS)


@given(sets, sets)
def test_sets_are_combined_as_masks_are(one: PostSet, other: PostSet) -> None:
    a, b = matching(one.clause), matching(other.clause)
    assert matching((one & other).clause).tolist() == (a & b).tolist()
    assert matching((one | other).clause).tolist() == (a | b).tolist()
    assert matching((~one).clause).tolist() == (~a).tolist()
    assert one.any() == bool(a.any())


@given(sums, sums, weights)
def test_scores_are_added_and_multiplied(one: Sum, other: Sum, factor: float) -> None:
    assert scoring((one + other).clause()) == pytest.approx(plain(one) + plain(other), rel=1e-6, abs=1e-4)
    assert scoring((one * factor).clause()) == pytest.approx(plain(one) * factor, rel=1e-6, abs=1e-4)
    assert scoring((one + other - other).clause()) == pytest.approx(plain(one), rel=1e-6, abs=1e-4)


@given(sums, st.floats(0.01, 20))
def test_bounds_of_scores_are_sets(score: Sum, least: float) -> None:
    assert matching((score > 0).clause).tolist() == (plain(score) > 0).tolist()
    assert matching((score >= least).clause).tolist() == (scoring(score.clause()) >= least).tolist()


@settings(max_examples=300)
@given(sums, sums, sums, st.floats(0.1, 2))
def test_a_gain_is_what_the_better_score_has_over_its_base(rest: Sum, base: Sum, better: Sum, factor: float) -> None:
    gained = rest + base + Sum(BLOG, {}, (), (Gain(better, base, factor),))
    wanted = plain(rest) + plain(base) + factor * np.maximum(0, plain(better) - plain(base))
    if factor <= 1:
        assert scoring(gained.clause()) == pytest.approx(wanted, rel=1e-5, abs=1e-3)
    else:
        assert (scoring(gained.clause()) >= 0).all()
