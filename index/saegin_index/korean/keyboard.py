"""The two-set (dubeolsik, KS X 5002) keyboard: what a word is when it was typed in the other language's mode."""

from __future__ import annotations

from saegin_index.korean.hangul import compose, to_jamo

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_HANGUL_ROWS = ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ")
_SHIFTED = dict(zip("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))

_KEYS = {
    key: jamo for keys, jamos in zip(_ROWS, _HANGUL_ROWS, strict=True) for key, jamo in zip(keys, jamos, strict=True)
}
_TO_JAMO = {key.upper(): jamo for key, jamo in _KEYS.items()} | _KEYS | _SHIFTED
_TO_LATIN = str.maketrans({jamo: key for key, jamo in _KEYS.items()} | {jamo: key for key, jamo in _SHIFTED.items()})


def to_hangul(text: str) -> str:
    """What Latin letters give in Hangul mode: rjator is 검색, zhzkzhffk is 코카콜라."""
    return compose(_TO_JAMO.get(letter, letter) for letter in text)


def to_latin(text: str) -> str:
    """What Hangul gives in Latin mode: ㅅㄷ그ㅑㅜ미 is terminal, 까 is Rk."""
    return to_jamo(text).translate(_TO_LATIN)


def _neighbours() -> dict[str, str]:
    """Keys touch side by side, or in neighbouring rows half a key apart."""
    places = {
        letter: (row, column)
        for rows in (_ROWS, _HANGUL_ROWS)
        for row, letters in enumerate(rows)
        for column, letter in enumerate(letters)
    }
    near = {
        one: "".join(
            other
            for other, (other_row, other_column) in places.items()
            if (one in _TO_JAMO) == (other in _TO_JAMO)
            and (
                (row == other_row and abs(column - other_column) == 1)
                or (other_row - row == 1 and column - other_column in (0, 1))
                or (row - other_row == 1 and other_column - column in (0, 1))
            )
        )
        for one, (row, column) in places.items()
    }
    for key, jamo in _SHIFTED.items():
        plain = _KEYS[key.lower()]
        near[plain] += jamo
        near[jamo] = near.get(jamo, "") + plain
    return near


NEIGHBOURS = _neighbours()
"""Letters, Latin or jamo, to all those whose keys touch theirs or differ by the shift key alone."""
