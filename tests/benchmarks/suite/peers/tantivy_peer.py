"""tantivy, through tantivy-py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query
from tests.benchmarks.suite.documents import Asked, Document
from tests.benchmarks.suite.peers.peer import LIMIT, SNIPPET, Builder, Engine, InProcess, Shown

_WORDS = "words"
_FIELDS = ("title", "body")
_TITLE_BOOST = 5.0


def builder(_: Path | None) -> Builder:
    return _Tantivy()


class _Tantivy:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        schema = (
            tantivy.SchemaBuilder()
            .add_text_field("title", stored=True, tokenizer_name=_WORDS)
            .add_text_field("body", stored=True, tokenizer_name=_WORDS)
            .add_text_field("tags", tokenizer_name=_WORDS, index_option="basic")
            .add_integer_field("date", indexed=True, fast=True)
            .build()
        )
        writer = _with_words(tantivy.Index(schema, str(folder))).writer(num_threads=1)
        for each in documents:
            added = tantivy.Document()
            added.add_text("title", each.title)
            added.add_text("body", each.body)
            added.add_text("tags", each.tags)
            added.add_integer("date", each.date)
            writer.add_document(added)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Engine:
        return _Searcher(_with_words(tantivy.Index.open(str(folder))))


def _with_words(index: Any) -> Any:
    index.register_tokenizer(_WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class _Searcher(InProcess):
    def __init__(self, index: Any) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    def hits(self, asked: Asked) -> Callable[[], Sequence[Any]] | None:
        query, search = self._query(asked), self._searcher.search
        if asked.kind == "newest":
            return lambda: search(query, LIMIT, order_by_field="date").hits
        return lambda: search(query, LIMIT).hits

    def _query(self, asked: Asked) -> Any:
        if asked.kind == "prefix":
            # Without scores, as a prefix has none.
            pattern = re.escape(asked.terms[0]) + ".*"
            return _any(Query.regex_query(self._schema, field, pattern) for field in _FIELDS)
        if asked.kind == "phrase":
            return _any(Query.phrase_query(self._schema, field, list(asked.terms)) for field in _FIELDS)
        words = [self._word(term) for term in asked.terms]
        if asked.kind == "OR3":
            return _any(words)
        clauses = [(Occur.Must, word) for word in words]
        if asked.tag:
            tag = Query.const_score_query(Query.term_query(self._schema, "tags", asked.tag), 0.0)
            dates = Query.range_query(self._schema, "date", FieldType.Integer, asked.after, asked.before)
            clauses += [(Occur.Must, tag), (Occur.Must, Query.const_score_query(dates, 0.0))]
        return Query.boolean_query(clauses)

    def _word(self, term: str) -> Any:
        title, body = (Query.term_query(self._schema, field, term) for field in _FIELDS)
        return _any([Query.boost_query(title, _TITLE_BOOST), body])

    def answer(self, terms: Sequence[str]) -> list[Shown]:
        words = [self._word(term) for term in terms]
        query = Query.boolean_query([(Occur.Must, word) for word in words])
        hits = self._searcher.search(query, LIMIT).hits
        if not hits:
            query = _any(words)
            hits = self._searcher.search(query, LIMIT).hits
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        snippets.set_max_num_chars(SNIPPET)
        shown = []
        for _, address in hits:
            stored = self._searcher.doc(address)
            snippet = snippets.snippet_from_doc(stored)
            marks = [(each.start, each.end) for each in snippet.highlighted()]
            shown.append(Shown(stored.get_first("title"), (snippet.fragment(), marks)))
        return shown


def _any(queries: Iterable[Any]) -> Any:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
