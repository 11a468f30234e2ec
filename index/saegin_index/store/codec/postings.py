"""The posting lists of one field: flat arrays, sorted by term and then by document.

One shape serves everywhere: a run of documents being written (in memory or put aside), and a segment (mapped
from its file).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, reduce
from itertools import pairwise
from operator import or_
from typing import Any

import numpy as np

from saegin_index.store.codec.arrayfile import Array, ArrayFile, damaged

ARRAYS_EXT = ".arrays"

_WIDEST_COUNT = 255
_FEW = 32  # terms that are looked for without landmarks: a single search needs no more
_STRIDE = 16  # terms from one landmark to the next
_MOST_FOUND = 5000  # terms that are remembered, with where they are or that they are not there


def spans(starts: Array, sizes: Array) -> Array:
    """The indices start, start + 1, ... start + size - 1 of every pair, joined; int64."""
    ends = np.cumsum(sizes, dtype=np.int64)
    if not len(ends):
        return np.zeros(0, np.int64)
    return np.arange(ends[-1]) + np.repeat(starts - (ends - sizes), sizes)


def distinct(values: Array) -> Array:
    """The values there are, ascending: np.unique without the masked arrays that it loads to look out for them."""
    values = np.sort(values)
    return values[begins(values)]


def begins(*columns: Array) -> Array:
    """Where a row begins that differs from the one before; bool. Columns are of one length."""
    new = np.ones(len(columns[0]), bool)
    new[1:] = reduce(or_, (column[1:] != column[:-1] for column in columns))
    return new


def offsets(sizes: Array) -> Array:
    """Where parts of these sizes start when joined, and where the last ends: int64, one more than sizes."""
    result = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=result[1:])
    return result


def offsets32(sizes: Array) -> Array:
    """`offsets` as stored. Raises OverflowError beyond 2**32 elements: such a segment must be split."""
    result = offsets(sizes)
    if result[-1] >= 2**32:
        raise OverflowError("a segment holds at most 2**32 postings or positions of one field")
    return result.astype(np.uint32)


def split_counts(counts: Array) -> tuple[Array, Array, Array]:
    """Counts as one byte each, and the indices (int64) and full values of those that need more."""
    wide = np.flatnonzero(counts > _WIDEST_COUNT)
    return np.minimum(counts, _WIDEST_COUNT).astype(np.uint8), wide, counts[wide].astype(np.uint32)


class Postings:
    """Posting lists of one field.

    `starts[i]:starts[i + 1]` are the postings of term i. A posting has a document, a count of payload
    elements, and the payload itself: positions for a TermsField (so the count is the term frequency), the
    bytes of Whoosh's own encoding for every other field, which also has weights.

    One byte holds a count; the rare larger ones are listed apart (`wide_at`, `wide`), so that one long
    document does not widen the array.
    """

    def __init__(
        self,
        term_bytes: Array,
        term_starts: Array,
        starts: Array,
        docs: Array,
        counts: Array,
        wide_at: Array,
        wide: Array,
        weights: Array | None = None,
        payload: Array | None = None,
        payload_starts: Array | None = None,
        lengths: Array | None = None,
    ) -> None:
        """
        `term_bytes`: uint8, all terms joined; `term_starts`: uint32, one more than terms.
        `starts`: uint32, one more than terms. `docs`: uint16 or uint32, ascending within a term.
        `counts`: uint8 per posting; `wide_at`, `wide`: uint32, postings whose count is over 255, and the
        counts.
        `weights`: float32 per posting; None for a TermsField, whose weights are the counts.
        `payload`: uint8, uint16 or uint32, or None; `payload_starts`: uint32, one more than terms.
        `lengths`: uint32 per document, the sum of its weights; None for runs and fields that are not scored.
        """
        self.term_bytes, self.term_starts = term_bytes, term_starts
        self.starts, self.docs, self.counts = starts, docs, counts
        self.wide_at, self.wide = wide_at, wide
        self.weights = weights
        self.payload, self.payload_starts = payload, payload_starts
        self.lengths = lengths
        self._file: ArrayFile | None = None
        self._found: dict[bytes, int] = {}
        self._looked_for = 0
        self._counts_are_weights = weights is None and not len(wide_at)

    def arrays(self) -> dict[str, Array]:
        """The arrays by the names of the parameters, those that are there."""
        return {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}

    @property
    def shape(self) -> tuple[bool, bool]:
        """Whether there are weights, and payload: posting lists can be merged when they agree in both."""
        return self.weights is not None, self.payload is not None

    def release(self) -> None:
        """Gives back the memory of what was read from a mapped file; it stays readable."""
        if self._file is not None:
            self._file.release()

    # Terms

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview, memoryview]:
        # Indexing a memoryview gives plain ints and slices several times faster than an array does.
        return self.term_bytes.data, self.term_starts.data, self.starts.data

    def term(self, index: int) -> bytes:
        text, starts, _ = self._views
        return bytes(text[starts[index] : starts[index + 1]])

    def terms(self) -> list[bytes]:
        """All terms, ascending."""
        text = self.term_bytes.tobytes()
        return [text[start:end] for start, end in pairwise(self.term_starts.tolist())]

    def texts(self) -> list[str]:
        """All terms decoded, ascending by code point (which is the order of UTF-8 bytes too)."""
        # Decoding once and slicing by characters is several times faster than decoding every term.
        text = self.term_bytes.tobytes().decode()
        characters = offsets((self.term_bytes & 0xC0) != 0x80)
        return [text[start:end] for start, end in pairwise(characters[self.term_starts].tolist())]

    def first_at_or_after(self, term: bytes) -> int:
        """Index of the first term not less than `term`; `len(self)` when there is none."""
        return self._first_within(term, *self._near(term))

    def _first_within(self, term: bytes, first: int, last: int) -> int:
        text, starts, _ = self._views
        numbers = range(len(self))
        return bisect_left(numbers, term, first, last, key=lambda i: text[starts[i] : starts[i + 1]].tobytes())

    def _near(self, term: bytes) -> tuple[int, int]:
        """From which index to which a term can only be."""
        self._looked_for += 1
        if self._looked_for <= _FEW:
            return 0, len(self)
        first = max(bisect_right(self._landmarks, term) - 1, 0) * _STRIDE
        return first, min(first + _STRIDE, len(self))

    @cached_property
    def _landmarks(self) -> list[bytes]:
        """Some of the terms: to bisect a list is quick, and all others are near one of these."""
        return [self.term(index) for index in range(0, len(self), _STRIDE)]

    def find(self, term: bytes) -> int:
        """Index of a term, -1 when the field does not have it."""
        index = self._found.get(term)
        if index is None:
            index = self._find(term)
            if len(self._found) >= _MOST_FOUND:  # of terms that are absent there is no end
                self._found.clear()
            self._found[term] = index
        return index

    def _find(self, term: bytes) -> int:
        text, starts, _ = self._views
        first, last = self._near(term)
        if last - first > _STRIDE or not term:
            index = self._first_within(term, first, last)
            return index if index < len(self) and self.term(index) == term else -1
        # Several terms at once: most are in none of them.
        base = starts[first]
        joined = text[base : starts[last]].tobytes()
        place = joined.find(term)
        while place >= 0:
            index = bisect_right(starts, base + place, first, last) - 1
            if starts[index] == base + place and starts[index + 1] - starts[index] == len(term):
                return index
            place = joined.find(term, place + 1)
        return -1

    # Postings

    def list_of(self, term: bytes) -> tuple[Array, Array] | None:
        """Documents and weights of a term's postings; None when the field does not have it."""
        index = self.find(term)
        if index < 0:
            return None
        start, end = self.span(index)
        weights = self.counts[start:end] if self._counts_are_weights else self.weights_between(start, end)
        return self.docs[start:end], weights

    def span(self, index: int) -> tuple[int, int]:
        """First posting of a term, and the end."""
        starts = self._views[2]
        return starts[index], starts[index + 1]

    def counts_between(self, start: int, end: int) -> Array:
        """Counts of a range of postings: a view of uint8, or uint32 where one of them needs it."""
        counts = self.counts[start:end]
        if len(self.wide_at):
            wide_at = self.wide_at.data
            first, last = bisect_left(wide_at, start), bisect_left(wide_at, end)
            if first < last:
                counts = counts.astype(np.uint32)
                counts[self.wide_at[first:last] - start] = self.wide[first:last]
        return counts

    def weights_between(self, start: int, end: int) -> Array:
        """Weights of a range of postings: term frequencies for a TermsField, else float32."""
        return self.counts_between(start, end) if self.weights is None else self.weights[start:end]

    def payload_of(self, index: int) -> tuple[Array, Array]:
        """Offsets (int64, one more than postings) into the payload of a term, and that payload."""
        return offsets(self.counts_between(*self.span(index))), self.whole_payload_of(index)

    def whole_payload_of(self, index: int) -> Array:
        """The payload of a term."""
        assert self.payload is not None
        assert self.payload_starts is not None
        return self.payload[int(self.payload_starts[index]) : int(self.payload_starts[index + 1])]


