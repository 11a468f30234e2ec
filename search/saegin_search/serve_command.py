"""`saegin serve`: the search page and the JSON API."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from saegin_index.errors import SaeginError
from saegin_search.arguments import IndexOption
from saegin_search.console import index_or_default


def serve(
    index_dir: IndexOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.", metavar="HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", metavar="PORT", min=0, max=65535)] = 8090,
    workers: Annotated[
        int | None, typer.Option(help="Processes that answer (default: one per core).", metavar="N", min=1)
    ] = None,
    root_path: Annotated[
        str, typer.Option(help="Path that a proxy serves this under, and cuts off.", metavar="PATH")
    ] = "",
    trust_proxy: Annotated[
        str, typer.Option(help="Address of a proxy whose X-Forwarded-For is believed.", metavar="IP")
    ] = "",
    cors: Annotated[
        list[str] | None, typer.Option(help="Origin whose pages may ask (may be repeated).", metavar="ORIGIN")
    ] = None,
    rate: Annotated[
        float, typer.Option(help="Requests per second that one client may make; 0: as many as it likes.", min=0)
    ] = 20,
) -> None:
    """Serve the search page and the JSON API, until Ctrl-C.

    \b
    saegin serve
    saegin serve --root-path /search --trust-proxy 127.0.0.1
    """
    try:
        from saegin_search.http.serving import Serving
    except ModuleNotFoundError as error:
        raise SaeginError("serving needs starlette and uvicorn: run `pip install 'saegin[http]'`") from error
    index, cluster = index_or_default(index_dir)
    serving = Serving(
        index_dir=index.absolute(),
        cluster=cluster,
        host=host,
        port=port,
        workers=workers or os.cpu_count() or 1,
        root_path=root_path,
        trusted_proxy=trust_proxy,
        cors=tuple(cors or ()),
        rate=rate,
    )
    serving.run(lambda address: typer.echo(f"serving {address} (Ctrl-C ends)", err=True))
