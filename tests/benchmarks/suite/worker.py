"""One piece of work in a process of its own, so that its memory is its own; figures on standard output as JSON.

python -m tests.benchmarks.suite.worker build NAME DOCUMENTS FOLDER [PEERS]
python -m tests.benchmarks.suite.worker build saegin INDEX FOLDER
python -m tests.benchmarks.suite.worker build codec DOCUMENTS FOLDER
python -m tests.benchmarks.suite.worker search INDEX QUERIES
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.suite import same_documents
from tests.benchmarks.suite.costs import memory
from tests.benchmarks.suite.documents import Document, analyses, read_documents
from tests.benchmarks.suite.engines import Saegin
from tests.benchmarks.suite.peers import builder

from saegin_index.posts.post import Post
from saegin_index.store.document import Analysis
from saegin_index.store.indexable import indexable
from saegin_index.store.writer import write_edition

_T = TypeVar("_T")


class _Handed:
    """Documents whose making is not the engine's cost."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    def over(self, items: Iterable[_T]) -> Iterator[_T]:
        source = iter(items)
        while True:
            wall, cpu = time.perf_counter(), time.process_time()
            item = next(source, None)
            self.wall += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu
            if item is None:
                return
            yield item


def _cpu() -> float:
    """Of this process and of those it started."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


def _write_whole(posts: Iterable[tuple[Post, Analysis]], folder: Path) -> None:
    write_edition(folder, 1, None, (indexable(*each) for each in posts), ())


def _writer(name: str, peers: Path | None) -> Callable[[Iterable[Document], Path], None]:
    return same_documents.build if name == "codec" else builder(name, peers).build


def build(name: str, source: Path, folder: Path, peers: Path | None) -> dict[str, float]:
    """What writing an index of analysed documents costs, reading these not counted, and how large it is."""
    handed = _Handed()
    read, write = (analyses, _write_whole) if name == "saegin" else (read_documents, _writer(name, peers))
    wall, cpu = time.perf_counter(), _cpu()
    write(handed.over(read(source)), folder)
    wall, cpu = time.perf_counter() - wall - handed.wall, _cpu() - cpu - handed.cpu
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"wall": wall, "cpu": cpu, "size": size}


def search(index: Path, queries: Path) -> dict[str, float]:
    """How much memory a process takes that has answered queries, without files that it maps."""
    engine = Saegin(index)
    for text in json.loads(queries.read_text("utf-8")):
        engine.answer(text)
    return {"resident": memory("self", "Anonymous")}


def main() -> None:
    kind, *given = sys.argv[1:]
    if kind == "search":
        figures = search(Path(given[0]), Path(given[1]))
    else:
        name, source, folder, *peers = given
        Path(folder).mkdir(parents=True, exist_ok=True)
        figures = build(name, Path(source), Path(folder), Path(peers[0]) if peers else None)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
