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
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.grams import bigrams, stems
from saegin_index.store.channels import BIGRAMS, STEMS
from saegin_index.store.reader import IndexReader
from saegin_search.frequencies import Documents as Documents
from saegin_search.frequencies import Fields, Frequencies
from saegin_search.frequencies import FieldWeight as FieldWeight
from saegin_search.frequencies import Scores as Scores
from saegin_search.recent import Recent
from saegin_search.words import Analyses

Mask: TypeAlias = NDArray[np.bool_]

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
_TEXTS_KEPT = 100
_ROOM = 24_000_000  # bytes for what terms come to
_ROOM_OF_A_TERM = 500  # bytes that keeping it takes beside its arrays
_MOST_AT_ONCE = 1 << 19  # places in a table of terms by documents; larger ones are slow, as no cache holds them
TITLE_ALONE = {"title": FieldWeight(1.0, 0.75)}
TITLE_ALONE_WEIGHT = 0.35


class Key(NamedTuple):
    """A term in a channel: in all fields, or once more in titles alone."""

    term: str
    channel: str
    is_title: bool = False


class _Share(NamedTuple):
    """What a term adds to scores: the documents that have it, what its occurrences come to in each, how rare it is."""

    documents: Documents
    saturated: Scores
    idf: float


_NO_SHARE = _Share(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0)


class ArrayRanker:
    """Scores the documents of one open index, see `backend.Ranker`. May be shared between threads."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._postings = index.postings
        self.ceiling = lru_cache(_CEILINGS_KEPT)(self._ceiling)
        self.analyses = Analyses(index.analyzer)
        self._terms = lru_cache(_TEXTS_KEPT)(lambda text: weighted_terms(text, self.analyses))
        self._known: Recent[Key, _Share] = Recent(_ROOM)
        both = (FIELDS, TITLE_ALONE)
        weights = [(name + channel, each) for channel in CHANNELS for fields in both for name, each in fields.items()]
        self._frequencies = Frequencies(index, weights)

    def look_up(self, texts: Iterable[str]) -> None:
        """Prepare for what will be asked of the terms of texts: for all of them at once that is quicker."""
        self._shares([term for text in texts for term in self._terms(text)])

    def score(self, text: str) -> Scores:
        """The score of every document for a text; 0 where nothing matches."""
        terms = self._terms(text)
        return self._sum(terms.values(), self._shares(terms))

    def score_terms(self, weights: Mapping[str, float]) -> Scores:
        """The score of every document for morphemes that count as given; 0 where none matches."""
        return self._sum(weights.values(), self._shares([Key(term, "") for term in weights]))

    def documents(self, terms: Iterable[str], channel: str = "") -> list[Documents]:
        """For each term, the documents that have it, whichever field it is in; they are not to be written to."""
        return [share.documents for share in self._shares([Key(term, channel) for term in terms])]

    def _sum(self, weights: Iterable[float], shares: Iterable[_Share]) -> Scores:
        scores = np.zeros(self._index.size, np.float32)
        found = [(weight * each.idf, each) for weight, each in zip(weights, shares, strict=True) if each.idf]
        if found:
            sizes = [len(each.documents) for _, each in found]
            added = np.repeat(np.array([weight for weight, _ in found], np.float32), sizes)
            added *= np.concatenate([each.saturated for _, each in found])
            np.add.at(scores, np.concatenate([each.documents for _, each in found]), added)
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
        return float((scores * within).max(initial=0))

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
        return max((share.idf for share in self._shares([Key(term, "") for term in terms])), default=0.0)

    def _ceiling(self, text: str) -> float:
        """What a document's score for a text comes close to the more often it has its words."""
        terms = self._terms(text)
        return sum(
            weight * share.idf
            for (key, weight), share in zip(terms.items(), self._shares(terms), strict=True)
            if not key.is_title
        )

    @cached_property
    def _fields(self) -> dict[tuple[str, bool], Fields]:
        """The fields that the share of a term comes from, by channel and whether it is that of titles alone."""
        both = ((FIELDS, False), (TITLE_ALONE, True))
        return {
            (channel, is_title): self._frequencies.fields(channel, fields)
            for channel in CHANNELS
            for fields, is_title in both
        }

    def _shares(self, keys: Collection[Key]) -> list[_Share]:
        """What terms add to scores, in their order. One query asks several times for each, so it is remembered."""
        known = {key: self._known.get(key) for key in keys}
        missing = [key for key, share in known.items() if share is None]
        at_once = max(1, _MOST_AT_ONCE // (self._index.size or 1))
        for first in range(0, len(missing), at_once):
            known |= self._worked_out(missing[first : first + at_once])
        return [share for key in keys if (share := known[key])]

    def _worked_out(self, keys: Sequence[Key]) -> dict[Key, _Share]:
        """As `_shares`, from postings."""
        documents, frequencies, spans = self._frequencies.sums(
            [(term, self._fields[channel, is_title]) for term, channel, is_title in keys]
        )
        saturated = frequencies * (K1 + 1) / (K1 + frequencies)
        shares = dict.fromkeys(keys, _NO_SHARE)
        for number, (start, end) in spans.items():
            matching = end - start
            idf = inverse_document_frequency(self._index.document_count, matching)
            # Copies, as what is remembered must not keep all of the arrays.
            shares[keys[number]] = _Share(documents[start:end].copy(), saturated[start:end].copy(), idf)
        for key, share in shares.items():
            self._known.keep(key, share, _ROOM_OF_A_TERM + share.documents.nbytes + share.saturated.nbytes)
        return shares

    def frequencies(
        self, term: str, channel: str, fields: Mapping[str, FieldWeight] = FIELDS
    ) -> tuple[Documents, Scores]:
        """The documents that have a term, in no order, and BM25F's frequency: what its occurrences in the fields add
        up to."""
        return self._frequencies.sums([(term, self._frequencies.fields(channel, fields))])[:2]

    def damper(self, field: str, weight: FieldWeight) -> Scores:
        """Per document, what one occurrence counts: the field's weight over its relative length."""
        return self._frequencies.damper(field, weight)


def inverse_document_frequency(posts: int, matching: int) -> float:
    """How rare it is that a post has something that `matching` of them have: BM25's idf, never below 0."""
    return math.log(1 + (posts - matching + 0.5) / (matching + 0.5))


def weighted_terms(text: str, analyses: Analyses) -> dict[Key, float]:
    """The terms of a text by which posts are ranked, and how much each counts."""
    terms: dict[tuple[str, str], float] = defaultdict(float)
    end = -1
    for token in analyses.analyze(text):
        terms[token.term, ""] += 1.0 if token.start >= end else _MEMBER_WEIGHT
        end = max(end, token.end)
    for channel, found in ((BIGRAMS, bigrams(text)), (STEMS, stems(text))):
        for term, count in Counter(found).items():
            terms[term, channel] = CHANNELS[channel] * count
    weights: dict[Key, float] = {}
    for (term, channel), weight in terms.items():
        weights[Key(term, channel)] = weight
        weights[Key(term, channel, True)] = weight * TITLE_ALONE_WEIGHT
    return weights
