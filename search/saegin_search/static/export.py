"""Everything that a browser needs to search an index, as a folder of files for a static host."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from saegin_index.errors import ExportError
from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.paraphrases import paraphrases
from saegin_index.store.reader import IndexReader
from saegin_index.store.schema import NO_DATE
from saegin_index.store.verify import check_whole
from saegin_index.workers import begin_working
from saegin_search.static.bundle import write_scripts
from saegin_search.static.columns import lines, sections, steps, varints
from saegin_search.static.directory import MOST_PAGES_INLINE, PAGE
from saegin_search.static.folder import ExportFolder
from saegin_search.static.names import name_files
from saegin_search.static.postings import Numbers
from saegin_search.static.posts import post_file
from saegin_search.static.related import related_json
from saegin_search.static.segmenter import segmenter_files
from saegin_search.static.words import Part, Vocabulary
from saegin_search.understanding.synonyms import as_written, keys
from saegin_search.words import split_words

_T = TypeVar("_T")

_DAY = 86400
FORMAT = 1
"""Raised whenever scripts of before could not read the files: they say so instead of reading nonsense."""
_TAGS_AT_HAND = 200  # the commonest ones: facets are counted over these
_ALWAYS_READ = "segmenter/core"
_LISTED_BY_NEED = frozenset({"places", "sounding", "dictionary"})
"""Parts that few queries ask for: their directories are files, however short."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export did: files by what became of them, bytes of all that are there now, seconds it took."""

    written: int
    kept: int
    removed: int
    bytes: int
    seconds: float


def export_index(index_dir: Path, out: Path) -> ExportReport:
    """Write what a browser needs to search the index into `out`.

    Raises ExportError when the folder cannot be written, IndexStateError when the index cannot be used.
    """
    begun = time.perf_counter()
    check_whole(index_dir)
    index = IndexReader.open(index_dir)
    try:
        with ExportFolder(out, index_dir) as folder, _beside(_segmenter, index_dir) as segmenter:
            entry = write_scripts(folder)
            catalog = _Catalog(folder, index)
            catalog.put_all(segmenter)
            folder.put_named("related.json", related_json(index))
            pointer = {"catalog": catalog.write(), "edition": index.manifest.edition_name, "format": FORMAT}
            written = folder.commit(pointer, entry)
    finally:
        index.close()
    return ExportReport(written.written, written.kept, written.removed, written.bytes, time.perf_counter() - begun)


