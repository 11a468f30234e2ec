"""What is asked of every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tests.benchmarks.suite.costs import Cost, cost_of
from tests.benchmarks.suite.documents import Asked, Document

LIMIT = 10  # hits
SNIPPET = 150  # characters of one


class AbsentError(Exception):
    """An engine is not installed; the text says what is missing."""


class Shown(NamedTuple):
    """A hit as a reader sees it: its title, and a snippet in which matches are marked by the engine's own means."""

    title: str
    snippet: Any


class Engine(Protocol):
    """An index that is open for searching."""

    def hits(self, asked: Asked) -> Callable[[], Sequence[Any]] | None:
        """What finds the best ten documents, without reading them; None where the engine has no such query."""

    def answer(self, terms: Sequence[str]) -> Sequence[Shown]:
        """The best ten documents with all of the terms, or else with some, with snippets."""

    def cost(self, work: Callable[[], Any]) -> Cost:
        """What one of the two costs."""

    def close(self) -> None:
        """Let go of the files."""


class Builder(Protocol):
    """Makes indexes."""

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        """Write an index into an empty folder."""

    def open(self, folder: Path) -> Engine:
        """Open it."""


class InProcess:
    """An engine that answers in this process."""

    def cost(self, work: Callable[[], Any]) -> Cost:
        """What a call costs."""
        return cost_of(work)

    def close(self) -> None:
        """Nothing is open that would have to be closed."""
