"""What the engine needs of whatever keeps the posts: one machine's index (`embedded`), or a cluster (`cluster`).

Sets of posts and scores are handed around without being looked into: in the one they are arrays over all documents, in
the other clauses of a query that the cluster has yet to answer. Both are combined by the same operators, and neither is
changed once it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from saegin_index.korean.analyzer import Analyzer
from saegin_index.posts.post import Post
from saegin_index.store.lexicon import Lexicon
from saegin_index.store.names import Names
from saegin_index.store.occurrences import Occurrences
from saegin_index.store.values import Address
from saegin_index.synonyms import Synonyms
from saegin_search.query import Filters, Sort
from saegin_search.results import Edition, Facets
from saegin_search.words import Analyses, Unit, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Groups = tuple[tuple[int, tuple[str, ...]], ...]
"""Terms by position, counted from the first: any of a group's terms will do there."""


Found: TypeAlias = Any
"""A set of posts: `&`, `|` and `~` make others of it, `any()` tells whether there is a post in it."""

Scores: TypeAlias = Any
"""A number for every post, 0 for most: `+`, `-` and `*` (by a number) make others of it, `>` and `>=` (a number) the
set of the posts that score so much."""


class Index(Protocol):
    """What is known of a blog's words, and of its posts by number."""

    @property
    def analyzer(self) -> Analyzer:
        """Cuts words as those of the posts were cut."""

    @property
    def synonyms(self) -> Synonyms:
        """The owner's groups of words that stand for one another."""

    @property
    def lexicon(self) -> Lexicon:
        """The words of the posts."""

    @property
    def names(self) -> Names:
        """What the posts are called by."""

    @property
    def dates(self) -> NDArray[np.int64]:
        """Per post, seconds since 1970 by the wall clock; `NO_DATE` where there is none."""

    @property
    def document_count(self) -> int:
        """Posts that can be found."""

    def address(self, document: int) -> Address:
        """Where a post is."""

    def find(self, path: str) -> Post | None:
        """The post at a path, if there is one."""

    def count_with(self, words: tuple[str, ...]) -> int:
        """How many posts have all the words."""

    def has_bigram(self, bigram: str) -> bool:
        """Whether a post has two characters next to one another, code aside."""

    def newest_with(self, word: str, most: int) -> Iterable[Post]:
        """The newest posts that have a word."""


class Matcher(Protocol):
    """Which posts a query is about."""

    def everything(self) -> Found:
        """Every post."""

    def nothing(self) -> Found:
        """No post."""

    def count(self, found: Found) -> int:
        """How many posts there are in a set."""

    def word(self, word: Word, fields: tuple[str, ...] = ...) -> Found:
        """Posts with all of the word's units, or with all of its bigrams."""

    def unit(self, unit: Unit, fields: tuple[str, ...] = ...) -> Found:
        """Posts with one of the unit's names, or with its members next to one another."""

    def as_written(self, word: Word) -> Found:
        """Posts with a word that the blog may not have letter by letter, where its units are shreds of it."""

    def part_of(self, word: Word) -> Found:
        """Posts with any of the word's units, or with all of its bigrams."""

    def phrase(self, groups: Groups, text: str) -> Found:
        """Posts with the terms next to one another, in one field; `text` serves where it has no terms."""

    def year(self, year: int) -> Found:
        """Posts of a calendar year."""

    def filters(self, filters: Filters) -> Found | None:
        """Posts that pass; None when nothing is filtered."""

    def at(self, path: str) -> Found:
        """The post at a path."""


class Ranker(Protocol):
    """How well posts answer a text."""

    @property
    def analyses(self) -> Analyses:
        """What the analyzer makes of texts."""

    def look_up(self, texts: Iterable[str]) -> None:
        """Prepare for what will be asked of texts: for all of them at once that is quicker."""

    def score(self, text: str) -> Scores:
        """What posts score for a text."""

    def score_terms(self, weights: Mapping[str, float]) -> Scores:
        """What posts score for morphemes that count as given."""

    def nothing(self) -> Scores:
        """0 for every post."""

    def given(self, scores: Mapping[int, float]) -> Scores:
        """Scores by the posts' numbers."""

    def by_stem(self, word: str, first: float, more: float, most: float) -> Scores:
        """For posts with a word as it is written: `first`, and `more` for each weighed occurrence, up to `most`."""

    def rarity(self, terms: Iterable[str]) -> float:
        """The highest inverse document frequency among the terms, 0 when no post has any."""

    def ceiling(self, text: str) -> float:
        """What a post's score for a text comes close to the more often it has its words."""

    def best(self, scores: Scores, within: Found) -> float:
        """The highest score of posts in a set, 0 when there is none."""

    def least(self, scores: Scores, within: Found) -> float:
        """The lowest score of posts in a set that has some."""

    def highest(self, several: Sequence[Scores]) -> Scores:
        """Of each post, the highest of its scores."""

    def gain(self, better: Scores, base: Scores) -> Scores:
        """What a better score has over a base, 0 where it is worse."""

    def only(self, scores: Scores, within: Found) -> Scores:
        """The scores of posts in a set, 0 for the others."""

    def limited(self, scores: Scores, within: Found, most: float) -> Scores:
        """The scores, with a bound for the posts in a set."""

    def raised(self, scores: Scores, within: Found, by: float) -> Scores:
        """The scores, with something more for the posts in a set."""


class Ranked(NamedTuple):
    """A post on a page of results."""

    post: Post
    occurrences: Occurrences
    score: float


class Backend(Protocol):
    """One edition of a blog, open for searching."""

    @property
    def index(self) -> Index:
        """The blog's words."""

    @property
    def matcher(self) -> Matcher:
        """Finds posts."""

    @property
    def ranker(self) -> Ranker:
        """Scores posts."""

    @property
    def edition(self) -> Edition:
        """Which edition it is."""

    @property
    def is_current(self) -> bool:
        """Whether no run has written since it was opened."""

    def page(self, found: Found, scores: Scores, sort: Sort, limit: int, offset: int) -> list[Ranked]:
        """One page of the posts found; equal ones by date, then by path, so that answers never depend on chance."""

    def facets(self, found: Found) -> Facets:
        """How the posts found spread over tags and years."""

    def answering(self) -> AbstractContextManager[None]:
        """While something is worked out: bounds how long all that is asked for takes together."""

    def check(self) -> None:
        """Raises SaeginError when files or answers of it cannot be relied upon."""

    def close(self) -> None:
        """Let go of what is open."""
