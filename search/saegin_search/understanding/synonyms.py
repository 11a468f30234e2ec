"""Words and phrases that stand for one another: the owner's synonyms, and the paraphrases of everyday Korean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.normalization import fold
from saegin_search.understanding.readings import Kind, Reading
from saegin_search.words import Word, split_words

_REMEMBERED = 1000


class Synonyms:
    """Groups of synonyms by the words they begin with.

    Words are compared as the analyzer sees them, so that 이사를 and 이사 하고 are 이사, 옮긴 is 옮기다; and by how they
    are spelt without josa, as what is no word of the dictionary's is torn now in this way, now in that.
    """

    def __init__(
        self,
        groups: Iterable[Sequence[str]],
        analyzer: Analyzer,
        kind: Kind,
        weight: float,
        known: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`known`: what `member_keys` gives for some of the members."""
        self._kind, self._weight = kind, weight
        self._members: dict[str, list[tuple[str, Sequence[str]]]] = {}
        for group in groups:
            for member in group:
                for key in (known and known.get(member)) or member_keys(member, analyzer):
                    self._members.setdefault(key, []).append((member, group))
        self._longest = max((key.count("\n") + 1 for key in self._members), default=0)
        self._others = lru_cache(_REMEMBERED)(self._find_others)

    def of(self, words: Sequence[Word]) -> tuple[int, tuple[Reading, ...]]:
        """How many of the words, from the first, are a member of a group, and the other members; the longest one."""
        for length in range(min(self._longest, len(words)), 0, -1):
            for key in keys(words[:length]):
                if others := self._others(key):
                    return length, others
        return 0, ()

    def _find_others(self, key: str) -> tuple[Reading, ...]:
        return tuple(
            dict.fromkeys(
                Reading(other, self._kind, self._weight)
                for member, group in self._members.get(key, ())
                for other in group
                if fold(other) != fold(member)
            )
        )


def member_keys(member: str, analyzer: Analyzer) -> tuple[str, ...]:
    """All that a member of a group is known by."""
    return tuple(dict.fromkeys((as_written(member), *keys(split_words(member, analyzer)))))


def keys(words: Sequence[Word]) -> dict[str, None]:
    """What words are known by, a line each: first by their terms."""
    named = "\n".join(" ".join(word.names) or word.stem for word in words)
    return dict.fromkeys((named, "\n".join(word.stem for word in words)))


def as_written(member: str) -> str:
    """What a member is known by without analysis: the end of 역색인 looks like a josa."""
    return "\n".join(member.lower().split())
