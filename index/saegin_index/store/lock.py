"""One writer at a time. The system lets go of the lock when its process dies, however it dies."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from saegin_index.errors import IndexLockedError
from saegin_index.store import layout


@contextmanager
def writing(index_dir: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock of an index directory, waiting up to `wait` seconds for it.

    Raises IndexLockedError, saying who holds it and since when.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(index_dir / layout.LOCK, timeout=wait)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLockedError(f"{_holder(index_dir)}; try again later, or wait with --wait SECONDS") from None
    note = index_dir / layout.LOCK_NOTE
    try:
        values = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat()}
        note.write_text(json.dumps(values), "utf-8")
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def _holder(index_dir: Path) -> str:
    try:
        values = json.loads((index_dir / layout.LOCK_NOTE).read_text("utf-8"))
        since = datetime.fromisoformat(values["since"]).astimezone()
        return f"{index_dir} is being written by process {values['pid']} on {values['host']} since {since:%H:%M:%S}"
    except (OSError, ValueError, KeyError, TypeError):
        return f"{index_dir} is being written by another run"
