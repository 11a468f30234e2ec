"""Letters that stand for syllables: choseong (ㅋㅋㅇㅌ for 카카오톡), and a last syllable half typed (데이텁).

Either is a pattern of syllables. Unicode lists syllables by initial, vowel and final, so that all that begin like what
was typed are one or two ranges of a regular expression, and nothing has to be indexed for it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from saegin_index.korean.hangul import (
    CHOSEONG,
    COMPOUND,
    FIRST_SYLLABLE,
    JONGSEONG,
    JUNGSEONG,
    PARTS,
    decompose,
    is_syllable,
)

_LAUGHING = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅠㅜㅡ"
_LOOSE = re.compile("[ㄱ-ㅎ]")
_WRITTEN = "[ㄱ-ㅎ가-힣a-z0-9]+"
_PUNCTUATION = re.compile(r"\W")
_GAP = r"[^\w\n]{0,2}"  # between syllables: how words are spaced is nobody's concern here


def has_choseong(word: str) -> bool:
    """Whether a word is written with loose consonants, all of it or in part (카ㅋㅇㅌ), and nothing odd besides."""
    return bool(_LOOSE.search(word) and re.fullmatch(_WRITTEN, _PUNCTUATION.sub("", word)))


def is_laughter(word: str) -> bool:
    """Whether a word is one letter over and over: ㅋㅋㅋ, ㅠㅠ."""
    return len(set(word)) == 1 and word[0] in _LAUGHING


@lru_cache(maxsize=1000)
def pattern(text: str, *, unfinished: bool = False) -> re.Pattern[str]:
    """What text of syllables and loose consonants stands for, however its syllables are spaced.

    With `unfinished`, the last syllable may be on its way to another one, or two.
    """
    text = _PUNCTUATION.sub("", text)
    letters = [_letter(letter) for letter in text]
    if unfinished and letters:
        letters[-1] = _on_its_way(text[-1])
    return re.compile(_GAP.join(letters), re.IGNORECASE)


def fixed_beginning(text: str) -> str:
    """The whole syllables and letters before the first that a pattern leaves open: what all matches begin with."""
    loose = _LOOSE.search(text)
    return text[: loose.start()] if loose else text[:-1]


def range_of_first(text: str) -> tuple[str, str]:
    """The first word and the one after the last, by code points, that a pattern of `text` may begin."""
    span = re.match(r"\[(.)-(.)\]", _letter(text[0]))
    first, last = (span[1], span[2]) if span else (text[0], text[0])
    return first, chr(ord(last) + 1)


def _letter(letter: str) -> str:
    return _syllables_from(letter) if _LOOSE.fullmatch(letter) else re.escape(letter)


def _syllables_from(consonant: str) -> str:
    """All syllables that begin with a consonant, as a character class."""
    if consonant not in CHOSEONG:
        return "".join(map(_syllables_from, PARTS[consonant]))
    first = ord(FIRST_SYLLABLE) + CHOSEONG.index(consonant) * len(JUNGSEONG) * len(JONGSEONG)
    return _range(first, len(JUNGSEONG) * len(JONGSEONG))


def _on_its_way(letter: str) -> str:
    """What a last letter may become: 터 and 텁 lead to 텁 and 터베, 고 to 과 and 곳."""
    if not is_syllable(letter):
        return _letter(letter)
    initial, vowel, final = decompose(letter)
    if not final:
        vowels = [vowel, *(whole for parts, whole in COMPOUND.items() if parts[0] == vowel)]
        return "(?:" + "|".join(_range(_number(initial, each), len(JONGSEONG)) for each in vowels) + ")"
    parts = PARTS.get(final, final)
    without = chr(_number(initial, vowel) + JONGSEONG.index(parts[:-1]))
    finals = [whole for pair, whole in COMPOUND.items() if pair[0] == final and whole in JONGSEONG]
    grown = [chr(_number(initial, vowel) + JONGSEONG.index(whole)) for whole in finals]
    return f"(?:[{letter}{''.join(grown)}]|{without}{_GAP}{_syllables_from(parts[-1])})"


def _number(initial: str, vowel: str) -> int:
    """The code point of an open syllable."""
    return ord(FIRST_SYLLABLE) + (CHOSEONG.index(initial) * len(JUNGSEONG) + JUNGSEONG.index(vowel)) * len(JONGSEONG)


def _range(first: int, size: int) -> str:
    return f"[{chr(first)}-{chr(first + size - 1)}]"
