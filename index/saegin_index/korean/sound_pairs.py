"""Which of very many pairs of words sound alike, without aligning more than a few of them.

Lower bounds come first. Each unit of the Hangul is used up by a step of the alignment, and the Latin word must have the
letters of that step somewhere; before the first step and after the last one letters can only be silent. What that costs
at least is looked up by unit and Latin word, for all pairs at once, and one pair in forty is left to be aligned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.hangul import JUNGSEONG
from saegin_index.korean.sound_rules import OTHER_VOWEL, SPELLINGS, TRUSTED, UNWRITTEN, units
from saegin_index.korean.transliteration import letters_of, mismatch_of, silence, tolerance, tolerance_by_length

Places = NDArray[np.int64]
"""Where words stand in a sequence of words."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = "aeiouy"
_UNITS = "".join(sorted({*"".join(SPELLINGS), *UNWRITTEN, *_LETTERS}))
_CODES = np.zeros(ord(_UNITS[-1]) + 2, np.uint8)  # by code point; 0 is no unit and costs nothing
_CODES[[ord(unit) for unit in _UNITS]] = np.arange(1, len(_UNITS) + 1)
_ANYWHERE, _FIRST, _LAST = range(3)
_WORDS_AT_ONCE = 1 << 12  # Latin words, 3 kB each
_ROUNDING = 1e-4  # of costs in single precision


def trusted_mismatch(hangul: str, latin: str) -> float:
    """`mismatch` of two words that a blog both has, infinite when it is more than is believed of such."""
    sounds, letters = units(letters_of(hangul)), letters_of(latin)
    limit = min(TRUSTED, tolerance_by_length(len(sounds), len(letters)))
    cost = mismatch_of(sounds, letters, limit)
    # What takes longer to find out comes last, as few get so far.
    return cost if cost <= limit and cost <= tolerance(hangul, latin) else np.inf


class Bounds:
    """Tells of many pairs of a Hangul and a Latin word which cannot sound alike.

    Words are in lower case; those in Hangul may have Latin letters, and both may have spaces.
    """

    def __init__(self, hangul: Sequence[str], latin: Sequence[str]) -> None:
        sounds = [units(word.replace(" ", "")) for word in hangul]
        letters = [word.replace(" ", "") for word in latin]
        self._sounds = np.fromiter(map(len, sounds), np.int64, len(sounds))
        self._letters = np.fromiter(map(len, letters), np.int64, len(letters))
        self._codes = _unit_codes(sounds, self._sounds)
        batches = [letters[first : first + _WORDS_AT_ONCE] for first in range(0, len(letters), _WORDS_AT_ONCE)]
        self._costs = np.concatenate([_least_costs(batch) for batch in batches or [[]]], axis=-1)
        self._budgets = _budgets(int(self._sounds.max(initial=0)), int(self._letters.max(initial=0)))

    def possible(self, hangul: Places, latin: Places) -> Places:
        """Which pairs `trusted_mismatch` may be finite of, given the words of each: places among the pairs."""
        sounds = self._sounds[hangul]
        budgets = self._budgets[sounds, self._letters[latin]]
        costs = self._costs[_FIRST, self._codes[hangul, 0], latin]
        costs += np.where(sounds > 1, self._costs[_LAST, self._codes[hangul, sounds - 1], latin], 0)
        left = np.flatnonzero(costs <= budgets)
        hangul, latin, sounds, costs = hangul[left], latin[left], sounds[left], costs[left]
        for place in range(1, int(sounds.max(initial=0)) - 1):
            inside = np.where(place < sounds - 1, self._codes[hangul, place], 0)
            costs += self._costs[_ANYWHERE, inside, latin]
        found: Places = left[costs <= budgets[left]]
        return found


def _budgets(sounds: int, letters: int) -> NDArray[np.float32]:
    """What an alignment may cost in all, by the numbers of units and of letters."""
    rows = [
        [min(TRUSTED, tolerance_by_length(one, other)) * (one + other) / 2 + _ROUNDING for other in range(letters + 1)]
        for one in range(sounds + 1)
    ]
    return np.array(rows, np.float32)


