"""What all engines are given: posts as saegin analysed them, and queries over these."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from saegin_index.korean.normalization import fold
from saegin_index.posts.post import Post
from saegin_index.store import layout
from saegin_index.store.cache import AnalysisCache
from saegin_index.store.document import Analysis, content_key
from saegin_index.store.reader import IndexReader
from saegin_index.store.values import seconds

KINDS = ("1 term", "AND", "OR3", "phrase", "tag + dates", "newest", "prefix")
_TWO_YEARS = 2 * 365 * 86400
_PREFIX = 2  # syllables


@dataclass(frozen=True, slots=True)
class Document:
    """A post's terms in reading order, joined by spaces; its tags as one word each; seconds since 1970."""

    title: str
    body: str
    tags: str
    date: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a kind: all of the terms (OR3: any of them; phrase: side by side; prefix: what begins so)."""

    kind: str
    terms: tuple[str, ...]
    tag: str = ""
    after: int = 0
    before: int = 0


def analyses(index: Path, wanted: Collection[int] | None = None) -> Iterator[tuple[Post, Analysis]]:
    """The posts of an index (those of some numbers) with their analyses, from the cache that is beside it."""
    reader = IndexReader.open(index)
    cache = AnalysisCache(index / layout.CACHE, readonly=True)
    try:
        for number, post in enumerate(reader.posts()):
            if wanted is not None and number not in wanted:
                continue
            packed = cache.get(content_key(post, reader.analyzer))
            if packed is None:
                raise RuntimeError(f"{index} has no analysis of {post.path}")
            yield post, Analysis.unpack(packed)
    finally:
        cache.close()
        reader.close()


def document(post: Post, analysis: Analysis) -> Document:
    """A post for engines with two text fields."""
    terms = {name: field.joined for name, field in analysis.fields.items()}
    body = " ".join(filter(None, (terms[name] for name in ("description", "body", "code", "tags"))))
    tags = " ".join(tag_word(tag) for tag in post.tags)
    return Document(terms["title"], body, tags, 0 if post.date is None else seconds(post.date))


def tag_word(tag: str) -> str:
    """A tag as one word of letters and digits, as some engines cut at anything else."""
    return "t" + fold(tag).encode().hex()


def write_documents(index: Path, file: Path) -> None:
    """The documents of an index, one in a line, fields between tabs."""
    with file.open("w", encoding="utf-8") as out:
        for post, analysis in analyses(index):
            each = document(post, analysis)
            out.write(f"{each.title}\t{each.body}\t{each.tags}\t{each.date}\n")


def read_documents(file: Path) -> Iterator[Document]:
    """What `write_documents` wrote."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            title, body, tags, date = line.rstrip("\n").split("\t")
            yield Document(title, body, tags, int(date))


def asked_of(index: Path, count: int, seed: int = 1) -> list[Asked]:
    """So many queries of each kind, each of what some document has: common words as often as they are common."""
    chance = random.Random(seed)
    asked: list[Asked] = []
    for post, analysis in _some(index, count, chance):
        body, date = analysis.fields["body"], 0 if post.date is None else seconds(post.date)
        terms, positions = body.split(), body.positions or ()
        followed = [place for place in range(len(terms) - 1) if positions[place + 1] == positions[place] + 1]
        if not (followed and post.tags and date):
            continue
        many = tuple(chance.choice(terms) for _ in range(3))
        place = chance.choice(followed)
        hangul = [term for term in terms if len(term) >= _PREFIX and "가" <= term[0] <= "힣"] or terms
        asked += [
            Asked("1 term", many[:1]),
            Asked("AND", many[:2]),
            Asked("OR3", many),
            Asked("phrase", tuple(terms[place : place + 2])),
            Asked("tag + dates", many[:1], tag_word(chance.choice(post.tags)), date - _TWO_YEARS, date + _TWO_YEARS),
            Asked("newest", many[:1]),
            Asked("prefix", (chance.choice(hangul)[:_PREFIX],)),
        ]
    return asked


def _some(index: Path, count: int, chance: random.Random) -> list[tuple[Post, Analysis]]:
    """So many of an index's posts, or all."""
    reader = IndexReader.open(index)
    posts = reader.document_count
    reader.close()
    return list(analyses(index, set(chance.sample(range(posts), min(count, posts)))))
