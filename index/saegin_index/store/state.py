"""What a run knew of each file, so that the next one reads only what changed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from saegin_index.store import layout

_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class FileState:
    """A file when it was last read. `digest` is of its bytes; size (bytes) and mtime are hints that it is the same.

    `left_out` is the reason why it is not in the index ("" when it is), `failed` whether that is a fault. `recheck` is
    when the same bytes will mean something else (a future post is due), in seconds since 1970, 0 for never; `key` (hex)
    is that of its analysis in the cache.
    """

    size: int
    mtime_ns: int
    digest: str
    left_out: str = ""
    failed: bool = False
    warnings: tuple[str, ...] = ()
    recheck: float = 0
    key: str = ""

    @property
    def indexed(self) -> bool:
        """Whether the file's post is in the index."""
        return not self.left_out


def digest_of(data: bytes) -> str:
    """The content hash by which a file is known to be unchanged."""
    import hashlib

    return hashlib.blake2b(data, digest_size=16).hexdigest()


def write_states(edition: Path, states: dict[str, FileState]) -> None:
    """Keep the states, by path, with the edition they describe."""
    rows = (f"{_json(path)}: {_json(_row(state))}" for path, state in sorted(states.items()))
    with (edition / layout.POSTS).open("w", encoding="utf-8", errors="surrogateescape") as file:
        file.write("{")
        for number, row in enumerate(rows):
            file.write(f", {row}" if number else row)
        file.write("}")


def read_states(edition: Path) -> dict[str, FileState]:
    """The states kept with an edition; raises OSError or ValueError when they cannot be read."""
    rows: dict[str, list[Any]] = json.loads((edition / layout.POSTS).read_text("utf-8", "surrogateescape"))
    return {path: _state(*row) for path, row in rows.items()}


def _row(state: FileState) -> list[Any]:
    return [getattr(state, name) for name in FileState.__slots__]


def _json(value: Any) -> str:
    return _ENCODER.encode(value)


def _state(
    size: int, mtime_ns: int, digest: str, left_out: str, failed: bool, warnings: list[str], recheck: float, key: str
) -> FileState:
    return FileState(size, mtime_ns, digest, left_out, failed, tuple(warnings), recheck, key)


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run, whether or not it had anything to do: when it ended (ISO, UTC), how long it took, how many posts
    it had to analyse."""

    ended: str
    seconds: float
    analysed: int


def write_last_run(index_dir: Path, run: LastRun) -> None:
    """Note a run for `saegin status`; nothing depends on it, so that it may fail."""
    with suppress(OSError):
        (index_dir / layout.LAST_RUN).write_text(json.dumps(asdict(run)), encoding="utf-8")


def read_last_run(index_dir: Path) -> LastRun | None:
    """The last run noted, or None."""
    try:
        return LastRun(**json.loads((index_dir / layout.LAST_RUN).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
