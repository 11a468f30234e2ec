"""The passages of a post that show why it was found, with the matched words marked.

A window slides over the places where the query's words stand; the best one covers the most, and the rarest, words.
Up to three windows are shown, each next one only for what it adds. Windows grow to the borders of sentences, or of
words where a sentence is too long.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from saegin_index.posts.post import Post, Section
from saegin_index.store.occurrences import Occurrences
from saegin_search.results import Snippet
from saegin_search.words import Unit

WINDOW = 100  # characters that a snippet's matches may span
LONGEST = 150  # characters of a snippet, ellipses aside
MOST = 3
_LEAD = 45  # characters looked back for the beginning of the sentence
_SEEN_AGAIN = 0.25  # what a word counts that an earlier window has shown
_AGAIN = 0.05  # and what it counts more the second time in one window
_WORTH_SHOWING = 0.4  # of the best window's value
_IN_CODE = 0.5  # what a match in a code block counts against one in prose
_MOST_SPANS = 1000
_GAP = 2  # characters between the members of one unit
_SENTENCE_END = re.compile(r"[.!?…。][\"'”’)\]]*\s|\n")
_OTHER_SPACE = re.compile(r"[^\S ]")
_ELLIPSIS = "…"


class Wanted(NamedTuple):
    """A word to show: its units, its stem as typed, and how much showing it is worth."""

    units: tuple[Unit, ...]
    stem: str
    weight: float


class _Span(NamedTuple):
    start: int
    end: int
    word: int
    value: float
    region: int


def snippets(post: Post, occurrences: Occurrences, wanted: Sequence[Wanted]) -> tuple[list[Snippet], list[Section]]:
    """Up to `MOST` snippets in reading order, and the sections they are from.

    A post whose text has none of the words (its title matched) shows its description, or its opening.
    """
    borders = _borders(post)
    spans = _spans(post, borders, occurrences, wanted)
    if not spans:
        return _opening(post), []
    windows = sorted(_best_windows(spans))
    cuts = _merged(_grown(post.text, borders, first, last) for first, last in windows)
    marks = _marks(spans)
    found = [_cut(post.text, start, end, marks) for start, end in cuts]
    return found, _sections(post.sections, [start for start, _ in windows])


def _spans(post: Post, borders: list[int], occurrences: Occurrences, wanted: Sequence[Wanted]) -> list[_Span]:
    code_starts = [start for start, _ in post.code]
    found: list[_Span] = []
    for number, word in enumerate(wanted):
        for start, end in _places(post.text, occurrences, word):
            block = bisect_right(code_starts, start) - 1
            in_code = block >= 0 and start < post.code[block][1]
            value = word.weight * _IN_CODE if in_code else word.weight
            found.append(_Span(start, end, number, value, bisect_right(borders, start)))
    found.sort()
    return found


def _places(text: str, occurrences: Occurrences, word: Wanted) -> Iterable[tuple[int, int]]:
    places = {place for unit in word.units for place in _unit_places(occurrences, unit)}
    if not places and len(word.stem) > 1:
        if word.stem.lower() == word.stem.upper() and word.stem not in text:
            return ()  # Hangul has no cases, and to look for it without regard to them takes long
        places = {match.span() for match in re.finditer(re.escape(word.stem), text, re.IGNORECASE)}
    return sorted(places)[:_MOST_SPANS]


def _unit_places(occurrences: Occurrences, unit: Unit) -> list[tuple[int, int]]:
    """Where a unit stands: by name, or else as its members side by side (데이터 베이스)."""
    named = [place for name in unit.names for place in occurrences.spans(name)]
    if named or not unit.members:
        return named
    firsts, *others = (occurrences.spans(term) for _, term in unit.members)
    found = []
    for start, end in firsts:
        for spans in others:
            end = next((after for begin, after in spans if 0 <= begin - end <= _GAP), -1)
            if end < 0:
                break
        else:
            found.append((start, end))
    return found


def _best_windows(spans: list[_Span]) -> Iterator[tuple[int, int]]:
    """(first match's start, last match's end) of each window worth showing, best first."""
    ends = _ends(spans)
    words = {span.word for span in spans}
    shown: set[int] = set()
    taken: list[tuple[int, int]] = []
    least = 0.0
    # When all words are shown, every window is worth a quarter of what it was, and none is worth showing.
    while len(taken) < MOST and shown != words:
        value, first, last = _best_window(spans, ends, shown, taken)
        if value <= least:
            return
        least = least or value * _WORTH_SHOWING
        yield first, last
        taken.append((first, last))
        shown.update(span.word for span in spans if first <= span.start < last)


def _ends(spans: list[_Span]) -> list[int]:
    """For each match, how far a window that begins with it reaches: the number of the first one beyond."""
    ends: list[int] = []
    for number, (start, _, _, _, region) in enumerate(spans, 1):
        end = max(number, ends[-1] if ends else 0)
        while end < len(spans) and spans[end].end <= start + WINDOW and spans[end].region == region:
            end += 1
        ends.append(end)
    return ends


def _best_window(
    spans: list[_Span], ends: list[int], shown: set[int], taken: list[tuple[int, int]]
) -> tuple[float, int, int]:
    gains = [(word, value * _SEEN_AGAIN if word in shown else value) for _, _, word, value, _ in spans]
    most, best = 0.0, 0
    for number, end in enumerate(ends):
        if taken and _is_near(spans[number].start, taken):
            continue
        values: dict[int, float] = {}
        # The same word twice in one window is worth a little more than once.
        for word, gain in gains[number:end]:
            before = values.get(word, 0.0)
            values[word] = (gain if gain > before else before) + _AGAIN * gain
        value = sum(values.values())
        if value > most:
            most, best = value, number
    return most, spans[best].start, max(span.end for span in spans[best : ends[best]])


def _is_near(start: int, taken: list[tuple[int, int]]) -> bool:
    return any(first - WINDOW < start < last + WINDOW for first, last in taken)


def _borders(post: Post) -> list[int]:
    """Where headings and code blocks begin and end: what no snippet runs across."""
    headings = (place for section in post.sections for place in (section.start, section.body))
    return sorted({0, len(post.text), *headings, *(place for block in post.code for place in block)})


def _grown(text: str, borders: list[int], first: int, last: int) -> tuple[int, int]:
    """The range around the matches, out to the sentence's borders or as far as length, headings and code allow."""
    region = bisect_right(borders, first)
    start = _start(text, first, borders[region - 1])
    limit = borders[region] if region < len(borders) else len(text)
    if limit <= start + LONGEST:
        return start, max(last, len(text[:limit].rstrip()))
    limit = max(last, start + LONGEST)
    ends = [match.start() + 1 for match in _SENTENCE_END.finditer(text, last, limit + 1)]
    end = ends[-1] if ends else text.rfind(" ", last, limit + 1)
    return start, max(last, len(text[: end if end > 0 else limit].rstrip()))


