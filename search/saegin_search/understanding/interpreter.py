"""Which readings of a query's words count: what the blog has is left alone, what it lacks is read otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from saegin_index.korean.paraphrases import paraphrase_keys, paraphrases
from saegin_search.backend import Index, Ranker
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.partial import has_choseong, is_laughter
from saegin_search.understanding.readings import Kind, Reading, Understood
from saegin_search.understanding.scripts import OtherScript
from saegin_search.understanding.synonyms import Synonyms
from saegin_search.words import Word

if TYPE_CHECKING:
    from saegin_search.understanding.choseong import ChoseongSearch

_JAMO = re.compile("[ㄱ-ㅣ]")
_PLAIN = re.compile("[가-힣]+|[A-Za-z]+")
_HANGUL = re.compile("[가-힣]+")
_SYNONYM_WEIGHT = 0.8
_PARAPHRASE_WEIGHT = 0.3
_MOST_WORDS = 32  # of a query that somebody typed; what is longer was pasted
_LONGEST_SPELLED = 60  # letters; nobody spells a longer name by its choseong
_REMEMBERED = 10_000
_EXACT_ENOUGH = 0.9  # weight of a reading beside which no typing mistake is looked for


class Interpreter:
    """Reads the words of queries for one edition. May be shared between threads."""

    def __init__(self, index: Index, ranker: Ranker) -> None:
        self.evidence = Evidence(index)
        self._index, self._ranker = index, ranker
        self._scripts = OtherScript(self.evidence)
        self.analyzer = index.analyzer
        # Most words of a query are known ones, and the same again and again.
        self._equivalent = lru_cache(_REMEMBERED)(self._read_equivalent)
        self._synonyms = Synonyms(index.synonyms, index.analyzer, Kind.SYNONYM, _SYNONYM_WEIGHT)

    # Most queries need none of what is imported below: they are of words that the blog has.

    @cached_property
    def choseong(self) -> ChoseongSearch:
        """Finds what loose consonants stand for."""
        from saegin_search.understanding.choseong import ChoseongSearch

        return ChoseongSearch(self._index, self._ranker)

    @cached_property
    def _paraphrases(self) -> Synonyms:
        own = self.analyzer.dictionary
        known = {member: keys for member, keys in paraphrase_keys().items() if not own.words_in(member)}
        return Synonyms(paraphrases(), self.analyzer, Kind.PARAPHRASE, _PARAPHRASE_WEIGHT, known)

    def interpret(self, words: Sequence[Word]) -> list[Understood]:
        """The words that may be read otherwise; no word is in two of them. A long text means what it says."""
        if len(words) > _MOST_WORDS:
            return []
        found: list[Understood] = []
        place = 0
        while place < len(words):
            understood = next(self._from(words, place), None)
            if understood is not None:
                found.append(understood)
            place = understood.last if understood is not None else place + 1
        return found

    def _from(self, words: Sequence[Word], place: int) -> Iterator[Understood]:
        """Readings of the words from a place on, of several before those of one."""
        if len(words) > 1:
            from saegin_search.understanding.years import posts_of_year

            year = posts_of_year(words[place].surface)
            if year:
                yield Understood(place, place + 1, tuple(year), known=True)
        yield from self._synonymous(words, place)
        if has_choseong(words[place].surface):
            yield from self._spelled(words, place)
        elif _PLAIN.fullmatch(words[place].surface):
            yield from self._compound(words, place)
            yield from self._respaced(words, place)
        yield from self._single(words, place)

    def _synonymous(self, words: Sequence[Word], place: int) -> Iterator[Understood]:
        length, others = self._synonyms.of(words[place:])
        if others:
            run = words[place : place + length]
            known = all(self.evidence.knows(word.surface.lower()) for word in run)
            yield Understood(place, place + length, others, known)

    def _spelled(self, words: Sequence[Word], place: int) -> Iterator[Understood]:
        last = place
        while last < len(words) and has_choseong(words[last].surface):
            last += 1
        run = words[place:last]
        if len(run) == 1 and (is_laughter(run[0].surface) or len(run[0].surface) < 2):
            return
        text = " ".join(word.surface for word in run)
        may_be_meant = len(text) <= _LONGEST_SPELLED and self.choseong.sight(text).texts
        readings = [Reading(text, Kind.CHOSEONG)] if may_be_meant else []
        if len(run) == 1:
            readings += self._other_layout(text)
        # Also without a reading: what no words together are, a part of them need not be tried for.
        yield Understood(place, last, tuple(readings), known=not readings)

    def _compound(self, words: Sequence[Word], place: int) -> Iterator[Understood]:
        """Two words that are one in the blog (검색 엔진): the other script has to have both, not each for itself."""
        run = words[place : place + 2]
        if len(run) == 2 and all(_HANGUL.fullmatch(word.surface) for word in run):
            joined = run[0].surface + run[1].stem
            if self.evidence.frequency(joined) and all(map(self.evidence.knows, (run[0].surface, run[1].stem))):
                yield Understood(place, place + 2, tuple(self._equivalent(joined)), known=True)

    def _respaced(self, words: Sequence[Word], place: int) -> Iterator[Understood]:
        """Two or three words that the posts join or part elsewhere, unless the blog has them as they are."""
        for length in (3, 2):
            run = words[place : place + length]
            if len(run) < length or not all(_PLAIN.fullmatch(word.surface) for word in run):
                continue
            typed = [word.surface.lower() for word in run]
            if all(map(self.evidence.knows, typed)):
                continue
            from saegin_search.understanding.spacing import respaced

            readings = respaced(typed, self.evidence)
            if not readings and length == 2 and all(map(_HANGUL.fullmatch, typed)):
                readings = [
                    reading
                    for reading in self._scripts.readings("".join(typed), known=False)
                    if reading.weight > _EXACT_ENOUGH
                ]
            if readings:
                yield Understood(place, place + length, tuple(readings), known=False)

    def respaced_phrase(self, phrase: str) -> Reading | None:
        """A phrase as the posts space it: quotation marks fix the words and their order, not how they are spaced."""
        typed = phrase.lower().split()
        if not typed or all(map(self.evidence.knows, typed)):
            return None
        from saegin_search.understanding.spacing import respaced

        return next(iter(respaced(typed, self.evidence)), None)

    def _single(self, words: Sequence[Word], place: int) -> Iterator[Understood]:
        word, is_last = words[place], place == len(words) - 1
        typed, lower = word.surface, word.surface.lower()
        if _JAMO.search(typed):
            known = False
            readings = self._other_layout(typed)
            if not readings and is_last:
                readings = self._completed(words, place)
        elif _PLAIN.fullmatch(typed):
            known = self.evidence.knows(lower)
            if known:
                readings = [*self._equivalent(lower), *self._paraphrased(word)]
            else:
                readings = self._corrected(typed, is_last)
        else:
            return
        if readings or not known:
            yield Understood(place, place + 1, tuple(readings), known)

    def _paraphrased(self, word: Word) -> tuple[Reading, ...]:
        return self._paraphrases.of((word,))[1]

    def _read_equivalent(self, word: str) -> list[Reading]:
        return self._scripts.readings(word, known=True)

    def _corrected(self, typed: str, is_last: bool) -> list[Reading]:
        from saegin_search.understanding.completion import completions
        from saegin_search.understanding.spacing import respaced
        from saegin_search.understanding.typos import corrections

        lower = typed.lower()
        readings = self._other_layout(typed)
        if readings:
            return readings
        same = self._scripts.readings(lower, known=False)
        if any(reading.weight >= (1 if lower.isascii() else _EXACT_ENOUGH) for reading in same):
            return same
        readings = respaced([lower], self.evidence)
        if is_last and not readings and not self.evidence.in_dictionary(lower):
            readings = completions(lower, self.evidence)
        slips = [] if any(reading.kind is Kind.PREFIX for reading in readings) else corrections(lower, self.evidence)
        if lower.isascii() and (readings or any(slip.sure for slip in slips)):
            # A slip, or a word begun, is likelier than one of another script that the blog happens to have.
            same = [reading._replace(sure=False) for reading in same]
        return [*slips, *readings, *same]

    def _other_layout(self, typed: str) -> list[Reading]:
        """The word meant, and what means the same as it."""
        from saegin_search.understanding.layout import other_layout

        meant = other_layout(typed, self.evidence)
        return [*meant, *(same for reading in meant for same in self._equivalent(reading.text))]

    def _completed(self, words: Sequence[Word], place: int) -> list[Reading]:
        from saegin_search.understanding.completion import completions, following

        word = words[place].surface.lower()
        readings = following(words[place - 1].surface, word, self._index) if place else []
        return readings or completions(word, self.evidence)
