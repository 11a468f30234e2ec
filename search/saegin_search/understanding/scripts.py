"""The same word in the other script: 쿠버네티스 where the post says kubernetes, and the other way round.

A list of loanwords knows most; what it does not have is found by sound. Sound alone errs, so a pair of words that the
blog both has is believed only if each is about the best match of the other, and they are long or seen together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from saegin_index.korean.josa import strip_josa
from saegin_index.korean.loanwords import partners
from saegin_index.korean.sound_rules import TOLERANCE, units
from saegin_index.korean.transliteration import mismatch, sound_keys, tolerance
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.readings import Kind, Reading

_WORD = re.compile("[가-힣]{2,}|[a-z][a-z ]+")
_KNOWN_WEIGHT = 0.55  # of the other script's score, where the blog has the word itself
_HEARD_WEIGHT, _MISMATCH_WEIGHT, _LEAST_SURE = 0.95, 2.0, 0.5  # what is heard is less sure than what is listed
_MOST = 3
_MOST_HEARD = 2
_CLOSE = 0.02  # mismatch by which a second word for an absent one may be worse than the first
_TRUSTED = 0.05  # mismatch up to which two known words may be the same
_MUTUAL = 0.01  # mismatch by which a pair of known words may be worse than the best of either
_FEWEST_SOUNDS = 2  # of a known word: shorter ones are like a hundred others by chance
_FEWEST_UNITS = 6  # of a word of the dictionary, for it to be a loanword by sound alone
_SHARED_POSTS = 2.0  # times as many as chance would have it: words seen together
_REMEMBERED = 5000


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

    def readings(self, word: str, *, known: bool) -> list[Reading]:
        """Words of the blog that a word (lower case) is in the other script; `known` tells that the blog has it too."""
        forms = [word] if word.isascii() else list(dict.fromkeys((strip_josa(word), word)))
        found = {other: 1.0 for form in forms for other in _listed(form) if self._has(other)}
        if not found:
            heard = (pair for form in forms for pair in self._heard(form, known=known))
            found = {other: max(_LEAST_SURE, _HEARD_WEIGHT - _MISMATCH_WEIGHT * cost) for other, cost in heard}
        weight = _KNOWN_WEIGHT if known else 1.0
        return [Reading(other, Kind.TRANSLITERATION, weight * sure) for other, sure in found.items()][:_MOST]

    def _heard(self, form: str, *, known: bool) -> list[tuple[str, float]]:
        """(word, mismatch) of words that one form of a word sounds like."""
        if self._has_josa(form):
            return []
        if not known:
            return self._likely(form)
        # What the blog has in parts alone (검색엔진과) is found by these.
        return self._trusted(form) if self._evidence.lexicon.frequency(form) else []

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
        alike = [pair for pair in self._alike(word, False) if word.isascii() <= self._is_foreign(pair[0])]
        return [pair for pair in alike[:_MOST_HEARD] if pair[1] <= alike[0][1] + _CLOSE]

    def _is_foreign(self, word: str) -> bool:
        """Whether a Hangul word may be foreign: a short one of the dictionary is native more often (독서, docker)."""
        return len(units(word)) >= _FEWEST_UNITS or not self._evidence.in_dictionary(word)

    def _trusted(self, word: str) -> list[tuple[str, float]]:
        """(word, mismatch) of words that are the same as one that the blog has."""
        if max(map(len, sound_keys(word)), default=0) < _FEWEST_SOUNDS:
            return []
        return [(other, cost) for other, cost in self._alike(word, True) if self._are_same(word, other, cost)]

    def _are_same(self, word: str, other: str, cost: float) -> bool:
        size = len(units(other if word.isascii() else word))
        best = min(each for alike in (word, other) for _, each in self._alike(alike, True)[:1])
        if cost > best + _MUTUAL:
            return False
        if self._evidence.often_together(word, other, _SHARED_POSTS):
            return size > 3
        return cost <= (0.03 if size > 7 else 0.015 if size > 6 else -1.0)

    def _sounding_like(self, word: str, likely: bool) -> tuple[tuple[str, float], ...]:
        """(word, mismatch) of all words of the other script that a word may be, best first; only `likely` ones."""
        if not _WORD.fullmatch(word):
            return ()
        lexicon, found = self._evidence.lexicon, []
        numbers = lexicon.sounding_like(word)
        if likely:
            numbers = numbers[lexicon.is_likely(numbers)]
        for number in numbers.tolist():
            other = lexicon.word(number)
            hangul, latin = (other, word) if word.isascii() else (word, other)
            cost = mismatch(hangul, latin, _TRUSTED if likely else TOLERANCE)
            # What takes longer to find out comes last, as few get so far.
            if cost <= 1 and cost <= tolerance(hangul, latin) and self._evidence.may_be_loanword(hangul):
                found.append((cost, -int(lexicon.frequencies[number]), other))
        return tuple((other, cost) for cost, _, other in sorted(found))
