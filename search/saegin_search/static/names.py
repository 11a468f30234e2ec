"""What posts are called by, as an export has it: all names in one file, and names by how their words begin.

Choseong, and what comes after a certain word, are looked for in all names. Suggestions are asked for at every keystroke
and need those alone that go on like what is typed: tags and titles stand by the words in them, once for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from saegin_index.store.names import Kind, Name
from saegin_index.store.reader import IndexReader
from saegin_search.static.columns import javascript_order, lines, sections, varints
from saegin_search.static.directory import cuts, first_words
from saegin_search.static.postings import Numbers
from saegin_search.static.words import Part

_LEAST = 3000  # bytes of a file before compression
_LONGEST_KEY = 20  # characters
_WORD_START = re.compile(r"\b\w")
_TURKISH = re.compile("[İı]")  # which a pattern without case takes for an i
_NO_LETTERS = re.compile(r"\W+")


def name_files(index: IndexReader, numbers: Numbers) -> tuple[bytes, Part]:
    """The file of all names, and those of tags and titles by the words in them."""
    names = [
        Name(_line(name.text), name.kind, tuple(sorted(numbers[list(name.documents)].tolist()))) for name in index.names
    ]
    urls = [_url(index, name) for name in index.names]
    rows = sorted(
        (
            (key, number)
            for number, name in enumerate(names)
            if name.kind is not Kind.HEADING
            for key in _keys(name.text)
        ),
        key=lambda row: (javascript_order(row[0]), row[1]),
    )
    keys = [key for key, _ in rows]
    starts = cuts(keys, [len((names[number].text + urls[number]).encode()) for _, number in rows], _LEAST)
    files = []
    for first, last in pairwise([*starts, len(rows)]):
        here = list(dict.fromkeys(number for _, number in rows[first:last]))
        files.append(_columns([names[number] for number in here], lines([urls[number] for number in here])))
    return _columns(names), Part(files, first_words(keys, starts))


def _keys(name: str) -> Iterator[str]:
    """What stands from each word of a name on, without what is no letter: a pattern knows no spaces."""
    lower = _TURKISH.sub("i", name).lower()
    for match in _WORD_START.finditer(lower):
        yield _NO_LETTERS.sub("", lower[match.start() :])[:_LONGEST_KEY]


def _url(index: IndexReader, name: Name) -> str:
    return _line(index.address(name.documents[0]).url) if name.kind is Kind.TITLE else ""


def _line(text: str) -> str:
    return " ".join(text.splitlines())


def _columns(names: Sequence[Name], *more: bytes) -> bytes:
    return sections(
        lines([name.text for name in names]),
        bytes(name.kind for name in names),
        varints([len(name.documents) for name in names]),
        varints([document for name in names for document in name.documents]),
        *more,
    )
