"""Posts like this one: ranked by the words that tell a post from the others."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import lru_cache

from saegin_index.errors import QueryError
from saegin_index.posts.post import Post
from saegin_search.backend import Index, Ranker, Scores
from saegin_search.snippets import Wanted
from saegin_search.words import Unit

# What a word counts for by where the author put it: tags and titles say what a post is about, its text also how.
TITLE, TAG, HEADING, BODY = 6.0, 6.0, 2.0, 1.0
LEAST = 2.0  # what a word must come to: said once in passing, it tells nothing
TELLING_TERMS = 30
_SHOWN_TERMS = 8
# A word of a single post leads nowhere; one that most posts have leads everywhere.
FEWEST_POSTS = 2
LARGEST_SHARE = 0.25
SHORTEST = 2  # characters; a syllable alone is mostly what is left of a longer word
_REMEMBERED = 1000


class RelatedPosts:
    """Finds what is like a post in one edition. May be shared between threads."""

    def __init__(self, index: Index, ranker: Ranker) -> None:
        self._index = index
        self._ranker = ranker
        self.telling_terms = lru_cache(_REMEMBERED)(self._telling_terms)

    def scores(self, path: str) -> Scores:
        """How like the post at a path every post is, itself too; 0 for those that share no telling word with it.

        Raises QueryError when there is no such post.
        """
        return self._ranker.score_terms(self.telling_terms(path))

    def wanted(self, path: str) -> list[Wanted]:
        """What snippets of posts like it should show."""
        terms = list(self.telling_terms(path).items())[:_SHOWN_TERMS]
        return [Wanted((Unit((term,), ()),), term, weight) for term, weight in terms]

    def _telling_terms(self, path: str) -> dict[str, float]:
        """The words that tell a post from the others, by tf-idf, with their weights, heaviest first."""
        post = self._index.find(path)
        if post is None:
            raise QueryError(f"no post {path[:200]!r} in the index; paths are relative to the folder of the posts")
        weights = {
            term: (1 + math.log(count)) * self._ranker.rarity((term,))
            for term, count in self._counts(post).items()
            if count >= LEAST and len(term) >= SHORTEST and not term.isdigit() and self._leads_somewhere(term)
        }
        heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:TELLING_TERMS]
        return {term: weights[term] / weights[heaviest[0]] for term in heaviest}

    def _counts(self, post: Post) -> dict[str, float]:
        """How often each term stands in a post, its names counting more than its text."""
        parts = (
            (TITLE, post.title),
            (TAG, "\n".join(post.tags)),
            (HEADING, "\n".join(section.heading for section in post.sections)),
            (BODY, post.text),
        )
        counts: dict[str, float] = defaultdict(float)
        for weight, text in parts:
            for token in self._index.analyzer.analyze(text):
                counts[token.term] += weight
        return counts

    def _leads_somewhere(self, term: str) -> bool:
        return FEWEST_POSTS <= self._index.lexicon.frequency(term) <= most_posts(self._index.document_count)


def most_posts(documents: int) -> float:
    """In how many posts of a blog a word may stand that still tells them from the others."""
    return max(FEWEST_POSTS, LARGEST_SHARE * documents)
