"""Answering a query from one edition of an index: what is found, in which order, shown how."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saegin_index.store.reader import IndexReader
from saegin_index.store.schema import NO_DATE
from saegin_search.facets import count_facets
from saegin_search.matching import TITLE, Mask, Matcher
from saegin_search.query import Query, Sort
from saegin_search.ranking import Documents, Ranker, Scores
from saegin_search.results import Facets, Hit, Interpretation, SectionHit
from saegin_search.snippets import Wanted, snippets
from saegin_search.words import Word, phrase_groups, split_words

# A post that lacks a word is shown all the same when it scores at least this share of the best one: its title may be
# what was meant. Strictly all words loses a tenth of known-item queries; any of the words finds six times the posts.
_NEARLY_COMPLETE = 0.5
_SOME_WORDS = Interpretation("some-words", "모든 단어가 있는 글이 없어 일부 단어로 찾음")


@dataclass(frozen=True, slots=True)
class Answer:
    """Which documents answer a query, how well, which words to show, and how the query was understood."""

    found: Mask
    scores: Scores
    wanted: list[Wanted]
    interpretations: tuple[Interpretation, ...] = ()

    @property
    def total(self) -> int:
        """How many documents were found."""
        return int(np.count_nonzero(self.found))


def _near_note(complete: Mask, near: Mask) -> tuple[Interpretation, ...]:
    if not near.any():
        return ()
    counts = f"모든 단어가 있는 글 {np.count_nonzero(complete)}개와 거의 들어맞는 글 {np.count_nonzero(near)}개"
    return (Interpretation("nearly-all-words", counts),)


class Engine:
    """Answers queries from one open edition; the same query always gets the same answer."""

    def __init__(self, index: IndexReader) -> None:
        self.index = index
        self._matcher = Matcher(index)
        self._ranker = Ranker(index)

    def answer(self, query: Query) -> Answer:
        """Find and score the documents for a query."""
        words = split_words(query.words, self.index.analyzer)
        text = " ".join((query.words, *query.phrases, *query.titles)).strip()
        scores = self._ranker.score(text)
        allowed = self._allowed(query)
        wanted = self._wanted([*words, *split_words(" ".join(query.phrases), self.index.analyzer)])
        if not words:
            return Answer(allowed, scores, wanted)
        complete, partial = self._with_all(words), self._with_some(words)
        if not (allowed & complete).any():
            found = allowed & partial
            return Answer(found, scores, wanted, (_SOME_WORDS,) if found.any() else ())
        # Nearly as good as the best of all posts, so that narrowing a query never adds any.
        near = partial & ~complete & (scores >= _NEARLY_COMPLETE * scores[partial].max())
        return Answer(allowed & (complete | near), scores, wanted, _near_note(allowed & complete, allowed & near))

    def hits(self, answer: Answer, sort: Sort, limit: int, offset: int) -> tuple[Hit, ...]:
        """The documents of one page, with snippets."""
        order = self._order(answer, sort, limit + offset)[offset:]
        return tuple(self._hit(document, answer) for document in order)

    def facets(self, answer: Answer) -> Facets:
        """Counts over everything found."""
        return count_facets(self.index, answer.found)

    def _with_all(self, words: list[Word]) -> Mask:
        found = self._matcher.everything()
        meaningful = [word for word in words if word.units]
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
        matcher, analyzer = self._matcher, self.index.analyzer
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
        """What snippets should show: each word once, the rarer the better."""
        wanted = {
            word.units: Wanted(word.units, word.stem, self._ranker.rarity(word.names) or 1.0)
            for word in words
            if word.units
        }
        return list(wanted.values())

    def _order(self, answer: Answer, sort: Sort, most: int) -> list[int]:
        """The first documents, best first; equal ones by date, then by path, so that answers never depend on chance."""
        documents = np.flatnonzero(answer.found)
        dates = self.index.dates[documents].astype(np.float64)
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
            settled.extend(sorted(tied.tolist(), key=self.index.path) if len(tied) > 1 else tied.tolist())
        return settled[:most]

    def _hit(self, document: int, answer: Answer) -> Hit:
        post, occurrences = self.index.post(document)
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
