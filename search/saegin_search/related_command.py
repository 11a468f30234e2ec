"""`saegin related`: posts like one."""

from __future__ import annotations

from typing import Annotated

import typer

from saegin_search.arguments import IndexOption, JsonOption
from saegin_search.console import index_or_default, print_json


def related(
    path: Annotated[
        str, typer.Argument(help="The post's path in the folder of posts, as in `search --json`.", metavar="PATH")
    ],
    index_dir: IndexOption = None,
    limit: Annotated[int, typer.Option(help="Posts to show.", metavar="N")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Posts like one, most alike first.

    \b
    saegin related kubernetes-first-month/kubernetes-first-month.md
    """
    from saegin_search.query import printable
    from saegin_search.searcher import open_searcher

    with open_searcher(*index_or_default(index_dir)) as searcher:
        hits = searcher.related(path, limit=limit)
    if as_json:
        print_json({"path": path, "hits": [hit.to_json() for hit in hits]})
        return
    for hit in hits:
        date = hit.date.date().isoformat() if hit.date else " " * 10
        typer.echo(printable(f"{date}  {hit.title}  {hit.path}"))