def join_terms(terms: Sequence[bytes] | Sequence[str]) -> tuple[Array, Array]:
    """`term_bytes` and `term_starts` for sorted terms."""
    starts = offsets(np.fromiter(map(len, terms), np.int64, len(terms)))
    if terms and isinstance(terms[0], str):
        # As in `Postings.texts`: once for all is several times faster than term by term.
        joined = np.frombuffer("".join(terms).encode(), np.uint8)  # type: ignore[arg-type]
        characters = np.append(np.flatnonzero((joined & 0xC0) != 0x80), len(joined))
        return joined, characters[starts].astype(np.uint32)
    return np.frombuffer(b"".join(terms), np.uint8), starts.astype(np.uint32)  # type: ignore[arg-type]


def read_postings(storage: Any, segment: str, doc_count: int) -> dict[str, Postings]:
    """The fields of a segment, mapped. Raises IndexDamagedError when its file is not what was written."""
    name = segment + ARRAYS_EXT
    file = ArrayFile(storage, name)
    check_doc_count(file, name, doc_count)
    return read_fields(file, name)


def check_doc_count(file: ArrayFile, name: str, doc_count: int) -> None:
    """Raises IndexDamagedError when a file is about another number of documents than its segment has."""
    if file.doc_count != doc_count:
        raise damaged(name, f"it is about {file.doc_count} documents instead of {doc_count}")