def _unit_codes(sounds: Sequence[str], lengths: Places) -> NDArray[np.uint8]:
    """The units of every word as codes, a row each, filled up with 0."""
    points = np.frombuffer("".join(sounds).encode("utf-32-le"), np.uint32)
    codes = np.zeros((len(sounds), max(int(lengths.max(initial=0)), 1)), np.uint8)
    codes[np.arange(codes.shape[1]) < lengths[:, None]] = _CODES[np.minimum(points, len(_CODES) - 1)]
    return codes


def _least_costs(words: Sequence[str]) -> NDArray[np.float32]:
    """What each unit costs at least beside each word: anywhere in it, as the first unit, as the last one.

    Of shape (3, codes, words). A step of several units is shared by them.
    """
    steps, patterns = _steps()
    costs = np.full((3, len(_UNITS) + 1, len(words)), np.inf, np.float32)
    costs[:, 0] = 0
    for unwritten, cost in UNWRITTEN.items():
        costs[:, _CODES[ord(unwritten)]] = cost
    spelled = _spelled(words, patterns)
    for (where, unit, pattern), cost in steps.items():
        np.minimum(costs[where, unit], spelled[where, pattern] + np.float32(cost), out=costs[where, unit])
    return costs


@cache
def _steps() -> tuple[dict[tuple[int, int, int], float], dict[str, list[tuple[int, int]]]]:
    """The steps of alignments: each unit's least share, by where in a word, the unit's code and a pattern's number.

    Patterns are by the letters that must come, the number of each with how many of these it takes.
    """
    spellings = [(used, spelling, cost) for used, row in SPELLINGS.items() for spelling, cost in row.items()]
    spellings += [(vowel, letter, OTHER_VOWEL) for vowel in JUNGSEONG for letter in _VOWELS]
    spellings += [(letter, letter, 0.0) for letter in _LETTERS]
    numbers: dict[str, int] = {}
    steps: dict[tuple[int, int, int], float] = {}
    for used, spelling, cost in spellings:
        number = numbers.setdefault(spelling, len(numbers))
        for where, those in ((_ANYWHERE, used), (_FIRST, used[0]), (_LAST, used[-1])):
            for unit in those:
                step = (where, int(_CODES[ord(unit)]), number)
                steps[step] = min(cost / len(used), steps.get(step, np.inf))
    patterns: dict[str, list[tuple[int, int]]] = {}
    for spelling, number in numbers.items():
        patterns.setdefault(spelling.replace("|", ""), []).append((number, len(spelling.partition("|")[0])))
    return steps, patterns


def _spelled(words: Sequence[str], patterns: dict[str, list[tuple[int, int]]]) -> NDArray[np.float32]:
    """Where words have the letters of patterns: 0, what the letters before cost to be silent, and those after.

    Of shape (3, patterns, words), infinite where a word does not have them.
    """
    longest = max(map(len, patterns))
    numbers: list[int] = []
    where: list[int] = []
    before: list[float] = []
    after: list[float] = []
    for place, word in enumerate(words):
        silent = list(accumulate(silence(word)[:-1], initial=0.0))
        for number, first, end in _occurrences(word, patterns, longest):
            numbers.append(number)
            where.append(place)
            before.append(silent[first])
            after.append(silent[-1] - silent[end])
    spelled = np.full((3, sum(map(len, patterns.values())), len(words)), np.inf, np.float32)
    spelled[_ANYWHERE, numbers, where] = 0
    np.minimum.at(spelled[_FIRST], (numbers, where), np.array(before, np.float32))
    np.minimum.at(spelled[_LAST], (numbers, where), np.array(after, np.float32))
    return spelled


def _occurrences(word: str, patterns: dict[str, list[tuple[int, int]]], longest: int) -> Iterator[tuple[int, int, int]]:
    """Every pattern in a word: its number, and the first letter and the one after the last that it takes."""
    ended = word + "$"
    for first in range(len(word)):
        for last in range(first + 1, min(first + longest, len(ended)) + 1):
            for number, taken in patterns.get(ended[first:last], ()):
                yield number, first, first + taken
