"""A post as the cluster keeps it."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import add, itemgetter
from typing import Any

import numpy as np

from saegin_index.korean.grams import NO_SYLLABLE, bigram_codes, padded_bigrams
from saegin_index.korean.normalization import fold
from saegin_index.posts.post import Post
from saegin_index.store.channels import BIGRAMS, TERM_FIELDS
from saegin_index.store.codec.documents import Row
from saegin_index.store.document import Analysis, FieldTerms, prose_of
from saegin_index.store.values import seconds
from saegin_search.cluster.mapping import (
    GAP,
    JOINER,
    LONGEST_TERM,
    PLACED,
    PLACED_TITLE,
    SCALE,
    VERSION,
    WEIGHED,
    WEIGHED_TITLE,
)
from saegin_search.ranking import CHANNELS, FIELDS, TITLE_ALONE, FieldWeight

Averages = dict[str, float]
"""Terms per post by field and channel, over a blog."""


def post_id(blog: str, path: str) -> str:
    """What a post is called in the cluster, whatever its path has in it."""
    return hashlib.blake2b(f"{blog}\n{path}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def rules(averages: Averages) -> bytes:
    """Equal where posts are weighed alike."""
    return json.dumps([VERSION, SCALE, averages, FIELDS, TITLE_ALONE]).encode()


def digest(row: Row, rules: bytes) -> str:
    """Equal for posts that the cluster would keep in the same way."""
    return hashlib.blake2b(rules + row.post + row.occurrences, digest_size=12).hexdigest()


class PostWriter:
    """Makes the documents of one blog."""

    def __init__(self, blog: str, averages: Averages) -> None:
        self._blog = blog
        self._averages = averages

    def document(self, post: Post, row: Row, analysis: Analysis, digest: str) -> dict[str, Any]:
        """A document; `row` is what the index on this machine keeps of the post."""
        document: dict[str, Any] = {
            "blog": self._blog,
            "path": post.path,
            "digest": digest,
            "tags": sorted({fold(tag) for tag in post.tags}),
            "author": fold(post.author),
            "post": b64encode(row.post).decode("ascii"),
            "occurrences": b64encode(row.occurrences).decode("ascii"),
        }
        if post.date is not None:
            document |= {"date": seconds(post.date), "year": post.date.year}
        for channel in CHANNELS:
            counts = dict(_counted(post, analysis, channel))
            document[WEIGHED + channel] = self._weighed(counts, channel, FIELDS)
            document[WEIGHED_TITLE + channel] = self._weighed(counts, channel, TITLE_ALONE)
        placed = {field: _placed(analysis.fields[field]) for field in TERM_FIELDS if field in analysis.fields}
        document[PLACED_TITLE] = placed["title"]
        document[PLACED] = list(filter(None, placed.values()))
        return document

    def _weighed(self, counted: Mapping[str, Counter[str]], channel: str, fields: Mapping[str, FieldWeight]) -> str:
        """Each term once, with BM25F's frequency: its occurrences, each for its field's weight over its length."""
        weighed: list[tuple[float, Counter[str]]] = []
        for name, field in fields.items():
            if name in counted:
                relative = counted[name].total() / self._averages.get(name + channel, 1.0)
                weighed.append((SCALE * field.weight / (1 - field.b + field.b * relative), counted[name]))
        if not weighed:
            return ""
        *small, (worth, large) = sorted(weighed, key=lambda each: len(each[1]))
        weights: dict[str, float] = {}
        for other, counts in small:
            for term, count in counts.items():
                weights[term] = weights.get(term, 0.0) + other * count
        alone = dict(large)
        for term in weights.keys() & large.keys():
            weights[term] += worth * alone.pop(term)
        # Most terms are in the text alone, where equal counts are written alike.
        written = [f"{JOINER}{_whole(worth * count)}" for count in range(max(large.values()) + 1)]
        found = list(map(add, alone, map(written.__getitem__, alone.values())))
        found += [f"{term}{JOINER}{_whole(weight)}" for term, weight in weights.items()]
        return " ".join(found).replace(NO_SYLLABLE, "")


def _counted(post: Post, analysis: Analysis, channel: str) -> Iterator[tuple[str, Counter[str]]]:
    """How often each field that has any has each term, in a channel."""
    if channel == BIGRAMS:
        prose = prose_of(post)
        for name, codes in zip(prose, bigram_codes(prose.values()), strict=True):
            if len(codes):
                distinct, counted = np.unique(codes, return_counts=True)
                yield name, Counter(dict(zip(padded_bigrams(distinct), counted.tolist(), strict=True)))
        return
    for name in FIELDS:
        terms = analysis.fields.get(name + channel)
        if terms is not None and terms.joined:
            counts = Counter(terms.joined.split(" "))
            if max(map(len, counts)) > LONGEST_TERM:
                counts = Counter({term: count for term, count in counts.items() if len(term) <= LONGEST_TERM})
            if counts:
                yield name, counts


def _whole(weight: float) -> int:
    return int(weight + 0.5) or 1


def _placed(terms: FieldTerms) -> str:
    """Terms in reading order, those of one place joined."""
    if not terms.joined or terms.positions is None:
        return ""
    last = 0
    places: list[str] = []
    for position, word in sorted(zip(terms.positions, terms.joined.split(" "), strict=True), key=itemgetter(0)):
        if position == last and places:
            places[-1] += JOINER + word
        else:
            # What stood between (code, in a text) is in another field: no phrase runs over it.
            places += [GAP] if position > last + 1 else []
            places.append(word)
            last = position
    return " ".join(places)
