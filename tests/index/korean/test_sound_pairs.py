"""Bounds leave out pairs of words that do not sound alike, and no others."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from saegin_index.korean.loanwords import pairs
from saegin_index.korean.sound_pairs import Bounds, trusted_mismatch

HANGUL = st.lists(st.text("가각쿠버네티스랜웨으아이어우x앱", min_size=1, max_size=5), min_size=1, max_size=8)
LATIN = st.lists(st.text("abcehiknorstuwx", min_size=1, max_size=6), min_size=1, max_size=8)


def assert_none_is_missed(hangul: list[str], latin: list[str]) -> int:
    """How many pairs the bounds leave."""
    one, other = (each.ravel() for each in np.indices((len(hangul), len(latin))))
    possible = set(Bounds(hangul, latin).possible(one, other).tolist())
    for number, pair in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        cost = trusted_mismatch(hangul[pair[0]], latin[pair[1]])
        assert cost == np.inf or number in possible, (hangul[pair[0]], latin[pair[1]])
    return len(possible)


@given(HANGUL, LATIN)
def test_no_pair_is_missed(hangul: list[str], latin: list[str]) -> None:
    assert_none_is_missed(hangul, latin)


def test_few_pairs_of_a_list_are_left() -> None:
    some = [pair for pair in random.Random(4).sample(pairs(), 150) if pair[1].isalpha()]
    hangul, latin = (sorted(set(words)) for words in zip(*some, strict=True))
    assert assert_none_is_missed(hangul, latin) < 0.03 * len(hangul) * len(latin)
    assert sum(trusted_mismatch(*pair) < np.inf for pair in some) > 0.5 * len(some)


def test_spaces_do_not_count_and_no_words_are_no_pairs() -> None:
    assert Bounds(["레츠 인크립트"], ["lets encrypt"]).possible(
        np.zeros(1, np.int64), np.zeros(1, np.int64)
    ).tolist() == [0]
    assert Bounds([], []).possible(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []
