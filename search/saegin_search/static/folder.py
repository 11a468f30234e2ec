"""The folder of an export: files that never change, under names that tell their content, and the few that say which.

    OUT_DIR/
      saegin-search.js      what a page loads
      saegin-index.json     the pointer: which files are the index; replaced last, and that is the commit
      related.json          for the theme, when the site is built
      postings/12-3f9a0c1b.bin, app/app-5d81e9a2.js, ...
      .saegin-export.json   the record: what was written here, from which edition of the index
      .saegin-export.lock   taken while an export writes

An export that dies leaves the one before as usable as it was. What it has written is found by the next one: a file
whose name is the hash of its content is ours. Whatever else is in the folder stays there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from saegin_index.errors import ExportError, ExportLockedError, ExportPlaceError

ENTRY = "saegin-search.js"
POINTER = "saegin-index.json"
RELATED = "related.json"
_RECORD = ".saegin-export.json"
_LOCK = ".saegin-export.lock"
_NEW = ".saegin-new"  # what the name of a file ends with while it is written
_PART = re.compile(r"[a-z][a-z0-9-]*(?:/[a-z][a-z0-9-]*)*")
_HASHED = re.compile(rf"(?:{_PART.pattern}/)?[a-z0-9-]+-(?P<hash>[0-9a-f]{{8}})\.[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Files by what became of them, and the bytes of all that are there now."""

    written: int
    kept: int
    removed: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Record:
    """What was exported, by which saegin, and the hashes of the files, some of which have none in their names."""

    edition: str = ""
    maker: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        values = {"edition": self.edition, "maker": self.maker, "files": dict(sorted(self.files.items()))}
        return json.dumps(values, indent=0).encode() + b"\n"


class ExportFolder:
    """Writes an export into a folder; a context manager that only one process can be in."""

    def __init__(self, path: Path, index_dir: Path) -> None:
        """Raises ExportPlaceError when an export of this index cannot be there."""
        check_place(path, index_dir)
        self._path = path
        self._lock = ExitStack()
        self._before = _Record()
        self._folders: set[Path] = set()
        self._named: dict[str, bytes] = {}
        self._files: dict[str, str] = {}
        self._bytes = 0
        self._written: set[str] = set()

    def __enter__(self) -> ExportFolder:
        """Raises ExportLockedError while another export is being written there, ExportError for a folder not ours."""
        with _faults(self._path):
            self._path.mkdir(parents=True, exist_ok=True)
            self._lock.enter_context(_locked(self._path))
            self._before = _read_record(self._path) or self._claimed()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.close()

    def put(self, part: str, number: int | None, content: bytes, suffix: str = ".bin") -> str:
        """Write a file whose name is made of its part, its number if it has one, and its content; the name.

        `put("postings", 12, content)` writes `postings/12-3f9a0c1b.bin`, and `put("app/styles", None, content, ".css")`
        writes `app/styles-3f9a0c1b.css`.
        """
        name = f"{part if number is None else f'{part}/{number}'}-{_hash(content)}{suffix}"
        if not _PART.fullmatch(part) or not _HASHED.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a file of an export")
        self._write(name, content)
        return name

    def put_named(self, name: str, content: bytes) -> None:
        """Have a file written under one of the names that stay, with the pointer."""
        if name not in (ENTRY, POINTER, RELATED):
            raise ValueError(f"{name!r} is no name that stays")
        self._named[name] = content

    def commit(self, pointer: Mapping[str, Any], entry: str) -> Outcome:
        """Make what was put the export, then delete what belongs to it no more.

        `pointer` is what browsers begin with; its `edition` names the one of the index.
        """
        encoded = json.dumps(pointer, ensure_ascii=False, separators=(",", ":"))
        self.put_named(ENTRY, entry.encode())
        self.put_named(POINTER, encoded.encode("utf-8", "replace"))
        for name, content in self._named.items():  # the pointer last
            self._write(name, content)
        removed, left = self._remove_others()
        record = _Record(str(pointer["edition"]), maker(), self._files | left)
        with _faults(self._path):
            _replace(self._path / _RECORD, record.encoded())
        return Outcome(
            written=len(self._written),
            kept=len(self._files) - len(self._written),
            removed=removed,
            bytes=self._bytes,
        )

    def _claimed(self) -> _Record:
        """A first record of a folder that has none; raises ExportPlaceError where that would take others' files."""
        if not _is_pointer(_read_json(self._path / POINTER)):
            for name in (ENTRY, POINTER, RELATED):
                if os.path.lexists(self._path / name):
                    raise ExportPlaceError(f"{self._path / name} is not saegin's: export into a folder of its own")
        _replace(self._path / _RECORD, _Record().encoded())
        return _Record()

    def _write(self, name: str, content: bytes) -> None:
        """Give a file its content; one that has it is not touched."""
        path = self._path / name
        with _faults(self._path):
            self._make_folder(path.parent)
            if _content(path) != content:
                _replace(path, content)
                self._written.add(name)
        if name not in self._files:  # the same content put twice is one file
            self._bytes += len(content)
        self._files[name] = _hash(content)

    def _make_folder(self, folder: Path) -> None:
        """Make sure that a folder is there, and is one: a symbolic link would lead out of the export."""
        if folder == self._path or folder in self._folders:
            return
        self._make_folder(folder.parent)
        if not _is_folder(folder):
            try:
                folder.mkdir()
            except FileExistsError:
                what = "link" if folder.is_symlink() else "file"
                raise ExportError(f"{folder} is a {what} where a folder is needed: remove it") from None
        self._folders.add(folder)

    def _remove_others(self) -> tuple[int, dict[str, str]]:
        """Delete files of earlier exports, finished or not; how many, and those that could not be."""
        removed, left = 0, {}
        for name, path in self._found():
            if name in self._files or not self._is_ours(name, path):
                continue
            try:
                path.unlink()
                removed += 1
            except OSError:
                left[name] = self._before.files.get(name, "")
        for folder in sorted(_folders(self._before.files) - _folders(self._files), reverse=True):
            with suppress(OSError):  # others' files are in it
                (self._path / folder).rmdir()
        return removed, left

    def _found(self) -> Iterator[tuple[str, Path]]:
        """The files, by their names, of all folders that an export has written to. Nothing is followed out of them."""
        for folder in sorted({Path(), *_folders(self._before.files), *_folders(self._files)}):
            place = self._path / folder
            if all(_is_folder(self._path / part) for part in (folder, *folder.parents) if part != Path()):
                with os.scandir(place) as entries:
                    files = sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
                yield from (((folder / name).as_posix(), place / name) for name in files)

    def _is_ours(self, name: str, path: Path) -> bool:
        """Whether an export has written a file: one that was recorded, or whose name is the hash of its content."""
        if path.name.startswith(".") and name.endswith(_NEW):
            return True
        hashed = _HASHED.fullmatch(name)
        if not hashed or name in self._before.files:
            return hashed is not None
        with suppress(OSError):
            return _hash(path.read_bytes()) == hashed["hash"]
        return False


