"""Stock Whoosh against the array codec: CPU seconds to write, open and look up. Run by hand:

    python tests/benchmarks/codec_writing.py [--documents 5000] [--terms 600] [--only arrays|stock]

Documents are synthetic, with Zipf-distributed terms. Every figure is taken in a process of its own, so that
peak memory means something too.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from saegin_index.store.codec.fields import Terms, TermsField
from saegin_index.store.codec.segment import postings_of
from saegin_index.store.codec.writer import ArrayWriter

VOCABULARY = 200_000
LOOKUPS = 1000


class StockTermsField(TermsField):
    """A TermsField that Whoosh's own writer can write: one item per term."""

    def index(self, value: Any, **_: Any) -> Iterator[Any]:
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for term, position in zip(value.terms, value.positions, strict=True):
            positions[term].append(position)
        for term, places in positions.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)


def documents(count: int, size: int) -> Iterator[list[str]]:
    random = np.random.default_rng(7)
    words = [f"단어{number}" for number in range(VOCABULARY)]
    for _ in range(count):
        yield [words[number % VOCABULARY] for number in random.zipf(1.15, size).tolist()]


def measure(kind: str, count: int, size: int) -> dict[str, float]:
    arrays = kind == "arrays"
    with tempfile.TemporaryDirectory() as directory:
        storage = FileStorage(directory)
        field = (TermsField if arrays else StockTermsField)(positions=True)
        index = storage.create_index(fields.Schema(path=fields.ID(stored=True, unique=True), body=field))
        writer = ArrayWriter(index) if arrays else SegmentWriter(index, limitmb=256)
        positions = range(size)
        making = writing = 0.0
        start = time.process_time()
        for number, terms in enumerate(documents(count, size)):
            made = time.process_time()
            making += made - start
            writer.add_document(path=f"{number}.md", body=Terms(terms, positions))
            start = time.process_time()
            writing += start - made
        writer.commit()
        writing += time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size_on_disk = sum(file.stat().st_size for file in Path(directory).iterdir()) / 1e6
        figures = {"write (CPU s)": writing, "peak memory (MB)": peak, "size (MB)": size_on_disk}
        return figures | lookups(index, arrays=arrays)


def lookups(index: Any, *, arrays: bool) -> dict[str, float]:
    start = time.process_time()
    reader = index.reader()
    postings = postings_of(reader) if arrays else None
    opened = time.process_time()
    words = [f"단어{number}" for number in range(1, LOOKUPS + 1)]
    found = 0
    for _ in range(2):
        before = time.process_time()
        for word in words:
            if postings is not None:
                found += len(postings.term("body", word)[0])
            elif ("body", word) in reader:
                matcher = reader.postings("body", word)
                found += sum(1 for _ in matcher.all_ids())
        after = time.process_time()
        if _ == 0:
            first = after - before
    return {
        "open (CPU ms)": (opened - start) * 1e3,
        "term, first (CPU us)": first / LOOKUPS * 1e6,
        "term, again (CPU us)": (after - before) / LOOKUPS * 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--terms", type=int, default=600)
    parser.add_argument("--only", choices=("arrays", "stock"))
    parser.add_argument("--measure", choices=("arrays", "stock"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure, options.documents, options.terms)))
        return
    size = ["--documents", str(options.documents), "--terms", str(options.terms)]
    results = {
        kind: json.loads(subprocess.check_output([sys.executable, __file__, "--measure", kind, *size]))
        for kind in ("stock", "arrays")
        if options.only in (None, kind)
    }
    print(f"{options.documents} documents of {options.terms} terms")
    print(f"{'':24}" + "".join(f"{kind:>12}" for kind in results) + ("       ratio" if len(results) == 2 else ""))
    for name in next(iter(results.values())):
        row = [result[name] for result in results.values()]
        ratio = f"{row[0] / row[1]:>12.1f}" if len(row) == 2 else ""
        print(f"{name:24}" + "".join(f"{figure:>12.2f}" for figure in row) + ratio)


if __name__ == "__main__":
    main()
