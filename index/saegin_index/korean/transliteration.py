"""Transliteration: whether a word in Hangul and a word in Latin letters are the same by ear (쿠버네티스, kubernetes).

Two steps, as what is fine enough is too slow for a whole vocabulary and what is fast too often wrong:

- a *key* of consonants (`sound_keys`) proposes. It is a phonetic code in the manner of Soundex and Metaphone, with
  the few distinctions that survive in Hangul, and with several keys where a spelling may sound several ways.
- an *alignment* (`mismatch`) decides: the cheapest way to spell the Hangul with the letters, a weighted edit distance
  (Wagner and Fischer 1974) whose steps are pairs of jamo and graphemes, 셔 and tio, as in joint source-channel models
  of transliteration (Li, Zhang and Su 2004), with costs set by hand instead of learnt ones.

The pairs and their costs are in `sound_rules`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from saegin_index.korean.hangul import JUNGSEONG, PARTS, Table, decompose
from saegin_index.korean.sound_rules import (
    ACRONYM,
    HANGUL_SOUNDS,
    LATIN_SOUNDS,
    LETTER_SOUNDS,
    OTHER_VOWEL,
    SILENT,
    SPELLINGS,
    TOLERANCE,
    TOLERANCE_OF_LITTLE,
    TOLERANCES,
    UNWRITTEN,
    units,
)

SOUNDS = "KTPSLMN"
"""The alphabet of keys: velars, dentals, labials, sibilants and affricates, liquids, ㅁ and ㄴ."""

_MOST_FORKS = 8
_VOWELS = "aeiouy"
_ROUNDING = 1e-9  # by which a sum of costs may differ from what it would be without binary fractions


def sound_keys(word: str) -> frozenset[str]:
    """Keys by which words of either script that may be the same are found: such words have one in common.

    Words of both scripts (우버x) have keys too; what has no letter has none.
    """
    if _SYLLABLES.fullmatch(word):
        return _hangul_keys(word)
    letters = letters_of(word)
    if letters.isascii():
        return _latin_keys(letters)
    sounds: list[tuple[str, ...]] = []
    for run in _RUNS.findall(letters):
        if not run.isascii():
            sounds.append(_syllable_sounds(run))
        elif len(run) == 1:
            sounds.append((LETTER_SOUNDS.get(run, ""),))
        else:
            sounds.append(tuple(sorted(_latin_keys(run))))
    return _keys(sounds)


_RUNS = re.compile("[가-힣]|[a-z]+")
_SYLLABLES = re.compile("[가-힣]+")
_FORK = "/"  # in place of T and S where a syllable has two sounds


def _hangul_keys(word: str) -> frozenset[str]:
    """`sound_keys` of syllables alone, several times as fast."""
    sounds = [word.translate(_SOUNDS_OF)]
    while _FORK in sounds[0]:
        forks = "TS" if 2 * len(sounds) <= _MOST_FORKS else "T"
        sounds = [way.replace(_FORK, sound, 1) for way in sounds for sound in forks]
    return frozenset([_REPEATED.sub("", way) for way in sounds])


def _keys(sounds: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """Every way through the forks; of too many, the last ones are not taken."""
    room = _MOST_FORKS
    ways: list[tuple[str, ...]] = []
    for options in sounds:
        if len(options) > room:
            options = options[:1]
        room //= len(options)
        ways.append(options)
    return frozenset([_REPEATED.sub("", "".join(way)) for way in product(*ways)])


# ts is one sound, and so are two alike.
_REPEATED = re.compile(r"T(?=S)|S(?=T?S)|(.)(?=\1)")


@cache
def _syllable_sounds(syllable: str) -> tuple[str, ...]:
    initial, _, final = decompose(syllable)
    onset = HANGUL_SOUNDS.get(initial, "")
    if final == "ㅇ":
        return (onset + "N",)
    if final == "ㅅ":
        return (onset + "T", onset + "S")
    return (onset + "".join(HANGUL_SOUNDS.get(jamo, "") for jamo in PARTS.get(final, final)),)


def _sounds_of(syllable: str) -> str:
    sounds = _syllable_sounds(syllable)
    return sounds[0] if len(sounds) == 1 else sounds[0][:-1] + _FORK


_SOUNDS_OF = Table(_sounds_of)

_LATIN_SOUND = re.compile("|".join(f"({pattern})" for pattern, _ in LATIN_SOUNDS))
_LATIN_OPTIONS = [(), *(tuple("" if sound == "-" else sound for sound in sounds.split()) for _, sounds in LATIN_SOUNDS)]
_ACRONYM = re.compile(ACRONYM)


def _latin_keys(letters: str) -> frozenset[str]:
    if not letters or letters.isdecimal():
        return frozenset()
    keys = _keys([_LATIN_OPTIONS[found.lastindex or 0] for found in _LATIN_SOUND.finditer(letters)])
    if _ACRONYM.fullmatch(letters):
        keys |= _keys([(LETTER_SOUNDS.get(letter, ""),) for letter in letters])
    return keys


def mismatch(hangul: str, latin: str, limit: float) -> float:
    """How far Hangul is from a spelling of the Latin word: 0 as the rules spell it, `math.inf` beyond `limit`.

    The cost of the best alignment over the mean length of both, so that one doubtful vowel weighs less in a longer
    word. Letters and digits within the Hangul stand for themselves; what is neither letter nor digit is passed over.
    """
    return mismatch_of(units(letters_of(hangul)), letters_of(latin), limit)


def mismatch_of(sounds: str, letters: str, limit: float) -> float:
    """`mismatch` of words whose `units` and letters are known."""
    if not sounds or not letters:
        return math.inf
    size = (len(sounds) + len(letters)) / 2
    mean = _cheapest(sounds, letters, limit * size + _ROUNDING) / size
    return mean if mean <= limit else math.inf


def tolerance(hangul: str, latin: str) -> float:
    """The highest mismatch at which a pair is believed at all.

    Words of few sounds are like many others by chance, so they have to agree better.
    """
    limit = tolerance_by_length(len(units(letters_of(hangul))), len(letters_of(latin)))
    skeleton = max(map(len, sound_keys(hangul)), default=0)
    return min(limit, TOLERANCE_OF_LITTLE) if skeleton < 2 else limit


def tolerance_by_length(sounds: int, letters: int) -> float:
    """`tolerance` as far as the numbers of units and letters tell: it may be lower."""
    limit = next((limit for size, limit in TOLERANCES if sounds < size), TOLERANCE)
    return min(limit, TOLERANCE_OF_LITTLE) if letters < 3 else limit


def _cheapest(sounds: str, letters: str, most: float) -> float:
    """The cost of the best alignment, `math.inf` if it is over `most`."""
    left_out = silence(letters)
    ended = letters + "$"
    # A cell is what it costs to have used up so many units (row) and letters (column). Few stay within the limit, and
    # those beyond it are never written down.
    rows: list[dict[int, float]] = [{} for _ in range(len(sounds) + 1)]
    rows[0][0] = 0.0
    for place, row in enumerate(rows):
        if not row:
            continue
        steps = _steps(sounds[place : place + _LONGEST])
        for column in range(min(row), len(letters) + 1):
            cost = row.get(column)
            if cost is None:
                continue
            for spelling, used, taken, extra in steps[ended[column : column + 2]]:
                total = cost + extra
                if total <= most and ended.startswith(spelling, column):
                    cells, reached = rows[place + used], column + taken
                    if total < cells.get(reached, math.inf):
                        cells[reached] = total
            total = cost + left_out[column]
            if total <= most and total < row.get(column + 1, math.inf):
                row[column + 1] = total
    return rows[-1].get(len(letters), math.inf)


class _Step(NamedTuple):
    """Units used up by one step of an alignment, the letters that must come, how many of them it takes, its cost."""

    spelling: str
    used: int
    taken: int
    cost: float


class _Steps(dict[str, tuple[_Step, ...]]):
    """The steps that are possible where certain units come next, by the two letters that do; filled as it is used."""

    def __init__(self, ahead: str) -> None:
        super().__init__()
        steps = [
            _Step(spelling.replace("|", ""), used, len(spelling.partition("|")[0]), cost)
            for used in range(1, len(ahead) + 1)
            for spelling, cost in SPELLINGS.get(ahead[:used], {}).items()
        ]
        if ahead[:1] in UNWRITTEN:
            if ahead[0] in JUNGSEONG:
                steps += [_Step(vowel, 1, 1, OTHER_VOWEL) for vowel in _VOWELS]
            steps.append(_Step("", 1, 0, UNWRITTEN[ahead[0]]))
        elif ahead:  # no Hangul
            steps.append(_Step(ahead[0], 1, 1, 0.0))
        self._all = steps

    def __missing__(self, letters: str) -> tuple[_Step, ...]:
        self[letters] = found = tuple(step for step in self._all if step.spelling[:2] == letters[: len(step.spelling)])
        return found


_steps_of = cache(_Steps)
_LONGEST = max(map(len, SPELLINGS))


@lru_cache(maxsize=20_000)
def _steps(ahead: str) -> _Steps:
    """The steps where certain units come next. Most of these are the same, as only a few in a row sound as one."""
    while len(ahead) > 1 and ahead not in SPELLINGS:
        ahead = ahead[:-1]
    return _steps_of(ahead)


@lru_cache(maxsize=2_000)
def silence(letters: str) -> tuple[float, ...]:
    """What it costs to leave out each letter of a word, and the end."""
    padded = f"^{letters}$$"
    return (*[_silent(padded[place : place + 4]) for place in range(len(letters))], math.inf)


@lru_cache(maxsize=20_000)
def _silent(window: str) -> float:
    return next(cost for pattern, cost in _SILENT if pattern.match(window))


_SILENT = [(re.compile(pattern), cost) for pattern, cost in SILENT]


def letters_of(word: str) -> str:
    """Lower-case letters without accents, syllables and digits of a word."""
    word = word.lower()
    if not word.isascii():
        word = _ACCENTED.sub(_plain, unicodedata.normalize("NFC", word))
    return word if word.isalnum() and word.isascii() else _OTHERS.sub("", word)


def _plain(accented: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", accented.group())[0]


_ACCENTED = re.compile("[\u00c0-\u024f]")
_OTHERS = re.compile("[^a-z0-9가-힣]")
