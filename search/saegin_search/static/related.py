"""related.json: posts like each post, for a theme to show them when it builds the site.

    {"posts": [{"path": "name/name.md", "url": "/2024/03/01/name/", "title": "...", "related": [[12, 34.5], ...]}, ...]}

Paths are those of the post files in the folder of posts. A related post is named by its place in the list of all, from
0, which keeps the file to a third; the most alike come first, as in `saegin related`. The number beside it tells how
much the two have in common, to leave out what is too little.

`RelatedPosts` compares one post with the others. Here all are compared at once, by its rules and the ranking's, over
whole columns: a hundred times as fast, since no text is analysed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.store.codec.postings import offsets, spans
from saegin_index.store.reader import IndexReader
from saegin_search import related
from saegin_search.ranking import FIELDS, K1, ArrayRanker

_SHOWN = 5
_COMPARED_AT_ONCE = 256  # posts with all others

# What an occurrence counts for telling posts apart. The text of a post is in two fields.
_COUNTS = {
    "title": related.TITLE,
    "tags": related.TAG,
    "headings": related.HEADING,
    "body": related.BODY,
    "code": related.BODY,
}

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


class _Table(NamedTuple):
    """All pairs of term and document, by term and then by document. Those of term t are `starts[t]:starts[t + 1]`.

    `counts` tell how often a term stands in a document as `RelatedPosts` counts, `scores` what it adds to a
    document's score, `rarities` (per term) what tells a common word from a rare one.
    """

    terms: list[str]
    starts: Numbers
    documents: Numbers
    counts: Floats
    scores: Floats
    rarities: Floats


class _Telling(NamedTuple):
    """The words that tell each document from the others: those of document d are `starts[d]:starts[d + 1]`."""

    starts: Numbers
    terms: Numbers
    weights: Floats


def related_json(index: IndexReader) -> bytes:
    """The content of related.json."""
    live = index.postings.live
    documents = np.arange(index.size) if live is None else np.flatnonzero(live)
    posts = dict(zip(documents.tolist(), index.posts(), strict=True))
    by_path = sorted(posts, key=lambda document: posts[document].path)
    places = {document: place for place, document in enumerate(by_path)}
    # Equally good ones as in the answers to queries: the newest first, then by path.
    order = sorted(by_path, key=lambda document: -int(index.dates[document]))
    alike = dict(_most_alike(index, np.array(order, np.int64)))
    entries = [
        {
            "path": posts[document].path,
            "url": posts[document].url,
            "title": posts[document].title,
            "related": [[places[other], round(score, 1)] for other, score in alike[document]],
        }
        for document in by_path
    ]
    return json.dumps({"posts": entries}, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _most_alike(index: IndexReader, order: Numbers) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """Each document with those most like it and their scores. Of equally good ones the first in `order` come first."""
    table = _table(index)
    telling = _telling(index, table)
    for first in range(0, index.size, _COMPARED_AT_ONCE):
        last = min(first + _COMPARED_AT_ONCE, index.size)
        scores = _compared(index.size, table, telling, first, last)
        for document in range(first, last):
            yield document, _best(scores[document - first], order)


def _table(index: IndexReader) -> _Table:
    """The morphemes of an index, as ranking.py scores them."""
    ranker = ArrayRanker(index)
    fields = {name: index.postings.whole(name) for name in FIELDS}
    terms = sorted(set().union(*(field.terms for field in fields.values())))
    rank = {term: number for number, term in enumerate(terms)}
    keys, counts, frequencies = [], [], []
    for name, field in fields.items():
        ranks = np.fromiter(map(rank.__getitem__, field.terms), np.int64, len(field.terms))
        keys.append(ranks[field.ranks] * index.size + field.documents)
        counts.append(field.counts * _COUNTS.get(name, 0.0))
        frequencies.append(field.counts * ranker.damper(name, FIELDS[name])[field.documents])
    pairs, places = np.unique(np.concatenate(keys), return_inverse=True)
    frequency = np.bincount(places, np.concatenate(frequencies), len(pairs))
    of_term, documents = np.divmod(pairs, max(index.size, 1))
    posts = np.bincount(of_term, minlength=len(terms))
    rarities = np.log(1 + (index.document_count - posts + 0.5) / (posts + 0.5))
    scores = rarities[of_term] * frequency * (K1 + 1) / (K1 + frequency)
    count = np.asarray(np.bincount(places, np.concatenate(counts), len(pairs)), np.float64)
    return _Table(terms, offsets(posts), documents, count, scores, rarities)


def _telling(index: IndexReader, table: _Table) -> _Telling:
    of_term = np.repeat(np.arange(len(table.terms)), np.diff(table.starts))
    chosen = np.flatnonzero((table.counts >= related.LEAST) & _leading_somewhere(index, table.terms)[of_term])
    terms, documents = of_term[chosen], table.documents[chosen]
    weights = (1 + np.log(table.counts[chosen])) * table.rarities[terms]
    heaviest_first = np.lexsort((terms, -weights, documents))
    terms, documents, weights = terms[heaviest_first], documents[heaviest_first], weights[heaviest_first]
    firsts = offsets(np.bincount(documents, minlength=index.size))
    kept = np.arange(len(documents)) - firsts[documents] < related.TELLING_TERMS
    weights = weights / weights[firsts[documents]]
    starts = offsets(np.bincount(documents[kept], minlength=index.size))
    return _Telling(starts, terms[kept], weights[kept])


def _leading_somewhere(index: IndexReader, terms: list[str]) -> NDArray[np.bool_]:
    """Which terms may tell posts apart, by what they are and how many posts have them."""
    frequencies = dict(zip(index.lexicon.words(), index.lexicon.frequencies.tolist(), strict=True))
    most = related.most_posts(index.document_count)
    leads = (
        len(term) >= related.SHORTEST
        and related.FEWEST_POSTS <= frequencies.get(term, 0) <= most
        and not term.isdigit()
        for term in terms
    )
    return np.fromiter(leads, bool, len(terms))


def _compared(size: int, table: _Table, telling: _Telling, first: int, last: int) -> Floats:
    """How like the documents from `first` to before `last` every document is: one row each."""
    start, end = telling.starts[first], telling.starts[last]
    terms, weights = telling.terms[start:end], telling.weights[start:end]
    rows = np.repeat(np.arange(last - first), np.diff(telling.starts[first : last + 1]))
    sizes = np.diff(table.starts)[terms]
    pairs = spans(table.starts[terms], sizes)
    cells = np.repeat(rows, sizes) * size + table.documents[pairs]
    added = np.repeat(weights, sizes) * table.scores[pairs]
    scores = np.asarray(np.bincount(cells, added, (last - first) * size), np.float64).reshape(last - first, size)
    scores[np.arange(last - first), np.arange(first, last)] = 0
    return scores


def _best(scores: Floats, order: Numbers) -> list[tuple[int, float]]:
    ordered = scores[order]
    least = np.partition(ordered, -_SHOWN)[-_SHOWN] if len(ordered) > _SHOWN else 0.0
    found = np.flatnonzero((ordered >= least) & (ordered > 0))
    best = found[np.argsort(-ordered[found], kind="stable")][:_SHOWN]
    return [(int(order[place]), float(ordered[place])) for place in best]
