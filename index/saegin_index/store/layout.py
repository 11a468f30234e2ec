"""What an index directory holds, and how files in it become durable.

    .saegin/
      manifest.json     which edition is the index, what its files must be: the one file that is ever replaced
      edition-000012/   a complete Whoosh index; never changed once the manifest names it
      cache.sqlite      analyses by content, may be deleted at any time
      last-run.json     what the last run did, for `saegin status`
      lock, lock.json   taken while a run writes, and by whom

A run writes a new edition beside the live one (segments that did not change are hard links) and then replaces the
manifest: that one rename is the commit. Whatever the manifest does not name is left over from a run that died.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

MANIFEST = "manifest.json"
EDITION_PREFIX = "edition-"
POSTS = "posts.json"
WORDS = "words.json"
COMPILED_WORDS = "words.dic"
LEXICON = "lexicon.arrays"
SEGMENTS = "segments.json"
WRITTEN_ANEW = {POSTS, WORDS, COMPILED_WORDS, LEXICON, SEGMENTS}
"""Files of an edition that describe it whole; the others are its segments, which the next edition may share."""
CACHE = "cache.sqlite"
LAST_RUN = "last-run.json"
LOCK = "lock"
LOCK_NOTE = "lock.json"
GITIGNORE = b"*\n"
_EDITION = rf"{EDITION_PREFIX}\d{{6,}}"
_OURS = r"(manifest\.json|cache\.sqlite|last-run\.json|lock|lock\.json)(\.new|-journal)?"


def edition_path(index_dir: Path, number: int) -> Path:
    """The directory of one edition."""
    return index_dir / f"{EDITION_PREFIX}{number:06d}"


def replace_durably(path: Path, data: bytes) -> None:
    """Write a file so that after a crash it holds either the old bytes or the new ones."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_directory(path.parent)


def sight(path: Path) -> tuple[int, ...]:
    """Changes whenever a file is made, replaced, written or removed; costs one look at its directory entry."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_mtime_ns, status.st_size


def sync_tree(folder: Path) -> None:
    """Force every file of a folder, the folder itself and its name to disk: Whoosh does not."""
    for path in folder.iterdir():
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    sync_directory(folder)
    sync_directory(folder.parent)


def sync_directory(folder: Path) -> None:
    """Make renames and new names in a folder durable, where the platform can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def link_files(names: Iterable[str], source: Path, target: Path) -> None:
    """Give `target` files of `source`, as hard links where the file system has them, else as copies."""
    for name in names:
        try:
            os.link(source / name, target / name)
        except OSError:
            import shutil

            shutil.copy2(source / name, target / name)


def other_editions(index_dir: Path, keep: int) -> list[Path]:
    """What the manifest does not name: older editions, and those of runs that died."""
    kept = edition_path(index_dir, keep)
    return [path for path in index_dir.glob(f"{EDITION_PREFIX}*") if path != kept and re.fullmatch(_EDITION, path.name)]


def is_ours(path: Path) -> bool:
    """Whether a file or folder in an index directory has a name that saegin gives there."""
    if path.name == ".gitignore":
        return path.read_bytes() == GITIGNORE
    return bool(re.fullmatch(_OURS, path.name) or re.fullmatch(_EDITION, path.name))


def remove_editions(editions: Iterable[Path]) -> None:
    """Delete editions; what cannot be deleted now is left to a later run."""
    import shutil  # which a search has no use for

    for path in editions:
        shutil.rmtree(path, ignore_errors=True)
