"""A post as an edition takes it: made where the post was analysed, so that whoever writes only puts things together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.grams import bigram_codes
from saegin_index.korean.normalization import fold
from saegin_index.posts.post import Post
from saegin_index.store.channels import BIGRAMS, PROSE_FIELDS, WORD_CHANNELS
from saegin_index.store.codec.documents import Row
from saegin_index.store.document import Analysis, FieldTerms, prose_of
from saegin_index.store.values import row

_BIGRAMS = [field + BIGRAMS for field in PROSE_FIELDS]


class Indexable(NamedTuple):
    """What is kept of a post, and what it is found by; bigrams (uint32, `bigram_codes`) are by field."""

    path: str
    row: Row
    terms: dict[str, FieldTerms]
    bigrams: dict[str, NDArray[np.uint32]]
    tags: Sequence[str]
    author: str


def indexable(post: Post, analysis: Analysis) -> Indexable:
    """A post and its analysis as an edition takes them."""
    prose = prose_of(post)
    return Indexable(
        path=post.path,
        row=row(post, analysis.occurrences),
        terms={name: analysis.fields[name] for name in WORD_CHANNELS},
        bigrams=dict(zip(_BIGRAMS, bigram_codes(prose[field] for field in PROSE_FIELDS), strict=True)),
        tags=tuple(dict.fromkeys(map(fold, post.tags))),
        author=fold(post.author),
    )
