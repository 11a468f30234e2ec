"""Whether an index still is what was written, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from saegin_index.errors import IndexDamagedError
from saegin_index.korean.analyzer import RULES
from saegin_index.store import layout
from saegin_index.store.manifest import Manifest, check_version, fingerprint_files, read_manifest


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with one file of the edition."""

    file: str
    problem: str


def verify(index_dir: Path) -> list[Damage]:
    """What is damaged in an index; nothing, when it is whole. Reads every byte of it.

    Raises:
        IndexStateError: there is no index, or it is another version's or another user's, or its manifest is damaged.
    """
    while True:
        manifest = read_manifest(index_dir)
        check_version(manifest, RULES)
        damage = list(_damage(layout.edition_path(index_dir, manifest.edition), manifest))
        # A run may have replaced the edition while it was being read.
        if not damage or read_manifest(index_dir).edition == manifest.edition:
            return damage


def check_whole(index_dir: Path) -> None:
    """Raises IndexDamagedError when anything in an index is not as it was written, and as `verify` does."""
    damage = verify(index_dir)
    if damage:
        raise IndexDamagedError(
            f"the index is damaged ({damage[0].file} {damage[0].problem}): run `saegin index --full`"
        )


def _damage(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    try:
        present = fingerprint_files(folder)
    except OSError as error:
        yield Damage(Path(error.filename or folder).name, f"cannot be read: {error.strerror}")
        return
    for name, written in manifest.files.items():
        if name not in present:
            yield Damage(name, "is missing")
        elif present[name] != written:
            yield Damage(name, "is not as it was written")
    for name in sorted(present.keys() - manifest.files.keys()):
        # Whoosh opens the table of contents with the highest number, whoever put it there. Desktops leave hidden files.
        if not name.startswith("."):
            yield Damage(name, "was not written by saegin")
