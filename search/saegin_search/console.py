"""What commands share: how they answer, and how they end. A plain search waits for no more than this loads."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from saegin_index.errors import SaeginError
from saegin_search.query import printable

if TYPE_CHECKING:
    from saegin_index.cluster_settings import ClusterSettings

INTERRUPTED = 130


def echo(text: str, *, err: bool = False) -> None:
    """A text and the end of its line, at once, on stdout or stderr where there is one; colours as they are in it."""
    if os.name == "nt":
        import typer

        typer.echo(text, err=err, color=True)  # Windows' older consoles want colours said otherwise
        return
    stream = sys.stderr if err else sys.stdout
    if stream is not None:
        stream.write(text + "\n")
        stream.flush()


def complain(message: str) -> None:
    """One line on stderr, whatever file names and posts have put into it."""
    echo(printable(message), err=True)


def print_json(values: dict[str, Any]) -> None:
    """An answer for other programs, on stdout."""
    echo(json.dumps(values, ensure_ascii=False, indent=2))


def index_or_default(given: Path | None) -> tuple[Path, ClusterSettings | None]:
    """The index directory and the cluster that answers in its place: as given, which means none, or as set."""
    if given is not None:
        return given, None
    from saegin_index.config import find_index

    return find_index(Path.cwd())


def colour() -> bool:
    """Whether stdout shows colours."""
    return sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def width() -> int:
    """Columns that an answer may take."""
    columns = os.environ.get("COLUMNS", "")
    given = int(columns) if columns.isdecimal() else 0
    return max(20, min(given or _terminal_columns(), 100))


def _terminal_columns() -> int:
    # As shutil does, which loads all that packs archives.
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def run(command: Callable[[], int]) -> NoReturn:
    """Do what was asked and end with its exit code; every error saegin knows becomes one line on stderr and a code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A file name need not be UTF-8, and a terminal need not know every character. ASCII is what Python takes
            # where the locale says nothing.
            encoding = "utf-8" if codecs.lookup(stream.encoding).name == "ascii" else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        code = command()
    except SaeginError as error:
        complain(f"saegin: {error}")
        code = error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # Whoever read has enough (`| head`); flushing what is left would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        # What no code foresaw: a working directory that was deleted, a full disk below standard output.
        complain(f"saegin: {error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
        code = SaeginError.exit_code
    raise SystemExit(code)
