"""What things cost: seconds of wall and of CPU, of calls and of whole processes, medians over interleaved rounds."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

# What a user runs is compiled once, not every time.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Cost(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


class Spread(NamedTuple):
    """Costs of many calls: the median, and what one in twenty and one in a hundred exceed."""

    p50: Cost
    p95: Cost
    p99: Cost


class Process(NamedTuple):
    """What a process with all that it started cost, and how many bytes of memory these took at most."""

    cost: Cost
    peak: int


def cost_of(work: Callable[[], Any]) -> Cost:
    """Do something once. CPU is that of all threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each kind of time."""
    return Cost(*(statistics.median(side) for side in zip(*costs, strict=True)))


def spread(costs: Sequence[Cost]) -> Spread:
    """How costs are spread, each kind of time by itself."""
    sides = [sorted(side) for side in zip(*costs, strict=True)]
    return Spread(*(Cost(*(side[int(share * (len(side) - 1))] for side in sides)) for share in (0.5, 0.95, 0.99)))


def interleaved(works: Mapping[str, Sequence[Callable[[], Cost]]], rounds: int) -> dict[str, list[Cost]]:
    """Of every name, the median cost of each of its works over some rounds, after one that does not count.

    All names do their first work, then all their second; who begins changes from one work to the next.
    """
    names = list(works)
    costs: dict[str, dict[int, list[Cost]]] = {name: defaultdict(list) for name in names}
    for turn in range(rounds + 1):
        for number in range(max(map(len, works.values()), default=0)):
            first = (number + turn) % len(names)
            for name in names[first:] + names[:first]:
                if number < len(works[name]):
                    cost = works[name][number]()
                    if turn:
                        costs[name][number].append(cost)
    return {name: [median(each) for each in of_works.values()] for name, of_works in costs.items()}


def run(*command: str, every: float = 0.1) -> Process:
    """Run a command to its end; memory is looked at every so many seconds."""
    begun, peak = time.perf_counter(), 0
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=_ENVIRONMENT) as process,
    ):
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, memory_of_tree(process.pid))
            time.sleep(min(every, 0.002 + (time.perf_counter() - begun) / 50))
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {said.read().decode(errors='replace')[-2000:]}")
    largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Process(Cost(wall, usage.ru_utime + usage.ru_stime), peak or largest)


def memory_of_tree(pid: int) -> int:
    """Bytes of memory that a process and those it started take, shared pages once; 0 where that cannot be told."""
    total = memory(str(pid), "Pss")
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        children = []
    return total + sum(memory_of_tree(int(child)) for child in children)


def memory(pid: str, *kinds: str) -> int:
    """Bytes of a process's memory of the kinds that Linux calls by these names."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    found = (line.split() for line in lines if line.partition(":")[0] in kinds)
    return sum(int(size) * 1024 for _, size, _ in found)
