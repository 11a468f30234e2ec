"""Which file holds what: the directories of an export, and where its long tables are cut into files.

A part of an export is a row of numbered files. Their names carry a hash of their content; a directory lists the hashes
page by page, and for a part that is looked up by word the first word of each file. Short directories travel in the
catalog, the pages of long ones are files themselves, so that a reader of a large blog loads but a few of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from saegin_search.static.columns import in_common, lines, sections

PAGE = 256  # files listed on one page
MOST_PAGES_INLINE = 4
_TYPICAL_RUN = 8  # words by which a file is longer than it has to be, on average


def cuts(words: Sequence[str], sizes: Sequence[int], least: int) -> list[int]:
    """Where to cut a table of words into files of `least` bytes and some more: the number of each file's first word.

    What the words are decides, not how many came before: a word more somewhere moves no cut but those beside it, and
    all other files stay as they were (content-defined chunking, Muthitacharoen et al. 2001).
    """
    starts, size = [0], 0
    for number, word in enumerate(words):
        if size >= least and zlib.crc32(word.encode("utf-8", "surrogatepass")) % _TYPICAL_RUN == 0:
            starts.append(number)
            size = 0
        size += sizes[number]
    return starts


def first_words(words: Sequence[str], starts: Sequence[int]) -> list[str]:
    """What the words of each file of a table begin after: as much of its first as tells it from the word before."""
    return ["", *(words[start][: in_common(words[start - 1], words[start]) + 1] for start in starts[1:])]


@dataclass(frozen=True, slots=True)
class Directory:
    """The files of a part: their hashes, and the first word of each if they are looked up by word."""

    hashes: Sequence[bytes]
    first_words: Sequence[str] | None = None

    def pages(self) -> list[bytes]:
        """Sections of each page: hashes joined, first words."""
        return [
            sections(
                b"".join(self.hashes[start : start + PAGE]),
                lines(self.first_words[start : start + PAGE] if self.first_words else []),
            )
            for start in range(0, len(self.hashes), PAGE)
        ]

    def first_words_of_pages(self) -> list[str]:
        """The first word of each page, to find the page of a word by."""
        return list(self.first_words[::PAGE]) if self.first_words else []
