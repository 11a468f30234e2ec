"""The application, served over real HTTP on this machine alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from uvicorn import Config, Server

from saegin_search.http import create_app
from saegin_search.http.serving import listen

Serve = Callable[..., AbstractContextManager[httpx.Client]]


@contextmanager
def serving(app: Any, **options: Any) -> Iterator[httpx.Client]:
    """A client of an application that uvicorn serves from a thread."""
    with listen("127.0.0.1", 0) as listening:
        server = Server(
            Config(app, lifespan="off", log_level="critical", ws="none", **{"proxy_headers": False, **options})
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            host, port = listening.getsockname()
            with httpx.Client(base_url=f"http://{host}:{port}", timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def serve() -> Serve:
    """Serves an index, with the options of `create_app`."""

    def of(index_dir: Path, **options: Any) -> AbstractContextManager[httpx.Client]:
        return serving(create_app(index_dir, **{"rate": 0, **options}))

    return of


@pytest.fixture(scope="module")
def client(site_index: Path) -> Iterator[httpx.Client]:
    """A client of the sample blog's search page."""
    with serving(create_app(site_index, rate=0)) as found:
        yield found


@pytest.fixture(scope="session")
def site_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample blog with its settings; not to be written to."""
    from tests.sites import Site

    site = Site.sample(tmp_path_factory.mktemp("served") / "blog")
    done = site.saegin("index", "-q")
    assert done.returncode == 0, done.stderr
    return site.index_dir
