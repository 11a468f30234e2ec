"""Analyses by content: what was analysed once is not analysed again, whatever the file is called or dated.

One SQLite file, because it survives a crash at any moment. It holds nothing that could not be made again: a cache that
cannot be read is put aside for a new one.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path

_LEAST_ROOM = 64_000_000  # bytes the cache may always take
_ROOM = 3  # times what the last full run used


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
        except (sqlite3.Error, zlib.error):
            return None

    def keep(self, run: int, used: Iterable[bytes], made: Iterable[tuple[bytes, bytes]]) -> None:
        """Remember the analyses made in a run, note which were used, and forget the longest unused beyond the bound."""
        if self._connection is None:
            return
        rows = [(key, zlib.compress(packed, 1), run) for key, packed in made]
        try:
            with self._connection:
                self._connection.executemany("UPDATE analyses SET run = ? WHERE key = ?", [(run, key) for key in used])
                self._connection.executemany("INSERT OR REPLACE INTO analyses VALUES (?, ?, ?)", rows)
                self._shrink(run)
        except sqlite3.Error:
            # Losing the cache costs time, never an answer.
            self.close()
            _discard(self._file)

    def _shrink(self, run: int) -> None:
        assert self._connection is not None
        count, total, live = self._connection.execute(
            "SELECT count(*), total(length(analysis)), total(length(analysis) * (run = ?)) FROM analyses", (run,)
        ).fetchone()
        room = max(_LEAST_ROOM, _ROOM * live)
        if total > room:
            excess = int(count * (1 - room / total)) + 1
            oldest = "SELECT key FROM analyses ORDER BY run, key LIMIT ?"
            self._connection.execute(f"DELETE FROM analyses WHERE key IN ({oldest})", (excess,))

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _open(file: Path, readonly: bool) -> sqlite3.Connection | None:
    for attempt in range(2):
        try:
            if readonly:
                return sqlite3.connect(f"file:{file.absolute().as_posix()}?mode=ro", uri=True, timeout=5)
            connection = sqlite3.connect(file, timeout=5)
            connection.execute(
                "CREATE TABLE IF NOT EXISTS analyses (key BLOB PRIMARY KEY, analysis BLOB, run INTEGER) WITHOUT ROWID"
            )
            return connection
        except sqlite3.Error:
            if readonly or attempt:
                return None
            _discard(file)
    return None


def _discard(file: Path) -> None:
    for path in (file, file.with_name(file.name + "-journal")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
