"""The form in which a post is stored beside its postings, to be shown when it is found."""

from __future__ import annotations

import json
import zlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from saegin_index.posts.post import Post, Section
from saegin_index.store.codec.documents import NO_DATE as NO_DATE
from saegin_index.store.codec.documents import Row
from saegin_index.store.occurrences import Occurrences

_EPOCH = datetime(1970, 1, 1)
_LEVEL = 3  # of zlib; 6 saves 4 % of the room and takes twice the time
_BEGINNING = 2000  # bytes; nearly every address is within them
_END = b"\n"  # of a part before the text: JSON has none in itself


def seconds(date: datetime) -> int:
    """Seconds from 1970 to a wall-clock time, whatever the zone: what is kept of a date."""
    return (date - _EPOCH) // timedelta(seconds=1)


def row(post: Post, occurrences: bytes) -> Row:
    """What is kept of a post and of where its terms stand (as `pack_occurrences` gives it)."""
    return Row(
        post=pack_post(post),
        occurrences=zlib.compress(occurrences, _LEVEL),
        date=NO_DATE if post.date is None else seconds(post.date),
        tags=post.tags,
        names=[" ".join(name.splitlines()) for name in (post.title, *(section.heading for section in post.sections))],
    )


def pack_post(post: Post) -> bytes:
    """A post as bytes that run no code when they are read: its address, what else is short, its text."""
    head = (
        post.title,
        post.date and post.date.isoformat(),
        post.updated and post.updated.isoformat(),
        post.tags,
        post.author,
        post.description,
        [(s.heading, s.level, s.anchor, s.start, s.body) for s in post.sections],
        post.code,
    )
    parts = (_json((post.path, post.url)), _json(head), post.text.encode("utf-8", "surrogatepass"))
    return zlib.compress(_END.join(parts), _LEVEL)


class Address(NamedTuple):
    """Where a post is: its path below the content root, its URL."""

    path: str
    url: str


def pack_address(address: Address) -> bytes:
    """An address alone, packed as that of a post is."""
    return zlib.compress(_json(address) + _END, _LEVEL)


def unpack_address(packed: Any) -> Address:
    """The address of a packed post, of which only the beginning is unpacked."""
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(packed, _BEGINNING)
    if _END not in data:
        data += unpacking.decompress(unpacking.unconsumed_tail)
    return Address(*_from_json(data.partition(_END)[0]))


def unpack_post(packed: Any) -> Post:
    """The inverse of `pack_post`; raises ValueError, TypeError or zlib.error for other bytes."""
    where, head, text = zlib.decompress(packed).split(_END, 2)
    (path, url), rest = _from_json(b"[%b,%b]" % (where, head))
    title, date, updated, tags, author, description, sections, code = rest
    return Post(
        path=path,
        url=url,
        title=title,
        text=text.decode("utf-8", "surrogatepass"),
        date=date and datetime.fromisoformat(date),
        updated=updated and datetime.fromisoformat(updated),
        tags=tuple(tags),
        author=author,
        description=description,
        sections=tuple(Section(*section) for section in sections),
        code=tuple((start, end) for start, end in code),
    )


def unpack_occurrences(packed: Any, text: str) -> Occurrences:
    """Where the terms of a post stand in its text, as a row has it; raises ValueError or zlib.error for other bytes."""
    return Occurrences(zlib.decompress(packed), text)


def _json(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _from_json(data: bytes) -> Any:
    return json.loads(data.decode("utf-8", "surrogatepass"))
