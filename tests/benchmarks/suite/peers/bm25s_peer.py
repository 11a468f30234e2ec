"""bm25s: scores made when indexing, in sparse arrays. It finds any of the words, and knows no phrases or prefixes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from tests.benchmarks.suite.documents import Asked, Document
from tests.benchmarks.suite.peers.peer import LIMIT, SNIPPET, Builder, Engine, InProcess, Shown

_QUIET = {"show_progress": False, "leave_progress": False}


def builder(_: Path | None) -> Builder:
    return _Bm25s()


class _Bm25s:
    def build(self, documents: Iterable[Document], folder: Path) -> None:
        kept = list(documents)
        made = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        made.index([f"{each.title} {each.body}".split() for each in kept], **_QUIET)
        made.save(str(folder), **_QUIET)
        rows = [(each.title, each.body, each.tags, each.date) for each in kept]
        (folder / "documents.json").write_text(json.dumps(rows, ensure_ascii=False), "utf-8")

    def open(self, folder: Path) -> Engine:
        return _Searcher(folder)


class _Searcher(InProcess):
    def __init__(self, folder: Path) -> None:
        self._scores = bm25s.BM25.load(str(folder), mmap=True, load_vocab=True)
        rows = json.loads((folder / "documents.json").read_text("utf-8"))
        self._shown = [(title, body) for title, body, _, _ in rows]
        self._dates = np.array([date for *_, date in rows])
        self._tags: dict[str, Any] = {}
        for number, (_, _, tags, _) in enumerate(rows):
            for tag in tags.split():
                self._tags.setdefault(tag, np.zeros(len(rows), np.float32))[number] = 1

    def hits(self, asked: Asked) -> Callable[[], Sequence[Any]] | None:
        if asked.kind not in ("1 term", "OR3", "tag + dates"):
            return None
        terms = list(asked.terms)
        if not asked.tag:
            return lambda: self._best(terms)
        return lambda: self._best(
            terms, self._tags[asked.tag] * ((self._dates >= asked.after) & (self._dates <= asked.before))
        )

    def _best(self, terms: list[str], mask: Any = None) -> Sequence[Any]:
        documents, scores = self._scores.retrieve(
            [terms], k=min(LIMIT, len(self._shown)), weight_mask=mask, show_progress=False
        )
        found: Sequence[Any] = documents[0][scores[0] > 0]
        return found

    def answer(self, terms: Sequence[str]) -> list[Shown]:
        terms = [term for term in terms if term in self._scores.vocab_dict]
        return [self._show(int(number), terms) for number in self._best(terms)] if terms else []

    def _show(self, number: int, terms: Sequence[str]) -> Shown:
        """Around the first word that is there."""
        title, body = self._shown[number]
        first = min((place for term in terms if (place := body.find(term)) >= 0), default=0)
        start = max(0, first - SNIPPET // 3)
        cut = body[start : start + SNIPPET]
        marks = [(place, place + len(term)) for term in terms if (place := cut.find(term)) >= 0]
        return Shown(title, (cut, sorted(marks)))
