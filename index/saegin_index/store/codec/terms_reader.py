"""Whoosh's view of the arrays: its terms reader, cursor and matcher."""

# Much of Whoosh is without annotations.
# mypy: allow-untyped-calls

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from whoosh.codec import base
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint
from whoosh.util.numeric import byte_to_length, length_to_byte

from saegin_index.store.codec.postings import Postings

_Term = tuple[str, bytes]


class ArrayTermsReader(base.TermsReader):
    """Terms and postings of one segment."""

    def __init__(self, fields: Mapping[str, Postings]) -> None:
        self.fields = dict(sorted(fields.items()))

    def __contains__(self, term: _Term) -> bool:
        field, text = term
        return field in self.fields and self.fields[field].find(text) >= 0

    def indexed_field_names(self) -> Iterator[str]:
        return iter(self.fields)

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:
        if fieldname not in self.fields:
            return base.EmptyCursor()
        return ArrayCursor(self.fields[fieldname], fieldobj)

    def terms(self) -> Iterator[_Term]:
        return ((field, term) for field, postings in self.fields.items() for term in postings.terms())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[_Term]:
        """Terms of the field from `prefix` on, then those of the fields after it."""
        for field, postings in self.fields.items():
            if field >= fieldname:
                first = postings.first_at_or_after(prefix) if field == fieldname else 0
                for index in range(first, len(postings)):
                    yield field, postings.term(index)

    def items(self) -> Iterator[tuple[_Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[_Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return term_info(*self._find(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        if (fieldname, text) not in self:
            return 0.0
        postings, index = self._find(fieldname, text)
        return float(postings.weights_between(*postings.span(index)).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        if (fieldname, text) not in self:
            return 0
        postings, index = self._find(fieldname, text)
        start, end = postings.span(index)
        return end - start

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        return ArrayMatcher(*self._find(fieldname, text), format_, (fieldname, text), scorer)

    def close(self) -> None:
        """Lets go of the arrays; the file is unmapped when nobody else holds any."""
        self.fields = {}

    def _find(self, field: str, term: bytes) -> tuple[Postings, int]:
        postings = self.fields.get(field)
        index = -1 if postings is None else postings.find(term)
        if postings is None or index < 0:
            raise TermNotFound(f"No term {field}:{term!r}")
        return postings, index


def term_info(postings: Postings, index: int) -> TermInfo:
    """Whoosh's statistics of a term, lengths as exact as its own one-byte ones."""
    start, end = postings.span(index)
    docs, weights = postings.docs[start:end], postings.weights_between(start, end)
    shortest, longest = 1, 0
    if postings.lengths is not None:
        lengths = postings.lengths[docs]
        longest = byte_to_length(length_to_byte(int(lengths.max())))
        # Boosted weights add up to more than the number of terms, so elsewhere the only sure bound is 1.
        if postings.weights is None:
            shortest = byte_to_length(length_to_byte(int(lengths.min())))
    total, heaviest = float(weights.sum()), float(weights.max())
    return TermInfo(total, end - start, shortest, longest, heaviest, int(docs[0]), int(docs[-1]))


class ArrayCursor(base.FieldCursor):
    """Walks the terms of a field."""

    def __init__(self, postings: Postings, field: Any) -> None:
        self._postings = postings
        self._field = field
        self._index = 0

    def first(self) -> Any:
        self._index = 0
        return self.text()

    def find(self, string: Any) -> Any:
        term = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._index = self._postings.first_at_or_after(term)
        return self.text()

    def next(self) -> Any:
        self._index += 1
        return self.text()

    def text(self) -> Any:
        return self._field.from_bytes(self._postings.term(self._index)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return term_info(self._postings, self._index) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._index < len(self._postings)


class ArrayMatcher(LeafMatcher):
    """The postings of a term, one after the other. To Whoosh they are a single block."""

    def __init__(self, postings: Postings, index: int, format_: Any, term: _Term, scorer: Any) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._postings = postings
        self._index = index
        start, end = postings.span(index)
        self._ids = postings.docs[start:end].tolist()
        self._weights = postings.weights_between(start, end).tolist()
        self._i = 0

    @cached_property
    def _payload(self) -> tuple[list[int], Any]:
        starts, payload = self._postings.payload_of(self._index)
        return starts.tolist(), payload

    @cached_property
    def _info(self) -> TermInfo:
        return term_info(self._postings, self._index)

    def is_active(self) -> bool:
        return self._i < len(self._ids)

    def reset(self) -> None:
        self._i = 0

    def copy(self) -> ArrayMatcher:
        twin = object.__new__(ArrayMatcher)
        twin.__dict__.update(self.__dict__)
        return twin

    def id(self) -> int:
        return int(self._ids[self._i])

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids[self._i :])

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def weight(self) -> float:
        return float(self._weights[self._i])

    def value(self) -> bytes:
        if self._postings.weights is None and self._postings.payload is None:
            return bytes(pack_uint(self._weights[self._i]))
        starts, payload = self._payload
        piece = payload[starts[self._i] : starts[self._i + 1]]
        return bytes(piece.tobytes() if self._postings.weights is not None else self.format.encode(piece.tolist()))

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self._postings.weights is None and self._postings.payload is not None:
            starts, payload = self._payload
            return payload[starts[self._i] : starts[self._i + 1]].tolist()
        return self.format.decoder(astype)(self.value())

    def next(self) -> Any:
        """Moves on; whether that was the end of the block."""
        self._i += 1
        return not self.is_active()

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect_left(self._ids, id, self._i)

    def skip_to_quality(self, minquality: float) -> int:
        if not self.is_active() or self.block_quality() > minquality:
            return 0
        self._i = len(self._ids)
        return 1

    def block_min_length(self) -> int:
        return int(self._info.min_length() or 0)

    def block_max_length(self) -> int:
        return int(self._info.max_length())

    def block_max_weight(self) -> float:
        return float(self._info.max_weight())
