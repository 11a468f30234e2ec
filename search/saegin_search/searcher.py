"""The public way to search: an index that stays open and follows the runs that renew it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from saegin_index.errors import QueryError, SaeginError
from saegin_search.backend import Backend
from saegin_search.embedded import EmbeddedBackend
from saegin_search.engine import Engine
from saegin_search.query import SORTS, Sort, parse_query, readable, with_options
from saegin_search.results import Edition, Facets, Hit, Results, Suggestion

MOST_HITS = 1000
"""The most hits that one page may have."""

_T = TypeVar("_T")


class Searcher:
    """Answers queries; may be shared between threads. Use it as a context manager, or call `close`.

    A run that writes a new edition disturbs no search: those under way finish on the edition they began with, the next
    one opens the new edition by itself.
    """

    def __init__(self, open_backend: Callable[[], Backend]) -> None:
        self._open = open_backend
        self._engine = Engine(open_backend())
        self._opening = threading.Lock()

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        tags: Iterable[str] = (),
        author: str | None = None,
        after: date | str | None = None,
        before: date | str | None = None,
        sort: Sort = "relevance",
        exact: bool = False,
        facets: bool = True,
    ) -> Results:
        """The posts that answer `query`; `tags`, `author`, `after` and `before` narrow it as they would inside it.

        Posts with all words are found, and those that lack one but score nearly as well as the best; when none has
        them all, posts with some, and an interpretation says so. With filters alone, every post that passes them is
        found, newest first. Without `facets`, none are counted.

        Raises:
            QueryError: nothing to look for, or something in the query or the options has no meaning.
            IndexStateError: the index was removed, or files of it are damaged.
        """
        begun = time.perf_counter()
        _check_options(limit, offset, sort)
        parsed = with_options(parse_query(query), tags, author, after, before)
        if parsed.is_empty:
            raise QueryError("nothing to search for: give some words, or a filter such as tag:파이썬")
        engine = self._current()

        def results() -> Results:
            answer = engine.answer(parsed, exact=exact)
            return Results(
                query=readable(query),
                total=answer.total,
                hits=engine.hits(answer, sort, limit, offset),
                facets=engine.facets(answer) if facets else Facets(),
                interpretations=answer.interpretations,
                took_ms=(time.perf_counter() - begun) * 1000,
            )

        return _guarded(engine, results)

    def suggest(self, prefix: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """What a query that begins with `prefix` may become, most useful first; nothing found is no error.

        The prefix may end inside a syllable, and be typed as choseong, in the wrong keyboard mode or in the other
        script. Raises as `search` does.
        """
        _check_options(limit, 0, "relevance")
        engine = self._current()
        return _guarded(engine, lambda: engine.suggester.suggest(prefix, limit))

    def related(self, path: str, *, limit: int = 5) -> tuple[Hit, ...]:
        """Posts like the one at `path` (as in `Hit.path`), most alike first, without itself.

        Raises as `search` does, and QueryError when there is no such post.
        """
        _check_options(limit, 0, "relevance")
        engine = self._current()
        return _guarded(engine, lambda: engine.hits(engine.related(path), "relevance", limit, 0))

    @property
    def edition(self) -> Edition:
        """The edition that the next search will answer from. Raises as `search` does."""
        return self._current().backend.edition

    @property
    def site_url(self) -> str:
        """What the URLs of hits are relative to; empty when the settings do not say."""
        return self._engine.backend.edition.site_url

    def _current(self) -> Engine:
        """The engine over the live edition. The one before is not closed: other threads may still be using it."""
        engine = self._engine
        if not engine.backend.is_current:
            with self._opening:
                if not self._engine.backend.is_current:
                    self._engine = Engine(self._open())
                engine = self._engine
        return engine

    def close(self) -> None:
        """Let go of the index's files."""
        self._engine.backend.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_searcher(index_dir: str | Path) -> Searcher:
    """Open the index in `index_dir` for searching.

    Raises:
        IndexStateError: there is none, or it cannot be used; the message says how to mend it.
    """
    place = Path(index_dir)
    return Searcher(lambda: EmbeddedBackend.open(place))


def _guarded(engine: Engine, work: Callable[[], _T]) -> _T:
    """Do something with the index; if it fails because files are damaged, say that instead."""
    try:
        return work()
    except SaeginError:
        raise
    except Exception:
        engine.backend.check()
        raise


def _check_options(limit: int, offset: int, sort: str) -> None:
    if not 1 <= limit <= MOST_HITS:
        raise QueryError(f"limit is {limit}; it must be from 1 to {MOST_HITS}")
    if offset < 0:
        raise QueryError(f"offset is {offset}; it must not be negative")
    if sort not in SORTS:
        raise QueryError(f"sort is {sort!r}; it must be one of {', '.join(SORTS)}")
