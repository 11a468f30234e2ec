"""From a query string to ranked, highlighted answers."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, get_args

import numpy as np

from saegin_index.errors import QueryError
from saegin_index.store.reader import IndexReader
from saegin_index.store.schema import NO_DATE
from saegin_search.facets import count_facets
from saegin_search.matching import TITLE, Mask, Matcher
from saegin_search.query import Query, parse_query, with_options
from saegin_search.ranking import Documents, Ranker, Scores
from saegin_search.results import Hit, Interpretation, Results, SectionHit
from saegin_search.snippets import Wanted, snippets
from saegin_search.words import Word, phrase_groups, split_words

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
MOST_HITS = 1000
"""The most hits that one page may have."""

# A post that lacks a word is shown all the same when it scores at least this share of the best one: its title may be
# what was meant. Strictly all words loses a tenth of known-item queries; any of the words finds six times the posts.
_NEARLY_COMPLETE = 0.5
_SOME_WORDS = Interpretation("some-words", "모든 단어가 있는 글이 없어 일부 단어로 찾음")


@dataclass(frozen=True, slots=True)
class _Answer:
    """Which documents answer a query, how well, and how it was understood."""

    found: Mask
    scores: Scores
    wanted: list[Wanted]
    interpretations: tuple[Interpretation, ...] = ()


class Searcher:
    """Answers queries from one edition of an index. Use it as a context manager, or call `close`."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._matcher = Matcher(index)
        self._ranker = Ranker(index)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        tags: Iterable[str] = (),
        author: str | None = None,
        after: datetime | str | None = None,
        before: datetime | str | None = None,
        sort: Sort = "relevance",
    ) -> Results:
        """The posts that answer `query`; `tags`, `author`, `after` and `before` narrow it as they would inside it.

        Posts with all words are found, and those that lack one but score nearly as well as the best; when none has
        them all, posts with some, and an interpretation says so. With
        filters alone, every post that passes them is found, newest first.

        Raises:
            QueryError: nothing to look for, or something in the query or the options has no meaning.
        """
        begun = time.perf_counter()
        _check_options(limit, offset, sort)
        parsed = with_options(parse_query(query), tags, author, after, before)
        if parsed.is_empty:
            raise QueryError("nothing to search for: give some words, or a filter such as tag:파이썬")
        answer = self._answer(parsed)
        order = self._order(answer, sort, limit + offset)[offset:]
        return Results(
            query=query,
            total=int(np.count_nonzero(answer.found)),
            hits=tuple(self._hit(document, answer) for document in order),
            facets=count_facets(self._index, answer.found),
            interpretations=answer.interpretations,
            took_ms=(time.perf_counter() - begun) * 1000,
        )

    def _answer(self, query: Query) -> _Answer:
        words = split_words(query.words, self._index.analyzer)
        text = " ".join((query.words, *query.phrases, *query.titles)).strip()
        scores = self._ranker.score(text)
        allowed = self._allowed(query)
        wanted = self._wanted([*words, *split_words(" ".join(query.phrases), self._index.analyzer)])
        if not words:
            return _Answer(allowed, scores, wanted)
        complete, partial = self._with_all(words), self._with_some(words)
        if not (allowed & complete).any():
            found = allowed & partial
            return _Answer(found, scores, wanted, (_SOME_WORDS,) if found.any() else ())
        # Nearly as good as the best of all posts, so that narrowing a query never adds any.
        near = partial & (scores >= _NEARLY_COMPLETE * scores[partial].max())
        return _Answer(allowed & (complete | near), scores, wanted)

    def _with_all(self, words: list[Word]) -> Mask:
        found = self._matcher.everything()
        meaningful = [word for word in words if word.groups]
        # Words that carry no meaning narrow nothing, unless there are no others.
        for word in meaningful or words:
            found &= self._matcher.word(word)
        return found

    def _with_some(self, words: list[Word]) -> Mask:
        found = self._matcher.nothing()
        for word in words:
            found |= self._matcher.part_of(word)
        return found

    def _allowed(self, query: Query) -> Mask:
        """Documents that pass everything but the free words."""
        matcher, analyzer = self._matcher, self._index.analyzer
        allowed = matcher.filters(query.filters)
        if allowed is None:
            allowed = matcher.everything()
        for phrase in query.phrases:
            allowed &= matcher.phrase(phrase_groups(phrase, analyzer), phrase)
        for title in query.titles:
            for word in split_words(title, analyzer):
                allowed &= matcher.word(word, TITLE)
        for phrase in query.excluded_phrases:
            allowed &= ~matcher.phrase(phrase_groups(phrase, analyzer), phrase)
        for fields, texts in ((None, query.excluded), (TITLE, query.excluded_titles)):
            for word in split_words(" ".join(texts), analyzer):
                allowed &= ~(matcher.word(word, fields) if fields else matcher.word(word))
        return allowed

    def _wanted(self, words: list[Word]) -> list[Wanted]:
        return [
            Wanted(word.telling_terms, word.stem, self._ranker.rarity(word.telling_terms) or 1.0)
            for word in words
            if word.groups
        ]

    def _order(self, answer: _Answer, sort: Sort, most: int) -> list[int]:
        """The first documents, best first; equal ones by date, then by path, so that answers never depend on chance."""
        documents = np.flatnonzero(answer.found)
        dates = self._index.dates[documents].astype(np.float64)
        scores = answer.scores[documents].astype(np.float64)
        if sort == "relevance":
            first, second = -scores, -dates
        elif sort == "newest":
            first, second = -dates, -scores
        else:
            first, second = np.where(dates == NO_DATE, np.inf, dates), -scores
        order = np.lexsort((second, first))
        new = (np.diff(first[order]) != 0) | (np.diff(second[order]) != 0)
        return self._settle_ties(np.split(documents[order], np.flatnonzero(new) + 1), most)

    def _settle_ties(self, groups: list[Documents], most: int) -> list[int]:
        """The first documents of groups of equal ones, within a group by path."""
        settled: list[int] = []
        for tied in groups:
            if len(settled) >= most:
                break
            settled.extend(sorted(tied.tolist(), key=self._index.path) if len(tied) > 1 else tied.tolist())
        return settled[:most]

    def _hit(self, document: int, answer: _Answer) -> Hit:
        post, occurrences = self._index.post(document)
        fragments, sections = snippets(post, occurrences, answer.wanted)
        return Hit(
            path=post.path,
            url=post.url,
            title=post.title,
            date=post.date,
            tags=post.tags,
            author=post.author,
            score=float(answer.scores[document]),
            snippets=tuple(fragments),
            sections=tuple(
                SectionHit(section.heading, section.anchor, f"{post.url}#{section.anchor}") for section in sections
            ),
        )

    def close(self) -> None:
        """Let go of the index's files."""
        self._index.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_searcher(index_dir: str | Path) -> Searcher:
    """Open the index in `index_dir` for searching.

    Raises:
        IndexStateError: there is none, or it cannot be used; the message says how to mend it.
    """
    return Searcher(IndexReader.open(Path(index_dir)))


def _check_options(limit: int, offset: int, sort: str) -> None:
    if not 1 <= limit <= MOST_HITS:
        raise QueryError(f"limit is {limit}; it must be from 1 to {MOST_HITS}")
    if offset < 0:
        raise QueryError(f"offset is {offset}; it must not be negative")
    if sort not in SORTS:
        raise QueryError(f"sort is {sort!r}; it must be one of {', '.join(SORTS)}")
