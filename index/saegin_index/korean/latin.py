"""Latin words and numbers: identifiers, versions, product names, and the parts a reader may search them by."""

from __future__ import annotations

import re
from functools import lru_cache

from saegin_index.korean.eojeol import LONGEST_TERM, Part

WORD = re.compile(
    r"""
    (?<![\w.])\.[A-Za-z]{2,}\w*                                     # .NET
    | [A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*                       # docker, k8s, as_view
      (?:[.\-_+/&'@][A-Za-z0-9\u00c0-\u024f][\w\u00c0-\u024f]*)*    # node.js, flask-restplus, v1.2.3
      (?:\+\+|\#)?                                                  # C++, C#
    | \d+(?:[.,:\-]\d+)*[A-Za-z]*                                   # 1,000  1.2.3  2048px  2017-03-02
    """,
    re.VERBOSE | re.ASCII,
)
_PART = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:\+\+|\#)?|\d+")
_HUMP = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_PUNCTUATION = re.compile(r"[^\w\u00c0-\u024f]|_", re.ASCII)

# MeCab needs something to hang a particle on where the word was (with blanks, 를 alone reads as a noun), but runs of
# more than 24 letters make its lattice explode.
_LONGEST_STAND_IN = 12


def stand_in(line: str) -> str:
    """The line with each Latin word or number replaced by short letters or digits, every offset unchanged."""
    return WORD.sub(_stand_in, line)


def _stand_in(match: re.Match[str]) -> str:
    word = match.group()
    length = min(len(word), _LONGEST_STAND_IN)
    return " " * (len(word) - length) + ("1" if word[-1].isdigit() else "a") * length


@lru_cache(maxsize=1 << 13)
def parts(word: str) -> tuple[Part, ...]:
    """The terms of one match of `WORD`, counted from its beginning; none for what is no word (a key, a blob).

    The word itself and its joined form stand at step 0; its members (at punctuation and at camelCase humps) follow
    one another from step 0, so that the phrase "flask restplus" finds FLASK-RESTPLUS.
    """
    if len(word) > LONGEST_TERM:
        return ()
    if _GROUPED.fullmatch(word):
        return (Part(word.replace(",", ""), 0, len(word), 0),)
    whole = word.lower()
    joined = _PUNCTUATION.sub("", whole)
    found = [Part(whole, 0, len(word), 0)]
    members = _members(word)
    if members and joined != whole and not joined.isdigit():
        found.append(Part(joined, 0, len(word), 0))
    for step, (start, end) in enumerate(members):
        if end - start > 1:
            found.append(Part(word[start:end].lower(), start, end, step))
    return tuple(found)


def _members(word: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for part in _PART.finditer(word):
        humps = [(part.start() + hump.start(), part.start() + hump.end()) for hump in _HUMP.finditer(part.group())]
        camel = re.search("[a-z][A-Z]", part.group())
        found.extend(humps if camel else [part.span()])
    return found if len(found) > 1 else []
