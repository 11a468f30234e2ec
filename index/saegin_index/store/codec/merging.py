"""Merging posting lists: runs of new documents and segments with deletions become one field of one file.

The sources hold disjoint, ascending ranges of documents. So nothing is sorted: the place of every posting follows from
how many postings of its term the sources before have. Terms are merged a range at a time, which bounds memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from saegin_index.errors import IndexVersionError
from saegin_index.store.codec.arrayfile import Array, ArrayFileWriter
from saegin_index.store.codec.postings import Postings, join_terms, offsets, offsets32, spans, split_counts

_POSTINGS_AT_ONCE = 1 << 20


class Source(NamedTuple):
    """Posting lists, and the new number of each of their documents (int64, -1 for a deleted one; None: as they are)."""

    postings: Postings
    documents: Array | None = None


class _Part:
    """A source's surviving terms, with how much of each survives."""

    def __init__(self, source: Source) -> None:
        self.postings, self.documents = postings, documents = source
        doc_frequencies = postings.doc_frequencies()
        payload_sizes = None if postings.payload_starts is None else np.diff(postings.payload_starts.astype(np.int64))
        if documents is not None and len(postings.docs) and documents.min() < 0:
            live = documents[postings.docs] >= 0
            first = postings.starts[:-1]
            doc_frequencies = np.add.reduceat(live, first, dtype=np.int64)
            if payload_sizes is not None:
                counts = np.where(live, postings.counts_between(0, len(postings.docs)), 0)
                payload_sizes = np.add.reduceat(counts, first, dtype=np.int64)
        self.kept = np.flatnonzero(doc_frequencies)
        self.doc_frequencies = doc_frequencies[self.kept]
        self.payload_sizes = None if payload_sizes is None else payload_sizes[self.kept]
        all_terms = postings.terms()
        self.terms = [all_terms[index] for index in self.kept.tolist()]
        self.ranks = np.zeros(0, np.int64)

    def slice(self, first: int, last: int) -> _Slice:
        """The surviving postings of the kept terms `first:last`, with their new documents."""
        postings = self.postings
        start = int(postings.starts[self.kept[first]])
        end = int(postings.starts[self.kept[last - 1] + 1])
        docs, counts = postings.docs[start:end], postings.counts_between(start, end)
        weights = None if postings.weights is None else postings.weights[start:end]
        payload = None
        if postings.payload is not None and postings.payload_starts is not None:
            payload_end = postings.payload_starts[self.kept[last - 1] + 1]
            payload = postings.payload[int(postings.payload_starts[self.kept[first]]) : int(payload_end)]
        if self.documents is not None:
            docs = self.documents[docs]
            live = docs >= 0
            if not live.all():
                payload = None if payload is None else payload[np.repeat(live, counts)]
                docs, counts, weights = docs[live], counts[live], None if weights is None else weights[live]
        return _Slice(docs, counts, weights, payload)


class _Slice(NamedTuple):
    docs: Array
    counts: Array
    weights: Array | None
    payload: Array | None


class _Range:
    """The merged postings of a range of terms, filled source by source."""

    def __init__(self, first: int, starts: Array, payload_starts: Array | None, model: Postings) -> None:
        """`starts`, `payload_starts`: of the range's terms and the end, within the field."""
        self._first = first
        self._next = starts - starts[0]
        self._next_payload = None if payload_starts is None else payload_starts - payload_starts[0]
        size = int(self._next[-1])
        self.docs = np.empty(size, np.uint32)
        self.counts = np.empty(size, np.uint32)
        self.weights = None if model.weights is None else np.empty(size, np.float32)
        self.payload = None if self._next_payload is None else np.empty(int(self._next_payload[-1]), np.uint32)

    def add(self, part: _Part) -> None:
        first, last = np.searchsorted(part.ranks, (self._first, self._first + len(self._next) - 1))
        if first == last:
            return
        piece = part.slice(int(first), int(last))
        terms = part.ranks[first:last] - self._first
        places = self._advance(self._next, terms, part.doc_frequencies[first:last])
        self.docs[places] = piece.docs
        self.counts[places] = piece.counts
        if self.weights is not None:
            self.weights[places] = piece.weights
        if self.payload is not None and self._next_payload is not None and part.payload_sizes is not None:
            places = self._advance(self._next_payload, terms, part.payload_sizes[first:last])
            self.payload[places] = piece.payload

    @staticmethod
    def _advance(following: Array, terms: Array, sizes: Array) -> Array:
        """Places for `sizes` more elements of each of `terms`."""
        places = spans(following[terms], sizes)
        following[terms] += sizes
        return places


