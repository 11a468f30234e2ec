"""The blog's words in one place, for understanding queries: which there are, how common, what they look and sound like.

Whatever a query might have meant must be a word of this blog, so every correction starts from here. The lexicon is
derived from an edition's postings and written with it; searches map it.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.hangul import to_jamo
from saegin_index.korean.transliteration import sound_keys
from saegin_index.store.codec.arrayfile import ArrayFile, ArrayFileWriter
from saegin_index.store.codec.postings import offsets
from saegin_index.store.codec.reading import ArrayPostings
from saegin_index.store.document import PROSE_FIELDS, STEMS, TERM_FIELDS
from saegin_index.store.layout import LEXICON

Words = NDArray[np.int64]
"""Numbers of words."""

NAME, MORPHEME, LATIN = 1, 2, 4
"""Flags: the word is in a title, a tag or a heading; the analyzer made it (a noun, a stem), spelling did not; it has no
Hangul."""

_NO_WORDS = np.zeros(0, np.int64)
_NAMING_FIELDS = ("title", "tags", "headings")
_WORD = re.compile(r"[가-힣]{1,20}|[a-z\u00e0-\u024f][a-z0-9\u00e0-\u024f._+#-]{0,39}|[가-힣a-z0-9]{2,20}")
_PAIRED = re.compile(r"[가-힣]{2,}|[a-z]{2,}")
_MIXED = re.compile(r"\b[가-힣]+[a-z]+\b")
_APOSTROPHE = re.compile("['’]")
_SOUNDED = re.compile(r"[가-힣a-z]+( [가-힣a-z]+)?")
_LONGEST_SOUNDED = {True: 12, False: 24}  # letters of a Hangul word and of another


class Lexicon:
    """The words of one edition, numbered in the order of code points; a pair of words (`lets encrypt`) is one too."""

    def __init__(self, file: ArrayFile) -> None:
        arrays = file.arrays
        # Indexing a memoryview gives plain ints and slices several times faster than an array does.
        self._text, self._starts = arrays["text"].data, arrays["starts"].data
        self.frequencies: NDArray[np.uint32] = arrays["frequencies"]
        self.flags: NDArray[np.uint8] = arrays["flags"]
        self.lengths: NDArray[np.uint8] = arrays["lengths"]
        self.letters: NDArray[np.uint64] = arrays["letters"].view(np.uint64)
        self._sounds, self._sounding = arrays["sounds"], arrays["sounding"]

    @classmethod
    def open(cls, storage: Any) -> Lexicon:
        """Open an edition's lexicon, given its Whoosh storage; raises IndexDamagedError."""
        return cls(ArrayFile(storage, LEXICON))

    def __len__(self) -> int:
        return len(self._starts) - 1

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
        found = [
            self._sounding[first:last]
            for key in map(_hash, sound_keys(word))
            for first, last in [np.searchsorted(self._sounds, [key, key + 1])]
        ]
        numbers = np.unique(np.concatenate(found or [_NO_WORDS])).astype(np.int64)
        in_other_script: Words = numbers[(self.flags[numbers] & LATIN > 0) != word.isascii()]
        return in_other_script

    def spelt_like(self, word: str, edits: int) -> Words:
        """Words that may be at most `edits` letters (jamo, Latin) from a word: none is missing, some are too many.

        The letters of two words so near differ by at most two an edit. Comparing one number per word finds them in
        a pass over the whole vocabulary; deletion dictionaries (SymSpell) find them sooner but take ten times the room.
        """
        letters, length = _spelling(word)
        near = np.abs(self.lengths.astype(np.int16) - length) <= edits
        candidates = np.flatnonzero(near)
        apart = np.bitwise_count(self.letters[candidates] ^ np.uint64(letters))
        found: Words = candidates[apart <= 2 * edits]
        return found

    def _bytes(self, number: int) -> bytes:
        return self._text[self._starts[number] : self._starts[number + 1]].tobytes()

    def _first_from(self, word: bytes) -> int:
        return bisect_left(range(len(self)), word, key=self._bytes)