def check_place(path: Path, index_dir: Path) -> None:
    """Raises ExportPlaceError when an index cannot be exported into a folder, whatever is in there."""
    if path.is_symlink() and not path.exists():
        raise ExportPlaceError(f"{path} is a link to nothing: remove it, or make the folder that it leads to")
    if path.exists() and not path.is_dir():
        raise ExportPlaceError(f"{path} is a file: name a folder to export into")
    place, index = path.resolve(), index_dir.resolve()
    if place.is_relative_to(index):
        raise ExportPlaceError(f"{path} is in the index: name another folder to export into")
    if index.is_relative_to(place):
        raise ExportPlaceError(f"{path} has the index in it: name a folder of its own, such as {path / 'saegin'}")


def unchanged(path: Path, edition: str) -> Outcome | None:
    """The export in a folder, if it is of this edition, by this saegin, and all its files are there, whole."""
    size = 0
    try:
        record = _read_record(path)
        if record is None or (record.edition, record.maker) != (edition, maker()):
            return None
        for name, known in record.files.items():
            content = _content(path / name)
            if content is None or _hash(content) != known:  # a disk or a copy that fails may leave the size as it was
                return None
            size += len(content)
    except OSError:
        return None
    return Outcome(0, len(record.files), 0, size)


def maker() -> str:
    """Which saegin exports: its version, and the sources of this package and the widget."""
    from importlib.metadata import version

    package = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=8)
    for folder in (package, package.parent / "widget"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".js", ".css"):
                digest.update(path.read_bytes())
    return f"{version('saegin')} {digest.hexdigest()}"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise ExportLockedError(f"another export is being written into {path}: try again when it has ended") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Say in one line what the system says of a file."""
    try:
        yield
    except OSError as error:
        what = error.filename or path
        raise ExportError(
            f"cannot write {what}: {error.strerror or error}; an export that was there is as it was"
        ) from error


def _read_record(path: Path) -> _Record | None:
    """The record of a folder, if it has one that reads as ours. It never names a file not called as ours are."""
    values = _read_json(path / _RECORD)
    try:
        edition, made_by, files = values["edition"], values["maker"], values["files"]
        strings = (edition, made_by, *files.values())
    except (TypeError, KeyError, AttributeError):
        return None
    if not all(isinstance(value, str) for value in strings):
        return None
    named = (ENTRY, POINTER, RELATED)
    return _Record(edition, made_by, {n: known for n, known in files.items() if n in named or _HASHED.fullmatch(n)})


def _is_pointer(values: Any) -> bool:
    """Whether an export has written this: others may call a file the same."""
    return isinstance(values, dict) and all(isinstance(values.get(name), str) for name in ("catalog", "edition"))


def _read_json(path: Path) -> Any:
    """What a file says; None where there is no file, or none that can be read as JSON."""
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):  # the latter is how nesting without end is refused
        return None


def _folders(names: Iterable[str]) -> set[Path]:
    """All folders that files are in, but the outermost."""
    return {folder for name in names for folder in Path(name).parents} - {Path()}


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _content(path: Path) -> bytes | None:
    """The content of a file; None where there is none, or what is there is something else, such as a link."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    return path.read_bytes() if stat.S_ISREG(status.st_mode) else None


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that whoever looks sees either the old content or the new one."""
    new = path.with_name(f".{path.name}{_NEW}")
    new.unlink(missing_ok=True)
    try:
        with new.open("xb") as file:
            file.write(content)
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=4).hexdigest()
