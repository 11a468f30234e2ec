"""Letters that stand for syllables: the same patterns in the browser."""

from __future__ import annotations

import pytest
from tests.search.static.node import Node, differing
from tests.search.static.texts import TEXTS

from saegin_search.understanding import partial

# What stands between syllables, for either kind of regular expression.
_GAPS = (r"[^\w\n]{0,2}", r"[^\p{L}\p{N}_\n]{0,2}")
LETTERS = [letter for letter in dict.fromkeys("".join(TEXTS)) if not 0xD800 <= ord(letter) < 0xE000]


@pytest.mark.parametrize(
    ("name", "original"), [("hasChoseong", partial.has_choseong), ("isLaughter", partial.is_laughter)]
)
def test_what_a_word_is_written_with(node: Node, name: str, original: type) -> None:
    words = [*TEXTS, *(letter * 3 for letter in LETTERS)]
    answers = node.call("understanding/partial.js", name, [[word] for word in words])
    assert differing(words, answers, map(original, words)) == []


@pytest.mark.parametrize("unfinished", [False, True])
def test_patterns(node: Node, unfinished: bool) -> None:
    cases = [(text, {"unfinished": unfinished}) for text in (*TEXTS, *map(chr, range(0xAC00, 0xAF00)))]
    answers = node.call("understanding/partial.js", "pattern", cases)
    expected = [partial.pattern(text, unfinished=unfinished).pattern.replace(*_GAPS) for text, _ in cases]
    assert differing(cases, answers, expected) == []


def test_patterns_match_the_same(node: Node) -> None:
    script = "import { pattern } from './understanding/partial.js';\n"
    script += "const answer = (text, name) => new RegExp(pattern(text), 'iu').exec(name)?.[0] ?? null;"
    names = ["Redis 캐시, 왜 쓰나: 카카오 톡", "가 나다 라마", "각시 탈·감사", "A_b가·나\n다"]
    texts = ["ㅋㅅ", "ㅋㅋㅇㅌ", "ㄱㄴㄷ", "ㄳㅌ", "ㄴㄷ", "redis ㅋ", "캐ㅅ ㅇ", "ㄱㄴ"]
    cases = [(text, name) for text in texts for name in names]
    matches = [partial.pattern(text).search(name) for text, name in cases]
    expected = [match and match.group() for match in matches]
    assert any(expected)
    assert differing(cases, node.run(script, cases), expected) == []


def test_where_words_begin(node: Node) -> None:
    answers = node.call("understanding/partial.js", "fixedBeginning", [[text] for text in TEXTS])
    assert differing(TEXTS, answers, map(partial.fixed_beginning, TEXTS)) == []
    ranges = node.call("understanding/partial.js", "rangeOfFirst", [[letter] for letter in LETTERS])
    assert differing(LETTERS, map(tuple, ranges), map(partial.range_of_first, LETTERS)) == []
