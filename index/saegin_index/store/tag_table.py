"""Which document has which tags, over all segments of an edition."""

from __future__ import annotations

from collections.abc import Sequence
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
    number = dict(zip(folded, range(len(folded)), strict=True))
    documents, spellings = [_NONE], [_NONE]
    base = 0
    for rows in segments:
        numbers = np.fromiter(map(number.__getitem__, rows.spellings), np.int64, len(rows.spellings))
        spellings.append(numbers[rows.tags])
        documents.append(np.repeat(np.arange(base, base + len(rows)), np.diff(rows.tag_starts)))
        base += len(rows)
    used = np.concatenate(spellings)
    # The commonest spelling comes first and names the tag.
    counts = (-np.bincount(used, minlength=len(folded))).tolist()
    names: dict[str, int] = {}
    first: list[str] = []
    named = [0] * len(folded)
    for _, spelling, key in sorted(zip(counts, folded, folded.values(), strict=True)):
        name = named[number[spelling]] = names.setdefault(key, len(first))
        if name == len(first):
            first.append(spelling)
    return TagTable(first, np.concatenate(documents), np.array(named, np.int64)[used])
