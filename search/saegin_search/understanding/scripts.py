"""The same word in the other script: 쿠버네티스 where the post says kubernetes, and the other way round.

A list of loanwords knows most; what it does not have is found by sound. Sound alone errs, so a pair of words that the
blog both has is believed only if each is about the best match of the other, and they are long or seen together. Which
known words sound alike the index has found out; what depends on the other words of the blog is asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from saegin_index.korean.josa import strip_josa
from saegin_index.korean.loanwords import partners
from saegin_index.korean.sound_rules import TOLERANCE, units
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.readings import Kind, Reading

_WORD = re.compile("[가-힣]{2,}|[a-z][a-z ]+")
_KNOWN_WEIGHT = 0.55  # of the other script's score, where the blog has the word itself
_HEARD_WEIGHT, _MISMATCH_WEIGHT, _LEAST_SURE = 0.95, 2.0, 0.5  # what is heard is less sure than what is listed
_MOST = 3
_MOST_HEARD = 2
_CLOSE = 0.02  # mismatch by which a second word for an absent one may be worse than the first
_MUTUAL = 0.01  # mismatch by which a pair of known words may be worse than the best of either
_FEWEST_SOUNDS = 2  # of a known word: shorter ones are like a hundred others by chance
_FEWEST_UNITS_KNOWN = 4  # of the Hangul of a pair of known words
_FEWEST_UNITS = 6  # of a word of the dictionary, for it to be a loanword by sound alone
_SHARED_POSTS = 2.0  # times as many as chance would have it: words seen together
_REMEMBERED = 5000


def _forms(word: str) -> tuple[str, ...]:
    """What a word may be listed or heard as: without its josa, and as it is."""
    stem = word if word.isascii() else strip_josa(word)
    return (word,) if stem == word else (stem, word)


def _listed(word: str) -> dict[str, None]:
    """The list's words for a word in the other script, and its other spellings in its own (메시지 for 메세지)."""
    others = partners(word)
    spellings = [spelling for other in others for spelling in partners(other) if spelling != word]
    return dict.fromkeys((*others, *spellings))


