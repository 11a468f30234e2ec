"""Texts to try a port with: words as people write them, and what nobody would."""

from __future__ import annotations

import re
from random import Random

from tests.sites import BLOG

ODD = (
    *("", " ", "\n", "\x00", "\t\u200b\ufeff", "\ud800", "가\udc00나", "ΑΣ ΑΣΑ", "漢字 한자", "a" * 101),
    *("\u1100\u1165\u11b7\u1109\u1162\u11a8", "검\u0301", "각\u11a8하", "e\u0301", "a\u0308\u0323", "a\u0334\u0301"),
    *"""
    😀을 👩‍👩‍👧 가 a 1 ㄱ ㅏ ＡＢＣ：１２３ ß İstanbul ıI ﬁnd ŉ ǅ Straße हिन्दी ভোট ①② Ⅷ장 ٣ constructor valueOf
    don't C++ C# .NET a.NET ..NET node.js v1.2.3 1,000 1,0000 2017-03-02 FLASK-RESTPLUS camelCaseHTTPServer k8s를
    as_view_ __init__ À+b 2048px ㅋㅋㅋ ㅠㅠ ㅋㅋㅎ ㄳㅎㄴㄷ 갏앉값 ㅘㅙㅟ ㄱㅏㅂㅅㅣ 퓨젼 쥬스 쉘 우버x html5 ㄱ-ㄴ
    카ㅋㅇㅌ 데이텁 과 고 값 _ㄱ
    """.split(),
)
_ALPHABETS = (
    "가각갂값까나다라마바사아자차카타파하힣궈웨의쥐쉬쇠뷁",
    "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㅁㅂㅄㅅㅇㅈㅊㅋㅌㅍㅎㅏㅐㅑㅓㅔㅗㅘㅜㅝㅡㅢㅣ",
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEeioussxyRTQWÀÉñŁıİſẞ",
    "0123456789",
    " .,-_+/&'@#:\n",
    "\u1100\u1161\u11a8\u0301\u0323\u0334\u0345\u0308",
    "😀１Ａ　\u00a0\u200b漢",
)


def words_of_the_blog() -> list[str]:
    """Every different word of the sample blog as it is written, with what stands beside it."""
    found = {word: None for path in sorted(BLOG.rglob("*.md")) for word in path.read_text("utf-8").split()}
    return list(found)


def hangul_and_latin() -> tuple[list[str], list[str]]:
    """Words of Hangul and of Latin letters in the sample blog."""
    text = "\n".join(words_of_the_blog()).lower()
    return sorted(set(re.findall("[가-힣]{2,}", text))), sorted(set(re.findall("[a-z]{2,}", text)))


def random_texts(count: int, longest: int = 12) -> list[str]:
    """The same texts on every run, of one to all alphabets."""
    random = Random(7)
    found = []
    for _ in range(count):
        letters = "".join(random.sample(_ALPHABETS, random.randint(1, 3)))
        found.append("".join(random.choices(letters, k=random.randint(1, longest))))
    return found


def utf16(text: str, place: int) -> int:
    """A place in a text as JavaScript counts."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def _as_javascript(text: str) -> str:
    """The text with what JSON makes of two halves of a character, side by side."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


TEXTS = list(dict.fromkeys(map(_as_javascript, (*ODD, *words_of_the_blog(), *random_texts(4000)))))
