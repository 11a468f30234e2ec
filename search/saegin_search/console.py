"""What commands share: the arguments that several take, and how they answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from saegin_search.query import printable

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Index directory (default: .saegin beside the settings).", metavar="DIR")
]
ContentArgument = Annotated[
    Path | None, typer.Argument(help="Folder of posts (default: what the settings or the generator say).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def complain(message: str) -> None:
    """One line on stderr, whatever file names and posts have put into it."""
    typer.echo(printable(message), err=True)


def print_json(values: dict[str, Any]) -> None:
    """An answer for other programs, on stdout."""
    typer.echo(json.dumps(values, ensure_ascii=False, indent=2))


def index_or_default(given: Path | None) -> Path:
    """The index directory: as given, or as the settings say."""
    if given is not None:
        return given
    from saegin_index.config import find_index_dir

    return find_index_dir(Path.cwd())
