"""Queries made from a blog's own words, wrong in a known way: what they should find is known without judging.

    python -m tests.quality.generated INDEX OTHER_INDEX

prints the share of each kind that is understood; OTHER_INDEX, of another blog, lends words that this one does not have.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import NamedTuple

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.hangul import compose, to_choseong, to_jamo
from saegin_index.korean.keyboard import to_hangul, to_latin
from saegin_index.korean.loanwords import pairs
from saegin_index.store.lexicon import MORPHEME, NAME
from saegin_index.store.reader import IndexReader
from saegin_search import Searcher, open_searcher
from saegin_search.results import Results

_HANGUL = re.compile("[가-힣]{2,}")
_LATIN = re.compile("[a-z]{4,}")
_JAMO = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅓㅗㅜㅡㅣㅐㅔ"
_CORRECTIONS = {"keyboard", "choseong", "prefix", "typo", "transliteration"}


class Share(NamedTuple):
    """How many of the queries came out right, and some that did not."""

    right: int
    queries: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.right / self.queries if self.queries else 1.0


class Blog:
    """An index whose words queries are made of; the same `seed` makes the same queries."""

    def __init__(self, index_dir: Path, seed: int = 11) -> None:
        self.index = IndexReader.open(index_dir)
        self.searcher: Searcher = open_searcher(index_dir)
        self.random = random.Random(seed)
        lexicon = self.index.lexicon
        self.words = [
            lexicon.word(number)
            for number in range(len(lexicon))
            if lexicon.frequencies[number] > 1 and lexicon.flags[number] & (NAME | MORPHEME)
        ]

    def sample(self, wanted: Callable[[str], object], size: int) -> list[str]:
        """Random words of the blog."""
        fitting = [word for word in self.words if wanted(word)]
        return self.random.sample(fitting, min(size, len(fitting)))

    def nouns(self, size: int) -> list[str]:
        """Random nouns of two syllables or more."""
        analyzer = Analyzer()
        fitting = self.sample(_HANGUL.fullmatch, 4 * size)
        return [word for word in fitting if analyzer.word_class(word) == "noun"][:size]

    # What should be understood

    def keyboard(self, size: int = 300) -> Share:
        """Words typed in the other mode find what the words find."""
        pairs = [(to_latin(word), word) for word in self.nouns(size)]
        pairs += [(to_hangul(word), word) for word in self.sample(_LATIN.fullmatch, size // 2)]
        return _share(pairs, self._finds_the_same)

    def choseong(self, size: int = 300) -> Share:
        """Titles by their initial consonants are among the first ten."""
        titles = [(name.text, name.documents[0]) for name in self.index.names if name.kind == 0]
        titles = [(title, number) for title, number in titles if len(re.findall("[가-힣]", title)) > 2]
        sample = self.random.sample(titles, min(size, len(titles)))
        return _share([(to_choseong(title), self.index.path(number)) for title, number in sample], self._lists)

    def hangul_typos(self, size: int = 1600) -> Share:
        """Of words with one jamo wrong, the word itself is the first correction."""
        made = [(self._mistyped(word, _JAMO), word) for word in self.nouns(size)]
        made = [(typed, word) for typed, word in made if _HANGUL.fullmatch(typed) and not self._has(typed)]
        return _share(made, self._corrects_to)

    def latin_typos(self, size: int = 300) -> Share:
        """Of Latin words with one letter wrong, the word itself is the first correction."""
        words = self.sample(re.compile("[a-z]{5,}").fullmatch, size)
        made = [(self._mistyped(word, ascii_lowercase), word) for word in words]
        return _share([(typed, word) for typed, word in made if not self._has(typed)], self._corrects_to)

    def loanwords(self, size: int = 150) -> Share:
        """Loanwords whose other spelling alone the blog has find the posts that have it."""
        known = [(one, other) for pair in pairs() for one, other in (pair, pair[::-1])]
        known = [(typed, word) for typed, word in known if self._has(word) and not self._has(typed)]
        return _share(self.random.sample(known, min(size, len(known))), self._finds_the_same)

    # What should be left alone

    def ordinary(self, size: int = 300) -> Share:
        """Queries that stand in posts find first what they find when taken literally."""
        return _share([(query, query) for query in self.quotations(size)], self._first_as_exact)

    def foreign(self, words: Iterable[str], size: int = 600) -> Share:
        """Words that the blog does not have are not taken for others."""
        strange = [word for word in words if not self._has(word)]
        sample = self.random.sample(strange, min(size, len(strange)))
        return _share([(word, word) for word in sample], self._left_alone)

    # --- how that is told

    def _finds_the_same(self, typed: str, word: str) -> bool:
        wanted = {hit.path for hit in self.searcher.search(word, limit=3).hits}
        return bool(wanted & {hit.path for hit in self.searcher.search(typed).hits[:3]})

    def _lists(self, typed: str, path: str) -> bool:
        return path in {hit.path for hit in self.searcher.search(typed).hits}

    def _corrects_to(self, typed: str, word: str) -> bool:
        notes = [note for note in self.searcher.search(typed).interpretations if note.replacement]
        return bool(notes) and notes[0].replacement.split(",")[0].replace(" ", "") == word

    def _first_as_exact(self, query: str, _: str) -> bool:
        return _first(self.searcher.search(query)) == _first(self.searcher.search(query, exact=True))

    def _left_alone(self, word: str, _: str) -> bool:
        notes = self.searcher.search(word).interpretations
        return not any(note.applied and note.kind in _CORRECTIONS for note in notes)

    def _has(self, word: str) -> bool:
        return bool(self.index.lexicon.frequency(word))

    def _mistyped(self, word: str, alphabet: str) -> str:
        letters = list(to_jamo(word))
        place = self.random.randrange(len(letters))
        match self.random.choice(["replace", "replace", "drop", "add", "swap"]):
            case "replace":
                letters[place] = self.random.choice(alphabet)
            case "drop":
                del letters[place]
            case "add":
                letters.insert(place, self.random.choice(alphabet))
            case _:
                other = place + 1 if place + 1 < len(letters) else place - 1
                letters[place], letters[other] = letters[other], letters[place]
        return compose(letters)

    def quotations(self, size: int) -> Iterator[str]:
        """Words that stand side by side in posts, one to three."""
        made = 0
        while made < size:
            post, _ = self.index.post(self.random.randrange(self.index.size))
            words = re.findall(r"[가-힣A-Za-z]{2,}", post.text)
            length = self.random.choice([1, 2, 2, 3])
            if len(words) > length:
                place = self.random.randrange(len(words) - length)
                yield " ".join(words[place : place + length])
                made += 1


def _share(pairs: Sequence[tuple[str, str]], is_right: Callable[[str, str], bool]) -> Share:
    wrong = [f"{typed} ({meant})" for typed, meant in pairs if not is_right(typed, meant)]
    return Share(len(pairs) - len(wrong), len(pairs), tuple(wrong))


def _first(results: Results) -> str:
    return results.hits[0].path if results.hits else ""


KINDS = ("keyboard", "choseong", "hangul_typos", "latin_typos", "loanwords", "ordinary", "foreign")


def measure(blog: Blog, other: Blog) -> dict[str, Share]:
    """The shares of all kinds, foreign words taken from another blog."""
    foreign = [*other.nouns(1500), *other.sample(_LATIN.fullmatch, 600)]
    return {kind: blog.foreign(foreign) if kind == "foreign" else getattr(blog, kind)() for kind in KINDS}


def main() -> None:
    shares = measure(Blog(Path(sys.argv[1])), Blog(Path(sys.argv[2]), seed=12))
    for kind, share in shares.items():
        print(f"{kind:13} {share.right}/{share.queries} = {share.share:.3f}")
        print("   ", "; ".join(share.wrong[:25]))


if __name__ == "__main__":
    main()
