"""What a writer has been given and not written yet, in columns instead of Whoosh's tuples."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Protocol

import numpy as np

from saegin_index.korean.grams import bigram_bytes
from saegin_index.store.codec.arrayfile import Array, ArrayFile, ArrayFileWriter
from saegin_index.store.codec.fields import Bigrams, Terms
from saegin_index.store.codec.merging import Source
from saegin_index.store.codec.postings import (
    Postings,
    begins,
    distinct,
    join_terms,
    offsets32,
    read_fields,
    split_counts,
)

# Terms held in memory before they are sorted and put aside as a run; sorting takes about 50 bytes for each.
_RUN_TERMS = 1 << 20


class ArrayPool:
    """What Whoosh's PostingPool is to its writer; memory stays bounded by putting runs aside in files."""

    def __init__(self, storage: Any) -> None:
        """`storage`: a Whoosh storage for temporary files; whoever made it clears it."""
        self._storage = storage
        self._buffers: dict[str, _Buffer] = {}
        self._pending = 0
        self._sources: defaultdict[str, list[Source]] = defaultdict(list)
        self._run_names = (f"{number}.run" for number in count())

    def add(self, item: tuple[str, Any, int, float, Any]) -> None:
        """Takes (field, Terms, Bigrams or one term's bytes, document, weight, value); documents never go back.

        Raises ValueError for a boosted TermsField.
        """
        field, terms, document, weight, value = item
        buffer = self._buffers.get(field)
        if type(terms) is Terms:
            if weight != 1.0:
                raise ValueError(f"{field}: a TermsField has no boosts")
            if buffer is None:
                buffer = self._buffers[field] = _TermsBuffer(terms.positions is not None)
            buffer.add(document, terms)
            self._pending += len(terms.terms)
        elif type(terms) is Bigrams:
            if buffer is None:
                buffer = self._buffers[field] = _BigramsBuffer()
            buffer.add(document, terms)
            self._pending += len(terms.codes)
        else:
            if buffer is None:
                buffer = self._buffers[field] = _EncodedBuffer()
            buffer.add(document, (terms, weight, value))
            self._pending += 1
        if self._pending >= _RUN_TERMS:
            self._put_aside()

    def add_segment(self, fields: Mapping[str, Postings], documents: Array) -> None:
        """Takes fields of a segment; `documents`: int64, its new document numbers, -1 for deleted ones."""
        self._add_run(self._pack())
        for field, postings in fields.items():
            self._sources[field].append(Source(postings, documents))

    def iter_postings(self) -> Iterator[tuple[str, list[Source]]]:
        """Fields, ascending, with all that was added to them, in the order of documents."""
        self._add_run(self._pack())
        yield from sorted(self._sources.items())

    def cleanup(self) -> None:
        self._buffers.clear()
        self._sources.clear()

    def _pack(self) -> dict[str, Postings]:
        packed = {field: buffer.pack() for field, buffer in sorted(self._buffers.items())}
        self._buffers.clear()
        self._pending = 0
        return packed

    def _put_aside(self) -> None:
        name = next(self._run_names)
        with ArrayFileWriter(self._storage.create_file(name), doc_count=0) as file:
            for field, postings in self._pack().items():
                for part, array_ in postings.arrays().items():
                    file.write(f"{field}/{part}", array_)
        run = ArrayFile(self._storage, name)
        self._add_run(read_fields(run, name))
        run.release()  # a page of each array was looked at, and of a large blog there are many runs

    def _add_run(self, fields: Mapping[str, Postings]) -> None:
        for field, postings in fields.items():
            self._sources[field].append(Source(postings))


class _Buffer(Protocol):
    def add(self, document: int, item: Any) -> None: ...

    def pack(self) -> Postings: ...


class _TermsBuffer:
    """Whole documents of a TermsField."""

    def __init__(self, positions: bool) -> None:
        self._ids: defaultdict[str, int] = defaultdict(count().__next__)
        self._occurrences = array("I")
        self._positions = array("I") if positions else None
        self._docs = array("I")
        self._sizes = array("I")

    def add(self, document: int, item: Terms) -> None:
        self._occurrences.extend(map(self._ids.__getitem__, item.terms))
        self._docs.append(document)
        self._sizes.append(len(item.terms))
        if self._positions is not None and item.positions is not None:
            self._positions.extend(item.positions)

    def pack(self) -> Postings:
        terms, ranks, order = _by_term(self._ids, self._occurrences)
        docs = np.repeat(_numbers(self._docs), _numbers(self._sizes))[order]
        at = np.flatnonzero(begins(ranks, docs))
        counts = np.diff(at, append=len(order))
        positions = position_starts = None
        if self._positions is not None:
            positions = _numbers(self._positions)
            positions = positions.astype(np.uint16 if positions.max() < 1 << 16 else np.uint32)[order]
            position_starts = offsets32(np.bincount(ranks, minlength=len(terms)))
        return _postings(join_terms(terms), ranks[at], docs[at], counts, None, positions, position_starts)


