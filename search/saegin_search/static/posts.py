"""Posts as an export has them: what is shown of one, and where its terms stand.

Offsets are those of UTF-16, in which browsers count.
"""

from __future__ import annotations

import json

import numpy as np

from saegin_index.posts.post import Post
from saegin_index.store.occurrences import Occurrences
from saegin_search.static.columns import lines, sections, steps, varints
from saegin_search.static.postings import Numbers


def post_file(post: Post, occurrences: Occurrences) -> bytes:
    """A post's file: its head, its text, and its terms in the order in which they stand there.

    Of a term only start and length are kept where it is what stands there, in lower case; other terms (옮기 for 옮겼)
    are listed beside.
    """
    text = post.text
    places = sorted((start, -end, term) for term in occurrences.terms() for start, end in occurrences.spans(term))
    ends = [-negative for _, negative, _ in places]
    starts = [start for start, _, _ in places]
    others = [
        number
        for number, (start, end, (_, _, term)) in enumerate(zip(starts, ends, places, strict=True))
        if text[start:end].lower() != term
    ]
    names = sorted({places[number][2] for number in others})
    rank = {term: number for number, term in enumerate(names)}
    utf16 = _utf16(text)
    return sections(
        json.dumps(_head(post, utf16), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        text.encode("utf-8", "replace"),
        steps(utf16[starts]),
        varints(utf16[ends] - utf16[starts]),
        steps(others),
        varints([rank[places[number][2]] for number in others]),
        lines(names),
    )


def _utf16(text: str) -> Numbers:
    """Where each character, and the end, is in UTF-16."""
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32) > 0xFFFF
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(1 + wide.astype(np.int64))])


def _head(post: Post, utf16: Numbers) -> dict[str, object]:
    return {
        "path": post.path,
        "url": post.url,
        "title": post.title,
        "date": post.date and post.date.isoformat(),
        "tags": post.tags,
        "author": post.author,
        "description": post.description,
        "sections": [
            [section.heading, section.anchor, int(utf16[section.start]), int(utf16[section.body])]
            for section in post.sections
        ],
        "code": [[int(utf16[start]), int(utf16[end])] for start, end in post.code],
    }
