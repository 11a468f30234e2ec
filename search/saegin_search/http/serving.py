"""Serving the application by uvicorn, in one process or several."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from saegin_index.cluster_settings import ClusterSettings
from saegin_index.errors import ConfigError
from saegin_search.http.app import create_app
from saegin_search.http.guard import LARGEST_HEAD, LONGEST_URL

_BACKLOG = 2048
_KEEP_ALIVE = 15  # seconds: longer than a reader thinks between two queries
_FAREWELL = 5  # seconds for requests under way when it ends


@dataclass(frozen=True, slots=True)
class Serving:
    """How an index is served. `workers` are processes: searching is Python, which uses one core of each.

    `root_path` is where a proxy serves this, `trusted_proxy` the address of one whose X-Forwarded-For is believed
    ("" for none); `cors`, `rate` and `cluster` as in `create_app`, the rate being that of each process.
    """

    index_dir: Path
    host: str
    port: int
    workers: int = 1
    root_path: str = ""
    trusted_proxy: str = ""
    cors: tuple[str, ...] = ()
    rate: float = 0.0
    cluster: ClusterSettings | None = None

    def run(self, announce: Callable[[str], None]) -> None:
        """Serve until a signal ends it; `announce` is told the address.

        Raises ConfigError when it cannot listen there.
        """
        try:
            listening = listen(self.host, self.port)
        except OSError as error:
            raise ConfigError(f"cannot listen on {self.host}:{self.port}: {error.strerror}") from error
        host, port = listening.getsockname()[:2]
        config = self._config()
        with listening:
            announce(f"http://{f'[{host}]' if ':' in host else host}:{port}{self.root_path.rstrip('/')}/")
            if self.workers == 1:
                Server(config).run(sockets=[listening])
                return
            if sys.platform != "linux":
                Multiprocess(config, sockets=[listening]).run()
                return
        Multiprocess(config, sockets=[cast(socket.socket, SocketPerProcess(host, port))]).run()

    def _config(self) -> Config:
        return Config(
            partial(create_app, self.index_dir, cors=self.cors, rate=self.rate, cluster=self.cluster),
            factory=True,
            workers=self.workers,
            root_path=self.root_path.rstrip("/"),
            proxy_headers=bool(self.trusted_proxy),
            forwarded_allow_ips=self.trusted_proxy,
            # The one implementation that bounds what a request line and headers may take before they are complete.
            http="h11",
            h11_max_incomplete_event_size=LONGEST_URL + LARGEST_HEAD,
            ws="none",
            lifespan="off",
            server_header=False,
            access_log=False,
            log_level="warning",
            backlog=_BACKLOG,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_FAREWELL,
        )


def listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """A listening socket; `shared` lets other processes have their own on the same port. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = found[0]
    return socket.create_server(address[:2], family=family, backlog=_BACKLOG, reuse_port=shared)


@dataclass(frozen=True, slots=True)
class SocketPerProcess:
    """Becomes a listening socket of its own in each process it is sent to.

    Of a socket that processes share, the first one awake takes all connections that wait, and keeps them. Linux deals
    them out evenly among sockets that listen on the same port.
    """

    host: str
    port: int

    def __reduce__(self) -> tuple[Callable[..., socket.socket], tuple[str, int]]:
        return partial(listen, shared=True), (self.host, self.port)
