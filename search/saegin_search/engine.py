"""Answering a query from one edition of an index: what is found, in which order, shown how."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from saegin_index.store.channels import TITLE
from saegin_search.backend import Backend, Found, Ranked, Scores
from saegin_search.query import Filters, Query, Sort
from saegin_search.results import Facets, Hit, Interpretation, SectionHit
from saegin_search.slots import Slot, SlotFiller
from saegin_search.snippets import Wanted, snippets
from saegin_search.understanding.interpreter import Interpreter
from saegin_search.understanding.notes import applied
from saegin_search.words import Word, phrase_groups, split_words

if TYPE_CHECKING:
    from saegin_search.related import RelatedPosts
    from saegin_search.suggestions import Suggester

# A post that lacks a word is shown all the same when it scores at least this share of the best one: its title may be
# what was meant. Strictly all words loses a tenth of known-item queries; any of the words finds six times the posts.
_NEARLY_COMPLETE = 0.5
# Of the best score of the other words: what a post must reach to be about them, and what being of the year adds.
_RELEVANT = 0.3
_OF_THE_YEAR = 0.5
_SAYS_LITTLE = 0.7  # of its score, what a last word such as 이야기 does not count
_BELOW_EXACT = 0.999
_TAGS_OFFERED = 8
_SOME_WORDS = "낱말이 모두 있는 글이 없어 일부로 찾음"
_NEARLY_ALL_WORDS = "낱말이 모두 있는 글 {complete}편, 일부 빠졌지만 비슷한 글 {near}편"
_WITHOUT_FILTERS = "조건을 빼면 글 {count}편이 있음"
_TAGS = "이 블로그의 태그: {tags}"


class Answer(NamedTuple):
    """Which documents answer a query, how well, which words to show, and how the query was understood."""

    found: Found
    total: int
    scores: Scores
    wanted: list[Wanted]
    interpretations: tuple[Interpretation, ...] = ()


def _all_of(sets: Iterable[Found]) -> Found:
    return reduce(and_, sets)


def _any_of(sets: Iterable[Found]) -> Found:
    return reduce(or_, sets)


def _with_all(slots: list[Slot]) -> Found:
    """Documents that fill every slot. Words that carry no meaning narrow nothing, unless there are no others."""
    meaningful = [slot for slot in slots if slot.meaningful]
    return _all_of(slot.found for slot in meaningful or slots)


class Engine:
    """Answers queries from one open edition; the same query always gets the same answer."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.index, self._matcher, self._ranker = backend.index, backend.matcher, backend.ranker
        self._interpreter = Interpreter(self.index, self._ranker)
        self._slots = SlotFiller(self._matcher, self._ranker, self._interpreter)

    # A search has no use for these; they are loaded where they are wanted.

    @cached_property
    def suggester(self) -> Suggester:
        """Completes queries."""
        from saegin_search.suggestions import Suggester

        return Suggester(self.index, self._interpreter.evidence)

    @cached_property
    def _related(self) -> RelatedPosts:
        from saegin_search.related import RelatedPosts

        return RelatedPosts(self.index, self._ranker)

    def answer(self, query: Query, *, exact: bool = False) -> Answer:
        """Find and score the documents for a query; with `exact`, for its words as they were typed and no others."""
        query, respaced = (query, ()) if exact else self._respaced(query)
        words = split_words(query.words, self._ranker.analyses)
        slots = self._slots.fill(query.words, words, exact=exact)
        scores, years = self._scores(query, slots, exact=exact)
        allowed = self._allowed(query)
        shown = [word for slot in slots for word in slot.shown]
        wanted = self._wanted([*shown, *split_words(" ".join(query.phrases), self._ranker.analyses)])
        if not words:
            notes = respaced if allowed.any() else (*respaced, *self._way_out(query.filters, self._matcher.nothing()))
            return self._answer(allowed, scores, wanted, notes)
        if any(slot.is_corrected for slot in slots):
            scores = self._exact_hits_first(_with_all([slot.as_typed() for slot in slots]), scores)
        complete, partial = _with_all(slots), _any_of(slot.found | slot.part for slot in slots)
        told = [slot for slot in slots if not slot.is_year or any(slot is year for year in years)]
        notes = (*respaced, *(note for slot in told for note in slot.notes(allowed)))
        if not (allowed & complete).any():
            found = allowed & partial
            # One syllable of a word that they have is not what they were looked for by.
            scoring = found & (scores > 0)
            found = scoring if scoring.any() else found
            some = (Interpretation("some-words", _SOME_WORDS),)
            notes += some if found.any() else self._way_out(query.filters, partial)
            return self._answer(found, scores, wanted, notes)
        # Nearly as good as the best of all posts, so that narrowing a query never adds any.
        near = partial & ~complete & (scores >= _NEARLY_COMPLETE * self._ranker.best(scores, partial))
        notes += self._near_note(allowed & complete, allowed & near)
        return self._answer(allowed & (complete | near), scores, wanted, notes)

    def _answer(self, found: Found, scores: Scores, wanted: list[Wanted], notes: tuple[Interpretation, ...]) -> Answer:
        return Answer(found, self._matcher.count(found), scores, wanted, notes)

    def _near_note(self, complete: Found, near: Found) -> tuple[Interpretation, ...]:
        count = self._matcher.count(near)
        if not count:
            return ()
        text = _NEARLY_ALL_WORDS.format(complete=self._matcher.count(complete), near=count)
        return (Interpretation("nearly-all-words", text),)

    def _exact_hits_first(self, exact: Found, scores: Scores) -> Scores:
        """Let no post that was found by a correction alone come before one that has the words as they were typed."""
        if not exact.any():
            return scores
        return self._ranker.limited(scores, ~exact, _BELOW_EXACT * self._ranker.least(scores, exact))

    def _respaced(self, query: Query) -> tuple[Query, tuple[Interpretation, ...]]:
        """The query with its phrases spaced as in the posts, and what was changed."""
        phrases = dict.fromkeys((*query.phrases, *query.excluded_phrases))
        readings = {phrase: self._interpreter.respaced_phrase(phrase) for phrase in phrases}
        spaced = {phrase: reading.text if reading else phrase for phrase, reading in readings.items()}
        notes = tuple(
            applied(phrase, reading.kind, [reading.text])
            for phrase in dict.fromkeys(query.phrases)
            if (reading := readings[phrase])
        )
        query = query._replace(
            phrases=tuple(spaced[phrase] for phrase in dict.fromkeys(query.phrases)),
            excluded_phrases=tuple(spaced[phrase] for phrase in query.excluded_phrases),
        )
        return query, notes

    def _scores(self, query: Query, slots: list[Slot], *, exact: bool) -> tuple[Scores, list[Slot]]:
        """The score of every document, and the slots that name a year of which relevant posts are."""
        typed = [query.words]
        if any(slot.is_replaced or slot.is_year for slot in slots):
            typed = [slot.ranked_text for slot in slots if not slot.is_replaced]
        scores = self._ranker.score(" ".join((*typed, *query.phrases, *query.titles)).strip())
        for slot in slots:
            if slot.readings:
                scores = scores + slot.gain(self._ranker)
        if not exact and len(slots) > 1 and slots[-1].names_the_post:
            scores = scores - self._ranker.score(slots[-1].text) * _SAYS_LITTLE
        years: list[Slot] = []
        for slot in slots:
            if slot.is_year:
                rest = scores - self._ranker.score(slot.ranked_text)
                best = self._ranker.best(rest, self._matcher.everything())
                of_the_year = slot.found & (rest > _RELEVANT * best)
                scores = self._ranker.raised(scores, of_the_year, _OF_THE_YEAR * best)
                if of_the_year.any():
                    years.append(slot)
        return scores, years

    def _way_out(self, filters: Filters, found: Found) -> tuple[Interpretation, ...]:
        """What to do about a query that finds nothing: fewer filters, or else what the blog is about."""
        if filters != Filters() and found.any():
            text = _WITHOUT_FILTERS.format(count=self._matcher.count(found))
            return (Interpretation("without-filters", text, False),)
        facets = self.backend.facets(self._matcher.everything())
        tags = ", ".join(facet.value for facet in facets.tags[:_TAGS_OFFERED])
        return (Interpretation("tags", _TAGS.format(tags=tags), False, "", tags),) if tags else ()

    def related(self, path: str) -> Answer:
        """The documents that are like the post at a path; raises QueryError when there is none."""
        scores = self._related.scores(path)
        others = (scores > 0) & ~self._matcher.at(path)
        return self._answer(others, scores, self._related.wanted(path), ())

    def hits(self, answer: Answer, sort: Sort, limit: int, offset: int) -> tuple[Hit, ...]:
        """The documents of one page, with snippets."""
        page = self.backend.page(answer.found, answer.scores, sort, limit, offset)
        return tuple(_hit(ranked, answer.wanted) for ranked in page)

    def facets(self, answer: Answer) -> Facets:
        """Counts over everything found."""
        return self.backend.facets(answer.found)

    def _allowed(self, query: Query) -> Found:
        """Documents that pass everything but the free words."""
        matcher, analyzer = self._matcher, self._ranker.analyses
        allowed = matcher.filters(query.filters)
        if allowed is None:
            allowed = matcher.everything()
        for phrase in query.phrases:
            allowed = allowed & matcher.phrase(phrase_groups(phrase, analyzer), phrase)
        for title in query.titles:
            for word in split_words(title, analyzer):
                allowed = allowed & matcher.word(word, TITLE)
        for phrase in query.excluded_phrases:
            allowed = allowed & ~matcher.phrase(phrase_groups(phrase, analyzer), phrase)
        for fields, texts in ((None, query.excluded), (TITLE, query.excluded_titles)):
            for word in split_words(" ".join(texts), analyzer):
                allowed = allowed & ~(matcher.word(word, fields) if fields else matcher.word(word))
        return allowed

    def _wanted(self, words: list[Word]) -> list[Wanted]:
        """What snippets should show: each word once, the rarer the better."""
        wanted = {
            word.units: Wanted(word.units, word.stem, self._ranker.rarity(word.names) or 1.0)
            for word in words
            if word.units
        }
        return list(wanted.values())


def _hit(ranked: Ranked, wanted: list[Wanted]) -> Hit:
    post = ranked.post
    fragments, sections = snippets(post, ranked.occurrences, wanted)
    return Hit(
        path=post.path,
        url=post.url,
        title=post.title,
        date=post.date,
        tags=post.tags,
        author=post.author,
        score=ranked.score,
        snippets=tuple(fragments),
        sections=tuple(
            SectionHit(section.heading, section.anchor, f"{post.url}#{section.anchor}") for section in sections
        ),
    )