def read_fields(file: ArrayFile, name: str) -> dict[str, Postings]:
    """The fields of an array file. Raises IndexDamagedError when its arrays do not fit together."""
    fields: dict[str, dict[str, Array]] = {}
    for key, array in file.arrays.items():
        field, _, part = key.rpartition("/")
        fields.setdefault(field, {})[part] = array
    try:
        result = {field: Postings(**arrays) for field, arrays in fields.items()}
    except TypeError as error:
        raise damaged(name, str(error)) from error
    for field, postings in result.items():
        if not _consistent(postings, file.doc_count):
            raise damaged(name, f"the arrays of {field} do not fit together")
        postings._file = file
    return result


def _consistent(postings: Postings, doc_count: int) -> bool:
    ends = [
        (postings.term_starts, len(postings.term_bytes)),
        (postings.starts, len(postings.docs)),
        (postings.payload_starts, 0 if postings.payload is None else len(postings.payload)),
    ]
    sizes = [
        (postings.counts, len(postings.docs)),
        (postings.weights, len(postings.docs)),
        (postings.wide, len(postings.wide_at)),
        (postings.lengths, doc_count),
    ]
    # A field always has a term; runs have no lengths, and say that they are about no documents.
    return (
        len(postings) > 0
        and all(array is None or len(array) == size for array, size in sizes)
        and all(array is None or (len(array) == len(postings.starts) and array[-1] == end) for array, end in ends)
    )
