"""What understanding a query costs: against the same query taken literally, over a large vocabulary, while typing.

    python -m tests.benchmarks.understanding INDEX [--words N]

Runs are interleaved; times are CPU, in milliseconds. The first round meets every word for the first time, the later
ones as a server does that has answered such queries before.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.quality.generated import Blog
from whoosh.filedb.filestore import RamStorage

from saegin_index.korean.hangul import JUNGSEONG, compose, is_syllable, to_choseong, to_jamo
from saegin_index.korean.keyboard import to_latin
from saegin_index.store.lexicon import Lexicon
from saegin_index.store.lexicon_writer import write_lexicon
from saegin_search import open_searcher
from saegin_search.understanding.typos import corrections

ROUNDS = 3


def milliseconds(work: Callable[[], Any]) -> float:
    """CPU time of doing something once."""
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


def spread(times: list[float]) -> str:
    """Median, 95th percentile and maximum."""
    ordered = sorted(times)
    return f"p50 {statistics.median(times):6.2f}  p95 {ordered[int(0.95 * len(times))]:6.2f}  max {ordered[-1]:6.2f}"


def against_literal(blog: Blog) -> None:
    """Ordinary queries, which need no correction, with and without understanding."""
    queries = list(blog.quotations(300))
    searcher = open_searcher(blog.index.index_dir)
    for _ in range(2):
        searcher.search("가", exact=True)
    for round_number in range(ROUNDS):
        literal: list[float] = []
        understood: list[float] = []
        for query in queries:
            literal.append(milliseconds(lambda: searcher.search(query, exact=True)))  # noqa: B023
            understood.append(milliseconds(lambda: searcher.search(query)))  # noqa: B023
        ratio = statistics.median(understood) / statistics.median(literal)
        print(f"round {round_number + 1}: literal {spread(literal)}  understood {spread(understood)}  p50 x{ratio:.2f}")


def corrected(blog: Blog) -> None:
    """Queries that are wrong in every way, each for the first time."""
    nouns = blog.nouns(60)
    kinds = {
        "keyboard": [to_latin(word) for word in nouns],
        "choseong": [to_choseong(word) for word in nouns if len(word) > 2],
        "typo": [compose(to_jamo(word)[:-2] + to_jamo(word)[-1]) for word in nouns],
        "half typed": [compose(to_jamo(word)[:-1]) for word in nouns],
    }
    for kind, queries in kinds.items():
        print(f"{kind:11} {spread([milliseconds(lambda: blog.searcher.search(query)) for query in queries])}")  # noqa: B023


def completing(blog: Blog) -> None:
    """Every stage of typing words; each prefix is new."""
    prefixes = {compose(to_jamo(word)[:keys]) for word in blog.nouns(60) for keys in range(1, len(to_jamo(word)) + 1)}
    times = [milliseconds(lambda: blog.searcher.suggest(prefix)) for prefix in sorted(prefixes)]  # noqa: B023
    print(f"{'suggest':11} {spread(times)}")


class _Words:
    """As much of a blog as looking for typing mistakes needs: a vocabulary of made-up words."""

    def __init__(self, size: int) -> None:
        chance = random.Random(5)
        syllables = [chr(chance.randrange(0xAC00, 0xD7A4)) for _ in range(900)]
        lengths = chance.choices([2, 3, 4, 5, 6], [40, 30, 20, 7, 3], k=2 * size)
        words = {"".join(chance.choices(syllables, k=length)) for length in lengths}
        self._words = sorted(words)[:size]
        storage = RamStorage()
        write_lexicon(self, (), storage)  # type: ignore[arg-type]
        self.lexicon = Lexicon.open(storage)

    def vocabulary(self, channel: str) -> tuple[list[str], Any]:
        import numpy as np

        words = self._words if channel == "body" else []
        return words, np.full(len(words), 2, np.int64)

    def in_dictionary(self, word: str) -> bool:
        return not word

    def is_noun(self, word: str) -> bool:
        return bool(word)

    def is_name(self, word: str) -> bool:
        return not word

    def mistyped(self, count: int) -> list[str]:
        """Words with one jamo replaced."""
        chance = random.Random(6)
        made = []
        while len(made) < count:
            jamo = list(to_jamo(chance.choice(self._words)))
            place = chance.randrange(len(jamo))
            jamo[place] = chance.choice("ㅏㅓㅗㅜㅡㅣ" if jamo[place] in JUNGSEONG else "ㄱㄴㄷㄹㅁㅂㅅㅇ")
            typed = compose(jamo)
            if all(map(is_syllable, typed)):
                made.append(typed)
        return made


def typos_among(size: int) -> None:
    """Looking for what a word was meant to be among a vocabulary of so many words."""
    words = _Words(size)
    times = [milliseconds(lambda: corrections(word, words)) for word in words.mistyped(300)]  # type: ignore[arg-type]  # noqa: B023
    print(f"typo among {len(words.lexicon):,} words: {spread(times)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("index", type=Path)
    options.add_argument("--words", type=int, default=100_000)
    given = options.parse_args()
    against_literal(Blog(given.index))
    corrected(Blog(given.index))
    completing(Blog(given.index))
    typos_among(given.words)


if __name__ == "__main__":
    main()