class _BigramsBuffer:
    """Whole documents of a TermsField that has bigrams."""

    def __init__(self) -> None:
        self._codes: list[Array] = []
        self._docs = array("I")
        self._sizes = array("I")

    def add(self, document: int, item: Bigrams) -> None:
        self._codes.append(item.codes)
        self._docs.append(document)
        self._sizes.append(len(item.codes))

    def pack(self) -> Postings:
        docs = np.repeat(_numbers(self._docs), _numbers(self._sizes))
        keys = np.concatenate(self._codes).astype(np.uint64) << 32 | docs
        keys.sort()
        codes, docs = (keys >> 32).astype(np.uint32), keys.astype(np.uint32)
        at = np.flatnonzero(begins(codes, docs))
        counts = np.diff(at, append=len(keys))
        codes = codes[at]
        terms = distinct(codes)
        term_bytes, sizes = bigram_bytes(terms)
        joined = term_bytes, offsets32(sizes)
        return _postings(joined, np.searchsorted(terms, codes), docs[at], counts, None, None, None)


class _EncodedBuffer:
    """Single postings of an ordinary Whoosh field, with the values as Whoosh encoded them."""

    def __init__(self) -> None:
        self._ids: defaultdict[bytes, int] = defaultdict(count().__next__)
        self._occurrences = array("I")
        self._docs = array("I")
        self._weights = array("f")
        self._values: list[bytes] = []

    def add(self, document: int, item: tuple[bytes, float, bytes | None]) -> None:
        term, weight, value = item
        self._occurrences.append(self._ids[term])
        self._docs.append(document)
        self._weights.append(weight)
        self._values.append(value or b"")

    def pack(self) -> Postings:
        terms, ranks, order = _by_term(self._ids, self._occurrences)
        values = [self._values[index] for index in order.tolist()]
        sizes = np.fromiter(map(len, values), np.int64, len(values))
        size_of_terms = np.bincount(ranks, sizes, len(terms)).astype(np.int64)
        return _postings(
            join_terms(terms),
            ranks,
            _numbers(self._docs)[order],
            sizes,
            np.frombuffer(self._weights, np.float32)[order],
            np.frombuffer(b"".join(values), np.uint8),
            offsets32(size_of_terms),
        )


def _numbers(values: array[int]) -> Array:
    return np.frombuffer(values, np.uint32)


def _by_term(ids: Mapping[Any, int], occurrences: array[int]) -> tuple[list[Any], Array, Array]:
    """Orders occurrences by term. `ids`: 0, 1, 2... for the terms, in the order in which they are kept.

    Returns the terms, ascending; ranks of the occurrences' terms, ascending; the occurrences in that order,
    stable. Both arrays are int64.
    """
    names = list(ids)
    ascending = sorted(range(len(names)), key=names.__getitem__)
    rank_of_id = np.empty(len(names), np.int64)
    rank_of_id[ascending] = np.arange(len(names))
    # One sort of plain numbers, rank above place: numpy does it several times faster than a stable argsort.
    keys = (rank_of_id[_numbers(occurrences)] << 32) | np.arange(len(occurrences))
    keys.sort()
    return [names[index] for index in ascending], keys >> 32, keys & 0xFFFFFFFF


def _postings(
    terms: tuple[Array, Array],
    ranks: Array,
    docs: Array,
    counts: Array,
    weights: Array | None,
    payload: Array | None,
    payload_starts: Array | None,
) -> Postings:
    term_bytes, term_starts = terms
    narrow, wide_at, wide = split_counts(counts)
    return Postings(
        term_bytes,
        term_starts,
        offsets32(np.bincount(ranks, minlength=len(term_starts) - 1)),
        docs,
        narrow,
        wide_at.astype(np.uint32),
        wide,
        weights,
        payload,
        payload_starts,
    )
