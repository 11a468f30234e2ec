"""The codec and its segments. Their module and names are in every index's table of contents: they stay."""

# Much of Whoosh is without annotations.
# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.compound import CompoundStorage

from saegin_index.errors import IndexVersionError
from saegin_index.store.codec.arrayfile import ArrayFile, ArrayFileWriter, damaged
from saegin_index.store.codec.postings import Postings, read_fields
from saegin_index.store.codec.terms_reader import ArrayTermsReader

ARRAYS_EXT = ".arrays"


class ArrayCodec(W3Codec):
    """Whoosh's own codec but for the postings; stored fields, columns, rounded lengths are as they were."""

    def __reduce__(self) -> tuple[type[ArrayCodec], tuple[()]]:
        return ArrayCodec, ()

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:  # noqa: ARG002
        return ArraySegment(self, indexname)

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        return ArrayFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        return ArrayTermsReader(read_segment(storage, segment))


class ArraySegment(W3Segment):
    """A segment with its arrays beside the compound file: Whoosh would copy them out of it, not map them."""

    def create_compound_file(self, storage: Any) -> None:
        names = [name for name in self.list_files(storage) if not name.endswith(ARRAYS_EXT)]
        CompoundStorage.assemble(self.create_file(storage, self.COMPOUND_EXT), storage, names)
        for name in names:
            storage.delete_file(name)
        self.compound = True


class ArrayFieldWriter:
    """Writes the array file of a segment from what an `ArrayPool` holds."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self._storage = storage
        self._segment = segment
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        """`lengths`: the reader of the segment's documents; `items`: fields with their sources."""
        # Here, as whoever only reads needs none of it.
        from saegin_index.store.codec.merging import write_merged

        doc_count = lengths.doc_count_all()
        with ArrayFileWriter(self._segment.create_file(self._storage, ARRAYS_EXT), doc_count) as file:
            for field, sources in items:
                write_merged(file, field, sources, doc_count, scorable=schema[field].scorable)

    def close(self) -> None:
        self.is_closed = True


def read_segment(storage: Any, segment: Any) -> dict[str, Postings]:
    """The fields of a segment, mapped. Raises IndexDamagedError when its file is not what was written."""
    name = segment.make_filename(ARRAYS_EXT)
    file = ArrayFile(storage, name)
    if file.doc_count != segment.doc_count_all():
        raise damaged(name, f"it is about {file.doc_count} documents instead of {segment.doc_count_all()}")
    return read_fields(file, name)


def array_terms(leaf: Any) -> ArrayTermsReader:
    """The terms of a segment's reader. Raises IndexVersionError when another codec wrote the segment."""
    check_codec(leaf.segment())
    terms = leaf._terms
    assert isinstance(terms, ArrayTermsReader)
    return terms


def check_codec(segment: Any) -> None:
    """Raises IndexVersionError when another codec wrote the segment."""
    if type(segment.codec()) is not ArrayCodec:
        raise IndexVersionError(
            f"segment {segment.segment_id()} was not written by saegin; mend with: saegin index --full"
        )
