"""The same word in the other script: 쿠버네티스 where the post says kubernetes, and the other way round."""

from __future__ import annotations

import re

from saegin_index.korean.josa import strip_josa
from saegin_index.korean.loanwords import partners
from saegin_index.korean.transliteration import mismatch, sound_keys, tolerance
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.readings import Kind, Reading

_WORD = re.compile("[가-힣]{2,}|[a-z][a-z ]+")
_ABSENT, _KNOWN = 0.12, 0.05  # mismatch up to which a pair is believed
_SHARED_POSTS = 2.0  # times as many as chance would have it, for words that are both known
_KNOWN_WEIGHT = 0.45  # of the other script's score, where the blog has the word itself
_CLOSE = 0.04  # mismatch by which a further spelling may be worse than the best
_FEWEST_SOUNDS = 2  # of a known word: shorter ones are like a hundred others by chance
_HEARD_WEIGHT = 0.95  # what is heard is less sure than what is listed
_MOST = 3


def in_other_script(word: str, evidence: Evidence, *, known: bool) -> list[Reading]:
    """Words of the blog that a word (lower case) is in the other script; `known` tells that the blog has it too."""
    forms = [word] if word.isascii() else list(dict.fromkeys((strip_josa(word), word)))
    weight = _KNOWN_WEIGHT if known else 1.0
    listed = [other for form in forms for other in partners(form) if _has(other, evidence)]
    readings = [Reading(other, Kind.TRANSLITERATION, weight) for other in dict.fromkeys(listed)]
    if not readings or not known:
        heard = _heard(forms, evidence, known=known)
        readings += [
            Reading(other, Kind.TRANSLITERATION, weight * max(0.5, _HEARD_WEIGHT - 2 * cost))
            for other, cost in heard
            if other not in listed
        ]
    return readings[:_MOST]


def _has(words: str, evidence: Evidence) -> bool:
    """Whether the blog has all the words, in one post."""
    parts = words.split()
    return all(map(evidence.knows, parts)) and (len(parts) == 1 or evidence.together(parts) > 0)


def _heard(forms: list[str], evidence: Evidence, *, known: bool) -> list[tuple[str, float]]:
    """(word, mismatch) of words that sound the same, closest first."""
    found: dict[str, float] = {}
    for form in forms:
        if not _WORD.fullmatch(form):
            continue
        if known and max(map(len, sound_keys(form)), default=0) < _FEWEST_SOUNDS:
            continue
        candidates = evidence.lexicon.sounding_like(form)
        if known:
            candidates = candidates[evidence.lexicon.is_likely(candidates)]
        for number in candidates.tolist():
            other = evidence.lexicon.word(number)
            if other.isascii() == form.isascii():
                continue
            hangul, latin = (other, form) if form.isascii() else (form, other)
            cost = mismatch(hangul, latin, _KNOWN if known else _ABSENT)
            # What costs more comes last, as few get so far.
            if cost > tolerance(hangul, latin) or not evidence.may_be_loanword(hangul):
                continue
            if known and not evidence.often_together(form, other, _SHARED_POSTS):
                continue
            found[other] = min(cost, found.get(other, cost))
    best = min(found.values(), default=0)
    close = [(other, cost) for other, cost in found.items() if cost <= best + _CLOSE]
    return sorted(close, key=lambda pair: (pair[1] - 0.004 * min(10, evidence.frequency(pair[0])), pair[0]))
