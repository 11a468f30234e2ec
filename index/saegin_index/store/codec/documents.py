"""What a segment keeps of its documents beside their postings: a row each, in one mapped file.

A row holds two packed pieces (the post as it is shown, where its terms stand), which are read for the few documents
that are shown, and what is looked at for all of them: date, tags, names.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from saegin_index.korean.normalization import fold
from saegin_index.store.codec.arrayfile import Array, ArrayFile, ArrayFileWriter, damaged
from saegin_index.store.codec.postings import check_doc_count, offsets32

DOCUMENTS_EXT = ".documents"
NO_DATE = -(2**62)
"""The date of a document that states none. Sorts as the oldest."""

_SEPARATOR = "\x1f"
"""Between strings in one array."""


class Row(NamedTuple):
    """What is kept of a document: two packed pieces, seconds since 1970 by the wall clock, tags and names (lines)."""

    post: bytes = b""
    occurrences: bytes = b""
    date: int = NO_DATE
    tags: Sequence[str] = ()
    names: Sequence[str] = ()


class DocumentsWriter:
    """Writes the rows of a segment as they come; the packed pieces, which are most of it, straight into the file."""

    def __init__(self, file: Any) -> None:
        """`file`: as ArrayFileWriter takes it."""
        self._file = ArrayFileWriter(file, doc_count=0)
        self._pieces = self._file.begin("pieces", np.uint8)
        self._sizes, self._dates = array("I"), array("q")
        self._names = bytearray()
        self._name_sizes, self._tag_counts, self._tags = array("I"), array("I"), array("I")
        self._numbers: dict[str, int] = {}
        self._is_closed = False

    def add(self, row: Row) -> None:
        """Add the next document's row."""
        for piece in (row.post, row.occurrences):
            self._pieces.append(np.frombuffer(piece, np.uint8))
            self._sizes.append(len(piece))
        self._dates.append(row.date)
        names = _joined(row.names)
        self._names += names
        self._name_sizes.append(len(names))
        self._tag_counts.append(len(row.tags))
        self._tags.extend(self._numbers.setdefault(tag, len(self._numbers)) for tag in row.tags)

    def close(self) -> None:
        """Finish the file."""
        if self._is_closed:
            return
        self._is_closed = True
        with self._file as file:
            file.doc_count = len(self._dates)
            file.end("pieces", self._pieces)
            file.write("piece_starts", _starts(self._sizes))
            file.write("dates", np.frombuffer(self._dates, np.int64))
            file.write("names", np.frombuffer(self._names, np.uint8))
            file.write("name_starts", _starts(self._name_sizes))
            file.write("tags", np.frombuffer(self._tags, np.uint32))
            file.write("tag_starts", _starts(self._tag_counts))
            file.write("spellings", np.frombuffer(_joined(self._numbers), np.uint8))
            file.write("folded", np.frombuffer(_joined(map(fold, self._numbers)), np.uint8))


class Documents:
    """The rows of a segment, mapped."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        """Raises IndexDamagedError when the arrays of the file do not fit together."""
        arrays = file.arrays
        try:
            self.dates: Array = arrays["dates"]
            """int64, see `Row`."""
            self.tags: Array = arrays["tags"]
            """Numbers of spellings (uint32): of document i, those from `tag_starts[i]` to `tag_starts[i + 1]`."""
            self.tag_starts: Array = arrays["tag_starts"]
            self._pieces, self._starts = arrays["pieces"].data, arrays["piece_starts"].data
            self._names, self._name_starts = arrays["names"].data, arrays["name_starts"].data
            self._spellings, self._folded = arrays["spellings"].data, arrays["folded"].data
        except KeyError as error:
            raise damaged(name, f"it has no {error}") from error
        count = len(self.dates)
        sizes = ((self.tag_starts, self.tags), (self._name_starts, self._names))
        if (
            count != file.doc_count
            or any(len(starts) != count + 1 or starts[-1] != len(flat) for starts, flat in sizes)
            or len(self._starts) != 2 * count + 1
            or self._starts[-1] != len(self._pieces)
        ):
            raise damaged(name, "its arrays do not fit together")

    def __len__(self) -> int:
        return len(self.dates)

    def post(self, document: int) -> memoryview:
        """The first packed piece of a document."""
        return self._piece(2 * document)

    def occurrences(self, document: int) -> memoryview:
        """The second one."""
        return self._piece(2 * document + 1)

    def names(self, document: int) -> list[str]:
        """The names of a document."""
        return _split(self._names[self._name_starts[document] : self._name_starts[document + 1]])

    @cached_property
    def spellings(self) -> list[str]:
        """The tags as they are written, by number; distinct."""
        return _split(self._spellings)

    @property
    def folded(self) -> list[str]:
        """The same, as they are compared."""
        return _split(self._folded)

    def tags_of(self, document: int) -> list[str]:
        """The tags of a document, as they are written."""
        numbers = self.tags[self.tag_starts[document] : self.tag_starts[document + 1]].tolist()
        return [self.spellings[number] for number in numbers]

    def row(self, document: int) -> Row:
        """The row of a document, as it was given."""
        post, occurrences = bytes(self.post(document)), bytes(self.occurrences(document))
        date = int(self.dates[document])
        return Row(post, occurrences, date, self.tags_of(document), self.names(document))

    def _piece(self, number: int) -> memoryview:
        return self._pieces[self._starts[number] : self._starts[number + 1]]


def read_documents(storage: Any, segment: str, doc_count: int) -> Documents:
    """The rows of a segment, mapped. Raises IndexDamagedError when its file is not what was written."""
    name = segment + DOCUMENTS_EXT
    file = ArrayFile(storage, name)
    check_doc_count(file, name, doc_count)
    return Documents(file, name)


def _starts(sizes: array[int]) -> Array:
    return offsets32(np.frombuffer(sizes, np.uint32))


def _joined(texts: Any) -> bytes:
    # A separator after each: no text and one empty text differ.
    return "".join([text.replace(_SEPARATOR, " ") + _SEPARATOR for text in texts]).encode("utf-8", "surrogatepass")


def _split(joined: memoryview) -> list[str]:
    return str(joined, "utf-8", "surrogatepass").split(_SEPARATOR)[:-1]
