"""Pairs of a blog's words that sound alike (쿠버네티스, kubernetes), found once for all queries.

Of two words at least one is likely no typing mistake. An update looks for what it made new: pairs of words that came or
that became likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.sound_pairs import Bounds, trusted_mismatch
from saegin_index.store.codec.postings import distinct, spans
from saegin_index.store.lexicon import Lexicon, Words

Each = Callable[[Callable[[Any], Any], Iterator[Any]], Iterator[Any]]
"""`map`, or what does the same in several processes."""

_PAIRS_AT_ONCE = 1 << 12
_WORDS_AT_ONCE = 1 << 14  # Latin words with all that share a sound key with one of them
_MOST_AT_ONCE = 500_000  # pairs of words that share a sound key, 16 bytes each


class Pairs(NamedTuple):
    """Pairs of words by their numbers, each in both directions, ascending; and what the mismatch of each is."""

    words: NDArray[np.uint32]
    partners: NDArray[np.uint32]
    mismatches: NDArray[np.float64]


class _Sounds(NamedTuple):
    """Words of one script by sound key: `words[i]` has `keys[i]`. Keys ascend."""

    keys: NDArray[np.uint32]
    words: Words

    def of(self, chosen: NDArray[np.bool_]) -> _Sounds:
        return _Sounds(self.keys[chosen], self.words[chosen])


def sound_pairs(
    words: Sequence[str],
    sounds: NDArray[np.uint32],
    is_latin: NDArray[np.bool_],
    is_likely: NDArray[np.bool_],
    before: Words,
    previous: Lexicon | None,
    each: Each = map,
) -> Pairs:
    """All pairs of words that share a sound key and have a `trusted_mismatch`.

    `sounds` are rows of sound key and word, by key; `before` are the words' numbers in `previous`, -1 of new ones.
    """
    is_new = before < 0
    kept = _none()
    if previous is not None:
        was_likely = ~is_new
        was_likely[was_likely] = previous.is_likely(before[was_likely])
        kept = _kept(previous, before, is_likely)
        is_new |= is_likely & ~was_likely
    rows = _Sounds(sounds[:, 0], sounds[:, 1].astype(np.int64))
    hangul, latin = rows.of(~is_latin[rows.words]), rows.of(is_latin[rows.words])
    found = [
        _found(words, is_likely, one, some, each)
        for one, other in (
            (hangul.of(is_new[hangul.words]), latin),
            (hangul.of(~is_new[hangul.words]), latin.of(is_new[latin.words])),
        )
        for some in _some_at_a_time(other)
    ]
    return _joined([kept, *found])


def _none() -> Pairs:
    return Pairs(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.float64))


def _joined(parts: Sequence[Pairs]) -> Pairs:
    words, partners, mismatches = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.lexsort((partners, words))
    return Pairs(words[order], partners[order], mismatches[order])


def _kept(previous: Lexicon, before: Words, is_likely: NDArray[np.bool_]) -> Pairs:
    """The pairs of before whose words are still there, one of them likely."""
    now = np.full(len(previous), -1, np.int64)
    now[before[before >= 0]] = np.flatnonzero(before >= 0)
    one, other = now[previous.paired], now[previous.partners]
    kept = (one >= 0) & (other >= 0) & (is_likely[one] | is_likely[other])
    return Pairs(one[kept].astype(np.uint32), other[kept].astype(np.uint32), previous.mismatches[kept])


def _some_at_a_time(sounds: _Sounds) -> Iterator[_Sounds]:
    """The same in parts of so many words."""
    there = distinct(sounds.words)
    for start in range(0, len(there), _WORDS_AT_ONCE):
        some = there[start : start + _WORDS_AT_ONCE]
        yield sounds.of((sounds.words >= some[0]) & (sounds.words <= some[-1]))


def _found(words: Sequence[str], is_likely: NDArray[np.bool_], hangul: _Sounds, latin: _Sounds, each: Each) -> Pairs:
    """The pairs of words of two scripts."""
    hangul, latin = hangul.of(_are_among(hangul.keys, latin.keys)), latin.of(_are_among(latin.keys, hangul.keys))
    if not len(hangul.keys):
        return _none()
    some_hangul, some_latin = distinct(hangul.words), distinct(latin.words)
    hangul_places, latin_places = (
        np.searchsorted(some, each.words) for some, each in ((some_hangul, hangul), (some_latin, latin))
    )
    bounds = Bounds([words[number] for number in some_hangul], [words[number] for number in some_latin])
    left: list[Words] = []
    for one, other in _sharing(_Sounds(hangul.keys, hangul_places), _Sounds(latin.keys, latin_places)):
        likely = is_likely[some_hangul[one]] | is_likely[some_latin[other]]
        one, other = one[likely], other[likely]
        possible = bounds.possible(one, other)
        left.append(other[possible] << 32 | one[possible])
    # By Latin word, as what is known of one serves for all its pairs.
    other, one = np.divmod(distinct(np.concatenate(left)), 1 << 32)
    costs = _mismatches(words, some_hangul[one], some_latin[other], each)
    alike = costs < np.inf
    hangul_words, latin_words = some_hangul[one[alike]].astype(np.uint32), some_latin[other[alike]].astype(np.uint32)
    return Pairs(
        np.concatenate([hangul_words, latin_words]),
        np.concatenate([latin_words, hangul_words]),
        np.tile(costs[alike], 2),
    )


def _mismatches(words: Sequence[str], hangul: Words, latin: Words, each: Each) -> NDArray[np.float64]:
    """How far the words of pairs are from each other, infinite where they are no pair."""
    ranges = (slice(start, start + _PAIRS_AT_ONCE) for start in range(0, len(hangul), _PAIRS_AT_ONCE))
    parts = (
        [(words[one], words[other]) for one, other in zip(hangul[some].tolist(), latin[some].tolist(), strict=True)]
        for some in ranges
    )
    return np.concatenate([np.zeros(0), *each(_mismatches_of_some, parts)])


def _mismatches_of_some(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    return np.array([trusted_mismatch(*pair) for pair in pairs])


def _are_among(keys: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which of ascending keys are among others; np.isin would load the masked arrays."""
    first, last = (np.searchsorted(others, keys, side) for side in ("left", "right"))
    are_among: NDArray[np.bool_] = first < last
    return are_among


def _sharing(one: _Sounds, other: _Sounds) -> Iterator[tuple[Words, Words]]:
    """The words of all pairs that share a key, some at a time; those that share several come as often."""
    first, last = (np.searchsorted(other.keys, one.keys, side) for side in ("left", "right"))
    sizes = last - first
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes) // _MOST_AT_ONCE, prepend=0))
    for rows in np.split(np.arange(len(sizes)), cuts):
        yield np.repeat(one.words[rows], sizes[rows]), other.words[spans(first[rows], sizes[rows])]