def write_lexicon(postings: ArrayPostings, names: Iterable[str], storage: Any) -> None:
    """Write the lexicon of an edition into its Whoosh storage. `names` are its titles, tags and headings."""
    entries = _entries(postings, names)
    words = sorted(entries)
    encoded = [word.encode() for word in words]
    spellings = [_spelling(word) if _is_worth_proposing(*entries[word]) else (0, 0) for word in words]
    sounds = _sounds(words)
    with ArrayFileWriter(storage.create_file(LEXICON), postings.doc_count_all) as file:
        file.write("text", np.frombuffer(b"".join(encoded), np.uint8))
        file.write("starts", offsets(np.fromiter(map(len, encoded), np.int64, len(words))).astype(np.uint32))
        file.write("frequencies", np.array([entries[word].frequency for word in words], np.uint32))
        file.write("flags", np.array([entries[word].flags for word in words], np.uint8))
        file.write("lengths", np.array([length for _, length in spellings], np.uint8))
        file.write("letters", np.array([letters for letters, _ in spellings], np.uint64).view(np.uint32))
        file.write("sounds", sounds[:, 0])
        file.write("sounding", sounds[:, 1])


class _Entry(NamedTuple):
    frequency: int
    flags: int


def _entries(postings: ArrayPostings, names: Iterable[str]) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    channels = [(field, field, MORPHEME) for field in TERM_FIELDS]
    channels += [(field, field + STEMS, 0) for field in PROSE_FIELDS]
    for field, channel, flags in channels:
        flags |= NAME if field in _NAMING_FIELDS else 0
        for word, frequency in zip(*_listed(postings, channel), strict=True):
            known = entries.get(word)
            if known is not None:
                entries[word] = _Entry(max(frequency, known.frequency), flags | known.flags)
            elif _WORD.fullmatch(word):
                entries[word] = _Entry(frequency, flags | LATIN * word.isascii())
    for name in names:
        for compound in _compounds(name):
            entries.setdefault(compound, _Entry(1, NAME | LATIN * compound.isascii()))
    return entries


def _listed(postings: ArrayPostings, channel: str) -> tuple[list[str], list[int]]:
    words, frequencies = postings.vocabulary(channel)
    return words, frequencies.tolist()


def _compounds(name: str) -> Iterator[str]:
    """What readers write as one word of a name: neighbours (한글 오토마타, lets encrypt), both scripts (우버x)."""
    name = _APOSTROPHE.sub("", name.lower())
    yield from _MIXED.findall(name)
    for one, other in pairwise(_PAIRED.findall(name)):
        if one.isascii() == other.isascii():
            yield f"{one} {other}"


def _is_worth_proposing(frequency: int, flags: int) -> bool:
    """Whether a word is likely no typing mistake itself."""
    return frequency > 1 or bool(flags & NAME)


def _spelling(word: str) -> tuple[int, int]:
    """What is compared of a word's spelling: its letters as a set of bits, once and twice each, and their number."""
    letters = to_jamo(word.replace(" ", ""))
    once = twice = 0
    for letter in letters:
        bit = 1 << ord(letter) % 32
        twice |= once & bit
        once |= bit
    return once | twice << 32, min(len(letters), 255)


def _sounds(words: Sequence[str]) -> NDArray[np.uint32]:
    """Pairs of sound key and word, ascending."""
    rows = [
        (_hash(key), number)
        for number, word in enumerate(words)
        if len(word) <= _LONGEST_SOUNDED[not word.isascii()] and _SOUNDED.fullmatch(word)
        for key in sound_keys(word)
    ]
    return np.array(sorted(rows), np.uint32).reshape(-1, 2)


def _hash(key: str) -> int:
    return zlib.crc32(key.encode())
