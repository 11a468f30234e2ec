"""Analyses by content: what was analysed once is not analysed again, whatever the file is called or dated.

One SQLite file, because it survives a crash at any moment. It holds nothing that could not be made again: a cache that
cannot be read is put aside for a new one.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

_LEAST_ROOM = 64_000_000  # bytes the cache may always take
_ROOM = 3  # times what the posts of the index need


class AnalysisCache:
    """Packed analyses by content key. For one process; others may read the same file."""

    def __init__(self, file: Path, *, readonly: bool = False) -> None:
        """Open the cache, making or replacing it if need be; without a usable file everything is a miss."""
        self._file = file
        self._connection = _open(file, readonly)

    def get(self, key: bytes) -> bytes | None:
        """The packed analysis for a key, or None."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT analysis FROM analyses WHERE key = ?", (key,)).fetchone()
            return zlib.decompress(row[0]) if row else None
        except (sqlite3.Error, zlib.error, TypeError):
            return None

    def keep(self, run: int, made: Iterable[tuple[bytes, bytes]]) -> None:
        """Remember analyses made in a run, each with its key and as `compressed`."""
        self._change(
            lambda connection: connection.executemany(
                "INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)", ((key, analysis, run) for key, analysis in made)
            )
        )

    def shrink(self, live: Collection[bytes]) -> None:
        """Beyond the bound, forget the oldest analyses but for those that are `live`."""
        self._change(lambda connection: _shrink(connection, live))

    def _change(self, change: Callable[[sqlite3.Connection], object]) -> None:
        if self._connection is None:
            return
        try:
            with self._connection:
                change(self._connection)
        except sqlite3.OperationalError:
            pass  # no room on the disk, most often: what the cache had it still has
        except sqlite3.Error:
            # Losing the cache costs time, never an answer.
            self.close()
            _discard(self._file)

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def compressed(analysis: bytes) -> bytes:
    """A packed analysis as the cache keeps it."""
    return zlib.compress(analysis, 1)


def _shrink(connection: sqlite3.Connection, live: Collection[bytes]) -> None:
    (total,) = connection.execute("SELECT total(length(analysis)) FROM analyses").fetchone()
    if total <= _LEAST_ROOM:
        return
    sizes = connection.execute("SELECT key, length(analysis) FROM analyses ORDER BY run, key").fetchall()
    wanted = set(live)
    room = max(_LEAST_ROOM, _ROOM * sum(size for key, size in sizes if key in wanted))
    for key, size in sizes:
        if total <= room:
            break
        if key not in wanted:
            connection.execute("DELETE FROM analyses WHERE key = ?", (key,))
            total -= size


def _open(file: Path, readonly: bool) -> sqlite3.Connection | None:
    table = "analyses (key BLOB PRIMARY KEY, analysis BLOB, run INTEGER) WITHOUT ROWID"
    address = f"{file.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    for attempt in range(2):
        try:
            connection = sqlite3.connect(address, uri=True, timeout=5)
        except sqlite3.Error:
            return None
        try:
            if not readonly:
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")
            connection.execute("SELECT key, analysis, run FROM analyses LIMIT 1").fetchone()
            return connection
        except sqlite3.Error:
            connection.close()
            if readonly or attempt:
                return None
            _discard(file)
    return None


def _discard(file: Path) -> None:
    for path in (file, file.with_name(file.name + "-journal")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
