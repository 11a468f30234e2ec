"""mecab-ko-dic as its files have it: every word with what it costs, and what it costs that two follow one another.

MeCab itself answers with the cheapest reading of a line alone. Whoever wants to read lines without MeCab, as the
browser does in an exported search, needs the figures behind its answers.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.tagger import dictionary_folder

_HEADER = struct.Struct("=10I32s")
_STATE = struct.Struct("=iI")  # base and check, of the double array
_ENTRY = struct.Struct("=HHHhII")  # left, right, part of speech, cost, place of the feature, unused


class Entry(NamedTuple):
    """A word of the dictionary: the numbers it has for the word before and the word after, its cost, its feature."""

    left: int
    right: int
    cost: int
    feature: str


class SystemDictionary:
    """The files of the compiled dictionary, mapped: only what is looked at is read."""

    def __init__(self) -> None:
        self._folder = dictionary_folder()
        with (self._folder / "sys.dic").open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        states, entries, _ = _HEADER.unpack_from(self._data)[6:9]
        self._states = states // _STATE.size
        self._entries = _HEADER.size + states
        self._features = self._entries + entries

    def find(self, word: str) -> list[Entry]:
        """The entries of a word as it is written; none when the dictionary does not have it."""
        here, _ = self._state(0)
        for byte in word.encode():
            base, check = self._state(here + byte + 1)
            if check != here:
                return []
            here = base
        value, check = self._state(here)
        if check != here or value >= 0:
            return []
        first, count = divmod(-value - 1, 256)
        return [self._entry(number) for number in range(first, first + count)]

    def words(self) -> list[str]:
        """All words, in the order of their UTF-8 bytes."""
        double_array = np.frombuffer(self._data, np.int32, 2 * self._states, _HEADER.size).astype(np.int64)
        base, check = double_array[::2], double_array[1::2]
        # No two states have the same base, so a state is found by the base that its followers check.
        states = np.flatnonzero((base > 0) & ((check > 0) | (np.arange(len(base)) == 0)))
        owner = np.zeros(int(base.max()) + 1, np.int64)
        owner[base[states]] = states
        ends = np.flatnonzero((check > 0) & (check == np.arange(len(check))) & (base < 0))
        columns = []
        state = owner[check[ends]]
        while state.any():
            columns.append(np.where(state > 0, state - check[state] - 1, 0).astype(np.uint8))
            state = np.where(state > 0, owner[check[state]], 0)
        rows = np.stack(columns[::-1], axis=1)
        return sorted(bytes(row).lstrip(b"\0").decode() for row in rows)

    def connections(self, rights: Sequence[int], lefts: Sequence[int]) -> NDArray[np.int64]:
        """What it costs that a word of each of `lefts` follows one of each of `rights`."""
        matrix = np.memmap(self._folder / "matrix.bin", "<i2", mode="r")
        size = int(matrix[:1].view("<u2")[0])
        return matrix[2:].reshape(-1, size)[np.ix_(lefts, rights)].T.astype(np.int64)

    @cached_property
    def endings(self) -> dict[int, tuple[int, int]]:
        """For a number towards the word after, those of the same kind of words that end in a vowel, in a consonant."""
        lines = (self._folder / "right-id.def").read_text("utf-8").splitlines()
        numbers = {name: int(number) for number, _, name in (line.partition(" ") for line in lines)}
        found = {}
        for name, number in numbers.items():
            tag, meaning, ending, rest = name.split(",", 3)
            names = [f"{tag},{meaning},{final},{rest}" for final in "FT"] if ending in "FT" else []
            open_number, closed_number = (numbers.get(name, number) for name in names or (name, name))
            found[number] = open_number, closed_number
        return found

    def _state(self, number: int) -> tuple[int, int]:
        return _STATE.unpack_from(self._data, _HEADER.size + number * _STATE.size) if number < self._states else (0, 0)

    def _entry(self, number: int) -> Entry:
        left, right, _, cost, feature, _ = _ENTRY.unpack_from(self._data, self._entries + number * _ENTRY.size)
        start = self._features + feature
        return Entry(left, right, cost, self._data[start : self._data.find(b"\0", start)].decode())
