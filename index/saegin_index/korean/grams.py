"""Two views of a text that need no dictionary, to find what morphemes miss.

Analysis by morphemes drops a part of one eojeol in twelve (어플, 로깅); bigrams of the raw eojeols find all of them,
and eojeols cut off their josa by spelling alone keep names and new words whole.
"""

from __future__ import annotations

import re

from saegin_index.korean.josa import strip_josa
from saegin_index.korean.normalization import normalize

_HANGUL_RUN = re.compile("[가-힣一-龥]+")
_WORD = re.compile(r"[^\W_]+")


def bigrams(text: str) -> list[str]:
    """Each pair of neighbouring syllables within each run of Hangul or Hanja; a run of one, as it is."""
    return [gram for run in _HANGUL_RUN.findall(normalize(text).text) for gram in run_bigrams(run)]


def run_bigrams(run: str) -> list[str]:
    """The bigrams of one run of syllables: 검색엔진 gives 검색, 색엔, 엔진."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def stems(text: str) -> list[str]:
    """Each word in lower case without its josa, judged by spelling."""
    return [strip_josa(word) for word in _WORD.findall(normalize(text).text.lower())]
