"""The public way to search: an index that stays open and follows the runs that renew it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from saegin_index.errors import ClusterUnavailableError, ConfigError, QueryError, SaeginError
from saegin_search.backend import Backend
from saegin_search.embedded import EmbeddedBackend
from saegin_search.engine import Engine
from saegin_search.query import SORTS, Sort, parse_query, readable, with_options
from saegin_search.results import Edition, Facets, Hit, Interpretation, Results, Suggestion

if TYPE_CHECKING:
    from saegin_index.cluster_settings import ClusterSettings
    from saegin_search.cluster.connection import Cluster

MOST_HITS = 1000
"""The most hits that one page may have."""

_BEFORE_STANDING_IN = 2.0  # seconds that a cluster is waited for where something else can answer
_STANDS_IN = 5.0  # seconds, after which the cluster is asked again
_FROM_HERE = Interpretation("fallback", "클러스터가 응답하지 않아 이 컴퓨터의 색인에서 찾음")

_T = TypeVar("_T")
Opener = Callable[[], Backend]


class Searcher:
    """Answers queries; may be shared between threads. Use it as a context manager, or call `close`.

    A run that writes a new edition disturbs no search: those under way finish on the edition they began with, the next
    one opens the new edition by itself.
    """

    def __init__(self, open_backend: Opener, stand_in: Opener | None = None) -> None:
        """`stand_in` opens what answers while the other is unavailable. Raises as they do."""
        self._open = open_backend
        self._opening = threading.Lock()
        self._open_stand_in = stand_in
        self._stand_in: Searcher | None = None
        self._standing_in = -math.inf  # until when
        self._engine: Engine | None = None
        self._with_engine(lambda _: None)

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

        def results(engine: Engine) -> Results:
            answer = engine.answer(parsed, exact=exact)
            return Results(
                query=readable(query),
                total=answer.total,
                hits=engine.hits(answer, sort, limit, offset),
                facets=engine.facets(answer) if facets else Facets(),
                interpretations=(*self._caution(engine), *answer.interpretations),
                took_ms=(time.perf_counter() - begun) * 1000,
            )

        return self._with_engine(results)

    def suggest(self, prefix: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """What a query that begins with `prefix` may become, most useful first; nothing found is no error.

        The prefix may end inside a syllable, and be typed as choseong, in the wrong keyboard mode or in the other
        script. Raises as `search` does.
        """
        _check_options(limit, 0, "relevance")
        return self._with_engine(lambda engine: engine.suggester.suggest(prefix, limit))

    def related(self, path: str, *, limit: int = 5) -> tuple[Hit, ...]:
        """Posts like the one at `path` (as in `Hit.path`), most alike first, without itself.

        Raises as `search` does, and QueryError when there is no such post.
        """
        _check_options(limit, 0, "relevance")
        return self._with_engine(lambda engine: engine.hits(engine.related(path), "relevance", limit, 0))

    @property
    def edition(self) -> Edition:
        """The edition that the next search will answer from. Raises as `search` does."""
        return self._with_engine(lambda engine: engine.backend.edition)

    @property
    def site_url(self) -> str:
        """What the URLs of hits are relative to; empty when the settings do not say."""
        return self.edition.site_url

    def _caution(self, engine: Engine) -> tuple[Interpretation, ...]:
        return () if engine is self._engine else (_FROM_HERE,)

    def _with_engine(self, work: Callable[[Engine], _T]) -> _T:
        """Do something with the live edition, or with what stands in for it."""
        if time.monotonic() < self._standing_in and self._stand_in is not None:
            return self._stand_in._with_engine(work)
        try:
            engine = self._current()
            return _guarded(engine, lambda: work(engine))
        except ClusterUnavailableError:
            if self._open_stand_in is None:
                raise
            if self._stand_in is None:
                self._stand_in = Searcher(self._open_stand_in)
            # Else every question would wait anew.
            self._standing_in = time.monotonic() + _STANDS_IN
            return self._stand_in._with_engine(work)

    def _current(self) -> Engine:
        """The engine over the live edition. The one before is not closed: other threads may still be using it."""
        engine = self._engine
        if engine is None or not engine.backend.is_current:
            with self._opening:
                engine = self._engine
                if engine is None or not engine.backend.is_current:
                    engine = self._engine = Engine(self._open())
        return engine

    def close(self) -> None:
        """Let go of the index's files."""
        if self._engine is not None:
            self._engine.backend.close()
        if self._stand_in is not None:
            self._stand_in.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_searcher(index_dir: str | Path, cluster: ClusterSettings | None = None) -> Searcher:
    """Open the index in `index_dir` for searching, or the blog in a `cluster`, for which the index may stand in.

    Raises:
        IndexStateError: there is none, or it cannot be used; the message says how to mend it.
        ClusterError: the same of a cluster.
    """
    place = Path(index_dir)

    def embedded() -> Backend:
        return EmbeddedBackend.open(place)

    if cluster is None:
        return Searcher(embedded)
    connection = connect(cluster, patience=_BEFORE_STANDING_IN if cluster.fallback else cluster.timeout)
    from saegin_search.cluster.backend import ClusterBackend

    return Searcher(lambda: ClusterBackend.open(connection), embedded if cluster.fallback else None)


def connect(settings: ClusterSettings, *, patience: float | None = None) -> Cluster:
    """A connection to a cluster, which waits `patience` seconds (default: as the settings say) for an answer.

    Raises ConfigError when the client library is not installed, ClusterError when a setting cannot be used.
    """
    try:
        from saegin_search.cluster.connection import Cluster
    except ModuleNotFoundError as error:
        raise ConfigError("a cluster needs opensearch-py: run `pip install 'saegin[opensearch]'`") from error
    return Cluster(settings if patience is None else replace(settings, timeout=min(patience, settings.timeout)))


def _guarded(engine: Engine, work: Callable[[], _T]) -> _T:
    """Do something with the index; if it fails because files are damaged, say that instead."""
    try:
        with engine.backend.answering():
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
