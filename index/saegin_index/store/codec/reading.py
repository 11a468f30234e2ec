"""Posting lists of a whole index as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from saegin_index.store.codec.arrayfile import Array
from saegin_index.store.codec.postings import Postings, offsets, spans

_NO_DOCS = np.zeros(0, np.uint32)
_NO_COUNTS = np.zeros(0, np.uint8)
_NO_NUMBERS = np.zeros(0, np.int64)


class FieldPostings(NamedTuple):
    """All posting lists of a text field, by term and then by document.

    Posting i is of term number `ranks[i]` (of `terms`, in the order of code points), in document `documents[i]`, where
    the term stands `counts[i]` times. `positions` has them one posting after the other, none for a field without.
    """

    terms: list[str]
    ranks: Array
    documents: Array
    counts: Array
    positions: Array


class PostingLists(NamedTuple):
    """Several posting lists: the number of each one's term, and of its field, among those asked for; documents (uint16
    where these suffice) and counts."""

    terms: list[int]
    fields: list[int]
    documents: list[Array]
    counts: list[Array]


class SegmentPostings(NamedTuple):
    """The fields of a segment, how many documents it has, deleted ones too, and the numbers of those."""

    fields: dict[str, Postings]
    doc_count: int
    deleted: Sequence[int] = ()


class ArrayPostings:
    """Posting lists over all segments of an index, without deleted documents, as if there were one segment.

    Documents are numbered through the segments, as by Whoosh. Every statistic is about the documents that are
    left, so that an index that was updated answers like one built anew. Arrays may be views of mapped files, which
    stay readable after the reader is closed: never write to them, and widen small ones (term frequencies are
    mostly uint8) before integer arithmetic. May be shared between threads.
    """

    def __init__(self, segments: Iterable[SegmentPostings]) -> None:
        segments = list(segments)
        self.doc_count_all: int = sum(segment.doc_count for segment in segments)
        self.live: Array | None = None
        """Which documents are not deleted: bool, one per document; None when none is deleted."""
        if any(segment.deleted for segment in segments):
            self.live = np.ones(self.doc_count_all, bool)
        self._segments: list[_Segment] = []
        base = 0
        for fields, doc_count, deleted in segments:
            live = None
            if self.live is not None and deleted:
                live = self.live[base : base + doc_count]
                live[list(deleted)] = False
            self._segments.append(_Segment(fields, base, live))
            base += doc_count
        self._by_field: dict[str, list[tuple[_Segment, Postings]]] = {}
        for each in self._segments:
            for field, postings in each.fields.items():
                self._by_field.setdefault(field, []).append((each, postings))

    @property
    def doc_count(self) -> int:
        """Number of documents that are not deleted."""
        return self.doc_count_all if self.live is None else int(self.live.sum())

    def term(self, field: str, text: str) -> tuple[Array, Array]:
        """Documents that have a term (ascending; uint32) and how often they do; both empty when there are
        none.

        How often is uint8, uint32 where one needs it; float32 weights for other fields than a TermsField.
        """
        term = text.encode()
        found = [part for segment in self._segments if (part := segment.term(field, term)) is not None]
        if len(found) == 1:
            return found[0]
        if not found:
            return _NO_DOCS, _NO_COUNTS
        docs, counts = zip(*found, strict=True)
        return np.concatenate(docs), np.concatenate(counts)

    def lists(self, wanted: Iterable[tuple[str, Sequence[str]]]) -> PostingLists:
        """Of terms, each in some fields, the posting lists that are not empty, in the order asked for.

        What `term` gives for each, but many at once: most are so short that asking is what takes the time. Those of
        several segments stay apart, one after the other.
        """
        found = PostingLists([], [], [], [])
        segments = self._by_field
        for number, (text, fields) in enumerate(wanted):
            term = text.encode()
            for place, field in enumerate(fields):
                for segment, postings in segments.get(field, ()):
                    if (postings_of_term := postings.list_of(term)) is not None:
                        documents, counts = segment.left(*postings_of_term)
                        if len(documents):
                            found.terms.append(number)
                            found.fields.append(place)
                            found.documents.append(documents)
                            found.counts.append(counts)
        return found

    def positions(self, field: str, text: str) -> tuple[Array, Array, Array]:
        """Documents that have a term (as `term` gives them), offsets, positions.

        The positions of `docs[i]` are `positions[offsets[i]:offsets[i + 1]]`, ascending; offsets are int64,
        positions uint16 or uint32. The field must be a TermsField that keeps positions.
        """
        term = text.encode()
        found = [part for segment in self._segments if (part := segment.positions(field, term)) is not None]
        if not found:
            return _NO_DOCS, np.zeros(1, np.int64), _NO_DOCS
        docs, counts, positions = zip(*found, strict=True)
        if len(found) == 1:
            return docs[0], offsets(counts[0]), positions[0]
        return np.concatenate(docs), offsets(np.concatenate(counts)), np.concatenate(positions)

    def whole(self, field: str) -> FieldPostings:
        """Everything a text field has, for what goes through all of it; arrays are int64 and copies."""
        found = [segment.whole(field) for segment in self._segments if field in segment.fields]
        if len(found) == 1:
            return found[0]
        terms = sorted(set().union(*(part.terms for part in found)))
        rank = {term: number for number, term in enumerate(terms)}
        ranks = [
            np.fromiter((rank[term] for term in part.terms), np.int64, len(part.terms))[part.ranks] for part in found
        ]
        joined = np.concatenate([_NO_NUMBERS, *ranks])
        documents, counts, positions = (
            (np.concatenate([_NO_NUMBERS, *parts]) for parts in zip(*(part[2:] for part in found), strict=True))
            if found
            else (_NO_NUMBERS,) * 3
        )
        # Segments follow one another by document.
        order = np.argsort(joined, kind="stable")
        if len(positions):
            positions = positions[spans(offsets(counts)[:-1][order], counts[order])]
        return FieldPostings(terms, joined[order], documents[order], counts[order], positions)

    def doc_frequency(self, field: str, text: str) -> int:
        """Number of documents that have a term."""
        return len(self.term(field, text)[0])

    def lengths(self, field: str) -> Array:
        """Number of terms in the field, per document: float64, `doc_count_all` long, exact."""
        result = np.zeros(self.doc_count_all)
        for segment in self._segments:
            postings = segment.fields.get(field)
            if postings is not None and postings.lengths is not None:
                result[segment.base : segment.base + len(postings.lengths)] = postings.lengths
        return result

    def average_length(self, field: str) -> float:
        """Number of terms in the field, on average over the documents that have some; 1 at least."""
        lengths = self.lengths(field)
        live = lengths if self.live is None else lengths[self.live]
        return max(float(live.sum()) / (np.count_nonzero(live) or 1), 1.0)

    def total_length(self, field: str) -> int:
        """Number of terms in the field over all documents."""
        lengths = self.lengths(field)
        return int(lengths.sum() if self.live is None else lengths[self.live].sum())

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """Terms of a text field that start with `prefix`, in the order of code points."""
        start = prefix.encode()
        found = [terms for segment in self._segments if (terms := segment.terms(field, start))]
        merged = found[0] if len(found) == 1 else sorted(set().union(*found))
        return (term.decode() for term in merged)

    def parts(self, field: str) -> list[tuple[Postings, Array]]:
        """A field of every segment that has it, and how many documents that are left have each term (int64)."""
        return [part for segment in self._segments if (part := segment.part(field)) is not None]

    def vocabulary(self, field: str) -> tuple[list[str], Array]:
        """All terms of a text field in the order of code points, and their document frequencies (int64)."""
        found = [segment.vocabulary(field) for segment in self._segments if field in segment.fields]
        if len(found) == 1:
            return found[0]
        terms = sorted(set().union(*(terms for terms, _ in found)))
        rank = {term: index for index, term in enumerate(terms)}
        total = np.zeros(len(terms), np.int64)
        for part, doc_frequencies in found:
            total[np.fromiter(map(rank.__getitem__, part), np.int64, len(part))] += doc_frequencies
        return terms, total


class _Segment:
    """One segment's fields, with where its documents start and which of them are left (None: all)."""

    def __init__(self, fields: dict[str, Postings], base: int, live: Array | None) -> None:
        self.fields = fields
        self.base = base
        self.live = live

    def term(self, field: str, term: bytes) -> tuple[Array, Array] | None:
        postings = self.fields.get(field)
        found = None if postings is None else postings.list_of(term)
        if found is None:
            return None
        docs, counts = self.left(*found)
        return docs.astype(np.uint32, copy=False), counts

    def left(self, docs: Array, counts: Array) -> tuple[Array, Array]:
        """Of a posting list, the documents that are left, numbered through all segments."""
        if self.live is not None:
            live = self.live[docs]
            docs, counts = docs[live], counts[live]
        return self._numbered(docs) if self.base else docs, counts

    def positions(self, field: str, term: bytes) -> tuple[Array, Array, Array] | None:
        postings = self.fields.get(field)
        index = -1 if postings is None else postings.find(term)
        if postings is None or index < 0:
            return None
        start, end = postings.span(index)
        docs, counts = postings.docs[start:end], postings.counts_between(start, end)
        positions = postings.whole_payload_of(index)
        if self.live is not None:
            live = self.live[docs]
            docs, counts, positions = docs[live], counts[live], positions[np.repeat(live, counts)]
        return self._numbered(docs), counts, positions

    def whole(self, field: str) -> FieldPostings:
        postings = self.fields[field]
        sizes: Array = np.diff(postings.starts.astype(np.int64))
        ranks = np.repeat(np.arange(len(postings)), sizes)
        documents = postings.docs.astype(np.int64)
        counts = postings.weights_between(0, len(documents)).astype(np.int64)
        positions = _NO_NUMBERS if postings.payload is None else postings.payload.astype(np.int64)
        terms = postings.texts()
        if self.live is not None:
            live = self.live[documents]
            positions = positions[np.repeat(live, counts)] if len(positions) else positions
            ranks, documents, counts = ranks[live], documents[live], counts[live]
            left, ranks = np.unique(ranks, return_inverse=True)
            terms = [terms[number] for number in left.tolist()]
        return FieldPostings(terms, ranks, documents + self.base, counts, positions)

    def _numbered(self, docs: Array) -> Array:
        docs = docs.astype(np.uint32, copy=False)
        return docs + np.uint32(self.base) if self.base else docs

    def terms(self, field: str, prefix: bytes) -> list[bytes]:
        postings = self.fields.get(field)
        if postings is None:
            return []
        first = postings.first_at_or_after(prefix)
        # 0xff is in no UTF-8, so this is after everything that starts with the prefix.
        last = postings.first_at_or_after(prefix + b"\xff")
        found = [postings.term(index) for index in range(first, last)]
        if self.live is not None:
            left = self._doc_frequencies(postings, first, last).tolist()
            found = [term for term, doc_frequency in zip(found, left, strict=True) if doc_frequency]
        return found

    def part(self, field: str) -> tuple[Postings, Array] | None:
        postings = self.fields.get(field)
        return None if postings is None else (postings, self._doc_frequencies(postings, 0, len(postings)))

    def vocabulary(self, field: str) -> tuple[list[str], Array]:
        postings = self.fields[field]
        terms, doc_frequencies = postings.texts(), self._doc_frequencies(postings, 0, len(postings))
        if self.live is not None:
            left = np.flatnonzero(doc_frequencies)
            terms, doc_frequencies = [terms[index] for index in left.tolist()], doc_frequencies[left]
        return terms, doc_frequencies

    def _doc_frequencies(self, postings: Postings, first: int, last: int) -> Array:
        """How many documents that are left have each of the terms `first:last`; int64."""
        starts = postings.starts[first : last + 1].astype(np.int64)
        if self.live is None or first == last:
            return np.diff(starts)
        live = self.live[postings.docs[starts[0] : starts[-1]]]
        return np.add.reduceat(live, starts[:-1] - starts[0], dtype=np.int64)
