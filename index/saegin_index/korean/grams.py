"""Two views of a text that need no dictionary, to find what morphemes miss.

Analysis by morphemes drops a part of one eojeol in twelve (어플, 로깅); bigrams of the raw eojeols find all of them,
and eojeols cut off their josa by spelling alone keep names and new words whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.josa import strip_josa
from saegin_index.korean.normalization import normalize

_HANGUL_RUN = re.compile("[가-힣一-龥]+")
_RANGES = (("가", "힣"), ("一", "龥"))  # the same; every character of them takes three bytes of UTF-8
_WORD = re.compile(r"[^\W_]+")
NO_SYLLABLE = "\0"


def bigrams(text: str) -> list[str]:
    """Each pair of neighbouring syllables within each run of Hangul or Hanja; a run of one, as it is."""
    return [gram for run in _HANGUL_RUN.findall(normalize(text).text) for gram in run_bigrams(run)]


def run_bigrams(run: str) -> list[str]:
    """The bigrams of one run of syllables: 검색엔진 gives 검색, 색엔, 엔진."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def bigram_codes(texts: Iterable[str]) -> list[NDArray[np.uint32]]:
    """The `bigrams` of each text as numbers in the order of their code points, one syllable before it and another."""
    lines = [normalize(text).text for text in texts]
    points = np.frombuffer("\n".join(lines).encode("utf-32-le"), np.uint32)
    inside = np.zeros(len(points) + 2, bool)
    for first, last in _RANGES:
        inside[1:-1] |= (points >= ord(first)) & (points <= ord(last))
    # A syllable begins a bigram when another follows it, and when it stands alone.
    begins = np.flatnonzero(inside[1:-1] & (inside[2:] | ~inside[:-2]))
    second = np.where(inside[begins + 2], np.append(points, 0)[begins + 1], 0)
    codes = (points[begins] << 16 | second).astype(np.uint32)
    ends = np.searchsorted(begins, list(accumulate(len(line) + 1 for line in lines))).tolist()
    return [codes[start:end] for start, end in pairwise([0, *ends])]


def bigram_bytes(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bigrams of codes in UTF-8, joined, and how many bytes each takes."""
    syllables = _syllables(codes)
    spelled = np.stack([0xE0 | syllables >> 12, 0x80 | syllables >> 6 & 0x3F, 0x80 | syllables & 0x3F], axis=-1)
    there = syllables > 0
    return spelled[there].astype(np.uint8).ravel(), 3 * there.sum(axis=1)


def padded_bigrams(codes: NDArray[np.uint32]) -> list[str]:
    """The bigrams of codes, two characters each: after a syllable alone stands `NO_SYLLABLE`."""
    joined = _syllables(codes).astype("<u4").tobytes().decode("utf-32-le")
    return [joined[place : place + 2] for place in range(0, len(joined), 2)]


def _syllables(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The code points of bigrams, a row each; 0 where there is no second one."""
    return np.column_stack([codes >> 16, codes & 0xFFFF])


def stems(text: str) -> list[str]:
    """Each word in lower case without its josa, judged by spelling."""
    return [strip_josa(word) for word in _WORD.findall(normalize(text).text.lower())]
