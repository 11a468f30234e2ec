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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from saegin_index.korean.grams import bigrams, stems
from saegin_index.store.channels import BIGRAMS, STEMS
from saegin_index.store.reader import IndexReader
from saegin_search.frequencies import Documents as Documents
from saegin_search.frequencies import Fields, Frequencies
from saegin_search.frequencies import FieldWeight as FieldWeight
from saegin_search.frequencies import Scores as Scores
from saegin_search.recent import Recent

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
_MOST_AT_ONCE = 1 << 22  # places in tables of terms by documents
TITLE_ALONE = {"title": FieldWeight(1.0, 0.75)}
_TITLE_ALONE_WEIGHT = 0.35
_BOTH = (FIELDS, TITLE_ALONE)

_Key: TypeAlias = tuple[str, str]  # a term and its channel


class _Share(NamedTuple):
    """What a term adds to scores: the documents that have it, what its occurrences come to in each, how rare it is."""

    documents: Documents
    saturated: Scores
    idf: float


class _Shares(NamedTuple):
    """What a term adds by all fields, and once more by titles alone."""

    all_fields: _Share
    title: _Share


_NO_SHARE = _Share(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0)


class Ranker:
    """Scores the documents of one open index. May be shared between threads."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._postings = index.postings
        self.ceiling = lru_cache(_CEILINGS_KEPT)(self._ceiling)
        self._terms = lru_cache(_TEXTS_KEPT)(self._terms_of)
        self._known: Recent[_Key, _Shares] = Recent(_ROOM)
        weights = [(name + channel, each) for channel in CHANNELS for fields in _BOTH for name, each in fields.items()]
        self._frequencies = Frequencies(index, weights)

    def look_up(self, texts: Iterable[str]) -> None:
        """Prepare for what will be asked of the terms of texts: for all of them at once that is quicker."""
        self._shares([term for text in texts for term in self._terms(text)])

    def score(self, text: str) -> Scores:
        """The score of every document for a text; 0 where nothing matches."""
        terms = self._terms(text)
        weighed: list[tuple[float, _Share]] = []
        for weight, (share, title) in zip(terms.values(), self._shares(terms), strict=True):
            weighed += (weight, share), (weight * _TITLE_ALONE_WEIGHT, title)
        return self._sum(weighed)

    def score_terms(self, weights: Mapping[str, float]) -> Scores:
        """The score of every document for morphemes that count as given; 0 where none matches."""
        shares = self._shares([(term, "") for term in weights])
        return self._sum([(weight, share) for weight, (share, _) in zip(weights.values(), shares, strict=True)])

    def documents(self, terms: Iterable[str], channel: str = "") -> list[Documents]:
        """For each term, the documents that have it, whichever field it is in; they are not to be written to."""
        return [share.documents for share, _ in self._shares([(term, channel) for term in terms])]

    def _sum(self, weighed: Iterable[tuple[float, _Share]]) -> Scores:
        scores = np.zeros(self._index.size, np.float32)
        found = [(weight, share) for weight, share in weighed if len(share.documents)]
        if found:
            weights = np.array([weight * share.idf for weight, share in found], np.float32)
            each = np.repeat(weights, [len(share.documents) for _, share in found])
            each *= np.concatenate([share.saturated for _, share in found])
            np.add.at(scores, np.concatenate([share.documents for _, share in found]), each)
        return scores

    def _terms_of(self, text: str) -> dict[_Key, float]:
        """The terms of a text, and how much each counts."""
        terms: dict[_Key, float] = defaultdict(float)
        end = -1
        for token in self._index.analyzer.analyze(text):
            terms[token.term, ""] += 1.0 if token.start >= end else _MEMBER_WEIGHT
            end = max(end, token.end)
        for channel, found in ((BIGRAMS, bigrams(text)), (STEMS, stems(text))):
            for term, count in Counter(found).items():
                terms[term, channel] = CHANNELS[channel] * count
        return terms

    def rarity(self, terms: Iterable[str]) -> float:
        """The highest inverse document frequency among the terms, 0 when no post has any."""
        shares = self._shares([(term, "") for term in terms])
        return max((share.idf for share, _ in shares if len(share.documents)), default=0.0)

    def _ceiling(self, text: str) -> float:
        """What a document's score for a text comes close to the more often it has its words."""
        terms = self._terms(text)
        return sum(
            weight * share.idf
            for weight, (share, _) in zip(terms.values(), self._shares(terms), strict=True)
            if len(share.documents)
        )

    @cached_property
    def _fields(self) -> dict[str, list[Fields]]:
        """By channel, what the two shares of its terms come from."""
        return {channel: [self._frequencies.fields(channel, fields) for fields in _BOTH] for channel in CHANNELS}

    def _idf(self, matching: int) -> float:
        return math.log(1 + (self._index.document_count - matching + 0.5) / (matching + 0.5))

    def _shares(self, keys: Collection[_Key]) -> list[_Shares]:
        """What terms add to scores, in their order. One query asks several times for each, so it is remembered."""
        found = {key: shares for key in keys if (shares := self._known.get(key))}
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        at_once = max(1, _MOST_AT_ONCE // (2 * self._index.size or 1))
        for first in range(0, len(missing), at_once):
            some = missing[first : first + at_once]
            for key, worked_out in zip(some, self._worked_out(some), strict=True):
                size = sum(share.documents.nbytes + share.saturated.nbytes for share in worked_out)
                self._known.keep(key, worked_out, _ROOM_OF_A_TERM + size)
                found[key] = worked_out
        return [found[key] for key in keys]

    def _worked_out(self, keys: Sequence[_Key]) -> Iterator[_Shares]:
        """As `_shares`, from postings."""
        documents, frequencies, spans = self._frequencies.sums(
            [(term, fields) for term, channel in keys for fields in self._fields[channel]]
        )
        saturated = frequencies * (K1 + 1) / (K1 + frequencies)

        def share(number: int) -> _Share:
            if number not in spans:
                return _NO_SHARE
            start, end = spans[number]
            # Copies, as what is remembered must not keep all of the arrays.
            return _Share(documents[start:end].copy(), saturated[start:end].copy(), self._idf(end - start))

        return (_Shares(share(number), share(number + 1)) for number in range(0, 2 * len(keys), 2))

    def frequencies(
        self, term: str, channel: str, fields: Mapping[str, FieldWeight] = FIELDS
    ) -> tuple[Documents, Scores]:
        """The documents that have a term, in no order, and BM25F's frequency: what its occurrences in the fields add
        up to."""
        return self._frequencies.sums([(term, self._frequencies.fields(channel, fields))])[:2]

    def damper(self, field: str, weight: FieldWeight) -> Scores:
        """Per document, what one occurrence counts: the field's weight over its relative length."""
        return self._frequencies.damper(field, weight)