class OtherScript:
    """Finds words of one edition by how they sound. May be shared between threads."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._alike = lru_cache(_REMEMBERED)(self._sounding_like)
        self._alike_known = lru_cache(_REMEMBERED)(self._paired_with)

    def known_words(self) -> Iterator[str]:
        """The blog's words that may have `readings`, in order; of all others there are none."""
        lexicon = self._evidence.lexicon
        words = lexicon.words()
        paired = {words[number] for number in np.unique(lexicon.paired).tolist()}
        return (word for word in words if any(form in paired or partners(form) for form in _forms(word)))

    def readings(self, word: str, *, known: bool) -> list[Reading]:
        """Words of the blog that a word (lower case) is in the other script; `known` tells that the blog has it too."""
        found = dict.fromkeys(self.listed(word), 1.0)
        if not found:
            heard = (pair for form in _forms(word) for pair in self._heard(form, known=known))
            found = {other: max(_LEAST_SURE, _HEARD_WEIGHT - _MISMATCH_WEIGHT * cost) for other, cost in heard}
        weight = _KNOWN_WEIGHT if known else 1.0
        return [Reading(other, Kind.TRANSLITERATION, weight * sure) for other, sure in found.items()][:_MOST]

    def listed(self, word: str) -> list[str]:
        """Words of the blog that the list of loanwords has for a word (lower case)."""
        found = [other for form in _forms(word) for other in _listed(form) if self._has(other)]
        return [other for other in found if len(other) > 1 or self._evidence.may_be_loanword(other)]

    def _heard(self, form: str, *, known: bool) -> list[tuple[str, float]]:
        """(word, mismatch) of words that one form of a word sounds like."""
        # What the blog has in parts alone (검색엔진과) is in no pair: it is found by these.
        find = self._trusted if known else self._likely
        return [] if self._has_josa(form) else find(form)

    def _has(self, words: str) -> bool:
        """Whether the blog has all the words, in one post."""
        parts = words.split()
        return all(map(self._evidence.knows, parts)) and (len(parts) == 1 or self._evidence.together(parts) > 0)

    def _has_josa(self, word: str) -> bool:
        """Whether a word is one of the dictionary's with a josa (탑을), so that how it sounds says nothing."""
        stem = strip_josa(word, 1)
        return stem != word and self._evidence.in_dictionary(stem)

    def _likely(self, word: str) -> list[tuple[str, float]]:
        """(word, mismatch) of the best words for one that the blog does not have."""
        if not word.isascii() and not self._is_foreign(word):
            return []
        alike = [pair for pair in self._alike(word) if word.isascii() <= self._is_foreign(pair[0])]
        return [pair for pair in alike[:_MOST_HEARD] if pair[1] <= alike[0][1] + _CLOSE]

    def _is_foreign(self, word: str) -> bool:
        """Whether a Hangul word may be foreign: a short one of the dictionary is native more often (독서, docker)."""
        return len(units(word)) >= _FEWEST_UNITS or not self._evidence.in_dictionary(word)

    def _trusted(self, word: str) -> list[tuple[str, float]]:
        """(word, mismatch) of words that are the same as one that the blog has."""
        alike = self._alike_known(word)
        if not alike:
            return []
        from saegin_index.korean.transliteration import sound_keys  # here, as most words have no other script

        if max(map(len, sound_keys(word)), default=0) < _FEWEST_SOUNDS:
            return []
        return [(other, cost) for other, cost in alike if self._are_same(word, other, cost)]

    def _are_same(self, word: str, other: str, cost: float) -> bool:
        size = len(units(other if word.isascii() else word))
        best = min(each for alike in (word, other) for _, each in self._alike_known(alike)[:1])
        if cost > best + _MUTUAL or size < _FEWEST_UNITS_KNOWN:
            return False
        if cost <= (0.03 if size > 7 else 0.015 if size > 6 else -1.0):
            return True
        return self._evidence.often_together(word, other, _SHARED_POSTS)

    def _paired_with(self, word: str) -> tuple[tuple[str, float], ...]:
        """(word, mismatch) of all likely words of the other script that one of the blog's sounds like, best first."""
        if not _WORD.fullmatch(word):
            return ()
        lexicon = self._evidence.lexicon
        numbers, costs = lexicon.paired_with(word)
        likely = lexicon.is_likely(numbers)
        return self._by_cost(word, zip(numbers[likely].tolist(), costs[likely].tolist(), strict=True))

    def _sounding_like(self, word: str) -> tuple[tuple[str, float], ...]:
        """(word, mismatch) of all words of the other script that one the blog does not have may be, best first."""
        from saegin_index.korean.transliteration import mismatch, tolerance

        if not _WORD.fullmatch(word):
            return ()
        lexicon, found = self._evidence.lexicon, []
        for number in lexicon.sounding_like(word).tolist():
            other = lexicon.word(number)
            hangul, latin = (other, word) if word.isascii() else (word, other)
            cost = mismatch(hangul, latin, TOLERANCE)
            # What takes longer to find out comes last, as few get so far.
            if cost <= 1 and cost <= tolerance(hangul, latin):
                found.append((number, cost))
        return self._by_cost(word, found)

    def _by_cost(self, word: str, found: Iterable[tuple[int, float]]) -> tuple[tuple[str, float], ...]:
        """Words given by number and mismatch: best first, of equals the commoner; without pairs of no loanword."""
        lexicon = self._evidence.lexicon
        ordered = sorted((cost, -int(lexicon.frequencies[number]), lexicon.word(number)) for number, cost in found)
        return tuple(
            (other, cost)
            for cost, _, other in ordered
            if self._evidence.may_be_loanword(other if word.isascii() else word)
        )
