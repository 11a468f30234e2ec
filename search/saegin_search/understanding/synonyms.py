"""Words and phrases that stand for one another: the owner's synonyms, and the paraphrases of everyday Korean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.normalization import fold
from saegin_search.understanding.readings import Kind, Reading
from saegin_search.words import Word, split_words


class Synonyms:
    """Groups of synonyms by the words they begin with.

    Words are compared as the analyzer sees them, so that 이사를 and 이사 하고 are 이사, 옮긴 is 옮기다.
    """

    def __init__(self, groups: Iterable[Sequence[str]], analyzer: Analyzer, kind: Kind, weight: float) -> None:
        self._others: dict[tuple[tuple[str, ...], ...], tuple[Reading, ...]] = {}
        self._longest = 0
        for group in groups:
            for member in group:
                key = tuple(_key(word) for word in split_words(member, analyzer))
                others = [Reading(other, kind, weight) for other in group if fold(other) != fold(member)]
                self._others[key] = tuple(dict.fromkeys((*self._others.get(key, ()), *others)))
                self._longest = max(self._longest, len(key))

    @property
    def groups(self) -> dict[tuple[tuple[str, ...], ...], tuple[Reading, ...]]:
        """What each member stands for: the names of its words (or what else is theirs), and the other members."""
        return self._others

    def of(self, words: Sequence[Word]) -> tuple[int, tuple[Reading, ...]]:
        """How many of the words, from the first, are a member of a group, and the other members; the longest one."""
        for length in range(min(self._longest, len(words)), 0, -1):
            others = self._others.get(tuple(_key(word) for word in words[:length]))
            if others:
                return length, others
        return 0, ()


def _key(word: Word) -> tuple[str, ...]:
    return word.names or (word.stem,)
