"""BM25F's frequencies, as several threads ask for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import numpy as np

from saegin_search.frequencies import FieldWeight, Frequencies, Scores

THREADS, POSTS = 4, 100_000
WEIGHT = FieldWeight(1.0, 0.5)


def _index() -> Any:
    """Stands in for an index: so many posts that threads meet while one works them out, and lengths alone."""
    lengths = np.arange(POSTS) % 400.0
    postings = SimpleNamespace(lengths=lambda _: lengths, average_length=lambda _: float(lengths.mean()))
    return SimpleNamespace(size=POSTS, postings=postings)


def test_threads_that_ask_at_once_get_the_same() -> None:
    index = _index()
    right = Frequencies(index, [("body", WEIGHT)]).damper("body", WEIGHT)
    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(30):
            frequencies, at_once = Frequencies(index, [("body", WEIGHT)]), Barrier(THREADS)

            def asked(_: int, frequencies: Frequencies = frequencies, at_once: Barrier = at_once) -> Scores:
                at_once.wait()
                return frequencies.damper("body", WEIGHT).copy()

            assert all(np.array_equal(damper, right) for damper in threads.map(asked, range(THREADS)))
