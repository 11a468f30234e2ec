"""How what was understood is told to the reader."""

from __future__ import annotations

from collections.abc import Iterable

from saegin_search.results import Interpretation
from saegin_search.understanding.readings import Kind, Reading

_WORDING = {
    Kind.KEYBOARD: "한영 변환: {typed} → {meant}",
    Kind.CHOSEONG: "초성으로 찾음: {typed} → {meant}",
    Kind.PREFIX: "덜 친 낱말로 봄: {typed} → {meant}",
    Kind.SPACING: "띄어쓰기 무시: {typed} = {meant}",
    Kind.TYPO: "오타로 봄: {typed} → {meant}",
    Kind.TRANSLITERATION: "외래어: {typed} = {meant}",
    Kind.SYNONYM: "같은 말: {typed} = {meant}",
    Kind.PARAPHRASE: "비슷한 말로 찾음: {typed} = {meant}",
    Kind.YEAR: "{meant}에 쓴 글을 더 높이 봄",
}
_DOUBT = "혹시 {meant}?"


def applied(typed: str, kind: Kind, meanings: Iterable[str]) -> Interpretation:
    """That something else was searched than what was typed."""
    meant = ", ".join(meanings)
    return Interpretation(kind.value, _WORDING[kind].format(typed=typed, meant=meant), True, typed, meant)


def doubt(typed: str, reading: Reading) -> Interpretation:
    """What may have been meant, but was not searched."""
    return Interpretation(reading.kind.value, _DOUBT.format(meant=reading.text), False, typed, reading.text)
