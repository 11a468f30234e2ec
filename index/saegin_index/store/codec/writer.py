"""The one way to write an array index."""

# Much of Whoosh is without annotations.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from saegin_index.errors import IndexVersionError
from saegin_index.store.codec.documents import Row
from saegin_index.store.codec.pool import ArrayPool
from saegin_index.store.codec.segment import ArrayCodec, array_terms, check_codec, documents_of

_NO_ROW = Row()


class ArrayWriter(SegmentWriter):
    """Whoosh's SegmentWriter with postings in columns from `add_document` to the file.

    Whoosh's own writer (`index.writer()`) must never be given such an index: it would write segments of its
    own, or merge into them. Readers and this writer refuse those.
    """

    pool: Any
    perdocwriter: Any

    def __init__(self, index: Any, **options: Any) -> None:
        """`options`: those of SegmentWriter but `codec` and `limitmb`.

        Raises IndexVersionError when another codec wrote a segment, whoosh.index.LockError when the index is
        being written.
        """
        super().__init__(index, codec=ArrayCodec(), **options)
        self.pool = ArrayPool(self._tempstorage)
        try:
            for segment in self.segments:
                check_codec(segment)
        except IndexVersionError:
            self.cancel()
            raise

    def add_document(self, row: Row = _NO_ROW, **fields: Any) -> None:
        """As Whoosh's; `row` is kept beside the fields."""
        super().add_document(**fields)
        self.perdocwriter.documents.add(row)

    def write_per_doc(self, fieldnames: Any, reader: Any) -> Any:
        """As Whoosh's, called for each segment that is merged; the rows of its documents come along."""
        docmap = super().write_per_doc(fieldnames, reader)
        for leaf, _ in reader.leaf_readers():
            documents = documents_of(leaf)
            for document in leaf.all_doc_ids():
                self.perdocwriter.documents.add(documents.row(document))
        return docmap

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Adds the postings of a reader whose documents have been added; `docmap` gives their new numbers."""
        doc_count = reader.doc_count_all()
        if docmap is None:
            documents = np.arange(startdoc, startdoc + doc_count)
        else:
            documents = np.full(doc_count, -1)
            documents[list(docmap)] = list(docmap.values())
        for leaf, base in reader.leaf_readers():
            fields = array_terms(leaf).fields
            kept = {name: fields[name] for name in fields if name in self.schema}
            self.pool.add_segment(kept, documents[base : base + leaf.doc_count_all()])
