"""Words of a blog that MeCab tears, as it reads 인스턴스 as 인 and 스턴스, where a guess would have them whole.

Their posts are found by the pieces, so a query must be torn in the same way. In the browser, which guesses at nouns
that it does not know, such a word would cost less as one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from saegin_index.korean import eojeol
from saegin_index.korean.hangul import decompose, is_syllable
from saegin_index.korean.system_dictionary import Entry, SystemDictionary
from saegin_index.korean.tagger import Rows
from saegin_search.static.morphemes import NOUN

_MARGIN = 500
"""By how much a guess may cost more and yet be in doubt: the browser's figures are rounded."""

_Piece = tuple[str, Entry]


def torn_words(
    eojeols: Iterable[Rows],
    entries: Mapping[str, Entry],
    dictionary: SystemDictionary,
    guess: Callable[[int], int],
    longest: int,
) -> dict[str, int]:
    """The torn words with what they should cost. A guess of so many syllables costs `guess`; `longest` has any."""
    connect = _connections(entries.values(), dictionary)
    endings = dictionary.endings[NOUN.right]
    found: dict[str, int] = {}
    for rows in eojeols:
        for run in _runs(rows, entries) if len(rows) > 1 else ():
            for word in _torn(run, connect, endings, guess, longest):
                found[word] = guess(len(word)) - _MARGIN
    return found


_Connect = dict[int, dict[int, int]]


def _connections(entries: Iterable[Entry], dictionary: SystemDictionary) -> _Connect:
    """What it costs, by the number on the right of a word and the one on the left of the word after."""
    known = [*set(entries), NOUN, Entry(0, 0, 0, "BOS/EOS")]
    rights = sorted({number for entry in known for number in (entry.right, *dictionary.endings[entry.right])})
    lefts = sorted({entry.left for entry in known})
    costs = dictionary.connections(rights, lefts).tolist()
    return {right: dict(zip(lefts, row, strict=True)) for right, row in zip(rights, costs, strict=True)}


def _runs(rows: Rows, entries: Mapping[str, Entry]) -> Iterator[list[_Piece]]:
    """The pieces of each run of Hangul."""
    run: list[_Piece] = []
    for row in rows:
        if row in entries:
            run.append((row.partition("\t")[0], entries[row]))
        else:
            yield run
            run = []
    yield run


def _torn(
    run: Sequence[_Piece], connect: _Connect, endings: tuple[int, int], guess: Callable[[int], int], longest: int
) -> list[str]:
    """The longest words of a run, without its particles and endings, that would cost less as one guess."""
    size = len(run)
    while size > 1 and eojeol.is_function(run[size - 1][1].feature.partition(",")[0].partition("+")[0]):
        size -= 1
    if size < 2:
        return []
    rights = [0, *(entry.right for _, entry in run)]
    lefts = [*(entry.left for _, entry in run), 0]
    steps = [connect[right][left] for right, left in zip(rights, lefts, strict=True)]
    for count in range(min(size, longest), 1, -1):  # a piece has a syllable at least
        found = []
        for first in range(size - count + 1):
            last = first + count
            word = "".join(surface for surface, _ in run[first:last])
            if len(word) > longest:
                continue
            torn = sum(entry.cost for _, entry in run[first:last]) + sum(steps[first : last + 1])
            right = endings[is_syllable(word[-1]) and decompose(word[-1])[2] != ""]
            whole = connect[rights[first]][NOUN.left] + guess(len(word)) + connect[right][lefts[last]]
            if whole < torn + _MARGIN:
                found.append(word)
        if found:
            return found
    return []