def write_merged(
    file: ArrayFileWriter, field: str, sources: Sequence[Source], doc_count: int, *, scorable: bool
) -> None:
    """Writes the merged posting lists of a field; nothing when no posting survives.

    Raises IndexVersionError when the sources were written for different types of field.
    """
    parts = [part for source in sources if (part := _Part(source)).terms]
    if not parts:
        return
    model = parts[0].postings
    if any(_shape(part.postings) != _shape(model) for part in parts):
        raise IndexVersionError(f"the field {field} has changed its type; mend with: saegin index --full")
    terms = _rank_terms(parts)
    starts = offsets(_summed([part.doc_frequencies for part in parts], parts, len(terms)))
    payload_starts = None
    if model.payload is not None:
        sizes = [part.payload_sizes for part in parts if part.payload_sizes is not None]
        payload_starts = offsets(_summed(sizes, parts, len(terms)))
    term_bytes, term_starts = join_terms(terms)
    file.write(f"{field}/term_bytes", term_bytes)
    file.write(f"{field}/term_starts", term_starts)
    file.write(f"{field}/starts", offsets32(np.diff(starts)))
    if payload_starts is not None:
        file.write(f"{field}/payload_starts", offsets32(np.diff(payload_starts)))
    _write_ranges(file, field, parts, starts, payload_starts, np.zeros(doc_count) if scorable else None)


def _write_ranges(
    file: ArrayFileWriter,
    field: str,
    parts: Sequence[_Part],
    starts: Array,
    payload_starts: Array | None,
    lengths: Array | None,
) -> None:
    model = parts[0].postings
    total = int(starts[-1])
    docs = file.reserve(f"{field}/docs", np.uint32, total)
    counts = file.reserve(f"{field}/counts", np.uint8, total)
    weights = None if model.weights is None else file.reserve(f"{field}/weights", np.float32, total)
    payload = None
    if payload_starts is not None:
        dtypes = [part.postings.payload.dtype for part in parts if part.postings.payload is not None]
        payload = file.reserve(f"{field}/payload", max(dtypes, key=lambda dtype: dtype.itemsize), int(payload_starts[-1]))
    wide_at, wide = [], []
    for first, last in _term_ranges(starts):
        merged = _Range(
            first, starts[first : last + 1], None if payload_starts is None else payload_starts[first : last + 1], model
        )
        for part in parts:
            merged.add(part)
            if part.postings.file is not None:
                part.postings.file.release()
        narrow, at, full = split_counts(merged.counts)
        docs.append(merged.docs)
        counts.append(narrow)
        wide_at.append((at + starts[first]).astype(np.uint32))
        wide.append(full)
        if weights is not None and merged.weights is not None:
            weights.append(merged.weights)
        if payload is not None and merged.payload is not None:
            payload.append(merged.payload)
        if lengths is not None:
            amounts = merged.counts if merged.weights is None else merged.weights
            lengths += np.bincount(merged.docs, amounts, len(lengths))
    file.write(f"{field}/wide_at", np.concatenate(wide_at))
    file.write(f"{field}/wide", np.concatenate(wide))
    if lengths is not None:
        file.write(f"{field}/lengths", np.rint(lengths).astype(np.uint32))


def _shape(postings: Postings) -> tuple[bool, bool]:
    return postings.weights is None, postings.payload is None


def _rank_terms(parts: Sequence[_Part]) -> list[bytes]:
    """All terms of the parts, ascending; tells every part the ranks of its own."""
    if len(parts) == 1:
        parts[0].ranks = np.arange(len(parts[0].terms))
        return parts[0].terms
    terms = sorted(set().union(*(part.terms for part in parts)))
    rank = {term: index for index, term in enumerate(terms)}
    for part in parts:
        part.ranks = np.fromiter(map(rank.__getitem__, part.terms), np.int64, len(part.terms))
    return terms


def _summed(sizes: Sequence[Array], parts: Sequence[_Part], term_count: int) -> Array:
    total = np.zeros(term_count, np.int64)
    for part, amount in zip(parts, sizes, strict=True):
        total[part.ranks] += amount
    return total


def _term_ranges(starts: Array) -> list[tuple[int, int]]:
    """Ranges of terms with about `_POSTINGS_AT_ONCE` postings each, at least one term."""
    marks = np.arange(0, starts[-1], _POSTINGS_AT_ONCE)
    firsts = np.unique(np.searchsorted(starts, marks, side="right") - 1)
    bounds = [*firsts.tolist(), len(starts) - 1]
    return list(zip(bounds, bounds[1:], strict=False))
