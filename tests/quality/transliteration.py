"""Proposals of transliteration on a real blog, printed for reading: `python -m tests.quality.transliteration CONTENT`.

Nouns of the blog are paired with its Latin words by either of two rules: as a query's word that the blog does not have
would be (`--rule absent`), or as pairs to be stored with an index, of words that it does have (`--rule known`). What
share of them is right can only be read. What share of the list of loanwords the rules find without it is counted.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from saegin_index.config import load_config
from saegin_index.korean import latin, loanwords
from saegin_index.korean.hangul import is_syllable
from saegin_index.korean.normalization import normalize
from saegin_index.korean.sound_rules import units
from saegin_index.korean.tagger import Rows, Tagger, morpheme
from saegin_index.korean.transliteration import mismatch, sound_keys, tolerance
from saegin_index.posts.discover import find_posts
from saegin_index.posts.reader import read_post

_NOUNS = frozenset("NNG NNP UNKNOWN".split())
_NO_NOUNS = frozenset("VV VA VX VCP VCN MAG MAJ MM NP NR NNB NNBC XSV XSA".split())
_LATIN = re.compile("[a-z][a-z0-9]+")
_SPELLED_OUT = re.compile(
    "(?:에이치|에이|비|브이|씨|시|디|이|에프|지|아이|제이|케이|엘|엠|엔|오|피|큐|알|에스|티|유|더블유|엑스|와이|투|쓰리)+"
)


@dataclass
class Vocabulary:
    """Nouns and Latin words of a blog, each with the numbers of the posts it is in, and how many posts there are."""

    nouns: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    latin: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    posts: int = 0


@dataclass(frozen=True)
class Pair:
    """Words believed to be the same: in how many posts each is, in how many both."""

    noun: str
    word: str
    cost: float
    with_noun: int
    with_word: int
    with_both: int


def vocabulary(content: Path) -> Vocabulary:
    """The words of every post below `content`."""
    found = Vocabulary()
    tagger = Tagger()
    config = load_config(content, None, content)
    for file in find_posts(config).files:
        post = read_post(file, config, file.absolute.read_bytes()).post
        if post is None:
            continue
        for line in normalize("\n".join([post.title, *post.tags, post.text])).text.split("\n"):
            for match in latin.WORD.finditer(line):
                for part in latin.parts(match.group()):
                    if _LATIN.fullmatch(part.term):
                        found.latin[part.term].add(found.posts)
            for _, rows in tagger.eojeols(latin.stand_in(line)):
                for noun in _nouns(rows):
                    found.nouns[noun].add(found.posts)
        found.posts += 1
    return found


def pairs(words: Vocabulary) -> Iterator[Pair]:
    """Every noun and Latin word with a key in common, within tolerance."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for word in words.latin:
        for key in sound_keys(word):
            by_key[key].append(word)
    for noun, posts in words.nouns.items():
        for word in sorted({word for key in sound_keys(noun) for word in by_key[key]}):
            cost = mismatch(noun, word, tolerance(noun, word))
            if cost < 1:
                both = posts & words.latin[word]
                yield Pair(noun, word, cost, len(posts), len(words.latin[word]), len(both))


def of_absent_words(found: list[Pair], way: str) -> list[Pair]:
    """For each word that would be typed, the best of the other script and what is nearly as good, two at most."""
    by_word: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        by_word[pair.noun if way == "hangul" else pair.word].append(pair)
    chosen = []
    for candidates in by_word.values():
        candidates.sort(key=lambda pair: (pair.cost, -(pair.with_word if way == "hangul" else pair.with_noun)))
        chosen += [pair for pair in candidates[:2] if pair.cost <= candidates[0].cost + 0.02]
    return chosen


def of_known_words(found: list[Pair], posts: int) -> list[Pair]:
    """Pairs to trust although both words are known: nearly the best for either, and long or seen together.

    Seen together means in a common post, and at least twice as often as by chance.
    """
    best: dict[str, float] = {}
    for pair in found:
        for word in (pair.noun, pair.word):
            best[word] = min(pair.cost, best.get(word, 1))
    chosen = []
    for pair in found:
        size = len(units(pair.noun))
        if pair.with_both * posts >= 2 * pair.with_noun * pair.with_word:
            limit = 0.05 if size > 3 else -1
        else:
            limit = 0.03 if size > 7 else 0.015 if size > 6 else -1
        if pair.cost <= min(limit, best[pair.noun] + 0.01, best[pair.word] + 0.01):
            chosen.append(pair)
    return chosen


def recall() -> tuple[int, int, int]:
    """How many pairs of the list the rules find; of how many that are no abbreviations, and of those alike by ear."""
    asked = [pair for pair in loanwords.pairs() if not (_SPELLED_OUT.fullmatch(pair[0]) and len(pair[1]) < 6)]
    alike = [pair for pair in asked if mismatch(*pair, 0.2) < 1]
    found = [
        pair for pair in alike if sound_keys(pair[0]) & sound_keys(pair[1]) and mismatch(*pair, tolerance(*pair)) < 1
    ]
    return len(found), len(asked), len(alike)


def _nouns(rows: Rows) -> Iterator[str]:
    """Nouns of an eojeol one by one, and its whole head, as the dictionary cuts words it does not know to pieces."""
    run: list[tuple[str, str]] = []
    for piece in [*map(morpheme, rows), None]:
        if piece and len(piece.analysis.tags) == 1 and all(map(is_syllable, piece.surface)):
            run.append((piece.surface, piece.analysis.tags[0]))
            if piece.analysis.tags[0] in _NOUNS and len(piece.surface) > 1:
                yield piece.surface
            continue
        while run and (run[-1][1][0] in "JE" or run[-1] == ("들", "XSN")):
            run.pop()
        if len(run) > 1 and _NO_NOUNS.isdisjoint(tag for _, tag in run):
            yield "".join(surface for surface, _ in run)
        run = []


def main() -> None:
    """Print a sample of the pairs, and counts."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("content", type=Path)
    options.add_argument("--rule", choices=("absent", "known"), default="known")
    options.add_argument("--typed", choices=("hangul", "latin"), default="hangul", help="of absent words, which script")
    options.add_argument("--sample", type=int, default=100, help="how many to show; 0 for all")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    words = vocabulary(given.content)
    found = list(pairs(words))
    chosen = of_known_words(found, words.posts) if given.rule == "known" else of_absent_words(found, given.typed)
    shown = random.Random(given.seed).sample(chosen, min(given.sample or len(chosen), len(chosen)))
    for pair in sorted(shown, key=lambda pair: (len(units(pair.noun)), pair.noun)):
        print(
            f"{pair.noun} {pair.word}\t{pair.cost:.3f}\t{pair.with_noun}/{pair.with_word} posts, both {pair.with_both}"
        )
    print(f"{words.posts} posts, {len(words.nouns)} nouns, {len(words.latin)} Latin words: {len(chosen)} pairs")
    print("of the list of loanwords, found without it: {} of {}, {} of them alike by ear".format(*recall()))


if __name__ == "__main__":
    main()
