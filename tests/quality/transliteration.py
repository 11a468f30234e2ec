"""Proposals of transliteration on a real blog, printed for reading: `python -m tests.quality.transliteration CONTENT`.

Every noun of the blog is paired with every Latin word of it that has a sound key in common and a mismatch within
tolerance. What share of them is right can only be read; what share of the list of loanwords the rules find without
the list is counted.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from saegin_index.config import load_config
from saegin_index.korean import latin, loanwords
from saegin_index.korean.hangul import is_syllable
from saegin_index.korean.normalization import normalize
from saegin_index.korean.tagger import Rows, Tagger, morpheme
from saegin_index.korean.transliteration import mismatch, sound_keys, tolerance
from saegin_index.posts.discover import find_posts
from saegin_index.posts.reader import read_post

_NOUNS = frozenset("NNG NNP UNKNOWN".split())
_PREDICATES = frozenset("VV VA VX VCP VCN MAG MAJ MM NP NR NNB NNBC XSV XSA".split())
_LATIN = re.compile("[a-z][a-z0-9]+")


@dataclass
class Vocabulary:
    """Nouns and Latin words of a blog, each with the numbers of the posts it is in."""

    nouns: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    latin: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Proposal:
    """A pair believed to be the same word: in how many posts each is, and both."""

    noun: str
    word: str
    cost: float
    nouns: int
    words: int
    together: int


def vocabulary(content: Path) -> Vocabulary:
    """The words of every post below `content`."""
    found = Vocabulary()
    tagger = Tagger()
    config = load_config(content, None, content)
    for number, file in enumerate(find_posts(config).files):
        post = read_post(file, config, file.absolute.read_bytes()).post
        if post is None:
            continue
        for line in normalize("\n".join([post.title, *post.tags, post.text])).text.split("\n"):
            for match in latin.WORD.finditer(line):
                for part in latin.parts(match.group()):
                    if _LATIN.fullmatch(part.term):
                        found.latin[part.term].add(number)
            for _, rows in tagger.eojeols(latin.stand_in(line)):
                for noun in _nouns(rows):
                    found.nouns[noun].add(number)
    return found


def proposals(words: Vocabulary, loosest: float) -> Iterator[Proposal]:
    """Pairs within tolerance, and within `loosest`."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for word in words.latin:
        for key in sound_keys(word):
            by_key[key].append(word)
    for noun, posts in words.nouns.items():
        for word in {word for key in sound_keys(noun) for word in by_key[key]}:
            cost = mismatch(noun, word, min(loosest, tolerance(noun, word)))
            if cost <= loosest:
                both = posts & words.latin[word]
                yield Proposal(noun, word, cost, len(posts), len(words.latin[word]), len(both))


def recall() -> tuple[int, int]:
    """How many pairs of the list the rules find, of how many."""
    pairs = list(loanwords.pairs())
    found = [
        (hangul, word)
        for hangul, word in pairs
        if sound_keys(hangul) & sound_keys(word) and mismatch(hangul, word, tolerance(hangul, word)) < 1
    ]
    return len(found), len(pairs)


def _nouns(rows: Rows) -> Iterator[str]:
    """Nouns of an eojeol one by one, and its whole head, as the dictionary cuts words it does not know to pieces."""
    run: list[tuple[str, str]] = []
    for piece in [*map(morpheme, rows), None]:
        tag = piece.analysis.tags[0] if piece else "S"
        if piece and len(piece.analysis.tags) == 1 and all(map(is_syllable, piece.surface)):
            run.append((piece.surface, tag))
            if tag in _NOUNS and len(piece.surface) > 1:
                yield piece.surface
        else:
            while run and (run[-1][1][0] in "JE" or run[-1] == ("들", "XSN")):
                run.pop()
            if len(run) > 1 and not _PREDICATES.intersection(tag for _, tag in run):
                yield "".join(surface for surface, _ in run)
            run = []


def main() -> None:
    """Print proposals, a sample of them each way, or their number."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("content", type=Path)
    options.add_argument("--limit", type=float, default=0.12, help="the highest mismatch shown")
    options.add_argument("--sample", type=int, default=100, help="how many to show; 0 for all")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    words = vocabulary(given.content)
    begun = time.perf_counter()
    found = sorted(proposals(words, given.limit), key=lambda pair: (pair.noun, pair.cost))
    seconds = time.perf_counter() - begun
    if given.sample and given.sample < len(found):
        shown = sorted(random.Random(given.seed).sample(range(len(found)), given.sample))
    else:
        shown = range(len(found))
    for pair in (found[number] for number in shown):
        print(f"{pair.cost:.3f} {pair.noun} {pair.word}  {pair.nouns}/{pair.words}, together {pair.together}")
    print(f"{len(words.nouns)} nouns, {len(words.latin)} Latin words, {len(found)} pairs in {seconds:.1f} s")
    print("found without the list: {} of {}".format(*recall()))


if __name__ == "__main__":
    main()
