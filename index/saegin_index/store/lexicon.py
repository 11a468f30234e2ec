"""The blog's words in one place, for understanding queries: which there are, how common, what they look and sound like.

Whatever a query might have meant must be a word of this blog, so every correction starts from here. The lexicon is
derived from an edition's postings and written with it (`lexicon_writer`); searches map it.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.hangul import to_jamo
from saegin_index.store.codec.arrayfile import ArrayFile, Folder, damaged
from saegin_index.store.codec.postings import distinct
from saegin_index.store.layout import LEXICON

Words = NDArray[np.int64]
"""Numbers of words."""

NAME, MORPHEME, LATIN = 1, 2, 4
"""Flags: the word is in a title, a tag or a heading; the analyzer made it (a noun, a stem), spelling did not; it has no
Hangul."""

_NO_WORDS = np.zeros(0, np.int64)


class Lexicon:
    """The words of one edition, numbered in the order of code points; a pair of words (`lets encrypt`) is one too."""

    def __init__(self, file: ArrayFile) -> None:
        arrays = file.arrays
        # Indexing a memoryview gives plain ints and slices several times faster than an array does.
        self._text, self._starts = arrays["text"].data, arrays["starts"].data
        self.frequencies: NDArray[np.uint16] | NDArray[np.uint32] = arrays["frequencies"]
        self.flags: NDArray[np.uint8] = arrays["flags"]
        self.lengths: NDArray[np.uint8] = arrays["lengths"]
        self.letters: NDArray[np.uint64] = arrays["letters"].view(np.uint64)
        self.sounds: NDArray[np.uint32] = arrays["sounds"]
        self.sounding: NDArray[np.uint32] = arrays["sounding"]
        # Pairs of words that sound alike, in both directions; ascending.
        self.paired: NDArray[np.uint32] = arrays["paired"]
        self.partners: NDArray[np.uint32] = arrays["partners"]
        self.mismatches: NDArray[np.float64] = arrays["mismatches"].view(np.float64)
        if self.partners.max(initial=0) >= max(len(self), 1):
            raise damaged(LEXICON, "it pairs words that it does not have")

    @classmethod
    def open(cls, folder: Folder) -> Lexicon:
        """Open an edition's lexicon; raises IndexDamagedError."""
        return cls(ArrayFile(folder, LEXICON))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @property
    def joined(self) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
        """All words in UTF-8, one after the other, and where each begins, and the end."""
        return np.asarray(self._text), np.asarray(self._starts)

    def words(self) -> list[str]:
        """All words, in order."""
        text, starts = bytes(self._text), list(self._starts)
        return [text[start:end].decode() for start, end in pairwise(starts)]

    def word(self, number: int) -> str:
        """A word by its number."""
        return self._bytes(number).decode()

    def find(self, word: str) -> int:
        """A word's number, -1 when the blog does not have it."""
        wanted = word.encode("utf-8", "surrogatepass")
        number = self._first_from(wanted)
        return number if number < len(self) and self._bytes(number) == wanted else -1

    def frequency(self, word: str) -> int:
        """In how many posts a word stands, 0 when in none."""
        number = self.find(word)
        return int(self.frequencies[number]) if number >= 0 else 0

    def between(self, first: str, last: str) -> range:
        """The words from `first` on and before `last`."""
        start, end = (self._first_from(word.encode("utf-8", "surrogatepass")) for word in (first, last))
        return range(start, max(start, end))

    def is_likely(self, words: Words) -> NDArray[np.bool_]:
        """Whether words are likely no typing mistakes themselves: named, or written more than once."""
        likely: NDArray[np.bool_] = self.lengths[words] > 0
        return likely

    def sounding_like(self, word: str) -> Words:
        """Words of the other script that share a sound key with a word."""
        from saegin_index.korean.transliteration import sound_keys  # here, as few queries ask for it

        found = [
            self.sounding[first:last]
            for key in map(sound_hash, sound_keys(word))
            for first, last in [np.searchsorted(self.sounds, [key, key + 1])]
        ]
        numbers = distinct(np.concatenate([_NO_WORDS, *found]).astype(np.int64))
        in_other_script: Words = numbers[(self.flags[numbers] & LATIN > 0) != word.isascii()]
        return in_other_script

    def paired_with(self, word: str) -> tuple[Words, NDArray[np.float64]]:
        """Words of the other script that a word sounds like, and the mismatch of each; of a pair, one word is likely.

        Words that the blog does not have are in no pair.
        """
        number = self.find(word)
        first, last = np.searchsorted(self.paired, np.array([number, number + 1], np.uint32)) if number >= 0 else (0, 0)
        return self.partners[first:last].astype(np.int64), self.mismatches[first:last]

    def spelt_like(self, word: str, edits: int) -> Words:
        """Words that may be at most `edits` letters (jamo, Latin) from a word: none is missing, some are too many.

        The letters of two words so near differ by at most two an edit. Comparing one number per word finds them in
        a pass over the whole vocabulary; deletion dictionaries (SymSpell) find them sooner but take ten times the room.
        """
        letters, length = spelling(word)
        near = np.abs(self.lengths.astype(np.int16) - length) <= edits
        candidates = np.flatnonzero(near)
        apart = np.bitwise_count(self.letters[candidates] ^ np.uint64(letters))
        found: Words = candidates[apart <= 2 * edits]
        return found

    def _bytes(self, number: int) -> bytes:
        return self._text[self._starts[number] : self._starts[number + 1]].tobytes()

    def _first_from(self, word: bytes) -> int:
        return bisect_left(range(len(self)), word, key=self._bytes)


def spelling(word: str) -> tuple[int, int]:
    """What is compared of a word's spelling: its letters as a set of bits, once and twice each, and their number."""
    letters = to_jamo(word.replace(" ", ""))
    once = twice = 0
    for letter in letters:
        bit = 1 << ord(letter) % 32
        twice |= once & bit
        once |= bit
    return once | twice << 32, min(len(letters), 255)


def sound_hash(key: str) -> int:
    """A sound key as it is stored."""
    return zlib.crc32(key.encode())
