"""The exported search in a browser, beside Pagefind over the same posts: bytes, times, sizes, builds.

    npm install --prefix /tmp/peers pagefind@1.6.0
    SAEGIN_CORPORA=... python -m tests.benchmarks.static_export [--peers /tmp/peers] [--json FILE]
    python -m tests.benchmarks.static_export --content FOLDER --queries FILE.jsonl ...
    python -m tests.benchmarks.static_export --growth

Bytes are those of bodies as a host like GitHub Pages sends them, without the page itself. A first query is asked in a
browser that has cached nothing, and the next one right after it; later ones are those of one long session, in which all
queries are asked, so that in the end a peer has loaded most of its index. Times are without debounces. Runs of all
peers are interleaved; a ratio is to Pagefind's. Pagefind's API loads ten results' data, its default interface shows
five. A peer that finds nothing loads little: see how many queries have hits.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tests.benchmarks import synthetic
from tests.benchmarks.building import Cost, render_site, timed
from tests.benchmarks.static_host import StaticHost, Transfer, hosting
from tests.benchmarks.static_pages import (
    FAR_AWAY,
    FAST_3G,
    PAGEFIND,
    PAGEFIND_UI,
    PAGES,
    PEERS,
    SAEGIN,
    SLOW_3G,
    SWITCHES,
    Peer,
    SearchPage,
    search_page,
)

CHROMIUM = "/usr/bin/chromium"
GROWTH = (1_000, 3_000, 10_000)
GROWTH_QUERIES = 30
TYPED = 20  # so many queries are typed letter by letter, and asked from far away
_SAEGIN = (sys.executable, "-m", "saegin_search")
_HASH = re.compile(r"-[0-9a-f]{8}(?=\.)|_[0-9a-f]{5,}(?=\.)|(?<=/)(?:[a-z]+_)?[0-9a-f]{6,}(?=\.)|(?<=/)\d+(?=-)")

Rows = dict[str, dict[str, float]]
"""Figures by what was measured and by peer."""
Waterfall = list[tuple[str, float, float]]
"""What was loaded, and when it was asked for and when it was there."""


@dataclass(frozen=True)
class Site:
    """A blog as built for a static host, with both searches in it."""

    content: Path
    folder: Path
    pagefind: str

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def index_command(self) -> tuple[str, ...]:
        return (*_SAEGIN, "index", str(self.content), "--index", str(self.index))

    @property
    def export_command(self) -> tuple[str, ...]:
        return (*_SAEGIN, "export", str(self.site / SAEGIN.folder), "--index", str(self.index))

    @property
    def pagefind_command(self) -> tuple[str, ...]:
        return (self.pagefind, "--site", str(self.site))

    def build(self, rounds: int) -> dict[str, list[Cost]]:
        """Build all so many times; what each step cost."""
        if not self.site.exists():
            render_site(self.content, self.site)
        costs: dict[str, list[Cost]] = defaultdict(list)
        for _ in range(rounds):
            for folder in (self.index, self.site / SAEGIN.folder, self.site / PAGEFIND.folder):
                shutil.rmtree(folder, ignore_errors=True)
            costs["Pagefind"].append(timed(*self.pagefind_command))
            costs["saegin index"].append(timed(*self.index_command))
            costs["saegin export"].append(timed(*self.export_command))
            costs["saegin index, unchanged"].append(timed(*self.index_command))
            costs["saegin export, unchanged"].append(timed(*self.export_command))
        return costs

    def sizes(self) -> Rows:
        """How large both folders are, and how many files are in them."""
        rows: Rows = {"bytes on disk": {}, "files": {}}
        for peer in (SAEGIN, PAGEFIND):
            files = [file for file in (self.site / peer.folder).rglob("*") if file.is_file()]
            rows["bytes on disk"][peer.name] = sum(file.stat().st_size for file in files)
            rows["files"][peer.name] = len(files)
        return rows


@dataclass
class Loads:
    """What queries made each peer load: for each query all transfers."""

    first: dict[str, list[list[Transfer]]] = field(default_factory=lambda: defaultdict(list))
    second: dict[str, list[list[Transfer]]] = field(default_factory=lambda: defaultdict(list))
    later: dict[str, list[list[Transfer]]] = field(default_factory=lambda: defaultdict(list))
    typed: dict[str, list[list[Transfer]]] = field(default_factory=lambda: defaultdict(list))
    hits: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> Rows:
        rows: Rows = {
            "queries with hits, %": {
                peer: 100 * statistics.mean(hits > 0 for hits in each) for peer, each in self.hits.items()
            },
            "hits loaded, mean": {peer: statistics.mean(each) for peer, each in self.hits.items()},
        }
        both = [number for number, hits in enumerate(zip(*self.hits.values(), strict=True)) if all(hits)]
        found = {peer: [loads[number] for number in both] for peer, loads in self.first.items() if both}
        kinds = {
            "first": self.first,
            "all find, first": found,
            "second": self.second,
            "later": self.later,
            "typed, first": self.typed,
        }
        for name, of_peers in kinds.items():
            for peer, loads in of_peers.items():
                weights = sorted(sum(transfer.bytes for transfer in load) for load in loads)
                rows.setdefault(f"{name} query: bytes", {})[peer] = statistics.median(weights)
                rows.setdefault(f"{name} query: bytes mean", {})[peer] = statistics.mean(weights)
                rows.setdefault(f"{name} query: bytes p90", {})[peer] = weights[int(0.9 * len(weights))]
                rows.setdefault(f"{name} query: requests", {})[peer] = statistics.median(map(len, loads))
        return rows

    def parts(self, peer: Peer) -> dict[str, tuple[float, float]]:
        """Of a first query: by the kind of file, requests and bytes on average."""
        parts: dict[str, list[int]] = defaultdict(list)
        for load in self.first[peer.name]:
            for transfer in load:
                parts[_kind(transfer, peer)].append(transfer.bytes)
        queries = len(self.first[peer.name])
        means = {part: (len(weights) / queries, sum(weights) / queries) for part, weights in parts.items()}
        return dict(sorted(means.items(), key=lambda part: -part[1][1]))

    def typical(self, peer: Peer) -> int:
        """Which of the first queries loads as much as half of them do at most."""
        weights = [sum(transfer.bytes for transfer in load) for load in self.first[peer.name]]
        return sorted(range(len(weights)), key=weights.__getitem__)[len(weights) // 2]


def _kind(transfer: Transfer, peer: Peer) -> str:
    """The path of a file, with a star for hashes and numbers."""
    return _HASH.sub("*", transfer.path.removeprefix(f"/{peer.folder}")).replace("**", "*").lstrip("/")


class Browsing:
    """Asks the peers in a browser, over a host."""

    def __init__(self, browser: Any, host: StaticHost, queries: Sequence[str]) -> None:
        self._browser = browser
        self._host = host
        self._queries = queries

    def loads(self) -> Loads:
        loads = Loads()
        for number, query in enumerate(self._queries):
            following = self._queries[(number + 1) % len(self._queries)]
            for peer in PEERS:
                with search_page(self._browser, peer, self._host) as page:
                    self._host.taken()
                    page.open()
                    loads.first[peer.name].append(self._asked(page, peer, query))
                    loads.hits[peer.name].append(page.hits)
                    if peer is not PAGEFIND_UI:
                        loads.second[peer.name].append(self._asked(page, peer, following))
        return loads

    def typed(self, loads: Loads) -> None:
        """First queries of those who type so slowly that each letter is searched for."""
        for query in self._queries[:TYPED]:
            for peer in (SAEGIN, PAGEFIND):
                with search_page(self._browser, peer, self._host) as page:
                    page.open()
                    beginnings = [query[: length + 1] for length in range(len(query)) if query[length] != " "]
                    asked = [self._asked(page, peer, beginning) for beginning in beginnings]
                    loads.typed[peer.name].append([transfer for each in asked for transfer in each])

    def session(self, loads: Loads, rounds: int) -> Rows:
        """Ask all queries of one page, for what they load, and then again, for how long they take from memory."""
        taken: dict[str, list[float]] = defaultdict(list)
        with ExitStack() as stack:
            pages = [(peer, stack.enter_context(search_page(self._browser, peer, self._host))) for peer in PEERS[:2]]
            for _, page in pages:
                page.open()
            for query in self._queries:
                for peer, page in pages:
                    loads.later[peer.name].append(self._asked(page, peer, query))
            for peer, _ in pages:
                del loads.later[peer.name][0]
            for _ in range(rounds):
                for query in self._queries:
                    for peer, page in pages:
                        taken[peer.name].append(page.ask(query).took)
        return {
            "warm, ms p50": {peer: statistics.median(each) for peer, each in taken.items()},
            "warm, ms p95": {peer: statistics.quantiles(each, n=20)[-1] for peer, each in taken.items()},
        }

    def cold(self, queries: Iterable[str]) -> tuple[Rows, Waterfall]:
        """First queries over slow links, and when saegin loaded what for one of them.

        Asked as soon as the page can be asked; when it is idle; when the reader has been at the field for a while.
        """
        taken: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        waterfall: Waterfall = []
        for query in queries:
            for name, link in (("Fast 3G", FAST_3G), ("Slow 3G", SLOW_3G)):
                for peer in PEERS:
                    with search_page(self._browser, peer, self._host) as page:
                        page.slow_down(link)
                        page.open()
                        taken[f"{name} since opening, s"][peer.name].append(page.ask(query).since_opening / 1000)
                        if peer is SAEGIN and not waterfall:
                            waterfall = page.waterfall()
                    for moment in ("keystroke", "keystroke, prepared"):
                        with search_page(self._browser, peer, self._host) as page:
                            page.slow_down(link)
                            page.open()
                            self._host.rest(link.latency / 1000 * 2)
                            if moment == "keystroke, prepared":
                                page.attend()
                                self._host.rest(link.latency / 1000 * 2)
                            taken[f"{name} since {moment}, s"][peer.name].append(page.ask(query).took / 1000)
        medians = {name: {peer: statistics.median(each) for peer, each in row.items()} for name, row in taken.items()}
        return medians, waterfall

    def round_trips(self, queries: Sequence[str]) -> Rows:
        """How often a first query waits for the host, once the reader has been at the field for a while.

        Six files at a time are one wait, as this host speaks HTTP/1.1.
        """
        waits: dict[str, list[float]] = defaultdict(list)
        for query in queries:
            for peer in (SAEGIN, PAGEFIND):
                with search_page(self._browser, peer, self._host) as page:
                    page.slow_down(FAR_AWAY)
                    page.open()
                    page.attend()
                    self._host.rest(FAR_AWAY.latency / 1000 * 2)
                    waits[peer.name].append(page.ask(query).took / FAR_AWAY.latency)
        return {
            "first query: round trips": {peer: statistics.median(each) for peer, each in waits.items()},
            "first query: round trips, most": {peer: max(each) for peer, each in waits.items()},
        }

    def _asked(self, page: SearchPage, peer: Peer, query: str) -> list[Transfer]:
        """What a query loads, with all that still comes after its results."""
        page.ask(query)
        self._host.rest()
        return [each for each in self._host.taken() if each.path.startswith(f"/{peer.folder}/")]


def show(rows: Rows) -> None:
    """A table of figures, with saegin's as multiples of Pagefind's."""
    print(f"\n{'':40}" + "".join(f"{peer.name:>13}" for peer in PEERS) + f"{'ratio':>8}")
    for name, row in rows.items():
        figures = "".join(_figure(row.get(peer.name)) for peer in PEERS)
        ours, others = row.get(SAEGIN.name), row.get(PAGEFIND.name)
        print(f"{name:40}{figures}" + (f"{ours / others:8.2f}" if ours and others else ""))


def _figure(value: float | None) -> str:
    return " " * 13 if value is None else f"{value:13,.{1 if value < 1000 else 0}f}"


def show_costs(costs: dict[str, list[Cost]]) -> None:
    medians = {name: [statistics.median(side) for side in zip(*each, strict=True)] for name, each in costs.items()}
    wall_of_peer, cpu_of_peer = medians["Pagefind"]
    print(f"\n{'':40}{'wall s':>13}{'CPU s':>13}{'ratio':>8}{'CPU':>8}")
    for name, (wall, cpu) in medians.items():
        print(f"{name:40}{wall:13.2f}{cpu:13.2f}{wall / wall_of_peer:8.2f}{cpu / cpu_of_peer:8.2f}")


def show_parts(loads: Loads) -> None:
    for peer in PEERS:
        print(f"\nA first query of {peer.name}, on average:")
        for part, (requests, weight) in loads.parts(peer).items():
            print(f"{part:40}{requests:8.1f} requests{weight:10,.0f} bytes")


def show_typical(loads: Loads, queries: Sequence[str]) -> None:
    for peer in (SAEGIN, PAGEFIND):
        number = loads.typical(peer)
        load = loads.first[peer.name][number]
        print(f"\nThe typical first query of {peer.name} ({queries[number]!r}):")
        for transfer in load:
            print(f"{transfer.path:64}{transfer.bytes:10,} bytes")


def show_waterfall(waterfall: Waterfall) -> None:
    if not waterfall:
        return
    print("\nWhat a first query of saegin loads over Fast 3G, ms since opening the page:")
    for path, begun, ended in waterfall:
        print(f"{path:64}{begun:8.0f}{ended:8.0f}")


def measure(site: Site, queries: Sequence[str], rounds: int, throttled: int) -> dict[str, Any]:
    """Measure and print; all figures."""
    costs = site.build(rounds)
    show_costs(costs)
    cold: Rows = {}
    waterfall: Waterfall = []
    with hosting(site.site, PAGES) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        browsing = Browsing(browser, host, queries)
        loads = browsing.loads()
        browsing.typed(loads)
        warm = browsing.session(loads, rounds)
        if throttled:
            cold, waterfall = browsing.cold(queries[:throttled])
            cold |= browsing.round_trips(queries[:TYPED])
        browser.close()
    rows = site.sizes() | loads.rows() | warm | cold
    show(rows)
    show_parts(loads)
    show_typical(loads, queries)
    show_waterfall(waterfall)
    parts = {peer.name: loads.parts(peer) for peer in PEERS}
    return {"builds": costs, "figures": rows, "first query by part": parts, "waterfall": waterfall}


def grow(folder: Path, pagefind: str) -> dict[str, Any]:
    """The same for made-up blogs of growing size."""
    figures: dict[str, Any] = {}
    for count in GROWTH:
        print(f"\n{count:,} made-up posts")
        site = Site(folder / f"posts-{count}", folder / f"of-{count}", pagefind)
        synthetic.write_posts(site.content, count)
        figures[str(count)] = measure(site, synthetic.queries(GROWTH_QUERIES, count), rounds=1, throttled=0)
        shutil.rmtree(site.folder)
    return figures


def read_queries(file: Path) -> list[str]:
    """In no order, so that those of one kind do not follow one another."""
    queries = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    random.Random(7).shuffle(queries)
    return queries


def find_pagefind(peers: Path | None) -> str:
    """Where Pagefind is: what the environment says, else in the folder where npm installed it."""
    installed = str(peers / "node_modules/.bin/pagefind") if peers else "pagefind"
    found = shutil.which(os.environ.get("PAGEFIND", installed))
    if not found:
        raise SystemExit("no Pagefind: npm install --prefix FOLDER pagefind@1.6.0, and then --peers FOLDER")
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    corpus = Path(os.environ.get("SAEGIN_CORPORA", "."), "ash84")
    options.add_argument("--content", type=Path, default=corpus / "contents")
    options.add_argument("--queries", type=Path, default=corpus / "queries.jsonl")
    options.add_argument("--peers", type=Path, help="the folder where npm installed Pagefind")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--throttled", type=int, default=5, metavar="N", help="how many queries over slow links")
    options.add_argument("--limit", type=int, help="how many queries at all")
    options.add_argument("--growth", action="store_true", help="made-up blogs of growing size in place of a real one")
    options.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    given = options.parse_args()
    if not given.growth and not given.queries.is_file():
        options.error(f"no queries at {given.queries}: set SAEGIN_CORPORA, or give --content and --queries")
    pagefind = find_pagefind(given.peers)
    with tempfile.TemporaryDirectory() as work:
        if given.growth:
            figures = grow(Path(work), pagefind)
        else:
            site = Site(given.content.resolve(), Path(work, "blog"), pagefind)
            figures = measure(site, read_queries(given.queries)[: given.limit], given.rounds, given.throttled)
    if given.json:
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
