"""The keyboard in the wrong mode: 검색 typed as rjator, terminal as ㅅㄷ그ㅑㅜ미."""

from __future__ import annotations

import re

from saegin_index.korean.keyboard import to_hangul, to_latin
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.readings import Kind, Reading

_LATIN = re.compile("[A-Za-z]+")
_LATIN_WORD = re.compile("[a-z]{2,}")
_SYLLABLES = re.compile("[가-힣]{2,}")
_FEWEST_KEYS = 4
_HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]+")
_CONSONANTS = re.compile("[ㄱ-ㅎ]+")
_LOOSE_VOWEL = re.compile("[ㅏ-ㅣ]")
_FEWEST_CONSONANTS = 3  # of a word of consonants alone, which is choseong more often


def other_layout(word: str, evidence: Evidence) -> list[Reading]:
    """The word that the same keys type in the other mode, if the blog has it and not the one typed."""
    meant = _hangul(word, evidence) if _LATIN.fullmatch(word) else _latin(word, evidence)
    return [Reading(meant, Kind.KEYBOARD)] if meant else []


def _hangul(word: str, evidence: Evidence) -> str:
    if len(word) < _FEWEST_KEYS or evidence.frequency(word.lower()):
        return ""
    # Capitals are tense consonants, or caps lock.
    for typed in dict.fromkeys((word, word.lower())):
        meant = to_hangul(typed)
        if _SYLLABLES.fullmatch(meant) and (evidence.knows(meant) or (len(meant) > 2 and evidence.has_bigrams(meant))):
            return meant
    return ""


def _latin(word: str, evidence: Evidence) -> str:
    if not _HANGUL.fullmatch(word) or evidence.frequency(word):
        return ""
    meant = to_latin(word).lower()
    if not _LATIN_WORD.fullmatch(meant) or not evidence.frequency(meant):
        return ""
    if _SYLLABLES.fullmatch(word):
        return "" if evidence.knows(word) else meant
    if _CONSONANTS.fullmatch(word):
        return meant if len(word) >= _FEWEST_CONSONANTS else ""
    return meant if _LOOSE_VOWEL.search(word) or len(meant) >= _FEWEST_KEYS else ""
