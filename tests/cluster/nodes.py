"""A real OpenSearch cluster on loopback: three processes, which can be killed, stopped for a while, and started again.

The servers come from Maven Central (pom.xml beside this file); ClusterNode.java starts one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest

HERE = Path(__file__).parent
_HEAP = "512m"
_FETCHING, _STARTING = 900, 300  # seconds
_OLDEST_JAVA = 17


@dataclass
class Nodes:
    """The nodes by number, from 0."""

    folder: Path
    http: list[int]
    transport: list[int]
    classpath: str
    processes: list[subprocess.Popen[bytes] | None] = field(default_factory=list)

    @property
    def hosts(self) -> tuple[str, ...]:
        """URLs of all nodes."""
        return tuple(f"http://127.0.0.1:{port}" for port in self.http)

    def start(self, *numbers: int) -> None:
        """Start nodes, all when none is named, and wait until the cluster has all that are meant to run."""
        for number in numbers or range(len(self.http)):
            self.processes[number] = self._start(number)
        self.wait()

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        ports = [",".join(map(str, each)) for each in (self.http, self.transport)]
        home = self.folder / f"node-{number}"
        log = (self.folder / f"node-{number}.log").open("ab")
        options = [f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command = ["java", *options, "-cp", self.classpath, str(HERE / "ClusterNode.java"), str(home), str(number + 1)]
        with log:
            return subprocess.Popen([*command, *ports], stdout=log, stderr=log, start_new_session=True)

    def wait(self) -> None:
        """Wait until all nodes that run are in the cluster, and every shard has a copy that answers."""
        running = [number for number, process in enumerate(self.processes) if process is not None]
        deadline = time.monotonic() + _STARTING
        path = f"/_cluster/health?wait_for_status=yellow&wait_for_nodes={len(running)}&timeout=5s"
        while True:
            with suppress(OSError, ValueError, KeyError):
                seen = [self.ask("GET", path, number=number) for number in running]
                # A node that hung may take itself for the manager for a while.
                managers = {
                    self.ask("GET", "/_cat/cluster_manager?h=id&format=json", number=n)[0]["id"] for n in running
                }
                if len(managers) == 1 and all(health["number_of_nodes"] == len(running) for health in seen):
                    return
            dead = [number for number in running if self._process(number).poll() is not None]
            if dead or time.monotonic() > deadline:
                log = (self.folder / f"node-{(dead or running)[0]}.log").read_text("utf-8", "replace")
                raise RuntimeError(f"the cluster did not start:\n{log[-3000:]}")
            time.sleep(0.3)

    def ask(self, method: str, path: str, body: Any = None, *, number: int = 0, timeout: float = 30) -> Any:
        """A request to one node, as any client would make it."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.hosts[number]}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.load(answer)

    def wipe(self) -> None:
        """Delete all indices."""
        for index in self.ask("GET", "/_cat/indices?format=json&expand_wildcards=all"):
            with suppress(urllib.error.HTTPError):
                self.ask("DELETE", f"/{index['index']}")

    def kill(self, number: int) -> None:
        """End a node as a power cut does."""
        self._process(number).send_signal(signal.SIGKILL)
        self._process(number).wait()
        self.processes[number] = None

    def freeze(self, number: int) -> None:
        """Have a node hang: its connections stay open, and nothing is answered."""
        self._process(number).send_signal(signal.SIGSTOP)

    def thaw(self, *numbers: int) -> None:
        """Have nodes go on, and wait until they are part of the cluster again."""
        for number in numbers:
            self._process(number).send_signal(signal.SIGCONT)
        self.wait()

    def _process(self, number: int) -> subprocess.Popen[bytes]:
        process = self.processes[number]
        assert process is not None
        return process

    def restart(self) -> None:
        """Start all nodes that do not run."""
        stopped = [number for number, process in enumerate(self.processes) if process is None]
        if stopped:
            self.start(*stopped)

    def close(self) -> None:
        """End all nodes."""
        for number, process in enumerate(self.processes):
            if process is not None:
                process.send_signal(signal.SIGCONT)
                self.kill(number)


def missing(what: str) -> NoReturn:
    """Nothing to test with: a reason to skip, but a failure where all is meant to be there."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def running_nodes(folder: Path, count: int) -> Iterator[Nodes]:
    """A cluster of some nodes; skips, or fails in CI, when there is nothing to run it with."""
    classpath = _classpath(folder)
    with ExitStack() as held:
        http, transport = _free_ports(held, count), _free_ports(held, count)
        held.close()
        nodes = Nodes(folder, http, transport, classpath, [None] * count)
        try:
            nodes.start()
            yield nodes
        finally:
            nodes.close()


def _classpath(folder: Path) -> str:
    for program, package in (("java", "a JDK"), ("mvn", "Maven")):
        if shutil.which(program) is None:
            missing(f"{package} is missing, by which the tests run OpenSearch")
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < _OLDEST_JAVA:
        missing(f"Java {_OLDEST_JAVA} or later is missing, by which the tests run OpenSearch")
    file = folder / "classpath"
    goal = ["dependency:build-classpath", f"-Dmdep.outputFile={file}"]
    fetching = subprocess.run(
        ["mvn", "--batch-mode", "--quiet", "--file", str(HERE / "pom.xml"), *goal],
        capture_output=True,
        text=True,
        timeout=_FETCHING,
        check=False,
    )
    if fetching.returncode:
        missing(f"OpenSearch could not be fetched from Maven Central: {fetching.stdout[-500:]}")
    return file.read_text("utf-8").strip()


def _free_ports(held: ExitStack, count: int) -> list[int]:
    sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
    return [each.getsockname()[1] for each in sockets]
