"""What a reader may be about to type: titles, tags and words of the blog that begin like a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice

from saegin_index.korean.keyboard import to_hangul, to_latin
from saegin_index.korean.loanwords import pairs
from saegin_index.store.names import Kind as NameKind
from saegin_index.store.names import Name
from saegin_search.backend import Index
from saegin_search.query import readable
from saegin_search.results import Suggestion
from saegin_search.understanding.completion import begun
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.partial import pattern

LIMIT = 50
"""The most suggestions there are."""

LONGEST_PREFIX = 100  # characters; nobody is helped to go on with a longer query

_PUNCTUATION = re.compile(r"[^\w#+.]+")
_LETTER = re.compile(r"[^\W_]")
_NO_LETTERS = re.compile(r"\W")
_ORDER = ("tag", "term", "title")
_SHORTEST = 2
_MOST_TRIED = 40  # words
_FEWEST_POSTS = 2  # of a word that is in no name
_REMEMBERED = 2000


class Suggester:
    """Completes queries from one edition. May be shared between threads."""

    def __init__(self, index: Index, evidence: Evidence) -> None:
        self._index = index
        self._evidence = evidence
        self.suggest = lru_cache(_REMEMBERED)(self._suggest)

    def _suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Up to `limit` suggestions, most useful first; none for what is no beginning of anything in the blog."""
        typed = " ".join(readable(prefix).lower().split())
        if len(typed) > LONGEST_PREFIX or not _LETTER.search(typed):
            return ()
        for form in dict.fromkeys((typed, to_hangul(prefix.strip()), to_latin(typed))):
            found = self._of_all_kinds(form, limit)
            if found:
                return found
        return ()

    def _of_all_kinds(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Tags, words, titles: some of each as far as there are any, and nothing twice."""
        tags, titles = self._names(typed)
        kinds = [tags, list(islice(self._terms(typed), limit)), titles]
        share = -(-limit // len(kinds))
        chosen: dict[str, Suggestion] = {}
        for suggestions in (*(kind[:share] for kind in kinds), *(kind[share:] for kind in kinds)):
            for suggestion in suggestions[: limit - len(chosen)]:
                chosen.setdefault(suggestion.text.casefold(), suggestion)
        return tuple(sorted(chosen.values(), key=lambda suggestion: _ORDER.index(suggestion.kind)))

    def _names(self, typed: str) -> tuple[list[Suggestion], list[Suggestion]]:
        """Tags by how many posts have them, and titles; those that begin so before those with such a word inside."""
        names = self._index.names
        tags, titles = [], []
        end = 0
        for match in re.finditer(rf"\b{pattern(typed, unfinished=True).pattern}", names.lines, re.IGNORECASE):
            if match.start() < end:  # in the name of the match before
                continue
            name, start = names.at(match.start())
            end = start + len(name.text)
            # C# before everything else that begins with a C.
            rank = not name.text.lower().startswith(typed), match.start() > start
            if name.kind is NameKind.TAG:
                tags.append((*rank, -len(name.documents), name))
            elif name.kind is NameKind.TITLE:
                titles.append((*rank, -int(self._index.dates[name.documents[0]]), name))
        return (
            [Suggestion(name.text, "tag", len(name.documents)) for *_, name in sorted(tags)[:LIMIT]],
            [self._title(name) for *_, name in sorted(titles)[:LIMIT]],
        )

    def _title(self, name: Name) -> Suggestion:
        post = self._index.address(name.documents[0])
        return Suggestion(name.text, "title", 1, post.path, post.url)

    def _terms(self, typed: str) -> Iterator[Suggestion]:
        *before, last = _PUNCTUATION.sub(" ", typed).split()
        own = begun(last, self._evidence)
        # The word itself and one more before the same words in other letters.
        words = islice(chain(islice(own, 2), self._in_other_script(last), own), _MOST_TRIED)
        posts = {word: self._evidence.frequency(word) for word in words if self._is_worth_suggesting(word)}
        if before:
            posts = self._beside(before[-1], posts)
        for word, count in posts.items():
            yield Suggestion(" ".join((*before, word)), "term", count)

    def _beside(self, before: str, posts: Mapping[str, int]) -> dict[str, int]:
        """How many posts of the words have the word before, those first that have it in most of theirs."""
        shared = {word: self._evidence.together((before, word)) for word in posts}
        bound = sorted((word for word in posts if shared[word]), key=lambda word: -(shared[word] ** 2) / posts[word])
        return {word: shared[word] for word in bound}

    def _is_worth_suggesting(self, word: str) -> bool:
        evidence = self._evidence
        if len(word) < _SHORTEST or not evidence.is_noun(word) or evidence.is_stem(word):
            return False
        # 검색결 is what is left of 검색결과 when 과 is taken for a josa.
        is_cut = not evidence.is_morpheme(word) and evidence.is_morpheme(word[:-1])
        return not is_cut and (evidence.frequency(word) >= _FEWEST_POSTS or evidence.is_name(word))

    def _in_other_script(self, typed: str) -> list[str]:
        """Words of the blog whose other spelling begins so: kubernetes for 쿠버."""
        if len(_NO_LETTERS.sub("", typed)) < _SHORTEST:
            return []
        wanted, frequency = pattern(typed, unfinished=True), self._evidence.frequency
        listed = [other for pair in pairs() for written, other in (pair, pair[::-1]) if wanted.match(written)]
        return sorted({other for other in listed if frequency(other)}, key=lambda word: (-frequency(word), word))
