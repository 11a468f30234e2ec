"""Which segments an edition has, and what was deleted in them: all that a search needs of Whoosh's table of contents.

A small file, written anew with each edition; its first line is a checksum of the second, as a wrong number in it would
show in no other file.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from saegin_index.store import layout
from saegin_index.store.codec.arrayfile import Folder, damaged
from saegin_index.store.codec.documents import Documents, read_documents
from saegin_index.store.codec.postings import read_postings
from saegin_index.store.codec.reading import ArrayPostings, SegmentPostings


class Segment(NamedTuple):
    """A segment by the name that its files have, how many documents it has, and which of them are deleted."""

    name: str
    doc_count: int
    deleted: list[int]


class OpenSegments(NamedTuple):
    """The mapped segments of an edition; documents are numbered through them."""

    postings: ArrayPostings
    documents: list[Documents]

    def living(self) -> Iterator[tuple[int, int, Documents]]:
        """Every document that is not deleted: its number, its number in its segment, the segment's rows."""
        live = self.postings.live
        base = 0
        for rows in self.documents:
            places = range(len(rows)) if live is None else np.flatnonzero(live[base : base + len(rows)]).tolist()
            yield from ((base + place, place, rows) for place in places)
            base += len(rows)

    def rows(self, document: int) -> tuple[Documents, int]:
        """The rows of the segment that has a document, and its number there."""
        for rows in self.documents:
            if document < len(rows):
                return rows, document
            document -= len(rows)
        raise IndexError(document)


def write_segments(edition: Path, segments: Iterable[Segment]) -> None:
    """Keep the list of segments with an edition."""
    data = json.dumps(list(segments)).encode()
    (edition / layout.SEGMENTS).write_bytes(b"%08x\n%b\n" % (zlib.crc32(data), data))


def read_segments(edition: Path) -> list[Segment]:
    """The segments of an edition. Raises IndexDamagedError when the list is missing or not what was written."""
    try:
        checksum, data, _ = (edition / layout.SEGMENTS).read_bytes().split(b"\n")
        if int(checksum, 16) != zlib.crc32(data):
            raise ValueError("it has changed")
        return [Segment(*segment) for segment in json.loads(data)]
    except (OSError, ValueError, TypeError) as error:
        raise damaged(layout.SEGMENTS, str(error)) from error


def open_segments(edition: Path) -> OpenSegments:
    """Map the segments of an edition. Raises IndexDamagedError when a file of theirs is not what was written."""
    folder = Folder(edition)
    segments = read_segments(edition)
    postings = [
        SegmentPostings(read_postings(folder, name, doc_count), doc_count, deleted)
        for name, doc_count, deleted in segments
    ]
    try:
        joined = ArrayPostings(postings)
    except (IndexError, TypeError) as error:
        raise damaged(layout.SEGMENTS, str(error)) from error
    return OpenSegments(joined, [read_documents(folder, name, doc_count) for name, doc_count, _ in segments])
