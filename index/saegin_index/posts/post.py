"""What reading a post file yields: the one shape everything after reading works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and where its part of the text begins.

    `start` is the character offset in `Post.text` of the heading itself, `body` the offset just after it.
    `anchor` is the fragment (without `#`) that the site's generator gives the heading.
    """

    heading: str
    level: int
    anchor: str
    start: int
    body: int


@dataclass(frozen=True, slots=True)
class Post:
    """A published post as the index sees it.

    `text` is plain text in reading order, NFC, blocks separated by newlines, headings and code included;
    `sections` (by heading) and `code` (spans of code blocks, end exclusive) are character offsets into it.
    `path` is relative to the content root, POSIX style, NFC as on disk or not: verbatim.
    `date` is the wall-clock time in the site's zone, without tzinfo; None when the post states none.
    """

    path: str
    url: str
    title: str
    text: str
    date: datetime | None = None
    updated: datetime | None = None
    tags: tuple[str, ...] = ()
    author: str = ""
    description: str = ""
    sections: tuple[Section, ...] = ()
    code: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one file: a post, or the reason why it stays out of the index.

    `left_out` is a reason a user understands ("draft", "future date", "not text"); `failed` tells that the
    reason is a fault to mend rather than the author's wish. `warnings` never cost the post.
    `recheck` (UTC) is when the outcome changes although the file does not: a future post is due, a post
    expires.
    """

    path: str
    post: Post | None = None
    left_out: str = ""
    failed: bool = False
    warnings: tuple[str, ...] = field(default=())
    recheck: datetime | None = None
