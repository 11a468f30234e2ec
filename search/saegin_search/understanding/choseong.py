"""Posts by initial consonants: what of their names, and which of their words, a pattern of loose consonants spells.

Names come first, as they are what people remember: titles before tags before headings, the beginnings and ends of words
before what lies inside them, and what makes up the whole name before what is a small part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add, and_

from saegin_index.korean.josa import strip_josa
from saegin_index.store.names import Kind as NameKind
from saegin_search.backend import Index, Ranker, Scores
from saegin_search.understanding.partial import pattern, range_of_first

_NAME_WEIGHTS = {NameKind.TITLE: 3.0, NameKind.TAG: 2.5, NameKind.HEADING: 1.5}
_INSIDE_A_WORD = 0.35
_TO_THE_END = 1.3
_WHOLE_WORD = 1.3
_WHOLE_TITLE = 2.0
_SHARE_OF_NAME = 0.3
_FURTHER_NAMES, _MOST_FURTHER = 0.1, 1.0  # of each, and in all
_SIDE_BY_SIDE = 1.5
_WORDS_WEIGHT = 0.4
_ONE_WORD, _ONE_MORE, _MOST_BY_WORD = 0.7, 0.3, 3.0  # of a word in a post, and of how often it stands there
_FEWEST_LETTERS = 2
_MOST_WORDS = 40
_MOST_TEXTS = 12
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a pattern was seen: per document a score (0 where it was not), and what it stood for, likeliest first."""

    scores: Scores
    texts: tuple[str, ...]


class ChoseongSearch:
    """Finds documents of one edition. May be shared between threads."""

    def __init__(self, index: Index, ranker: Ranker) -> None:
        self._index = index
        self._ranker = ranker
        self.sight = lru_cache(_REMEMBERED)(self._sight)
        self._in_names = lru_cache(_REMEMBERED)(self._search_names)
        self._in_words = lru_cache(_REMEMBERED)(self._search_words)

    def _sight(self, text: str) -> Sighting:
        """Documents for one or several words of choseong: those that have all of them, or all side by side."""
        words = text.split()
        sightings = [self._one(word) for word in words]
        if len(words) == 1:
            return sightings[0]
        having_all = reduce(and_, [sighting.scores > 0 for sighting in sightings])
        scores = self._ranker.only(reduce(add, [sighting.scores for sighting in sightings]), having_all)
        joined = self._in_names("".join(words))
        texts = joined.texts or tuple(text for sighting in sightings for text in sighting.texts)
        return Sighting(self._ranker.highest([scores, joined.scores * _SIDE_BY_SIDE]), texts[:_MOST_TEXTS])

    def _one(self, word: str) -> Sighting:
        named, written = self._in_names(word), self._in_words(word)
        texts = tuple(dict.fromkeys((*named.texts, *written.texts)))
        return Sighting(named.scores + written.scores, texts[:_MOST_TEXTS])

    def _search_names(self, letters: str) -> Sighting:
        best: dict[int, float] = {}
        further: dict[int, float] = {}
        texts: dict[str, float] = {}
        names = self._index.names
        # Looking ahead, so that a match may begin within another one.
        for match in re.finditer(f"(?=({pattern(letters).pattern}))", names.lines, re.IGNORECASE):
            name, start = names.at(match.start())
            worth = _worth(name.text, match.start() - start, match.end(1) - start, len(letters))
            worth *= _NAME_WEIGHTS[name.kind]
            if name.kind is NameKind.TITLE and match[1] == name.text:
                worth *= _WHOLE_TITLE
            if _begins_word(name.text, match.start() - start):
                texts[match[1]] = texts.get(match[1], 0.0) + worth
            for document in name.documents:
                best[document] = max(best.get(document, 0.0), worth)
                further[document] = further.get(document, 0.0) + _FURTHER_NAMES * worth
        scores = self._ranker.given({each: best[each] + min(further[each], _MOST_FURTHER) for each in best})
        likeliest = sorted(texts, key=lambda text: -texts[text])
        return Sighting(scores, tuple(likeliest[:_MOST_TEXTS]))

    def _search_words(self, letters: str) -> Sighting:
        words = self._words(letters) if len(letters) >= _FEWEST_LETTERS else ()
        by_word = (self._ranker.by_stem(word, _ONE_WORD, _ONE_MORE, _MOST_BY_WORD) for word in words)
        scores = reduce(add, by_word, self._ranker.nothing())
        return Sighting(scores * (_WORDS_WEIGHT * len(letters) ** 0.5), tuple(words))

    def _words(self, letters: str) -> Sequence[str]:
        """The commonest words of the blog that are spelt so, whole."""
        lexicon, wanted = self._index.lexicon, pattern(letters)
        found = [
            number for number in lexicon.between(*range_of_first(letters)) if wanted.fullmatch(lexicon.word(number))
        ]
        found.sort(key=lambda number: -int(lexicon.frequencies[number]))
        return [lexicon.word(number) for number in found[:_MOST_WORDS]]


def _begins_word(name: str, place: int) -> bool:
    return place == 0 or not (name[place - 1].isalnum() and name[place].isalnum())


def _worth(name: str, start: int, end: int, letters: int) -> float:
    """How well a part of a name suits, from 0.35 times the root of its letters up."""
    begins = _begins_word(name, start)
    word_end = next((place for place in range(end, len(name)) if not name[place].isalnum()), len(name))
    word_start = next((place for place in range(start, 0, -1) if not name[place - 1].isalnum()), 0)
    worth = float(letters**0.5) * (1 + _SHARE_OF_NAME * letters / len(name))
    worth *= 1.0 if begins else _INSIDE_A_WORD
    if begins and word_end == end:
        worth *= _TO_THE_END
    if strip_josa(name[word_start:word_end]) == name[start:end]:
        worth *= _WHOLE_WORD
    return worth
