"""Evidence: whether this blog has a word, so that what its posts say is never corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from saegin_index.korean.grams import run_bigrams
from saegin_index.korean.josa import strip_josa
from saegin_index.store.lexicon import MORPHEME, NAME
from saegin_search.backend import Index

_HANGUL = re.compile("[가-힣]+")
_SHORTEST_PIECE, _SHORTEST_LATIN_PIECE = 2, 3  # syllables and letters
_SHORTEST_PREDICATE = 3  # syllables; shorter ones are found in any nonsense
_LONGEST_PIECE = 12
_MOST_WAYS = 4  # of splitting the beginning of a word that are followed
_REMEMBERED = 2000


class Evidence:
    """What one edition says about words. May be shared between threads."""

    def __init__(self, index: Index) -> None:
        self.lexicon = index.lexicon
        self._index = index
        self.knows = lru_cache(_REMEMBERED)(self._knows)
        self.split = lru_cache(_REMEMBERED)(self._split)
        self.is_predicate = lru_cache(_REMEMBERED)(self._is_predicate)

    def frequency(self, word: str) -> int:
        """In how many posts a word stands as it is, or without its josa."""
        return self.lexicon.frequency(word) or self.lexicon.frequency(strip_josa(word))

    def is_name(self, word: str) -> bool:
        """Whether a word is in a title, a tag or a heading."""
        return bool(self._flags(word) & NAME)

    def is_morpheme(self, word: str) -> bool:
        """Whether the analyzer found a word in the posts, not spelling alone."""
        return bool(self._flags(word) & MORPHEME)

    def _flags(self, word: str) -> int:
        number = self.lexicon.find(word)
        return int(self.lexicon.flags[number]) if number >= 0 else 0

    def in_dictionary(self, word: str) -> bool:
        """Whether the analyzer's dictionary has the word, with or without josa: then it is no typing mistake."""
        return any(self._index.analyzer.word_class(form) for form in {word, strip_josa(word)})

    def is_noun(self, word: str) -> bool:
        """Whether a word is, for all that is known, a noun or a name."""
        return word.isascii() or self._index.analyzer.word_class(word) == "noun" or self.is_name(word)

    def is_stem(self, word: str) -> bool:
        """Whether the analyzer found a Hangul word, and the dictionary has it as no word: a stem (부르), a part."""
        return not word.isascii() and self.is_morpheme(word) and self._index.analyzer.word_class(word) != "noun"

    def may_be_loanword(self, word: str) -> bool:
        """Whether a Hangul word may be one: not if it has endings or a josa, as 받아 and 키를 have, bada and killer."""
        stem = strip_josa(word, 1)
        if word.endswith("으"):  # what is left of a word with 으로 when 로 alone is cut off
            return False
        if len(word) == 1 and not self.is_noun(word):  # 널 and 난 are 너 and 나 with a josa before null and NaN
            return False
        return self.is_name(word) or not (self.is_predicate(word) or (stem != word and self.frequency(stem) > 0))

    def has_bigrams(self, word: str) -> bool:
        """Whether the blog has every pair of neighbouring syllables of a word."""
        return all(map(self._index.has_bigram, run_bigrams(word)))

    def together(self, words: Sequence[str]) -> int:
        """How many posts have all the words."""
        return self._index.count_with(tuple(words))

    def often_together(self, one: str, other: str, times: float) -> bool:
        """Whether two words share posts at least so many times as often as chance would have it."""
        shared = self.together((one, other))
        by_chance = self.together((one,)) * self.together((other,)) / max(self._index.document_count, 1)
        return shared > 0 and shared >= times * by_chance

    def _is_predicate(self, word: str) -> bool:
        return self._index.analyzer.word_class(word) == "predicate"

    def _knows(self, word: str) -> bool:
        """Whether the blog has a word (lower case): as it is, in another form, or as known parts of one post."""
        if self.frequency(word):
            return True
        if not _HANGUL.fullmatch(word):
            return False
        stem = strip_josa(word)
        if self.split(stem) or self.split(word):
            return True
        if len(word) < _SHORTEST_PREDICATE or not self.is_predicate(word):
            return False
        stems = [token.term for token in self._index.analyzer.analyze(word) if self.frequency(token.term)]
        # A stem of one syllable stands in all kinds of nonsense (매시지 is 매 and endings to the analyzer).
        return any(len(stem) > 1 for stem in stems) or (bool(stems) and self.has_bigrams(word))

    def _split(self, word: str) -> tuple[str, ...]:
        """The fewest words of the blog that a word is made of and that share a post; empty when it is not."""
        ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in word)]
        shortest = _SHORTEST_LATIN_PIECE if word.isascii() else _SHORTEST_PIECE
        for end in range(shortest, len(word) + 1):
            for start in range(max(0, end - _LONGEST_PIECE), end - shortest + 1):
                piece = word[start:end]
                if ways[start] and piece != word and self.lexicon.frequency(piece):
                    ways[end] += [(*way, piece) for way in ways[start]]
            ways[end] = sorted(ways[end], key=len)[:_MOST_WAYS]
        return next((way for way in ways[-1] if self.together(way)), ())
