"""The manifest: which edition is the index, by whose rules it was built, and what its files must be."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from saegin_index.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexOwnerError,
    IndexVersionError,
)
from saegin_index.store import layout

# Raised whenever an index written before could not be read any more: schema.py, values.py or the codec changed.
SCHEMA_VERSION = 6

_REBUILD = "run `saegin index --full`"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of an edition.

    `files` maps each of its files to [bytes, checksum]; `built` is an ISO time in UTC; `settings` is
    the fingerprint of the configuration, `content` the content root, `site_url` what posts' URLs are relative to.
    """

    edition: int
    schema: int
    analyzer: str
    settings: str
    posts: int
    built: str
    content: str
    site_url: str
    warnings: int
    files: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def edition_name(self) -> str:
        """Another one for every edition there ever was, also of an index that was built anew."""
        return f"{self.edition}-{self.built}"

    def write(self, index_dir: Path) -> None:
        """Make this the index: the commit of a run."""
        layout.replace_durably(index_dir / layout.MANIFEST, self.encoded())

    def encoded(self) -> bytes:
        """The manifest as it is written."""
        values = asdict(self)
        data = json.dumps(values | {"checksum": _checksum(values)}, ensure_ascii=False, indent=1)
        return data.encode("utf-8", "surrogateescape") + b"\n"


def read_manifest(index_dir: Path) -> Manifest:
    """The manifest of an index directory.

    Raises:
        IndexMissingError: there is no index.
        IndexOwnerError: it belongs to another user.
        IndexDamagedError: it is not a manifest of saegin's.
    """
    path = index_dir / layout.MANIFEST
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(f"no index in {index_dir}: run `saegin index` first") from None
    except OSError as error:
        raise IndexDamagedError(f"cannot read {path}: {error.strerror}") from error
    check_owner(index_dir)
    check_owner(path)
    try:
        values = json.loads(data.decode("utf-8", "surrogateescape"))
        if values.pop("checksum") != _checksum(values):
            raise ValueError("checksum")
        manifest = Manifest(**values)
        if manifest.encoded() != data:
            raise ValueError("not as saegin writes it")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamagedError(f"{path} is not an index of saegin's, or damaged: {_REBUILD}") from error
    return manifest


def check_version(manifest: Manifest, analyzer: str) -> None:
    """Raises IndexVersionError unless the index was built by this version with this analyzer."""
    if manifest.schema != SCHEMA_VERSION or manifest.analyzer != analyzer:
        raise IndexVersionError(f"the index was built by another version of saegin: {_REBUILD}")


def check_sizes(index_dir: Path, manifest: Manifest) -> None:
    """Raises IndexDamagedError when a file of the edition is missing or has another size."""
    folder = layout.edition_path(index_dir, manifest.edition)
    for name, (size, _) in manifest.files.items():
        try:
            actual = (folder / name).stat().st_size
        except OSError:
            actual = -1
        if actual != size:
            what = "is missing" if actual < 0 else f"has {actual} bytes where {size} were written"
            raise IndexDamagedError(f"the index is damaged ({name} {what}): {_REBUILD}")


def check_bytes(folder: Path, manifest: Manifest, pattern: str = "*") -> None:
    """Raises IndexDamagedError when a file of the edition whose name matches is not as it was written."""
    present = fingerprint_files(folder, pattern)
    for name, written in manifest.files.items():
        if fnmatchcase(name, pattern) and present.get(name) != written:
            raise IndexDamagedError(f"the index is damaged ({name}): {_REBUILD}")


def fingerprint_files(
    folder: Path, pattern: str = "*", *, known: Mapping[str, list[Any]] | None = None
) -> dict[str, list[Any]]:
    """[bytes, checksum] of every file in a folder whose name matches; those that are `known` are not read."""
    import hashlib

    def digest() -> Any:
        return hashlib.blake2b(digest_size=16)

    found: dict[str, list[Any]] = {}
    for path in sorted(folder.glob(pattern)):
        if known and path.name in known:
            found[path.name] = known[path.name]
        elif path.is_file():
            with path.open("rb") as file:
                found[path.name] = [path.stat().st_size, hashlib.file_digest(file, digest).hexdigest()]
    return found


def _checksum(values: dict[str, Any]) -> int:
    canonical = json.dumps(values, sort_keys=True)
    return zlib.crc32(canonical.encode())


def check_owner(path: Path) -> None:
    """Raises IndexOwnerError when an index directory or a file in it is neither this user's nor root's."""
    # Whoosh unpickles its table of contents: an index written by someone else would run their code here.
    if not hasattr(os, "geteuid"):
        return
    owner = path.stat().st_uid
    if owner not in (os.geteuid(), 0):
        raise IndexOwnerError(
            f"{path} belongs to another user (uid {owner}): opening it could run their code; "
            "build an index of your own with --index DIR"
        )
