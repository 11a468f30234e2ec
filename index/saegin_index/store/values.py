"""The form in which a post is stored beside its postings, to be shown when it is found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from saegin_index.posts.post import Post, Section

_EPOCH = datetime(1970, 1, 1)


def seconds(date: datetime) -> int:
    """Seconds from 1970 to a wall-clock time, whatever the zone: what the date column holds."""
    return (date - _EPOCH) // timedelta(seconds=1)


def pack_post(post: Post) -> tuple[Any, ...]:
    """A post as plain tuples, numbers and strings."""
    return (
        post.path,
        post.url,
        post.title,
        post.text,
        post.date and post.date.isoformat(),
        post.updated and post.updated.isoformat(),
        post.tags,
        post.author,
        post.description,
        tuple((s.heading, s.level, s.anchor, s.start, s.body) for s in post.sections),
        post.code,
    )


class Address(NamedTuple):
    """Where a post is: its path below the content root, its URL."""

    path: str
    url: str


def address(packed: tuple[Any, ...]) -> Address:
    """The address of a packed post."""
    return Address(*packed[:2])


def unpack_post(packed: tuple[Any, ...]) -> Post:
    """The inverse of `pack_post`."""
    path, url, title, text, date, updated, tags, author, description, sections, code = packed
    return Post(
        path=path,
        url=url,
        title=title,
        text=text,
        date=date and datetime.fromisoformat(date),
        updated=updated and datetime.fromisoformat(updated),
        tags=tuple(tags),
        author=author,
        description=description,
        sections=tuple(Section(*section) for section in sections),
        code=tuple((start, end) for start, end in code),
    )