def _start(text: str, first: int, earliest: int) -> int:
    lead = first - _LEAD
    if lead <= earliest:
        return first - len(text[earliest:first].lstrip())
    # As much of what comes before as there is room for, from the beginning of a sentence.
    sentence = _SENTENCE_END.search(text, lead, first)
    if sentence:
        return sentence.end()
    space = text.find(" ", lead, first)
    return space + 1 if space >= 0 else lead


def _merged(cuts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in cuts:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marks(spans: list[_Span]) -> list[tuple[int, int]]:
    """The spans as disjoint ranges; those that touch are one (머신 and 러닝 of 머신러닝)."""
    marks: list[tuple[int, int]] = []
    for start, end, *_ in spans:
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return marks


def _cut(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> Snippet:
    before = "" if _begins_sentence(text, start) else _ELLIPSIS
    after = "" if _ends_sentence(text, end) else _ELLIPSIS
    shift = len(before) - start
    inside = tuple(
        (max(first, start) + shift, min(last, end) + shift) for first, last in marks if first < end and last > start
    )
    return Snippet(before + _OTHER_SPACE.sub(" ", text[start:end]) + after, inside)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start]
    return not before.strip() or "\n" in before or before.rstrip()[-1] in ".!?…。\"'”’)]"


def _ends_sentence(text: str, end: int) -> bool:
    return end >= len(text.rstrip()) or text[end] == "\n" or text[end - 1] in ".!?…。"


def _opening(post: Post) -> list[Snippet]:
    text = " ".join(post.description.split())
    if not text:
        first = post.sections[0] if post.sections else None
        body = first.body if first and not post.text[: first.start].strip() else 0
        text = " ".join(post.text[body : body + 4 * LONGEST].split())
    if not text:
        return []
    return [_cut(text, *_grown(text, [0, len(text)], 0, 0), [])]


def _sections(sections: Sequence[Section], starts: Iterable[int]) -> list[Section]:
    borders = [section.start for section in sections]
    numbers = [bisect_right(borders, start) - 1 for start in starts]
    return [sections[number] for number in dict.fromkeys(numbers) if number >= 0]
