"""How well each post answers a text: BM25F over its fields, in three channels, plus the title on its own.

BM25F (Robertson, Zaragoza, Taylor 2004: "Simple BM25 extension to multiple weighted fields") adds up a term's
frequencies over the fields before saturating. Channels are summed: morphemes first, bigrams and josa-less eojeols as
a correction for what morphemes miss. The title counts once more by itself, since people look for posts by their
titles, and there a word's rarity among titles matters.

The weights were set on two judged collections (questions on encyclopedia paragraphs, known-item queries on a blog);
both are flat around them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.grams import bigrams, stems
from saegin_index.store.channels import BIGRAMS, STEMS
from saegin_index.store.reader import IndexReader
from saegin_search.recent import Recent

Mask: TypeAlias = NDArray[np.bool_]
Scores: TypeAlias = NDArray[np.float32]
Documents: TypeAlias = NDArray[np.integer[Any]]


class FieldWeight(NamedTuple):
    """How much a field's frequencies count (`weight`) and how far its length dampens them (`b`, 0 to 1)."""

    weight: float
    b: float


K1 = 1.2
FIELDS = {
    "title": FieldWeight(5.0, 0.5),
    "headings": FieldWeight(1.0, 0.5),
    "tags": FieldWeight(1.5, 0.3),
    "description": FieldWeight(1.0, 0.5),
    "body": FieldWeight(1.0, 0.5),
    "code": FieldWeight(0.5, 0.5),
}
CHANNELS = {"": 1.0, BIGRAMS: 0.5, STEMS: 0.2}
# Of a compound's member, beside the compound itself: else 지원자 (지원자, 지원, 자) would count for three words.
_MEMBER_WEIGHT = 0.5
_CEILINGS_KEPT = 5000
_TEXTS_KEPT = 1000
_ROOM = 24_000_000  # bytes for what terms come to
_ROOM_OF_A_TERM = 500  # bytes that keeping it takes beside its arrays
TITLE_ALONE = {"title": FieldWeight(1.0, 0.75)}
TITLE_ALONE_WEIGHT = 0.35


