"""Words and phrases that stand for one another: the owner's synonyms, and the paraphrases of everyday Korean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.normalization import fold
from saegin_search.understanding.readings import Kind, Reading
from saegin_search.words import Word, split_words


class Synonyms:
    """Groups of synonyms by the words they begin with.

    Words are compared as the analyzer sees them, so that 이사를 and 이사 하고 are 이사, 옮긴 is 옮기다; and by how they
    are spelt without josa, as what is no word of the dictionary's is torn now in this way, now in that.
    """

    def __init__(self, groups: Iterable[Sequence[str]], analyzer: Analyzer, kind: Kind, weight: float) -> None:
        self._others: dict[str, tuple[Reading, ...]] = {}
        self._longest = 0
        for group in groups:
            for member in group:
                words = split_words(member, analyzer)
                others = [Reading(other, kind, weight) for other in group if fold(other) != fold(member)]
                for key in dict.fromkeys((as_written(member), *keys(words))):
                    self._others[key] = tuple(dict.fromkeys((*self._others.get(key, ()), *others)))
                self._longest = max(self._longest, len(words))

    def of(self, words: Sequence[Word]) -> tuple[int, tuple[Reading, ...]]:
        """How many of the words, from the first, are a member of a group, and the other members; the longest one."""
        for length in range(min(self._longest, len(words)), 0, -1):
            for key in keys(words[:length]):
                if others := self._others.get(key):
                    return length, others
        return 0, ()


def keys(words: Sequence[Word]) -> dict[str, None]:
    """What words are known by, a line each: first by their terms."""
    named = "\n".join(" ".join(word.names) or word.stem for word in words)
    return dict.fromkeys((named, "\n".join(word.stem for word in words)))


def as_written(member: str) -> str:
    """What a member is known by without analysis: the end of 역색인 looks like a josa."""
    return "\n".join(member.lower().split())
