"""A query's words as slots to be filled: by the words typed, or by what they were understood to mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from saegin_search.backend import Found, Matcher, Ranker, Scores
from saegin_search.results import Interpretation
from saegin_search.understanding.interpreter import Interpreter
from saegin_search.understanding.notes import applied, doubt
from saegin_search.understanding.partial import is_laughter
from saegin_search.understanding.readings import ALIKE, EQUIVALENCES, Kind, Reading, Understood
from saegin_search.words import Word, split_words

_POSTS = frozenset("글 이야기 얘기 포스트 포스팅 내용 썰".split())
_NOT_WORDS = (Kind.CHOSEONG, Kind.YEAR)  # what is read so is not looked for by its text
_MOST_TOLD = 3
_MOST_SHOWN = 12  # words that are marked in snippets for one reading


class Applied(NamedTuple):
    """A reading that is searched: the documents that have it, what they score by it, the words to show of it,
    and what to call it."""

    reading: Reading
    found: Found
    scores: Scores
    words: tuple[Word, ...]
    meanings: tuple[str, ...]

    @property
    def says_something(self) -> bool:
        """Whether any document has what the reading says."""
        return bool(self.found.any() or (self.scores > 0).any())

    def worth(self, ranker: Ranker, ceiling: float) -> Scores:
        """What it counts for in place of words whose score could reach `ceiling`."""
        reading = self.reading
        factor = ceiling / max(ranker.ceiling(reading.text), 1.0) if reading.kind in ALIKE else 1.0
        return self.scores * (reading.weight * factor)


class Slot(NamedTuple):
    """One word, or several that are read as one.

    `literal` has the documents with all of them as typed, `part` those with any part of them; `readings` are what else
    is searched. A slot that is not `meaningful` (하는, 것을) narrows nothing.
    """

    words: tuple[Word, ...]
    literal: Found
    part: Found
    readings: tuple[Applied, ...] = ()
    understood: Understood | None = None

    @property
    def text(self) -> str:
        """The words as typed."""
        return " ".join(word.surface for word in self.words)

    @property
    def ranked_text(self) -> str:
        """What posts are ranked by; of 2012년 the year, as 년 says nothing."""
        return self.readings[0].reading.text if self.is_year else self.text

    @property
    def meaningful(self) -> bool:
        """Whether the slot says anything of what is looked for."""
        return bool(self.readings) or (any(word.units for word in self.words) and not is_laughter(self.text))

    @property
    def is_corrected(self) -> bool:
        """Whether something was searched that does not mean the same as what was typed."""
        return any(each.reading.kind not in EQUIVALENCES for each in self.readings)

    @property
    def names_the_post(self) -> bool:
        """Whether it says what is looked for rather than what that is about: 포도나무를 심은 이야기, 맥북을 샀던 글."""
        return self.words[-1].surface in _POSTS

    @property
    def is_replaced(self) -> bool:
        """Whether the readings stand alone, as no post has the words typed: what they share with some is chance."""
        return bool(self.readings) and not self.literal.any()

    @property
    def found(self) -> Found:
        """Documents that fill the slot in any way."""
        return reduce(or_, (each.found for each in self.readings), self.literal)

    @property
    def shown(self) -> tuple[Word, ...]:
        """The words that snippets should show."""
        return (*self.words, *(word for each in self.readings for word in each.words))

    @property
    def is_year(self) -> bool:
        """Whether the slot is a year, which posts of that year fill."""
        return any(each.reading.kind is Kind.YEAR for each in self.readings)

    def as_typed(self) -> Slot:
        """The slot without readings."""
        return self._replace(readings=())

    def gain(self, ranker: Ranker) -> Scores:
        """What the readings, of which there must be some, add to the score of the words typed."""
        # What means the same counts the same, whatever channels one spelling has and however rare the other is.
        ceiling = ranker.ceiling(self.readings[0].reading.text if self.is_replaced else self.text)
        best = ranker.highest([each.worth(ranker, ceiling) for each in self.readings])
        return best if self.is_replaced else ranker.gain(best, ranker.score(self.text))

    def notes(self, allowed: Found) -> Iterator[Interpretation]:
        """What to tell of the readings: those by which posts that are `allowed` were found, and doubts."""
        if self.understood is None:
            return
        counting = [each for each in self.readings if (each.found & allowed & ~self.literal).any()]
        told: set[Kind] = set()
        for reading in self.understood.readings:
            meanings = [meaning for each in counting if each.reading.kind is reading.kind for meaning in each.meanings]
            if not reading.sure:
                yield doubt(self.text, reading)
            elif meanings and reading.kind not in told:
                told.add(reading.kind)
                yield applied(self.text, reading.kind, meanings[:_MOST_TOLD])


class SlotFiller:
    """Finds what fills the slots of queries, in one edition."""

    def __init__(self, matcher: Matcher, ranker: Ranker, interpreter: Interpreter) -> None:
        self._matcher = matcher
        self._ranker = ranker
        self._interpreter = interpreter

    def fill(self, text: str, words: Sequence[Word], *, exact: bool) -> list[Slot]:
        """The slots of a text's words, in their order; with `exact`, filled by nothing but the words."""
        understood = [] if exact else self._interpreter.interpret(words)
        readings = (reading for each in understood for reading in each.applied if reading.kind not in _NOT_WORDS)
        self._ranker.look_up([text, *(reading.text for reading in readings)])
        if exact:
            return [Slot((word,), found, found) for word in words for found in [self._matcher.word(word)]]
        return list(self._slots(words, understood))

    def _slots(self, words: Sequence[Word], understood: Sequence[Understood]) -> Iterator[Slot]:
        place = 0
        for each in [*understood, None]:
            first = each.first if each else len(words)
            for word in words[place:first]:
                yield self._slot((word,), None)
            if each:
                yield self._slot(tuple(words[each.first : each.last]), each)
                place = each.last

    def _slot(self, words: tuple[Word, ...], understood: Understood | None) -> Slot:
        literal, part = self._matcher.everything(), self._matcher.nothing()
        # Of a word that is read otherwise, pieces scattered over a post are no sign of it.
        is_corrected = understood is not None and not understood.known and bool(understood.applied)
        as_typed = self._matcher.as_written if is_corrected else self._matcher.word
        is_known = understood is None or understood.known
        for word in words:
            literal = literal & as_typed(word)
            # Pieces of a word that the blog does not have are shreds (쿠, 버네, 티스), and stand for nothing.
            part = part | (self._matcher.part_of(word) if is_known else as_typed(word))
        found = bool(literal.any())
        readings = [self._apply(reading, found) for reading in (understood.applied if understood else ())]
        return Slot(words, literal, part, tuple(each for each in readings if each.says_something), understood)

    def _apply(self, reading: Reading, literally_found: bool) -> Applied:
        if reading.kind is Kind.CHOSEONG:
            sighting = self._interpreter.choseong.sight(reading.text)
            shown = self._words(" ".join(sighting.texts))[:_MOST_SHOWN]
            return Applied(reading, sighting.scores > 0, sighting.scores, shown, sighting.texts)
        if reading.kind is Kind.YEAR:
            year = self._matcher.year(int(reading.text))
            return Applied(reading, year, self._ranker.nothing(), (), (f"{reading.text}년",))
        words = self._words(reading.text)
        # Beside words that the blog has, a paraphrase helps to rank posts, and finds none by itself.
        finds = words and not (literally_found and reading.kind is Kind.PARAPHRASE)
        found = self._matcher.everything() if finds else self._matcher.nothing()
        for word in words if finds else ():
            found = found & self._matcher.word(word)
        return Applied(reading, found, self._ranker.score(reading.text), words, (reading.text,))

    def _words(self, text: str) -> tuple[Word, ...]:
        return tuple(split_words(text, self._ranker.analyses))