class ArrayRanker:
    """Scores the documents of one open index, see `backend.Ranker`."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._postings = index.postings
        self.ceiling = lru_cache(_CEILINGS_KEPT)(self._ceiling)
        self._terms = lru_cache(_TEXTS_KEPT)(lambda text: terms_of(text, index.analyzer))
        self._saturated: Recent[tuple[str, str, bool], tuple[Documents, Scores, float]] = Recent(_ROOM)
        self._dampers: dict[tuple[str, FieldWeight], Scores] = {}

    def score(self, text: str) -> Scores:
        """The score of every document for a text; 0 where nothing matches."""
        scores = np.zeros(self._index.size, np.float32)
        for channel, terms in self._terms(text).items():
            for term, count in terms.items():
                weight = CHANNELS[channel] * count
                self._add(scores, term, channel, weight)
                self._add(scores, term, channel, weight * TITLE_ALONE_WEIGHT, title_alone=True)
        return scores

    def score_terms(self, weights: Mapping[str, float]) -> Scores:
        """The score of every document for morphemes that count as given; 0 where none matches."""
        scores = np.zeros(self._index.size, np.float32)
        for term, weight in weights.items():
            self._add(scores, term, "", weight)
        return scores

    def nothing(self) -> Scores:
        """0 for every document."""
        return np.zeros(self._index.size, np.float32)

    def given(self, scores: Mapping[int, float]) -> Scores:
        """Scores by the documents' numbers."""
        result = self.nothing()
        result[list(scores)] = list(scores.values())
        return result

    def by_stem(self, word: str, first: float, more: float, most: float) -> Scores:
        """For documents with a word as written: `first`, and `more` for each weighed occurrence, up to `most`."""
        result = self.nothing()
        documents, frequencies = self.frequencies(word, STEMS)
        result[documents] = np.minimum(most, first + more * frequencies)
        return result

    def best(self, scores: Scores, within: Mask) -> float:
        """The highest score of documents in a mask, 0 when there is none."""
        return float(scores[within].max(initial=0))

    def least(self, scores: Scores, within: Mask) -> float:
        """The lowest score of documents in a mask that has some."""
        return float(scores[within].min())

    def highest(self, several: Sequence[Scores]) -> Scores:
        """Of each document, the highest of its scores."""
        highest: Scores = np.maximum.reduce(several)
        return highest

    def gain(self, better: Scores, base: Scores) -> Scores:
        """What a better score has over a base, 0 where it is worse."""
        gain: Scores = (better - base).clip(min=0)
        return gain

    def only(self, scores: Scores, within: Mask) -> Scores:
        """The scores of documents in a mask, 0 for the others."""
        masked: Scores = np.where(within, scores, np.float32(0))
        return masked

    def limited(self, scores: Scores, within: Mask, most: float) -> Scores:
        """The scores, with a bound for the documents in a mask."""
        limited: Scores = np.where(within, np.minimum(scores, np.float32(most)), scores)
        return limited

    def raised(self, scores: Scores, within: Mask, by: float) -> Scores:
        """The scores, with something more for the documents in a mask."""
        raised: Scores = np.where(within, scores + np.float32(by), scores)
        return raised

    def rarity(self, terms: Iterable[str]) -> float:
        """The highest inverse document frequency among the terms, 0 when no post has any."""
        return max((self._idf(count) for count in map(self._frequency, terms) if count), default=0.0)

    def _ceiling(self, text: str) -> float:
        """What a document's score for a text comes close to the more often it has its words."""
        return sum(
            CHANNELS[channel] * count * self._idf(frequency)
            for channel, terms in self._terms(text).items()
            for term, count in terms.items()
            if (frequency := self._frequency(term, channel))
        )

    def _frequency(self, term: str, channel: str = "") -> int:
        """How many documents have a term, whichever field it is in."""
        return len(self._saturation(term, channel)[0])

    def _idf(self, matching: int) -> float:
        return inverse_document_frequency(self._index.document_count, matching)

    def _add(self, scores: Scores, term: str, channel: str, weight: float, *, title_alone: bool = False) -> None:
        """Add one term's BM25F to the scores of the documents that have it."""
        documents, saturated, idf = self._saturation(term, channel, title_alone)
        if len(documents):
            scores[documents] += weight * idf * saturated

    def _saturation(self, term: str, channel: str, title_alone: bool = False) -> tuple[Documents, Scores, float]:
        """The documents that have a term, what its occurrences come to in each, and how rare it is.

        One query asks for the same terms several times, for its score and for those of its readings.
        """
        key = (term, channel, title_alone)
        kept = self._saturated.get(key)
        if kept is None:
            documents, frequency = self.frequencies(term, channel, TITLE_ALONE if title_alone else FIELDS)
            saturated = (frequency * (K1 + 1) / (K1 + frequency)).astype(np.float32, copy=False)
            kept = documents, saturated, self._idf(len(documents))
            self._saturated.keep(key, kept, _ROOM_OF_A_TERM + documents.nbytes + saturated.nbytes)
        return kept

    def frequencies(
        self, term: str, channel: str, fields: Mapping[str, FieldWeight] = FIELDS
    ) -> tuple[Documents, Scores]:
        """The documents that have a term, and BM25F's frequency: what its occurrences in the fields add up to."""
        found: list[tuple[Documents, Scores]] = []
        for name, field in fields.items():
            documents, frequencies = self._postings.term(name + channel, term)
            if len(documents):
                found.append((documents, frequencies * self.damper(name + channel, field)[documents]))
        return found[0] if len(found) == 1 else _sum_by_document(found, self._index.size)

    def damper(self, field: str, weight: FieldWeight) -> Scores:
        """Per document, what one occurrence counts: the field's weight over its relative length."""
        damper = self._dampers.get((field, weight))
        if damper is None:
            lengths = np.asarray(self._postings.lengths(field), np.float32)
            live = lengths if self._postings.live is None else lengths[self._postings.live]
            average = max(float(live.sum(dtype=np.float64)) / (np.count_nonzero(live) or 1), 1.0)
            damper = (weight.weight / (1 - weight.b + weight.b * lengths / average)).astype(np.float32)
            self._dampers[field, weight] = damper
        return damper


def inverse_document_frequency(posts: int, matching: int) -> float:
    """How rare it is that a post has something that `matching` of them have: BM25's idf, never below 0."""
    return math.log(1 + (posts - matching + 0.5) / (matching + 0.5))


def terms_of(text: str, analyzer: Analyzer) -> dict[str, Mapping[str, float]]:
    """By channel, the terms of a text that posts are ranked by, and how often each counts."""
    terms: dict[str, float] = defaultdict(float)
    end = -1
    for token in analyzer.analyze(text):
        terms[token.term] += 1.0 if token.start >= end else _MEMBER_WEIGHT
        end = max(end, token.end)
    return {"": terms, BIGRAMS: Counter(bigrams(text)), STEMS: Counter(stems(text))}


def _sum_by_document(found: list[tuple[Documents, Scores]], size: int) -> tuple[Documents, Scores]:
    total = np.zeros(size, np.float32)
    for documents, frequency in found:
        total[documents] += frequency
    touched = np.flatnonzero(total)
    return touched, total[touched]
