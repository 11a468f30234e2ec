"""The last word of a query while it is being typed: 데이텁 on its way to 데이터베이스, 서울특별시 ㄱ to 강남구."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from saegin_index.korean.josa import strip_josa
from saegin_index.store.lexicon import NAME
from saegin_search.backend import Index
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.partial import fixed_beginning, pattern, range_of_first
from saegin_search.understanding.readings import Kind, Reading

_UNFINISHED = re.compile("[가-힣]*[가-힣ㄱ-ㅎ]|[a-z]{3,}")
_NAMED = 5.0  # times as likely as a word that no name has
_WEIGHTS = (0.9, 0.6, 0.5)  # of the likeliest word, and of others
_MOST = len(_WEIGHTS)
_MOST_COMPARED = 2000  # words, the commonest ones
_FEWEST_LETTERS = 2
_SURE_LETTERS = 5  # of a Latin word: hero need not be the beginning of heroku
_MOST_POSTS = 6  # the newest, read for what follows a word in no name


def completions(word: str, evidence: Evidence) -> list[Reading]:
    """The commonest words of the blog that begin like the word (lower case) typed so far."""
    if not _UNFINISHED.fullmatch(word) or len(word) < _FEWEST_LETTERS:
        return []
    sure = not word.isascii() or len(word) >= _SURE_LETTERS
    return [reading._replace(sure=sure) for reading in _readings(list(islice(begun(word, evidence), _MOST)))]


def begun(word: str, evidence: Evidence) -> Iterator[str]:
    """Words of the blog that begin like `word` (lower case) and go on, commonest first; those in names count more."""
    lexicon, wanted = evidence.lexicon, pattern(word, unfinished=True)
    first = fixed_beginning(word)
    span = lexicon.between(*((first, f"{first}\U0010ffff") if first else range_of_first(word)))
    if not span:
        return
    likely = lexicon.frequencies[span.start : span.stop] * np.where(
        lexicon.flags[span.start : span.stop] & NAME, _NAMED, 1.0
    )
    for place in np.argsort(-likely, kind="stable")[:_MOST_COMPARED].tolist():
        text = lexicon.word(span.start + place)
        if text != word and text.isalnum() and wanted.match(text):
            yield text


def following(before: str, word: str, index: Index) -> list[Reading]:
    """Words that begin like `word` and come right after `before`, commonest first: in names, else in texts."""
    if not _UNFINISHED.fullmatch(word):
        return []
    wanted = re.compile(rf"{re.escape(before)}\W{{1,2}}({pattern(word, unfinished=True).pattern}\w*)", re.IGNORECASE)
    found = _counted(wanted, (name.text for name in index.names))
    if not found:
        newest = index.newest_with(strip_josa(before.lower()), _MOST_POSTS)
        found = _counted(wanted, (post.text for post in newest))
    return _readings([text for text, _ in found.most_common(_MOST)])


def _counted(wanted: re.Pattern[str], texts: Iterable[str]) -> Counter[str]:
    """How often the texts have each word that the pattern ends with; josa aside."""
    return Counter(strip_josa(match[1].lower()) for text in texts for match in wanted.finditer(text))


def _readings(likeliest: Sequence[str]) -> list[Reading]:
    return [Reading(text, Kind.PREFIX, weight) for text, weight in zip(likeliest, _WEIGHTS, strict=False)]
