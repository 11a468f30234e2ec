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
    distinct,
    join_terms,
    offsets,
    offsets32,
    spans,
    split_counts,
)

_POSTINGS_AT_ONCE = 1 << 20
_TERMS_AT_ONCE = 1 << 18  # of all sources


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
    parts = [part for source in sources if len(part := _Part(source))]
    if not parts:
        return
    if len({part.postings.shape for part in parts}) > 1:
        raise IndexVersionError(f"the field {field} has changed its type; mend with: saegin index --full")
    term_bytes, term_starts = _rank_terms(parts)
    file.write(f"{field}/term_bytes", term_bytes)
    file.write(f"{field}/term_starts", term_starts)
    doc_frequencies, payload_sizes = np.zeros((2, len(term_starts) - 1), np.int64)
    for part in parts:
        of_documents, of_payload = part.sizes(0, len(part))
        doc_frequencies[part.ranks] += of_documents
        payload_sizes[part.ranks] += of_payload
    file.write(f"{field}/starts", offsets32(doc_frequencies))
    if parts[0].postings.payload is not None:
        file.write(f"{field}/payload_starts", offsets32(payload_sizes))
    lengths = np.zeros(doc_count)
    _write_columns(file, field, parts, offsets(doc_frequencies), offsets(payload_sizes), lengths)
    if scorable:
        file.write(f"{field}/lengths", np.rint(lengths).astype(np.uint32))


def _rank_terms(parts: Sequence[_Part]) -> tuple[Array, Array]:
    """All terms of the parts (`term_bytes`, `term_starts`); tells every part the ranks of its own."""
    if len(parts) == 1 and parts[0].is_whole:
        postings = parts[0].postings
        parts[0].ranks = np.arange(len(postings), dtype=np.uint32)
        return postings.term_bytes, postings.term_starts
    joined: list[Array] = []
    sizes: list[Array] = []
    count = 0
    for part in parts:
        part.ranks = np.zeros(len(part), np.uint32)
    # Never all terms at once: at 100,000 documents they take some hundred megabytes.
    for spans_of_parts in _ranges_of_terms(parts):
        some = [part.terms(*span) for part, span in zip(parts, spans_of_parts, strict=True)]
        terms = sorted(set().union(*some))
        rank = dict(zip(terms, range(count, count + len(terms)), strict=True))
        for part, (first, last), own in zip(parts, spans_of_parts, some, strict=True):
            part.ranks[first:last] = np.fromiter(map(rank.__getitem__, own), np.uint32, len(own))
        term_bytes, term_starts = join_terms(terms)
        joined.append(term_bytes)
        sizes.append(np.diff(term_starts))
        count += len(terms)
    return np.concatenate(joined), offsets32(np.concatenate(sizes))


def _ranges_of_terms(parts: Sequence[_Part]) -> Iterator[list[tuple[int, int]]]:
    """Ranges of terms, as what each part has of them."""
    largest = max(parts, key=len)
    step = max(1, _TERMS_AT_ONCE // len(parts))
    firsts = [0] * len(parts)
    for place in range(step, len(largest), step):
        (term,) = largest.terms(place, place + 1)
        lasts = [part.first_at_or_after(term) for part in parts]
        yield list(zip(firsts, lasts, strict=True))
        firsts = lasts
    yield list(zip(firsts, map(len, parts), strict=True))


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
    firsts = distinct(np.searchsorted(starts, marks, side="right") - 1)
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
        terms = part.ranks[low:high].astype(np.int64) - first
        doc_frequencies, payload_sizes = part.sizes(low, high)
        places = following.places(terms, doc_frequencies)
        payload_places = following_payload.places(terms, payload_sizes)
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
        self.ranks = np.zeros(0, np.uint32)
        """Place of each of the terms among those of all parts; set when all are known."""
        self._kept: Array | None = None  # which terms survive; None: all
        if documents is not None and len(postings) and documents.min() < 0:
            live = documents[postings.docs] >= 0
            doc_frequencies = np.add.reduceat(live, postings.starts[:-1], dtype=np.int64)
            self._kept = np.flatnonzero(doc_frequencies)
            self._doc_frequencies = doc_frequencies[self._kept]
            if postings.payload is not None:
                counts = live * postings.counts_between(0, len(live))
                self._payload_sizes = np.add.reduceat(counts, postings.starts[:-1], dtype=np.int64)[self._kept]

    def __len__(self) -> int:
        return len(self.postings) if self._kept is None else len(self._kept)

    @property
    def is_whole(self) -> bool:
        """Whether every term survives."""
        return self._kept is None or len(self._kept) == len(self.postings)

    def sizes(self, first: int, last: int) -> tuple[Array, Array]:
        """In how many documents each of the terms `first:last` stands, and the size of its payload; int64."""
        starts, payload_starts = self.postings.starts, self.postings.payload_starts
        if self._kept is None:
            doc_frequencies: Array = np.diff(starts[first : last + 1].astype(np.int64))
            if payload_starts is None:
                return doc_frequencies, np.zeros(last - first, np.int64)
            return doc_frequencies, np.diff(payload_starts[first : last + 1].astype(np.int64))
        payload_sizes = np.zeros(last - first, np.int64) if payload_starts is None else self._payload_sizes[first:last]
        return self._doc_frequencies[first:last], payload_sizes

    def terms(self, first: int, last: int) -> list[bytes]:
        """Surviving terms, ascending."""
        postings = self.postings
        if self._kept is not None:
            return [postings.term(index) for index in self._kept[first:last].tolist()]
        starts = postings.term_starts[first : last + 1].tolist()
        text = postings.term_bytes[starts[0] : starts[-1]].tobytes()
        return [text[start - starts[0] : end - starts[0]] for start, end in pairwise(starts)]

    def first_at_or_after(self, term: bytes) -> int:
        """The first surviving term that is not less."""
        index = self.postings.first_at_or_after(term)
        return index if self._kept is None else int(np.searchsorted(self._kept, index))

    def columns(self, first: int, last: int) -> dict[str, Array]:
        """The surviving postings of the terms `first:last`, renumbered, by the names of the arrays."""
        postings = self.postings
        begin, end = (first, last) if self._kept is None else (int(self._kept[first]), int(self._kept[last - 1]) + 1)
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
