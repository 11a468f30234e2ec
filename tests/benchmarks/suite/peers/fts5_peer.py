"""SQLite's full-text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.benchmarks.suite.documents import Asked, Document
from tests.benchmarks.suite.peers.peer import LIMIT, AbsentError, Builder, Engine, InProcess, Shown

_SHOWN = 30  # tokens of a snippet
# Whatever is not a space is part of a word, as the words are made already.
_TABLE = (
    "CREATE VIRTUAL TABLE posts USING fts5(title, body, tags, "
    "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M* P* S* C*'\")"
)
_BEST = "SELECT rowid FROM posts WHERE posts MATCH ? ORDER BY rank LIMIT ?"
_FILTERED = (
    "SELECT posts.rowid FROM posts JOIN dates ON dates.id = posts.rowid "
    "WHERE posts MATCH ? AND dates.date BETWEEN ? AND ? ORDER BY rank LIMIT ?"
)
_NEWEST = (
    "SELECT posts.rowid FROM posts JOIN dates ON dates.id = posts.rowid "
    "WHERE posts MATCH ? ORDER BY dates.date DESC LIMIT ?"
)
_PREFIXED = "SELECT rowid FROM posts WHERE posts MATCH ? LIMIT ?"
_SHOW = "SELECT title, snippet(posts, 1, '[', ']', '…', ?) FROM posts WHERE posts MATCH ? ORDER BY rank LIMIT ?"


def builder(_: Path | None) -> Builder:
    with closing(sqlite3.connect(":memory:")) as connection:
        (is_there,) = connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
    if not is_there:
        raise AbsentError("this SQLite was built without FTS5")
    return _Sqlite()


class _Sqlite:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        connection = sqlite3.connect(folder / "posts.sqlite")
        with connection:
            connection.execute(_TABLE)
            connection.execute("CREATE TABLE dates (id INTEGER PRIMARY KEY, date INTEGER)")
            for number, each in enumerate(documents):
                row = (number, each.title, each.body, each.tags)
                connection.execute("INSERT INTO posts (rowid, title, body, tags) VALUES (?, ?, ?, ?)", row)
                connection.execute("INSERT INTO dates VALUES (?, ?)", (number, each.date))
            connection.execute("INSERT INTO posts (posts, rank) VALUES ('rank', 'bm25(5.0, 1.0, 0.0)')")
            connection.execute("INSERT INTO posts (posts) VALUES ('optimize')")
        connection.close()

    def open(self, folder: Path) -> Engine:
        return _Searcher(folder / "posts.sqlite")


class _Searcher(InProcess):
    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        self._execute = self._connection.execute

    def close(self) -> None:
        self._connection.close()

    def hits(self, asked: Asked) -> Callable[[], Sequence[Any]] | None:
        query = _all(asked.terms)
        if asked.kind == "prefix":
            query = _text(f"{_quoted(asked.terms[0])} *")
            return lambda: self._execute(_PREFIXED, (query, LIMIT)).fetchall()
        if asked.kind == "newest":
            return lambda: self._execute(_NEWEST, (query, LIMIT)).fetchall()
        if asked.tag:
            query = f"({query}) AND tags : {_quoted(asked.tag)}"
            return lambda: self._execute(_FILTERED, (query, asked.after, asked.before, LIMIT)).fetchall()
        if asked.kind == "OR3":
            query = _any(asked.terms)
        elif asked.kind == "phrase":
            query = _text(_quoted(" ".join(asked.terms)))
        return lambda: self._execute(_BEST, (query, LIMIT)).fetchall()

    def answer(self, terms: Sequence[str]) -> list[Shown]:
        found: list[Any] = []
        for query in (_all(terms), _any(terms)):
            found = found or self._execute(_SHOW, (_SHOWN, query, LIMIT)).fetchall()
        return [Shown(*row) for row in found]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(query: str) -> str:
    return f"{{title body}} : ({query})"


def _all(terms: Iterable[str]) -> str:
    return _text(" AND ".join(map(_quoted, terms)))


def _any(terms: Iterable[str]) -> str:
    return _text(" OR ".join(map(_quoted, terms)))
