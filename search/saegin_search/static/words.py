"""The words of a blog as an export has them: posting lists by word, words that a mistyped one may be, words by sound.

What is asked of a word as it is written (does the blog have it, where, how is it written in the other script) is all in
one file, found by the word. What goes through many words, as typing mistakes and half-typed words do, has short files
of its own, with the likely words alone: those in a name or in several posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from saegin_index.korean.loanwords import pairs
from saegin_index.store.lexicon import LATIN, MORPHEME, NAME
from saegin_index.store.reader import IndexReader
from saegin_search.ranking import CHANNELS
from saegin_search.static.columns import javascript_order, lines, sections, varints, words
from saegin_search.static.directory import Directory, cuts, first_words
from saegin_search.static.postings import Numbers, PostingTables
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.scripts import OtherScript

NOUN, PREDICATE, KNOWN, LIKELY = 8, 16, 32, 64
"""Flags beside those of the lexicon: what the dictionary says a likely word is; that the lexicon has a word at all;
that it is a likely one."""
WEIGHTS_PER_UNIT = 1000  # of the weights of words in the other script
SOUND_FILES = 64
_LEAST_POSTINGS = 1800  # bytes of a file before compression, which takes away half
_LEAST_LIKELY = 2500
_BYTES_PER_POSTING = 1.7
_BYTES_PER_WORD = 7


@dataclass
class Part:
    """A part of an export: its files in order, and the first word of each where it is looked up by word."""

    files: list[bytes]
    first_words: list[str] | None = None

    def directory(self, hashes: Sequence[bytes]) -> Directory:
        """Its directory, once the files have hashes."""
        return Directory(hashes, self.first_words)


class Vocabulary:
    """All words of an index: those of the lexicon, all other terms, and loanwords that stand for one of them."""

    def __init__(self, index: IndexReader, numbers: Numbers) -> None:
        """`numbers`: per document of the index, its number in the export."""
        self._index = index
        self._tables = PostingTables(index, numbers)
        self._evidence = Evidence(index)
        self._others = in_other_script(self._evidence)
        lexicon = index.lexicon
        known = lexicon.words()
        self.words = sorted(self._tables.terms().union(known, self._others), key=javascript_order)
        self._numbers = {word: number for number, word in enumerate(self.words)}
        rank = np.fromiter(map(self._numbers.__getitem__, known), np.int64, len(known))
        self.frequencies = np.zeros(len(self.words), np.int64)
        self.frequencies[rank] = lexicon.frequencies
        self.flags = np.zeros(len(self.words), np.int64)
        self.flags[rank] = KNOWN | lexicon.flags | LIKELY * lexicon.is_likely(np.arange(len(known)))
        self._sounding = rank[lexicon.sounding]
        self._classify()

    def _classify(self) -> None:
        classes = {"noun": NOUN, "predicate": PREDICATE, "": 0}
        word_class = self._index.analyzer.word_class
        for number in np.flatnonzero(self.flags & (LIKELY | LATIN) == LIKELY).tolist():
            self.flags[number] |= classes[word_class(self.words[number])]

    def document_levels(self) -> tuple[bytes, ...]:
        """What the levels of posting lists are counted from, by channel, those of further ones from the first's."""
        first, *others = (self._tables.document_levels(channel) for channel in CHANNELS)
        return first.tobytes(), *((other - first).tobytes() for other in others)

    def postings(self) -> tuple[Part, Part]:
        """The files of words with their posting lists, and those of their places, cut alike."""
        channels = [self._tables.channel(channel, self._numbers) for channel in CHANNELS]
        postings = np.sum([channel.all_fields.sizes for channel in channels], 0)
        starts = cuts(self.words, (_BYTES_PER_WORD + _BYTES_PER_POSTING * postings).tolist(), _LEAST_POSTINGS)
        beginnings = first_words(self.words, starts)
        files = [
            sections(
                *self._words(first, last),
                *(
                    column
                    for channel in channels
                    for lists in (channel.all_fields, channel.titles)
                    for column in lists.between(first, last).columns()
                ),
            )
            for first, last in pairwise([*starts, len(self.words)])
        ]
        places = [sections(*part.columns()) for part in self._tables.places(self._numbers).parts(starts)]
        return Part(files, beginnings), Part(places, beginnings)

    def _words(self, first: int, last: int) -> tuple[bytes, ...]:
        """Columns of words: what they are, their flags and frequencies, how they are written in the other script."""
        here = self.words[first:last]
        others = [
            f"{number}\t{other}\t{round(weight * WEIGHTS_PER_UNIT)}"
            for number, word in enumerate(here)
            for other, weight in self._others.get(word, ())
        ]
        return (
            *words(here),
            varints(self.flags[first:last]),
            varints(self.frequencies[first:last]),
            lines(others),
        )

    def likely(self) -> Part:
        """The files of likely words."""
        numbers = np.flatnonzero(self.flags & LIKELY).tolist()
        likely = [self.words[number] for number in numbers]
        starts = cuts(likely, [len(word.encode()) + 2 for word in likely], _LEAST_LIKELY)
        files = [self._plain(numbers[first:last]) for first, last in pairwise([*starts, len(likely)])]
        return Part(files, first_words(likely, starts))

    def sounding(self) -> Part:
        """The files of words by sound key: number n has those whose keys' hashes are the n-th part of all numbers."""
        files = (self._index.lexicon.sounds.astype(np.int64) * SOUND_FILES) >> 32
        found = [np.unique(self._sounding[files == number]).tolist() for number in range(SOUND_FILES)]
        loanwords = {number: self._may_be_loanword(number) for number in set().union(*found)}
        return Part([self._plain([number for number in numbers if loanwords[number]]) for numbers in found])

    def _may_be_loanword(self, number: int) -> bool:
        # Of a Hangul word that is in no name, the analyzer must have made one: by spelling alone most are verbs.
        flags = self.flags[number]
        return bool(flags & LATIN or (flags & (MORPHEME | NAME) and self._evidence.may_be_loanword(self.words[number])))

    def _plain(self, numbers: Sequence[int]) -> bytes:
        found = [self.words[number] for number in numbers]
        return sections(*words(found), varints(self.flags[numbers]), varints(self.frequencies[numbers]))


def in_other_script(evidence: Evidence) -> dict[str, list[tuple[str, float]]]:
    """How words are written in the other script, with weights: the blog's, and listed loanwords that it lacks."""
    scripts = OtherScript(evidence)
    listed = dict.fromkeys(word for pair in pairs() for word in pair)
    lacking = [word for word in listed if not evidence.lexicon.frequency(word) and scripts.listed(word)]
    # Of a loanword that the blog has in parts (타임스탬프) it is told as of one that the blog has.
    readings = {word: scripts.readings(word, known=evidence.knows(word)) for word in (*scripts.known_words(), *lacking)}
    return {word: [(each.text, each.weight) for each in found] for word, found in readings.items() if found}
