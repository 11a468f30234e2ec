"""A file of named arrays, written once and mapped for reading.

Layout: magic (its last digit is the version), the arrays at multiples of 16 bytes, a JSON directory, and a
tail that says where the directory is and how long the whole file must be. Nothing in it depends on time,
hashing or chance: the same arrays give the same bytes.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from saegin_index.errors import IndexDamagedError

Array = NDArray[Any]

_MAGIC = b"saeginA1"
_HEAD = struct.Struct("<8sQ")  # magic, 0 (keeps the first array aligned)
_TAIL = struct.Struct("<QQI4x8s")  # directory offset, file length, CRC-32 of the directory, magic
_ALIGNMENT = 16
_DTYPES = ("|u1", "<u2", "<u4", "<f4", "<i8")


class Folder:
    """The files of a folder, as a Whoosh storage has them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open_file(self, name: str) -> Any:
        """A file to read."""
        return (self._path / name).open("rb")

    def create_file(self, name: str) -> Any:
        """A file to write; what it held is gone."""
        return (self._path / name).open("wb")


class ArrayFileWriter:
    """Writes arrays one after the other, or several at once piece by piece (`reserve`); a context manager."""

    def __init__(self, file: Any, doc_count: int) -> None:
        """
        `file`: an empty file, Whoosh's or another, closed on leaving the context.
        `doc_count`: documents the arrays speak of, deleted ones too.
        """
        self._file = file
        self.doc_count = doc_count
        self._end = _HEAD.size
        self._directory: dict[str, tuple[int, str, int]] = {}
        file.write(_HEAD.pack(_MAGIC, 0))

    def write(self, name: str, array: Array) -> None:
        """Adds a whole array; its dtype must be uint8, uint16, uint32, int64 or float32."""
        self.reserve(name, array.dtype, array.size).append(array)

    def reserve(self, name: str, dtype: DTypeLike, size: int) -> ArraySlot:
        """Room for an array of `size` elements, to be filled in order."""
        kind = np.dtype(dtype).newbyteorder("<")
        assert kind.str in _DTYPES, f"{name}: arrays of {kind} are not stored"
        start = -(-self._end // _ALIGNMENT) * _ALIGNMENT
        self._end = start + size * kind.itemsize
        self._directory[name] = (start, kind.str, size)
        return ArraySlot(self._file, start, kind)

    def begin(self, name: str, dtype: DTypeLike) -> ArraySlot:
        """Room for an array whose size is not known yet; nothing else may be written before its `end`."""
        return self.reserve(name, dtype, 0)

    def end(self, name: str, slot: ArraySlot) -> None:
        """Ends an array that was begun."""
        start, kind, _ = self._directory[name]
        self._directory[name] = (start, kind, (slot.next - start) // np.dtype(kind).itemsize)
        self._end = slot.next

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        # Without its directory and tail, a file that could not be finished is refused when opened.
        try:
            if failure is None:
                self._finish()
        finally:
            self._file.close()

    def _finish(self) -> None:
        directory = json.dumps({"doc_count": self.doc_count, "arrays": self._directory}).encode()
        length = self._end + len(directory) + _TAIL.size
        self._file.seek(self._end)
        self._file.write(directory)
        self._file.write(_TAIL.pack(self._end, length, zlib.crc32(directory), _MAGIC))


class ArraySlot:
    """The reserved place of one array."""

    def __init__(self, file: Any, start: int, dtype: np.dtype[Any]) -> None:
        self._file = file
        self.next = start
        """Where the next piece goes, in bytes from the beginning of the file."""
        self._dtype = dtype

    def append(self, piece: Array) -> None:
        data = np.ascontiguousarray(piece, self._dtype).tobytes()
        self._file.seek(self.next)
        self._file.write(data)
        self.next += len(data)


class ArrayFile:
    """The arrays of a file, mapped: read from disk by the operating system where they are touched."""

    def __init__(self, storage: Any, name: str) -> None:
        """`storage`: a Folder or a Whoosh storage that holds the file `name`.

        Raises IndexDamagedError when the file is missing, cut short, or not one of ours.
        """
        self._name = name
        self._buffer = _mapped(storage, name)
        try:
            directory = self._read_directory()
            self.doc_count = int(directory["doc_count"])
            self.arrays: dict[str, Array] = {name: self._array(*place) for name, place in directory["arrays"].items()}
        except (ValueError, KeyError, TypeError, struct.error) as error:
            raise damaged(name, str(error)) from error

    def _read_directory(self) -> Any:
        length = len(self._buffer)
        if length < _HEAD.size + _TAIL.size or self._buffer[: len(_MAGIC)] != _MAGIC:
            raise ValueError("it is not a saegin array file")
        offset, written, checksum, magic = _TAIL.unpack_from(self._buffer, length - _TAIL.size)
        if magic != _MAGIC or written != length or not _HEAD.size <= offset <= length - _TAIL.size:
            raise ValueError("it is cut short")
        directory = self._buffer[offset : length - _TAIL.size]
        if zlib.crc32(directory) != checksum:
            raise ValueError("its directory has changed")
        return json.loads(directory)

    def _array(self, start: int, dtype: str, size: int) -> Array:
        return np.frombuffer(self._buffer, np.dtype(dtype), size, start)

    def release(self) -> None:
        """Gives back the pages that were read, so that a pass over a large file does not fill the memory."""
        if isinstance(self._buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._buffer.madvise(mmap.MADV_DONTNEED)


def damaged(name: str, reason: str) -> IndexDamagedError:
    """The error for a file that cannot be what was written; `reason` is a clause about it."""
    return IndexDamagedError(f"{name} is damaged ({reason}); mend with: saegin index --full")


def _mapped(storage: Any, name: str) -> mmap.mmap | bytes:
    try:
        file = storage.open_file(name)
    except (OSError, NameError) as error:  # NameError is how Whoosh's in-memory storage says it
        raise damaged(name, "it cannot be opened") from error
    try:
        if hasattr(file, "fileno"):
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return bytes(file.read())
    except (OSError, ValueError) as error:  # mapping an empty file is a ValueError
        raise damaged(name, "it cannot be mapped") from error
    finally:
        file.close()
