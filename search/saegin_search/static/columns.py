"""Numbers and words as bytes that compress well: what an export's files are made of, read by `store/columns.js`.

A file is a row of sections, each one column of what it describes; columns of like values compress better than rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike


def varints(values: ArrayLike) -> bytes:
    """Whole numbers from 0 on, seven bits to a byte, the lowest first (LEB128)."""
    left = np.asarray(values, np.uint64)
    sizes = np.ones(len(left), np.int64)
    for shift in range(7, 64, 7):
        sizes += left >= np.uint64(1 << shift)
    places = np.cumsum(sizes) - sizes
    encoded = np.zeros(int(sizes.sum()), np.uint8)
    for step in range(int(sizes.max(initial=0))):
        more = sizes > step
        encoded[places[more] + step] = (left[more] & np.uint64(127)).astype(np.uint8) | (sizes[more] > step + 1) << 7
        left = left >> np.uint64(7)
    return encoded.tobytes()


def steps(ascending: ArrayLike) -> bytes:
    """Ascending whole numbers by their differences, the first by what it is."""
    return varints(np.diff(np.asarray(ascending, np.int64), prepend=0))


def lines(texts: Sequence[str]) -> bytes:
    """Texts, none with a line end in it."""
    return "\n".join(texts).encode("utf-8", "replace")


def words(sorted_words: Sequence[str]) -> tuple[bytes, bytes]:
    """Sorted words, each by how many characters it shares with the one before (one byte) and by the rest of it."""
    shared = [min(in_common(*pair), 255) for pair in pairwise(["", *sorted_words])]
    return bytes(shared), lines([word[count:] for word, count in zip(sorted_words, shared, strict=True)])


def in_common(one: str, other: str) -> int:
    """How many characters two words begin with alike."""
    for place, (letter, counterpart) in enumerate(zip(one, other, strict=False)):
        if letter != counterpart:
            return place
    return min(len(one), len(other))


def sections(*columns: bytes) -> bytes:
    """Columns as one file: how many, how long each, then all of them."""
    return varints([len(columns), *map(len, columns)]) + b"".join(columns)


def javascript_order(word: str) -> bytes:
    """A key that sorts as JavaScript compares strings: by UTF-16."""
    return word.encode("utf-16-be", "surrogatepass")
