"""Which document has which tags, over all segments of an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.store.codec.documents import Documents

_NONE = np.zeros(0, np.int64)


class TagTable(NamedTuple):
    """Pairs of document and tag: document `documents[i]` has tag `names[tags[i]]`.

    Tags that differ only by case, width or spacing are one, named as it is written most often.
    """

    names: list[str]
    documents: NDArray[np.int64]
    tags: NDArray[np.int64]


def tag_table(segments: Sequence[Documents]) -> TagTable:
    """The tags of all documents, deleted ones too. Loops over the spellings there are, never over documents."""
    folded: dict[str, str] = {}
    for rows in segments:
        folded.update(zip(rows.spellings, rows.folded, strict=True))
    number = {spelling: place for place, spelling in enumerate(folded)}
    documents, spellings = [_NONE], [_NONE]
    base = 0
    for rows in segments:
        numbers = np.fromiter(map(number.__getitem__, rows.spellings), np.int64, len(rows.spellings))
        spellings.append(numbers[rows.tags])
        documents.append(np.repeat(np.arange(base, base + len(rows)), np.diff(rows.tag_starts)))
        base += len(rows)
    used = np.concatenate(spellings)
    names, named = _named(folded, np.bincount(used, minlength=len(folded)).tolist())
    return TagTable(names, np.concatenate(documents), named[used])


def _named(folded: Mapping[str, str], counts: Sequence[int]) -> tuple[list[str], NDArray[np.int64]]:
    """The names of tags, and by number of spelling that of its name; the commonest spelling comes first and names."""
    spellings = list(folded.items())
    names: dict[str, int] = {}
    named = np.zeros(len(spellings), np.int64)
    first: list[str] = []
    for place in sorted(range(len(spellings)), key=lambda place: (-counts[place], spellings[place][0])):
        spelling, key = spellings[place]
        named[place] = names.setdefault(key, len(names))
        if len(names) > len(first):
            first.append(spelling)
    return first, named
