"""Reading and analysing files, in this process or in several; the outcome is the same, and in the same order."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saegin_index.config import Config
from saegin_index.errors import IndexWriteError
from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.dictionary import Dictionary
from saegin_index.posts.discover import PostFile
from saegin_index.posts.post import Reading
from saegin_index.posts.reader import read_post
from saegin_index.store.cache import AnalysisCache, compressed
from saegin_index.store.document import Analysis, analyze_post, content_key
from saegin_index.store.indexable import Indexable, indexable
from saegin_index.store.state import FileState, digest_of

if TYPE_CHECKING:
    from saegin_index.store.lexicon_pairs import Each

_FEWEST_FILES = 24  # fewer are done before other processes would have started
_CHUNK = 8  # files handed to a process at once
_AHEAD = 4  # items for each process that may be done or under way before they are asked for


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Of a post, `post` is what is to be indexed, `analysis` (`compressed`) what the cache did not have.
    """

    file: PostFile
    state: FileState
    post: Indexable | None = None
    analysis: bytes = b""


def process_files(
    files: Sequence[PostFile], config: Config, dictionary: Dictionary, cache: Path, processes: int
) -> Iterator[Outcome]:
    """Read and analyse files, answering in their order. `cache` is the cache's file, which is only read here."""
    if processes < 2 or len(files) < _FEWEST_FILES:
        worker = _Worker(config, dictionary, cache)
        yield from map(worker.process, files)
        return
    chunks = [files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)]
    for outcomes in _spread(_process_chunk, chunks, min(processes, len(chunks)), _start, (config, dictionary, cache)):
        yield from outcomes


def each_in(processes: int) -> Each:
    """`map` in so many processes, of which none is started for a single item."""

    def each(work: Callable[[Any], Any], items: Iterator[Any]) -> Iterator[Any]:
        some = list(islice(items, 2))
        if processes < 2 or len(some) < 2:
            return map(work, chain(some, items))
        return _spread(work, chain(some, items), processes, begin_working)

    return each


def _spread(
    work: Callable[[Any], Any],
    items: Iterable[Any],
    processes: int,
    start: Callable[..., None],
    given: tuple[Any, ...] = (),
) -> Iterator[Any]:
    """`work` done to all items, in their order. Some are worked on ahead, no more: who takes them may be slower."""
    # A forked process has everything loaded; elsewhere forking is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    waiting: deque[Future[Any]] = deque()
    try:
        with ProcessPoolExecutor(processes, context, start, given) as pool:
            try:
                for item in items:
                    with _interrupts_held():
                        waiting.append(pool.submit(work, item))
                    if len(waiting) > _AHEAD * processes:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
    except BrokenProcessPool as error:
        raise IndexWriteError(
            "a process that worked on posts was killed (out of memory?); the index is as it was: run again"
        ) from error


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C in a terminal goes to all its processes: those started meanwhile leave it to this one, which ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_text(path: str) -> bool:
    # Python keeps the bytes of a name that is none as lone surrogates, which nothing that shows or stores it can take.
    return not any("\ud800" <= character <= "\udfff" for character in path)


class _Worker:
    def __init__(self, config: Config, dictionary: Dictionary, cache: Path) -> None:
        self._config = config
        self._analyzer = Analyzer(dictionary)
        self._cache = AnalysisCache(cache, readonly=True)

    def process(self, file: PostFile) -> Outcome:
        try:
            data = file.absolute.read_bytes()
        except OSError as error:
            reading = Reading(file.path, left_out=f"cannot be read: {error.strerror}", failed=True)
            return Outcome(file, _state(file, "", reading))
        reading = read_post(file, self._config, data)
        if not _is_text(file.path):
            reading = Reading(file.path, left_out="its name is not UTF-8: rename it", failed=True)
        if reading.post is None:
            return Outcome(file, _state(file, digest_of(data), reading))
        key = content_key(reading.post, self._analyzer)
        state = _state(file, digest_of(data), reading, key)
        known = self._cache.get(key)
        if known is not None:
            return Outcome(file, state, indexable(reading.post, Analysis.unpack(known)))
        analysis = analyze_post(reading.post, self._analyzer)
        return Outcome(file, state, indexable(reading.post, analysis), compressed(analysis.pack()))


def _state(file: PostFile, digest: str, reading: Reading, key: bytes = b"") -> FileState:
    return FileState(
        size=file.size,
        mtime_ns=file.mtime_ns,
        digest=digest,
        left_out=reading.left_out,
        failed=reading.failed,
        warnings=reading.warnings,
        recheck=reading.recheck.timestamp() if reading.recheck else 0,
        key=key.hex(),
    )


_worker: _Worker


def _start(config: Config, dictionary: Dictionary, cache: Path) -> None:
    global _worker
    begin_working()
    _worker = _Worker(config, dictionary, cache)


def begin_working() -> None:
    """What a process that does a part of the work begins with: it ends when the one that started it has ended, however
    that was, and looks for no garbage, as no work makes cycles.

    Looking for it took a sixth of the time of analysing, and copied what a forked process shares with its parent.
    """
    gc.disable()
    threading.Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    # A forked process holds its parent's lock: one that outlived a killed run would keep the next run out.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _process_chunk(files: Sequence[PostFile]) -> list[Outcome]:
    return [_worker.process(file) for file in files]
