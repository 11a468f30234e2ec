"""What a search must know of a blog as a whole: its words, its names, where its posts are, the owner's lists.

It is what the index on one machine has of these, file by file, without posts and postings. It travels as one zip, in
pieces, and is unpacked once per edition into a folder of this user's, where searches map it.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saegin_index.errors import ClusterError, IndexDamagedError
from saegin_index.korean.analyzer import Analyzer
from saegin_index.store import layout
from saegin_index.store.codec.arrayfile import ArrayFile, Folder
from saegin_index.store.codec.documents import DOCUMENTS_EXT, DocumentsWriter, Row, read_documents
from saegin_index.store.codec.reading import ArrayPostings, SegmentPostings
from saegin_index.store.lexicon import Lexicon
from saegin_index.store.names import Names, read_names
from saegin_index.store.reader import IndexReader
from saegin_index.store.segments import OpenSegments
from saegin_index.store.tag_table import TagTable, tag_table
from saegin_index.store.values import Address, pack_address, unpack_address
from saegin_index.store.word_lists import WordLists, parse_word_lists

_PIECE = 2_000_000  # bytes
_POSTS = "posts"
_SUMS = "checksums.json"
_KEPT = 4  # editions of a blog, as others on this machine may be reading one


def pack(index: IndexReader) -> Iterator[bytes]:
    """The archive of an edition, in pieces."""
    folder = layout.edition_path(index.index_dir, index.manifest.edition)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (layout.LEXICON, layout.WORDS, layout.COMPILED_WORDS):
            if (folder / name).exists():
                archive.write(folder / name, name)
        archive.writestr(_POSTS + DOCUMENTS_EXT, _posts(index))
    packed = data.getvalue()
    return (packed[start : start + _PIECE] for start in range(0, len(packed), _PIECE))


def _posts(index: IndexReader) -> bytes:
    """The rows of the posts, of the packed pieces no more than their addresses."""
    with tempfile.TemporaryDirectory() as folder:
        writer = DocumentsWriter(Folder(Path(folder)).create_file("rows"))
        for row in index.rows():
            writer.add(Row(pack_address(unpack_address(row.post)), b"", row.date, row.tags, row.names))
        writer.close()
        return (Path(folder) / "rows").read_bytes()


def unpack(pieces: Iterable[bytes], checksum: int, place: Path) -> Path:
    """Unpack an archive into the folder `place`, unless it is there; raises ClusterError when it is not whole."""
    if place.is_dir():
        return place
    data = b"".join(pieces)
    if zlib.crc32(data) != checksum:
        raise ClusterError("what the cluster keeps of the blog's words is damaged: run `saegin index --full`")
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = Path(tempfile.mkdtemp(dir=place.parent, prefix=".new-"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(temporary)
            sums = {each.filename: each.CRC for each in archive.infolist()}
        (temporary / _SUMS).write_text(json.dumps(sums), "utf-8")
        try:
            temporary.rename(place)
        except OSError:
            if not place.is_dir():  # another process was faster
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _forget_old(place.parent)
    return place


def is_whole(folder: Path) -> bool:
    """Whether the files of an unpacked archive are still what they were."""
    try:
        sums = json.loads((folder / _SUMS).read_text("utf-8"))
        return all(zlib.crc32((folder / name).read_bytes()) == checksum for name, checksum in sums.items())
    except (OSError, ValueError, AttributeError):
        return False


def cache_folder() -> Path:
    """Where archives are unpacked."""
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    return (Path(home) if home else Path.home() / ".cache") / "saegin"


def _forget_old(folder: Path) -> None:
    with suppress(OSError):  # another process does the same
        editions = sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
        for old in editions[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)


class Archive:
    """An unpacked archive, as `backend.Index` has it."""

    def __init__(self, folder: Path) -> None:
        """Raises IndexDamagedError when its files are not what was packed."""
        self.lexicon = Lexicon.open(Folder(folder))
        try:
            words = _word_lists(folder)
            compiled = (folder / layout.COMPILED_WORDS).read_bytes() if words.dictionary.words else b""
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"{folder} is damaged: delete it") from error
        self.synonyms = words.synonyms
        self.analyzer = Analyzer(words.dictionary, compiled) if compiled else Analyzer()
        self._rows = _open_rows(folder)

    @cached_property
    def names(self) -> Names:
        """What the posts are called by."""
        return read_names(self._rows)

    @property
    def dates(self) -> NDArray[np.int64]:
        """Per post, seconds since 1970."""
        dates: NDArray[np.int64] = self._rows.documents[0].dates
        return dates

    @cached_property
    def tags(self) -> TagTable:
        """Which post has which tags."""
        return tag_table(self._rows.documents)

    @property
    def document_count(self) -> int:
        """How many posts there are."""
        return len(self._rows.documents[0])

    def address(self, document: int) -> Address:
        """Where a post is."""
        return unpack_address(self._rows.documents[0].post(document))


def _word_lists(folder: Path) -> WordLists:
    file = folder / layout.WORDS
    return parse_word_lists(file.read_text("utf-8")) if file.exists() else WordLists()


def _open_rows(folder: Path) -> OpenSegments:
    storage: Any = Folder(folder)
    count = ArrayFile(storage, _POSTS + DOCUMENTS_EXT).doc_count
    documents = read_documents(storage, _POSTS, count)
    return OpenSegments(ArrayPostings([SegmentPostings({}, count)]), [documents])
