"""Whoosh as it comes: its own codec, its own scoring, its own highlighter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.suite.documents import Asked, Document
from tests.benchmarks.suite.peers.peer import LIMIT, SNIPPET, Builder, Engine, InProcess, Shown
from whoosh import fields, highlight, index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.query import And, Every, NumericRange, Or, Phrase, Prefix, Query, Term

_FIELDS = ("title", "body")


def builder(_: Path | None) -> Builder:
    return _Whoosh()


class _Whoosh:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        writer = index.create_in(str(folder), _schema()).writer(limitmb=256)
        for each in documents:
            writer.add_document(title=each.title, body=each.body, tags=each.tags, date=each.date)
        writer.commit(optimize=True)

    def open(self, folder: Path) -> Engine:
        return _Searcher(index.open_dir(str(folder), schema=_schema()).searcher())


def _schema() -> fields.Schema:
    words = SpaceSeparatedTokenizer()
    return fields.Schema(
        title=fields.TEXT(words, stored=True, field_boost=5.0),
        body=fields.TEXT(words, stored=True),
        tags=fields.KEYWORD,
        date=fields.NUMERIC(int, bits=64, sortable=True),
    )


class _Searcher(InProcess):
    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher

    def close(self) -> None:
        self._searcher.close()

    def hits(self, asked: Asked) -> Callable[[], Sequence[Any]] | None:
        search, limits = self._searcher.search, {}
        words: list[Query] = [_word(term) for term in asked.terms]
        query = Or(words) if asked.kind == "OR3" else And(words)
        if asked.kind == "newest":
            limits = {"sortedby": "date", "reverse": True}
        elif asked.kind == "phrase":
            query = Or([Phrase(field, list(asked.terms)) for field in _FIELDS])
        elif asked.kind == "prefix":
            query = Or([Prefix(field, asked.terms[0]) for field in _FIELDS])
        elif asked.tag:
            limits = {"filter": And([Term("tags", asked.tag), NumericRange("date", asked.after, asked.before)])}
        return lambda: search(query, limit=LIMIT, **limits).top_n

    def answer(self, terms: Sequence[str]) -> list[Shown]:
        words = [_word(term) for term in terms]
        results = self._searcher.search(And(words) if words else Every(), limit=LIMIT)
        if not results.scored_length():
            results = self._searcher.search(Or(words), limit=LIMIT)
        results.fragmenter = highlight.ContextFragmenter(maxchars=SNIPPET)
        return [Shown(hit["title"], hit.highlights("body", top=1)) for hit in results]


def _word(term: str) -> Query:
    return Or([Term(field, term) for field in _FIELDS])
