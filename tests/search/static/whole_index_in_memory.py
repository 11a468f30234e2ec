"""An index in memory from which whole queries are answered: scores, phrases, filters, posts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from tests.search.static.index_in_memory import IndexInMemory
from tests.search.static.node import Node
from tests.search.static.texts import utf16

from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.normalization import fold
from saegin_index.store.document import BIGRAMS, PROSE_FIELDS, STEMS, TERM_FIELDS
from saegin_index.store.reader import IndexReader
from saegin_index.store.schema import NO_DATE
from saegin_search.ranking import TITLE_ALONE, ArrayRanker
from saegin_search.static.postings import PLACES_PER_FIELD

_DAY = 86400


class WholeIndexInMemory(IndexInMemory):
    """The same with all that an engine asks for."""

    def __init__(self, index: IndexReader, node: Node, name: str) -> None:
        super().__init__(index, node, name)
        self._whole = node.folder / f"whole-{name}"
        self._ranker = ArrayRanker(index)
        order = np.argsort(self.number)
        dates = index.dates[order]
        dated = np.unique(dates[dates != NO_DATE])
        tags = index.tags
        posts = [index.post(document)[0] for document in order.tolist()]
        authors: dict[str, list[int]] = {}
        for number, post in enumerate(posts):
            authors.setdefault(fold(post.author), []).append(number)
        whole = {
            "days": [int(date) // _DAY if date != NO_DATE else -(2**31) for date in dates],
            "moments": [int(np.searchsorted(dated, date)) + 1 if date != NO_DATE else 0 for date in dates],
            "tags": [
                (tag, self._documents(np.unique(tags.documents[tags.tags == number])))
                for number, tag in enumerate(tags.names)
            ],
            "authors": authors,
            "postings": {channel: self._whole_postings(channel) for channel in ("", BIGRAMS, STEMS)},
            "places": {term: self._places(term) for term in sorted(self._terms(""))},
            "posts": [self._post(document) for document in order.tolist()],
        }
        self._whole.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")

    def _terms(self, channel: str) -> set[str]:
        fields = [field + channel for field in (PROSE_FIELDS if channel else TERM_FIELDS)]
        return {term for field in fields for term in self._index.postings.vocabulary(field)[0]}

    def _whole_postings(self, channel: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for term in self._terms(channel):
            found[term] = []
            for fields in ((), (TITLE_ALONE,)):
                documents, frequencies = self._ranker.frequencies(term, channel, *fields)
                order = np.argsort(self.number[documents])
                found[term] += [self.number[documents][order].tolist(), frequencies[order].tolist()]
        return found

    def _places(self, term: str) -> list[int]:
        found = []
        for number, field in enumerate(TERM_FIELDS):
            documents, offsets, positions = self._index.postings.positions(field, term)
            bases = np.repeat(self.number[documents] * len(TERM_FIELDS) + number, np.diff(offsets))
            found += (bases * PLACES_PER_FIELD + positions.astype(np.int64)).tolist()
        return sorted(found)

    def _post(self, document: int) -> dict[str, Any]:
        post, occurrences = self._index.post(document)
        text = post.text

        def place(at: int) -> int:
            return utf16(text, at)

        return {
            "path": post.path,
            "url": post.url,
            "title": post.title,
            "date": post.date and post.date.isoformat(),
            "tags": post.tags,
            "author": post.author,
            "description": post.description,
            "text": text,
            "sections": [
                {"heading": each.heading, "anchor": each.anchor, "start": place(each.start), "body": place(each.body)}
                for each in post.sections
            ],
            "code": [[place(start), place(end)] for start, end in post.code],
            "spans": {
                term: [[place(start), place(end)] for start, end in occurrences.spans(term)]
                for term in occurrences.terms()
            },
        }

    def _tell(self, words: Iterable[str]) -> None:
        texts = set(words)
        lines = {text for text in texts if "\n" in text}
        self._plain["analyses"] |= {text: self._analysis(text) for text in lines}
        super()._tell(texts - lines)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Whatever Python has analysed meanwhile is told beforehand, as the port will ask for the same."""
        texts: set[str] = set()

        def noted(function: Callable[[Analyzer, str], Any]) -> Callable[[Analyzer, str], Any]:
            def note(analyzer: Analyzer, text: str) -> Any:
                texts.add(text)
                return function(analyzer, text)

            return note

        with (
            patch.object(Analyzer, "analyze", noted(Analyzer.analyze)),
            patch.object(Analyzer, "word_class", noted(Analyzer.word_class)),
        ):
            yield
        self._tell(texts)

    def ask(self, method: str, cases: Sequence[Sequence[Any]]) -> list[Any]:
        """What a method of the engine answers for the arguments of each case; its error if it refuses to."""
        source = Path(__file__).with_name("whole_index_in_memory.js").read_text("utf-8")
        (self._node.folder / "whole_index_in_memory.js").write_text(source, "utf-8")
        return self.run(
            f"""
            import {{ Engine }} from './engine.js';
            import {{ whole }} from './whole_index_in_memory.js';
            let engine;
            const ask = (index, ...parameters) => {{
              engine ??= new Engine(whole(index, {json.dumps(self._whole.name)}));
              try {{
                return engine.{method}(...parameters);
              }} catch (error) {{
                if (error.kind === 'refused') return {{ refused: error.message }};
                throw error;
              }}
            }};
            """,
            cases,
        )
