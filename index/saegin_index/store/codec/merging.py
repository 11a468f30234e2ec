"""Merging posting lists: runs of new documents and segments with deletions become one field of one file.

The sources hold disjoint, ascending ranges of documents. So nothing is sorted: the place of every posting
follows from how many postings of its term the sources before have. Terms are merged a range at a time, which
bounds memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from saegin_index.errors import IndexVersionError
from saegin_index.store.codec.arrayfile import Array, ArrayFileWriter
from saegin_index.store.codec.postings import (
    Postings,
    join_terms,
    offsets,
    offsets32,
    spans,
    split_counts,
)

_POSTINGS_AT_ONCE = 1 << 20


class Source(NamedTuple):
    """Posting lists, and new numbers for their documents (int64, -1 for deleted ones; None: as they are)."""

    postings: Postings
    documents: Array | None = None


def write_merged(
    file: ArrayFileWriter, field: str, sources: Sequence[Source], doc_count: int, *, scorable: bool
) -> None:
    """Writes the merged posting lists of a field, and lengths if it is scorable; nothing if none survives.

    Raises IndexVersionError when the sources were written for different types of field.
    """
    parts = [part for source in sources if len((part := _Part(source)).doc_frequencies)]
    if not parts:
        return
    if len({part.postings.shape for part in parts}) > 1:
        raise IndexVersionError(f"the field {field} has changed its type; mend with: saegin index --full")
    term_bytes, term_starts = _rank_terms(parts)
    file.write(f"{field}/term_bytes", term_bytes)
    file.write(f"{field}/term_starts", term_starts)
    doc_frequencies, payload_sizes = np.zeros((2, len(term_starts) - 1), np.int64)
    for part in parts:
        doc_frequencies[part.ranks] += part.doc_frequencies
        payload_sizes[part.ranks] += part.payload_sizes
    file.write(f"{field}/starts", offsets32(doc_frequencies))
    if parts[0].postings.payload is not None:
        file.write(f"{field}/payload_starts", offsets32(payload_sizes))
    lengths = np.zeros(doc_count)
    _write_columns(file, field, parts, offsets(doc_frequencies), offsets(payload_sizes), lengths)
    if scorable:
        file.write(f"{field}/lengths", np.rint(lengths).astype(np.uint32))


def _rank_terms(parts: Sequence[_Part]) -> tuple[Array, Array]:
    """All terms of the parts (`term_bytes`, `term_starts`); tells every part the ranks of its own."""
    if len(parts) == 1 and parts[0].whole:
        postings = parts[0].postings
        parts[0].ranks = np.arange(len(postings))
        return postings.term_bytes, postings.term_starts
    # Never the terms of all parts at once: at 100,000 documents that alone is some hundred megabytes.
    distinct: set[bytes] = set()
    for part in parts:
        distinct.update(part.terms())
    terms = sorted(distinct)
    rank = {term: index for index, term in enumerate(terms)}
    for part in parts:
        part.ranks = np.fromiter(map(rank.__getitem__, part.terms()), np.int64, len(part.doc_frequencies))
    return join_terms(terms)


def _write_columns(
    file: ArrayFileWriter,
    field: str,
    parts: Sequence[_Part],
    starts: Array,
    payload_starts: Array,
    lengths: Array,
) -> None:
    """Writes the columns and the payload; adds the weights to the `lengths` of their documents."""
    total = int(starts[-1])
    # Two bytes do for most blogs, and a third of the file is saved.
    doc_dtype = np.uint16 if len(lengths) <= 1 << 16 else np.uint32
    slots = {"docs": file.reserve(f"{field}/docs", doc_dtype, total)}
    slots["counts"] = file.reserve(f"{field}/counts", np.uint8, total)
    if parts[0].postings.weights is not None:
        slots["weights"] = file.reserve(f"{field}/weights", np.float32, total)
    dtypes = [part.postings.payload.dtype for part in parts if part.postings.payload is not None]
    if dtypes:
        widest = max(dtypes, key=lambda dtype: dtype.itemsize)
        slots["payload"] = file.reserve(f"{field}/payload", widest, int(payload_starts[-1]))
    all_wide_at, all_wide = [], []
    for first, last in _term_ranges(starts):
        columns = _merge_range(parts, first, starts[first : last + 1], payload_starts[first : last + 1])
        lengths += np.bincount(columns["docs"], columns.get("weights", columns["counts"]), len(lengths))
        columns["counts"], wide_at, wide = split_counts(columns["counts"])
        all_wide_at.append((wide_at + starts[first]).astype(np.uint32))
        all_wide.append(wide)
        for name, slot in slots.items():
            slot.append(columns[name])
    file.write(f"{field}/wide_at", np.concatenate(all_wide_at))
    file.write(f"{field}/wide", np.concatenate(all_wide))


def _term_ranges(starts: Array) -> Iterator[tuple[int, int]]:
    """Ranges of terms with about `_POSTINGS_AT_ONCE` postings each, at least one term."""
    marks = np.arange(0, starts[-1], _POSTINGS_AT_ONCE)
    firsts = np.unique(np.searchsorted(starts, marks, side="right") - 1)
    return pairwise([*firsts.tolist(), len(starts) - 1])


def _merge_range(parts: Sequence[_Part], first: int, starts: Array, payload_starts: Array) -> dict[str, Array]:
    """The columns of a range of terms; `starts`, `payload_starts`: of these terms, and the end."""
    last = first + len(starts) - 1
    following, following_payload = _Following(starts), _Following(payload_starts)
    merged: dict[str, Array] = {}
    for part in parts:
        low, high = np.searchsorted(part.ranks, (first, last)).tolist()
        if low == high:
            continue
        terms = part.ranks[low:high] - first
        places = following.places(terms, part.doc_frequencies[low:high])
        payload_places = following_payload.places(terms, part.payload_sizes[low:high])
        for name, values in part.columns(low, high).items():
            room = following_payload.size if name == "payload" else following.size
            if name not in merged or merged[name].itemsize < values.itemsize:
                merged[name] = merged.get(name, np.empty(room, values.dtype)).astype(values.dtype)
            merged[name][payload_places if name == "payload" else places] = values
        part.postings.release()
    return merged


class _Following:
    """Where the next elements of every term of a range go."""

    def __init__(self, starts: Array) -> None:
        """`starts`: of the terms, and the end."""
        self._next = starts[:-1] - starts[0]
        self.size = int(starts[-1] - starts[0])

    def places(self, terms: Array, sizes: Array) -> Array:
        """Places for `sizes` more elements of each of `terms`."""
        places = spans(self._next[terms], sizes)
        self._next[terms] += sizes
        return places


class _Part:
    """A source's surviving terms, with how much of each survives."""

    def __init__(self, source: Source) -> None:
        self.postings, self._documents = postings, documents = source
        doc_frequencies, payload_sizes = np.diff(postings.starts), np.zeros(len(postings), np.int64)
        if postings.payload_starts is not None:
            payload_sizes = np.diff(postings.payload_starts)
        if documents is not None and len(postings) and documents.min() < 0:
            live = documents[postings.docs] >= 0
            doc_frequencies = np.add.reduceat(live, postings.starts[:-1], dtype=np.int64)
            if postings.payload is not None:
                counts = live * postings.counts_between(0, len(live))
                payload_sizes = np.add.reduceat(counts, postings.starts[:-1], dtype=np.int64)
        self._kept = np.flatnonzero(doc_frequencies)
        self.doc_frequencies = doc_frequencies[self._kept].astype(np.int64)
        self.payload_sizes = payload_sizes[self._kept].astype(np.int64)
        self.ranks = np.zeros(0, np.int64)
        """Place of each of the terms among those of all parts; set when all are known."""

    @property
    def whole(self) -> bool:
        """Whether every term survives."""
        return len(self._kept) == len(self.postings)

    def terms(self) -> list[bytes]:
        """The surviving terms, ascending."""
        terms = self.postings.terms()
        return terms if self.whole else [terms[index] for index in self._kept.tolist()]

    def columns(self, first: int, last: int) -> dict[str, Array]:
        """The surviving postings of `terms()[first:last]`, renumbered, by the names of the arrays."""
        postings = self.postings
        begin, end = int(self._kept[first]), int(self._kept[last - 1]) + 1
        span = slice(int(postings.starts[begin]), int(postings.starts[end]))
        columns = {"docs": postings.docs[span], "counts": postings.counts_between(span.start, span.stop)}
        if postings.weights is not None:
            columns["weights"] = postings.weights[span]
        if self._documents is not None:
            columns["docs"] = self._documents[columns["docs"]]
        live = columns["docs"] >= 0
        counts = columns["counts"]
        if postings.payload is not None and postings.payload_starts is not None:
            payload = postings.payload[int(postings.payload_starts[begin]) : int(postings.payload_starts[end])]
            columns["payload"] = payload
        if live.all():
            return columns
        return {
            name: values[np.repeat(live, counts) if name == "payload" else live] for name, values in columns.items()
        }
