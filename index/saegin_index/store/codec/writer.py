"""The one way to write an array index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from saegin_index.errors import IndexVersionError
from saegin_index.store.codec.pool import ArrayPool
from saegin_index.store.codec.segment import ArrayCodec
from saegin_index.store.codec.terms_reader import ArrayTermsReader


class ArrayWriter(SegmentWriter):
    """Whoosh's SegmentWriter with postings in columns from `add_document` to the file.

    Merges are written by the writer's codec whoever wrote the segments, so an index must never be given Whoosh's own
    writer (`index.writer()`); readers and this writer refuse a segment that it made.
    """

    def __init__(self, index: Any, **options: Any) -> None:
        """`options`: those of SegmentWriter but `codec` and `limitmb`.

        Raises IndexVersionError when another codec wrote a segment, whoosh.index.LockError when there is a writer.
        """
        super().__init__(index, codec=ArrayCodec(), **options)
        self.pool = ArrayPool(self._tempstorage)
        try:
            for segment in self.segments:
                check_codec(segment)
        except IndexVersionError:
            self.cancel()
            raise

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Adds the postings of a reader whose documents have been added; `docmap` gives their new numbers."""
        doc_count = reader.doc_count_all()
        if docmap is None:
            documents = np.arange(startdoc, startdoc + doc_count)
        else:
            documents = np.full(doc_count, -1)
            documents[list(docmap)] = list(docmap.values())
        for leaf, base in reader.leaf_readers():
            fields = {name: postings for name, postings in array_terms(leaf).fields.items() if name in self.schema}
            self.pool.add_segment(fields, documents[base : base + leaf.doc_count_all()])


def array_terms(leaf: Any) -> ArrayTermsReader:
    """The terms reader of one segment's reader. Raises IndexVersionError when another codec wrote the segment."""
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
