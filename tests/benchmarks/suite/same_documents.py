"""saegin's codec given what the peers are given, and no more: no lexicon, two fields and tags in one channel."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.suite.documents import Document
from whoosh import fields, index

from saegin_index.store.codec.documents import Row
from saegin_index.store.codec.fields import Terms, TermsField
from saegin_index.store.codec.writer import ArrayWriter
from saegin_index.store.values import _LEVEL


def build(documents: Iterable[Document], folder: Path) -> None:
    """Write an index into an empty folder."""
    text, tags = TermsField(positions=True), TermsField(positions=False)
    place = index.create_in(str(folder), fields.Schema(title=text, body=text, tags=tags))
    writer = ArrayWriter(place)
    for document in documents:
        stored = zlib.compress(f"{document.title}\n{document.body}".encode(), _LEVEL)
        title, body = _positioned(document.title), _positioned(document.body)
        writer.add_document(Row(stored, date=document.date), title=title, body=body, tags=Terms(document.tags.split()))
    writer.commit()
    place.close()


def _positioned(joined: str) -> Terms:
    terms = joined.split()
    return Terms(terms, array("I", range(len(terms))))