@contextmanager
def _beside(work: Callable[[Path], _T], index_dir: Path) -> Iterator[Callable[[], _T]]:
    """Begin work in a process of its own; what is given waits for its outcome."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(1, context, begin_working) as pool:
        future = pool.submit(work, index_dir)
        try:
            yield future.result
        except BrokenProcessPool as error:
            raise ExportError("a process of the export was killed (out of memory?): export again") from error


def _segmenter(index_dir: Path) -> dict[str, bytes]:
    index = IndexReader.open(index_dir)
    try:
        return segmenter_files(index)
    finally:
        index.close()


def document_numbers(index: IndexReader) -> Numbers:
    """Per document of the index its number in an export, -1 for one that was deleted.

    They are numbered by date, oldest first, so that a new post moves no other; those of one moment by path from the
    last, so that of equally good posts the higher number comes first. Those without a date come before all others.
    """
    live = index.postings.live
    documents = np.arange(index.size) if live is None else np.flatnonzero(live)
    paths = {int(document): index.path(int(document)) for document in documents}
    backwards = sorted(documents.tolist(), key=paths.__getitem__, reverse=True)
    order = sorted(backwards, key=lambda document: int(index.dates[document]))
    numbers = np.full(index.size, -1, np.int64)
    numbers[order] = np.arange(len(order))
    return numbers


class _Catalog:
    """Writes the files of an export, and then the catalog: the one that says what is where, and when posts are of."""

    def __init__(self, folder: ExportFolder, index: IndexReader) -> None:
        self._folder = folder
        self._index = index
        self._numbers = document_numbers(index)
        self._size = int(self._numbers.max(initial=-1)) + 1
        self._parts: dict[str, list[bytes]] = {}
        self._loose: dict[str, str] = {}
        self._inline: dict[str, bytes] = {}
        self._levels: tuple[bytes, ...] = ()
        self._common_tags: tuple[bytes, ...] = ()

    def put_all(self, segmenter_files: Callable[[], dict[str, bytes]]) -> None:
        """Write all files but the catalog itself."""
        vocabulary = Vocabulary(self._index, self._numbers)
        self._levels = vocabulary.document_levels()
        postings, places = vocabulary.postings()
        names, beginning = name_files(self._index, self._numbers)
        self._put_tags()
        segmenter = segmenter_files()
        self._inline[_ALWAYS_READ] = segmenter.pop(_ALWAYS_READ)
        self._loose["names"] = self._put("names", None, names)
        parts = {
            "postings": postings,
            "places": places,
            "likely": vocabulary.likely(),
            "sounding": vocabulary.sounding(),
            "beginning": beginning,
            "posts": Part(self._posts()),
            **_numbered(segmenter),
        }
        for name, part in parts.items():
            self._put_part(name, part)

    def _posts(self) -> list[bytes]:
        documents = np.argsort(self._numbers)[len(self._numbers) - self._size :]
        return [post_file(*self._index.post(document)) for document in documents.tolist()]

    def _put_part(self, name: str, part: Part) -> None:
        hashes = [_hash(self._put(name, number, content)) for number, content in enumerate(part.files)]
        directory = part.directory(hashes)
        pages = directory.pages()
        if len(pages) > MOST_PAGES_INLINE or name in _LISTED_BY_NEED:
            pages = [
                sections(
                    b"".join(_hash(self._put(f"pages/{name}", number, page)) for number, page in enumerate(pages)),
                    lines(directory.first_words_of_pages()),
                )
            ]
            self._parts[f"pages/{name}"] = pages
        else:
            self._parts[name] = pages

    def _put(self, part: str, number: int | None, content: bytes) -> str:
        return self._folder.put(part, number, compressed(content))

    def write(self) -> str:
        """Write the catalog; its name."""
        head: dict[str, Any] = {
            "documents": self._size,
            "page": PAGE,
            "parts": {name: len(pages) for name, pages in self._parts.items()},
            "loose": self._loose,
            "inline": list(self._inline),
            "synonyms": synonym_groups(self._index.synonyms, self._index.analyzer),
            "paraphrases": synonym_groups(paraphrases(), self._index.analyzer),
        }
        columns = [*self._dates(head), *self._common_tags, *self._authors(), *self._levels, *self._inline.values()]
        pages = [page for part in self._parts.values() for page in part]
        encoded = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        return self._put("catalog", None, sections(encoded, *columns, *pages))

    def _dates(self, head: dict[str, Any]) -> tuple[bytes, bytes]:
        """Days by document, and which documents are of the same moment as the one before."""
        dates = np.sort(self._index.dates[self._numbers >= 0])
        dated = dates[dates != NO_DATE]
        days = dated // _DAY
        head["undated"] = len(dates) - len(dated)
        head["firstDay"] = int(days[0]) if len(days) else 0
        return steps(days - head["firstDay"]), steps(np.flatnonzero(np.diff(dated) == 0) + 1)

    def _put_tags(self) -> None:
        """Write the rare tags, which only a filter asks for, and keep the others for the catalog."""
        table = self._index.tags
        live = self._numbers[table.documents] >= 0
        tags, documents = table.tags[live], self._numbers[table.documents[live]]
        lists = [np.unique(documents[tags == tag]) for tag in range(len(table.names))]
        order = sorted(range(len(lists)), key=lambda tag: (-len(lists[tag]), table.names[tag]))
        common, rare = (
            _lists([table.names[tag] for tag in some], [lists[tag] for tag in some])
            for some in (order[:_TAGS_AT_HAND], order[_TAGS_AT_HAND:])
        )
        self._common_tags = common
        self._loose["tags"] = self._put("tags", None, sections(*rare))

    def _authors(self) -> tuple[bytes, bytes, bytes]:
        authors = self._index.postings.whole("author_key")
        lists = [np.sort(self._numbers[authors.documents[authors.ranks == n]]) for n in range(len(authors.terms))]
        return _lists(authors.terms, lists)


def synonym_groups(groups: Iterable[Sequence[str]], analyzer: Analyzer) -> list[list[list[str]]]:
    """Groups of synonyms, of each member how it is written and what else it is known by."""
    return [
        [
            [member, *(key for key in keys(split_words(member, analyzer)) if key != as_written(member))]
            for member in group
        ]
        for group in groups
    ]


def _lists(names: list[str], lists: list[Numbers]) -> tuple[bytes, bytes, bytes]:
    """Names with the documents that bear them: names, how many each, their steps."""
    return lines(names), varints([len(each) for each in lists]), b"".join(map(steps, lists))


def _numbered(files: Mapping[str, bytes]) -> dict[str, Part]:
    """Files named PART/NUMBER as parts."""
    found: dict[str, dict[int, bytes]] = {}
    for name, content in files.items():
        part, _, number = name.rpartition("/")
        found.setdefault(part, {})[int(number)] = content
    return {part: Part([numbered[number] for number in range(len(numbered))]) for part, numbered in found.items()}


def _hash(name: str) -> bytes:
    """The hash in a file's name, `postings/12-3f9a0c1b.bin`."""
    return bytes.fromhex(name.rpartition("-")[2].partition(".")[0])


def compressed(content: bytes) -> bytes:
    """As `DecompressionStream('deflate')` reads it, and checks it: hosts compress by file type, and not this one."""
    return zlib.compress(content, 9)
