"""The codec and its segments. Their module and names are in every index's table of contents: they stay."""

# Much of Whoosh is without annotations.
# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3PerDocWriter, W3Segment
from whoosh.filedb.compound import CompoundStorage

from saegin_index.errors import IndexVersionError
from saegin_index.store.codec.arrayfile import ArrayFileWriter
from saegin_index.store.codec.documents import DOCUMENTS_EXT, Documents, DocumentsWriter, read_documents
from saegin_index.store.codec.postings import ARRAYS_EXT, read_postings
from saegin_index.store.codec.reading import ArrayPostings, SegmentPostings
from saegin_index.store.codec.terms_reader import ArrayTermsReader


class ArrayCodec(W3Codec):
    """Whoosh's own codec but for the postings, and with a row per document beside Whoosh's own columns."""

    def __reduce__(self) -> tuple[type[ArrayCodec], tuple[()]]:
        return ArrayCodec, ()

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:  # noqa: ARG002
        return ArraySegment(self, indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> ArrayPerDocWriter:
        return ArrayPerDocWriter(self, storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> ArrayFieldWriter:
        return ArrayFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ArrayTermsReader:
        return ArrayTermsReader(read_postings(storage, segment.segment_id(), segment.doc_count_all()))


class ArraySegment(W3Segment):
    """A segment with its arrays beside the compound file: Whoosh would copy them out of it, not map them."""

    def create_compound_file(self, storage: Any) -> None:
        names = [name for name in self.list_files(storage) if not name.endswith((ARRAYS_EXT, DOCUMENTS_EXT))]
        CompoundStorage.assemble(self.create_file(storage, self.COMPOUND_EXT), storage, names)
        for name in names:
            storage.delete_file(name)
        self.compound = True


class ArrayPerDocWriter(W3PerDocWriter):
    """Whoosh's writer of what belongs to a document, and `documents`, which takes a row for each."""

    def __init__(self, codec: ArrayCodec, storage: Any, segment: ArraySegment) -> None:
        super().__init__(codec, storage, segment)
        self.documents = DocumentsWriter(self._create_file(DOCUMENTS_EXT))

    def close(self) -> None:
        super().close()
        self.documents.close()


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


def documents_of(leaf: Any) -> Documents:
    """The rows of a segment's reader."""
    segment = leaf.segment()
    return read_documents(leaf.storage(), segment.segment_id(), segment.doc_count_all())


def postings_of(reader: Any) -> ArrayPostings:
    """The posting lists of a Whoosh reader. Raises IndexVersionError when another codec wrote a segment."""
    return ArrayPostings(
        SegmentPostings(array_terms(leaf).fields, leaf.doc_count_all(), sorted(leaf.segment().deleted_docs()))
        for leaf, _ in reader.leaf_readers()
        if leaf.doc_count_all()
    )


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
