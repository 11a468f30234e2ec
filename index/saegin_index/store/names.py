"""What posts are called by: their titles, their tags, the headings inside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from enum import IntEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from saegin_index.store.segments import OpenSegments


class Kind(IntEnum):
    """What kind of name."""

    TITLE = 0
    TAG = 1
    HEADING = 2


class Name(NamedTuple):
    """A name and the documents that bear it, ascending."""

    text: str
    kind: Kind
    documents: tuple[int, ...]


class Names(tuple[Name, ...]):
    """All names of an edition: titles and headings by document, then tags by spelling."""

    @cached_property
    def lines(self) -> str:
        """All names, a line each, for regular expressions; `at` tells which one matched."""
        return "\n".join(name.text for name in self)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(name.text) + 1 for name in self))

    def at(self, place: int) -> tuple[Name, int]:
        """The name at a place in `lines`, and where it begins there."""
        number = bisect_left(self._ends, place + 1)
        return self[number], self._ends[number] - len(self[number].text) - 1


def read_names(segments: OpenSegments) -> Names:
    """The names of an edition, without those of deleted documents."""
    return Names(each_name(segments))


def each_name(segments: OpenSegments) -> Iterator[Name]:
    """The same, one after the other."""
    yield from _titles_and_headings(segments)
    yield from _tags(segments)


def _titles_and_headings(segments: OpenSegments) -> Iterator[Name]:
    for document, place, rows in segments.living():
        title, *headings = rows.names(place)
        yield Name(title, Kind.TITLE, (document,))
        for heading in dict.fromkeys(headings):
            yield Name(heading, Kind.HEADING, (document,))


def _tags(segments: OpenSegments) -> Iterator[Name]:
    documents: dict[str, list[int]] = {}
    for document, place, rows in segments.living():
        lines = (" ".join(tag.splitlines()) for tag in rows.tags_of(place))
        for tag in filter(None, dict.fromkeys(lines)):
            documents.setdefault(tag, []).append(document)
    return (Name(tag, Kind.TAG, tuple(documents[tag])) for tag in sorted(documents))
