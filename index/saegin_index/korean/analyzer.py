"""Korean text to terms: what of each eojeol a reader would search for, and exactly where it stands.

Latin words and numbers are taken out first (`latin`), the rest goes through the tagger line by line, as words cut
one at a time would come out differently in a third of all sentences; `eojeol` holds the rules for what becomes a term.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from saegin_index.korean import eojeol, latin
from saegin_index.korean.dictionary import NO_WORDS, Dictionary
from saegin_index.korean.eojeol import Part, Tearing
from saegin_index.korean.normalization import normalize
from saegin_index.korean.tagger import DICTIONARY, Rows, Tagger, morpheme

# Raised whenever the same text would give other terms: indexes built before ask for a rebuild.
ANALYSIS_VERSION = 2

RULES = f"{ANALYSIS_VERSION} {DICTIONARY}"
"""By which rules text is analysed, the owner's words aside."""

_LONGEST_LINE = 8000  # characters given to MeCab at once; its lattice grows with the line


class Token(NamedTuple):
    """A term with its place: character offsets in the analyzed text (end exclusive) and position among terms."""

    term: str
    start: int
    end: int
    position: int


class Analyzer:
    """Turns text into terms; may be shared between threads."""

    def __init__(self, dictionary: Dictionary = NO_WORDS, compiled: bytes = b"") -> None:
        """`dictionary`: the owner's words, each one noun wherever it stands; `compiled`, if they are already."""
        self.dictionary = dictionary
        self._tagger = Tagger(compiled or compile_words(dictionary.words))

    def fingerprint(self, text: str) -> str:
        """Changes whenever `text` may give other terms: of the owner's words, those in it count."""
        own = " ".join(self.dictionary.words_in(text))
        return f"{RULES} {own}" if own else RULES

    def analyze(self, text: str) -> list[Token]:
        """The terms of any text, in order of position.

        Several terms share a position where one word has several names: a compound and its first member, an
        identifier and its parts.
        """
        normalized = normalize(text)
        tokens: list[Token] = []
        new = tuple.__new__
        position = 0
        for offset, line in _lines(normalized.text):
            for start, word in self._words(line):
                base = offset + start
                # Token(...) takes twice the time, and there are hundreds in every post.
                tokens += [
                    new(Token, (term, base + first, base + last, position + step)) for term, first, last, step in word
                ]
                position += word[-1].step + 1
        if normalized.origin is None:
            return tokens
        return [
            token._replace(start=start, end=end) for token in tokens for start, end in [normalized.span(*token[1:3])]
        ]

    def eojeols(self, text: str) -> Iterator[Rows]:
        """What the tagger answers for each eojeol of a text that is not Latin alone."""
        for _, line in _lines(normalize(text).text):
            if not line.isascii():
                for _, rows in self._tagger.eojeols(latin.stand_in(line)):
                    yield rows

    def tearing(self, word: str) -> Tearing | None:
        """How the dictionary tears a word of Hangul that it does not know; None when there is nothing to mend."""
        if len(word) > 2 and word[-1] in eojeol.LEANING and self.tearing(word[:-1]) is None:
            return None
        _, rows = next(self._tagger.eojeols(word))
        return eojeol.tearing(rows)

    def word_class(self, word: str) -> Literal["noun", "predicate", ""]:
        """What the dictionary says a single eojeol is.

        A noun, an adverb or another word without particle; a verb or adjective with its endings, also one made of a
        noun (배포하는); or "": several words in one, a word with a particle, a word the dictionary does not know.
        """
        eojeols = list(self._tagger.eojeols(normalize(word).text.strip()))
        return eojeol.word_class(eojeols[0][1]) if len(eojeols) == 1 else ""

    def _words(self, line: str) -> list[_Placed]:
        """(start, terms) of each word of the line, Latin and Korean in reading order."""
        foreign = [
            (match.start(), parts) for match in latin.WORD.finditer(line) if (parts := latin.parts(match.group()))
        ]
        if line.isascii():
            return foreign
        native = [
            (start, word) for start, rows in self._tagger.eojeols(latin.stand_in(line)) for word in eojeol.words(rows)
        ]
        return sorted(foreign + native, key=_place) if foreign else native


_Placed = tuple[int, tuple[Part, ...]]


def _place(word: _Placed) -> int:
    start, parts = word
    return start + parts[0].start


def compile_words(words: Sequence[str]) -> bytes:
    """The owner's words for MeCab. A word of known nouns (여자친구) stays findable by them, and apart (여자 친구)."""
    if not words:
        return b""
    from saegin_index.korean.binary_dictionary import compile_nouns

    tagger = Tagger()

    def members(word: str) -> tuple[str, ...]:
        pieces = [morpheme(row) for _, rows in tagger.eojeols(word) for row in rows]
        is_compound = len(pieces) > 1 and all(
            len(piece.surface) > 1 and piece.analysis.tags in (("NNG",), ("NNP",)) for piece in pieces
        )
        return tuple(piece.surface for piece in pieces) if is_compound else ()

    return compile_nouns(words, members)


def analyze(text: str) -> list[Token]:
    """The terms of `text` by the standard dictionary; see `Analyzer.analyze`."""
    global _standard
    if _standard is None:
        _standard = Analyzer()
    return _standard.analyze(text)


_standard: Analyzer | None = None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, line) for each line, those too long for MeCab cut at spaces."""
    offset = 0
    for line in text.split("\n"):
        start = 0
        while len(line) - start > _LONGEST_LINE:
            cut = line.rfind(" ", start + _LONGEST_LINE // 2, start + _LONGEST_LINE)
            cut = cut if cut > 0 else start + _LONGEST_LINE
            yield offset + start, line[start:cut]
            start = cut
        yield offset + start, line[start:]
        offset += len(line) + 1
