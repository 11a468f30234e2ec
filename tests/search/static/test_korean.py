"""korean/ in the browser: the same as in the indexer, on words of a blog and on any other text."""

from __future__ import annotations

import math
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from tests.search.static.node import Node, differing
from tests.search.static.texts import ODD, TEXTS, hangul_and_latin, utf16

from saegin_index.korean import grams, hangul, josa, keyboard, latin, normalization, sound_rules, transliteration
from saegin_index.korean.loanwords import pairs


@pytest.mark.parametrize(
    ("module", "name", "original"),
    [
        ("hangul.js", "toJamo", hangul.to_jamo),
        ("hangul.js", "toChoseong", hangul.to_choseong),
        ("hangul.js", "compose", hangul.compose),
        ("josa.js", "stripJosa", josa.strip_josa),
        ("keyboard.js", "toHangul", keyboard.to_hangul),
        ("keyboard.js", "toLatin", keyboard.to_latin),
        ("grams.js", "bigrams", grams.bigrams),
        ("grams.js", "stems", grams.stems),
        ("latin.js", "standIn", latin.stand_in),
        ("normalization.js", "fold", normalization.fold),
        ("alignment.js", "units", sound_rules.units),
    ],
)
def test_functions_of_a_text(node: Node, module: str, name: str, original: Callable[[str], Any]) -> None:
    answers = node.call(f"korean/{module}", name, [[text] for text in TEXTS])
    assert differing(TEXTS, answers, map(original, TEXTS)) == []


def test_stems_of_one_syllable(node: Node) -> None:
    answers = node.call("korean/josa.js", "stripJosa", [[text, 1] for text in TEXTS])
    assert differing(TEXTS, answers, [josa.strip_josa(text, 1) for text in TEXTS]) == []


def test_every_syllable_is_taken_apart(node: Node) -> None:
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4)]
    answers = node.call("korean/hangul.js", "decompose", [[syllable] for syllable in syllables])
    assert [tuple(answer) for answer in answers] == [hangul.decompose(syllable) for syllable in syllables]


def test_what_is_composed_is_typed_jamo(node: Node) -> None:
    typed = [hangul.to_jamo(text)[:length] for text in TEXTS for length in (3, 5, 8)]
    answers = node.call("korean/hangul.js", "compose", [[jamo] for jamo in typed])
    assert differing(typed, answers, map(hangul.compose, typed)) == []


def test_normalized_text_leads_back_to_where_it_came_from(node: Node) -> None:
    answers = node.call("korean/normalization.js", "normalize", [[text] for text in TEXTS])
    assert differing(TEXTS, answers, map(_normalized, TEXTS)) == []


def _normalized(text: str) -> dict[str, Any]:
    done = normalization.normalize(text)
    if done.origin is None:
        return {"text": done.text}
    ranges = [
        [utf16(text, start), utf16(text, end)]
        for character, (start, end) in zip(done.text, done.origin, strict=True)
        for _ in range(utf16(character, 1))
    ]
    return {"text": done.text, "origin": ranges}


def test_a_span_of_composed_text(node: Node) -> None:
    script = "import { normalize, span } from './korean/normalization.js';\n"
    script += "const answer = (text, start, end) => span(normalize(text), start, end);"
    decomposed = unicodedata.normalize("NFD", "검색 엔진")
    cases = [[decomposed, 0, 2], [decomposed, 1, 2], [decomposed, 2, 3], ["검색", 0, 1]]
    assert node.run(script, cases) == [[0, 6], [3, 6], [6, 7], [0, 1]]


# Cherokee folds to capitals in Python; what three Tibetan vowels are made of has a class that they have not.
_FOLDED_OTHERWISE = {*range(0x13A0, 0x13FE), *range(0xAB70, 0xABC0)}
_COMPOSED_OTHERWISE = {0x0F73, 0x0F75, 0x0F81}


def test_every_character_is_folded_and_composed_as_in_python(node: Node) -> None:
    # Characters younger than Python's tables are left to those who know them.
    characters = map(chr, range(sys.maxunicode + 1))
    known = [character for character in characters if unicodedata.category(character) not in ("Cn", "Co", "Cs")]
    folded = node.call("korean/normalization.js", "fold", [[character] for character in known])
    expected = map(normalization.fold, known)
    assert [row for row in differing(known, folded, expected) if ord(row[0]) not in _FOLDED_OTHERWISE] == []
    marked = [f"한\u0301{character}\u0334" for character in known if ord(character) not in _COMPOSED_OTHERWISE]
    normalized = node.call("korean/normalization.js", "normalize", [[text] for text in marked])
    assert differing(marked, normalized, map(_normalized, marked)) == []


def test_parts_of_latin_words(node: Node) -> None:
    script = "import { WORD, parts } from './korean/latin.js';\n"
    script += "const answer = (text) => Array.from(text.matchAll(WORD), ({ 0: word, index }) => [index, parts(word)]);"
    answers = node.run(script, [[text] for text in TEXTS])
    assert differing(TEXTS, answers, map(_latin_words, TEXTS)) == []


def _latin_words(text: str) -> list[Any]:
    return [
        [utf16(text, match.start()), [part._asdict() for part in latin.parts(match.group())]]
        for match in latin.WORD.finditer(text)
    ]


def test_neighbouring_keys(node: Node) -> None:
    (table,) = node.run("import { NEIGHBOURS } from './tables/keyboard.js';\nconst answer = () => NEIGHBOURS;", [[]])
    assert table == keyboard.NEIGHBOURS


def test_keys_of_sounds(node: Node) -> None:
    words = [*TEXTS, *(word for pair in pairs() for word in pair)]
    answers = node.call("korean/sounds.js", "soundKeys", [[word] for word in words])
    assert all(len(set(answer)) == len(answer) for answer in answers)
    assert differing(words, map(sorted, answers), [sorted(transliteration.sound_keys(word)) for word in words]) == []


def test_how_far_words_of_both_scripts_are_apart(node: Node) -> None:
    hangul_words, latin_words = hangul_and_latin()
    keys = {word: transliteration.sound_keys(word) for word in (*hangul_words, *latin_words)}
    alike = [(one, other) for one in hangul_words for other in latin_words if not keys[one].isdisjoint(keys[other])]
    odd = [(one, other) for one in ODD[:40] for other in ODD[40:]]
    cases = [(*pair, limit) for pair in (*pairs(), *alike[:3000], *odd) for limit in (0.1, 1.0)]
    expected = [transliteration.mismatch(*case) for case in cases]
    answers = node.call("korean/alignment.js", "mismatch", cases)
    assert differing(cases, [math.inf if answer is None else answer for answer in answers], expected) == []
    words = [case[:2] for case in cases]
    tolerances = node.call("korean/alignment.js", "tolerance", words)
    assert differing(words, tolerances, [transliteration.tolerance(*pair) for pair in words]) == []
