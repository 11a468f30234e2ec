"""Typing mistakes: words of the blog that are a letter or two away, letters being jamo in Hangul.

Distance is that of optimal string alignment (Damerau 1964 without editing a transposed pair again), with slips of the
finger cheaper: a neighbouring key, the shift key, two letters in the wrong order.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from saegin_index.korean.hangul import to_jamo
from saegin_index.korean.josa import JOSA, strip_josa
from saegin_index.korean.keyboard import NEIGHBOURS
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.readings import Kind, Reading

_HANGUL = re.compile("[가-힣]+")
_LATIN = re.compile("[a-z]+")
_LONG = 10  # letters from which two mistakes are likelier than another word
_SHORTEST = 4  # letters
_SURE = 5  # letters from which a correction is not merely offered
_SURE_COST, _SURE_COST_OF_LONG = 0.85, 1.15  # of a Latin word, which no dictionary vouches for
_LONG_WORD = 7  # letters
_SHORT_WORD = 3  # syllables: a word of the dictionary so short is likely another word than the one it is near
_HOMOPHONES = ({"ㅐ", "ㅔ"}, {"ㅒ", "ㅖ"})  # sound the same to most, and are the commonest mistake of all
_HOMOPHONE = 0.35
_SLIP = 0.85  # a neighbouring key, or the shift key
_SWAP = 0.7  # two letters in the wrong order
_OTHER_BEGINNING = 0.15  # people see to it that the first syllable is right
_OTHER_LENGTH = 0.15
_WITHOUT_JOSA = 0.3  # what looks like a josa may be a part of the word
_NO_NOUN = 0.5  # a stem, a form of a verb: people search for nouns
_POSTS_OF_NAME = 4  # that a word in a name counts as more
_RARER = 30  # times: so much rarer a word is as unlikely as a mistake more
_MOST = 3
_WEIGHT_OF_COST = 0.15
_CLOSE_SECOND = 0.05
_SECOND_WEIGHT = 0.7


class _Candidate(NamedTuple):
    cost: float
    frequency: int
    word: str


def corrections(word: str, evidence: Evidence) -> list[Reading]:
    """What an unknown word (lower case) was probably meant to be, likeliest first.

    A short word of the dictionary is more likely another word, so that its corrections are unsure.
    """
    is_hangul = bool(_HANGUL.fullmatch(word))
    if not is_hangul and not _LATIN.fullmatch(word):
        return []
    stem = strip_josa(word, 1)
    if len(stem) == 1 < len(word):  # a word of one syllable with its josa (탑은) is like too many others
        return []
    found: dict[str, _Candidate] = {}
    for form in {word, strip_josa(word)} if is_hangul else {word}:
        for candidate in _near(form, evidence):
            candidate = candidate._replace(cost=candidate.cost + _WITHOUT_JOSA * (form != word))
            if candidate.word not in found or candidate < found[candidate.word]:
                found[candidate.word] = candidate
    if not found:
        return []
    ranked = sorted(found.values(), key=lambda candidate: (round(_unlikeliness(candidate), 6), candidate.word))
    is_other_word = is_hangul and len(strip_josa(word)) <= _SHORT_WORD and evidence.in_dictionary(word)
    sure = len(to_jamo(word)) >= _SURE and not is_other_word
    sure = sure and (is_hangul or ranked[0].cost <= (_SURE_COST_OF_LONG if len(word) >= _LONG_WORD else _SURE_COST))
    readings = []
    for place, candidate in enumerate(ranked[:_MOST]):
        is_rival = place and _unlikeliness(candidate) > _unlikeliness(ranked[0]) + _CLOSE_SECOND
        weight = (1 - _WEIGHT_OF_COST * candidate.cost) * (_SECOND_WEIGHT if place else 1)
        readings.append(Reading(candidate.word, Kind.TYPO, weight, sure=sure and not is_rival))
    return readings


def _near(form: str, evidence: Evidence) -> list[_Candidate]:
    letters = to_jamo(form)
    if len(letters) < _SHORTEST:
        return []
    edits = 2 if len(letters) >= _LONG else 1
    lexicon = evidence.lexicon
    found = []
    for number in lexicon.spelt_like(form, edits).tolist():
        word = lexicon.word(number)
        joined = word.replace(" ", "")
        if joined.isascii() != form.isascii() or joined == form or strip_josa(joined) == form or joined in JOSA:
            continue
        cost = distance(letters, to_jamo(joined), edits)
        if cost <= edits:
            cost += _OTHER_BEGINNING * (joined[0] != form[0]) + _OTHER_LENGTH * (len(joined) != len(form))
            cost += _NO_NOUN * (not evidence.is_noun(word))
            frequency = int(lexicon.frequencies[number]) + _POSTS_OF_NAME * evidence.is_name(word)
            found.append(_Candidate(cost, frequency, word))
    return found


def _unlikeliness(candidate: _Candidate) -> float:
    """Of a candidate: the mistakes it takes, less for a common word."""
    return candidate.cost - math.log(candidate.frequency) / math.log(_RARER)


def distance(one: str, other: str, most: int) -> float:
    """The cost of turning one string of letters into another; `math.inf` when it takes more than `most` edits."""
    if abs(len(one) - len(other)) > most:
        return math.inf
    before: list[float] = []
    row = [float(column) if column <= most else math.inf for column in range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        two_before, before = before, row
        row = [math.inf] * (len(other) + 1)
        if i <= most:
            row[0] = float(i)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + _substitution(letter, other[j - 1]))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1] != letter:
                cost = min(cost, two_before[j - 2] + _SWAP)
            row[j] = cost
        if min(row) > most:
            return math.inf
    return row[-1] if row[-1] <= most else math.inf


def _substitution(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    if {letter, other} in _HOMOPHONES:
        return _HOMOPHONE
    return _SLIP if other in NEIGHBOURS.get(letter, "") else 1.0
