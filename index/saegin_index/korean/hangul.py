"""Hangul syllables taken apart and put together: jamo, choseong.

Jamo are written as compatibility jamo (U+3131 to U+3163), the ones that a keyboard types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

CHOSEONG = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
JUNGSEONG = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
JONGSEONG = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

FIRST_SYLLABLE, LAST_SYLLABLE = "가", "힣"

# What is typed with two keys.
_COMPOUNDS = """
ㅘㅗㅏ ㅙㅗㅐ ㅚㅗㅣ ㅝㅜㅓ ㅞㅜㅔ ㅟㅜㅣ ㅢㅡㅣ
ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ
"""
PARTS: dict[str, str] = {row[0]: row[1:] for row in _COMPOUNDS.split()}
COMPOUND: dict[str, str] = {parts: compound for compound, parts in PARTS.items()}


class Table(dict[int, str]):
    """A table for `str.translate` that is filled as it is used: all 11,172 syllables at once take 20 ms."""

    def __init__(self, entry: Callable[[str], str]) -> None:
        super().__init__()
        self._entry = entry

    def __missing__(self, code: int) -> str:
        self[code] = found = self._entry(chr(code))
        return found


def is_syllable(character: str) -> bool:
    """Whether a character is a whole Hangul syllable (가 to 힣)."""
    return FIRST_SYLLABLE <= character <= LAST_SYLLABLE


def decompose(syllable: str) -> tuple[str, str, str]:
    """Choseong, jungseong and jongseong ("" where there is none) of a whole syllable."""
    rest, final = divmod(ord(syllable) - ord(FIRST_SYLLABLE), len(JONGSEONG))
    initial, vowel = divmod(rest, len(JUNGSEONG))
    return CHOSEONG[initial], JUNGSEONG[vowel], JONGSEONG[final]


def _typed(character: str) -> str:
    jamo = decompose(character) if is_syllable(character) else character
    return "".join(PARTS.get(letter, letter) for letter in jamo)


_TO_JAMO = Table(_typed)
_TO_CHOSEONG = Table(lambda character: decompose(character)[0] if is_syllable(character) else character)
_CONSONANTS = frozenset(CHOSEONG) | frozenset(JONGSEONG) - {""}


def to_jamo(text: str) -> str:
    """The text as the simple jamo it is typed with, 왔 as ㅇㅗㅏㅆ; what is no Hangul stays."""
    return text.translate(_TO_JAMO)


def to_choseong(text: str) -> str:
    """The text with each syllable's initial consonant in its place, 카카오톡 as ㅋㅋㅇㅌ; as long as it was."""
    return text.translate(_TO_CHOSEONG)


def compose(jamo: Iterable[str]) -> str:
    """What a two-set (dubeolsik) input method makes of jamo typed one after the other.

    The inverse of `to_jamo` for text of whole syllables. Jamo that make no syllable stand alone; what is no jamo
    ends a syllable and stays.
    """
    syllables: list[str] = []
    initial = vowel = final = ""

    def finish() -> None:
        nonlocal initial, vowel, final
        if initial and vowel:
            number = (CHOSEONG.index(initial) * len(JUNGSEONG) + JUNGSEONG.index(vowel)) * len(JONGSEONG)
            syllables.append(chr(ord(FIRST_SYLLABLE) + number + JONGSEONG.index(final)))
        else:
            syllables.append(initial + vowel)
        initial = vowel = final = ""

    for letter in jamo:
        if letter in JUNGSEONG:
            if final:
                # The consonant before a vowel is its syllable's: 갑 and ㅣ are 가비, 값 and ㅣ are 갑시.
                parts = PARTS.get(final, final)
                final = parts[:-1]
                finish()
                initial, vowel = parts[-1], letter
            elif vowel and vowel + letter in COMPOUND:
                vowel = COMPOUND[vowel + letter]
            else:
                if vowel:
                    finish()
                vowel = letter
        elif letter in _CONSONANTS:
            if initial and vowel and final + letter in COMPOUND:
                final = COMPOUND[final + letter]
            elif initial and vowel and not final and letter in JONGSEONG:
                final = letter
            else:
                finish()
                initial = letter if letter in CHOSEONG else ""
                if not initial:
                    syllables.append(letter)
        else:
            finish()
            syllables.append(letter)
    finish()
    return "".join(syllables)
