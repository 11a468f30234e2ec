"""The arguments that several commands take, as typer wants them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saegin_search.search_command import INDEX, JSON

IndexOption = Annotated[Path | None, typer.Option(INDEX.flag, help=INDEX.help, metavar=INDEX.metavar)]
ContentArgument = Annotated[
    Path | None, typer.Argument(help="Folder of posts (default: what the settings or the generator say).")
]
JsonOption = Annotated[bool, typer.Option(JSON.flag, help=JSON.help)]
