"""What a run knew of each file, so that the next one reads only what changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saegin_index.store import layout


@dataclass(frozen=True, slots=True)
class FileState:
    """A file when it was last read. `digest` is of its bytes; size (bytes) and mtime are hints that it is the same.

    `left_out` is the reason why it is not in the index ("" when it is), `failed` whether that is a fault.
    """

    size: int
    mtime_ns: int
    digest: str
    left_out: str = ""
    failed: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def indexed(self) -> bool:
        """Whether the file's post is in the index."""
        return not self.left_out


def write_states(edition: Path, states: dict[str, FileState]) -> None:
    """Keep the states, by path, with the edition they describe."""
    rows = {
        path: [state.size, state.mtime_ns, state.digest, state.left_out, state.failed, list(state.warnings)]
        for path, state in sorted(states.items())
    }
    (edition / layout.POSTS).write_text(
        json.dumps(rows, ensure_ascii=False), encoding="utf-8", errors="surrogateescape"
    )


def read_states(edition: Path) -> dict[str, FileState]:
    """The states kept with an edition; raises OSError or ValueError when they cannot be read."""
    rows: dict[str, list[Any]] = json.loads((edition / layout.POSTS).read_text("utf-8", "surrogateescape"))
    return {
        path: FileState(size, mtime_ns, digest, left_out, failed, tuple(warnings))
        for path, (size, mtime_ns, digest, left_out, failed, warnings) in rows.items()
    }
