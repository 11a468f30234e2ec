"""Finding post files: which files of a checkout are posts, and why the others are not.

Nothing is read here but directory entries and .gitignore files, so that a run with nothing changed stays
cheap.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from saegin_index.config import Config
from saegin_index.posts.conventions import BUILT_FOLDERS, DRAFT_FOLDERS, EVERY_FORMAT, NOT_POSTS
from saegin_index.posts.post import Reading

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# The largest of thousands of real posts is 348 kB; a file this big is a dump or a database, and would take
# minutes.
SIZE_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file to read: `path` is relative to the content root, POSIX style; `place` is absolute; `size` in bytes."""

    path: str
    place: str
    size: int
    mtime_ns: int

    @property
    def absolute(self) -> Path:
        """The file's place. Of many files few are read, and a Path takes time and room."""
        return Path(self.place)


@dataclass(frozen=True, slots=True)
class Found:
    """Files to read and files (or, ending in "/", whole folders) left out with the reason, both sorted by
    path.
    """

    files: tuple[PostFile, ...]
    left_out: tuple[Reading, ...]


def find_posts(config: Config) -> Found:
    """Every file below `config.content` that could be a post. Never raises for what lies there."""
    walk = _Walk(config)
    walk.folder(config.content, "", walk.ignores_above())
    return Found(
        tuple(sorted(walk.files, key=lambda file: file.path)),
        tuple(sorted(walk.left_out, key=lambda reading: reading.path)),
    )


@dataclass(frozen=True, slots=True)
class _Ignore:
    """The patterns of one .gitignore, and the folder they are relative to (as a prefix of paths below
    content).
    """

    spec: GitIgnoreSpec
    above: str  # what to put before a path below content; "" from content downwards
    base: str  # what to take off it

    def matches(self, path: str) -> bool | None:
        """True or False when a pattern decides, None when none says anything."""
        return self.spec.check_file(self.above + path[len(self.base) :]).include


class _Walk:
    def __init__(self, config: Config) -> None:
        self.config = config
        self.files: list[PostFile] = []
        self.left_out: list[Reading] = []
        self.seen: set[tuple[int, int]] = set()
        self.sources = tuple(f"{source.folder}/" if source.folder else "" for source in config.sources)
        self.included = _patterns(config.include)
        self.excluded = _patterns(config.exclude)
        self.skipped = _patterns(config.generator.skip)
        self.suffixes = EVERY_FORMAT if config.include else config.generator.suffixes
        self.prefix = config.prefix
        self.index = str(config.index_dir.absolute())
        self.dictionary = str(config.dictionary_file)

    def ignores_above(self) -> tuple[_Ignore, ...]:
        """The .gitignore files from the repository's root down to content, unless they ignore content itself.

        Posts kept in an ignored folder (fetched from elsewhere) are still what the user pointed at.
        """
        content = self.config.content
        chain = [content, *content.parents]
        top = next((number for number, folder in enumerate(chain) if (folder / ".git").exists()), None)
        ignores: list[_Ignore] = []
        for folder in reversed(chain[1 : top + 1] if top else []):
            above = f"{content.relative_to(folder).as_posix()}/"
            spec = _read_gitignore(folder)
            if spec and spec.match_file(above):
                return ()
            if spec:
                ignores.append(_Ignore(spec, above, ""))
        return tuple(ignores)

    def folder(self, folder: Path, prefix: str, ignores: tuple[_Ignore, ...]) -> None:
        """Walk with a list instead of recursion: a tree may be deeper than Python's stack."""
        waiting = [(str(folder), prefix, ignores)]
        while waiting:
            place, prefix, ignores = waiting.pop()
            try:
                with os.scandir(place) as scan:
                    entries = list(scan)
            except OSError as error:
                self.leave_out(prefix or "./", f"cannot be read: {error.strerror}", failed=True)
                continue
            if any(entry.name == ".gitignore" for entry in entries):
                spec = _read_gitignore(Path(place))
                ignores = (*ignores, _Ignore(spec, "", prefix)) if spec else ignores
            for entry in entries:
                path = prefix + entry.name
                try:
                    if not entry.is_dir():
                        self.file(entry, path, ignores)
                    elif self.enters(entry, f"{path}/", ignores):
                        waiting.append((entry.path, f"{path}/", ignores))
                except OSError as error:
                    self.leave_out(path, f"cannot be read: {error.strerror}", failed=True)

    def enters(self, entry: os.DirEntry[str], path: str, ignores: tuple[_Ignore, ...]) -> bool:
        if entry.name == ".git" or entry.path == self.index:
            return False
        reason = _why_not_folder(entry.name, path, ignores)
        if reason:
            self.leave_out(path, reason)
            return False
        if entry.is_symlink():
            target = Path(entry.path).resolve()
            # Inside content it is walked at its own place; around content, walking it would never end.
            if target.is_relative_to(self.config.content) or self.config.content.is_relative_to(target):
                return False
            identity = (entry.stat().st_dev, entry.stat().st_ino)
            if identity in self.seen:
                return False
            self.seen.add(identity)
        return True

    def file(self, entry: os.DirEntry[str], path: str, ignores: tuple[_Ignore, ...]) -> None:
        suffix = entry.name[entry.name.rfind(".") :].lower()
        if suffix not in EVERY_FORMAT or entry.path == self.dictionary:
            return
        reason = self.why_not_file(entry.name, path, suffix, ignores)
        if reason:
            self.leave_out(path, reason)
            return
        stat = entry.stat()
        if not S_ISREG(stat.st_mode):
            self.leave_out(path, "not a regular file", failed=True)
        elif stat.st_size > SIZE_LIMIT:
            size = f"{stat.st_size / 1e6:.1f} MB, the limit is {SIZE_LIMIT / 1e6:.0f} MB"
            self.leave_out(path, f"too large ({size})", failed=True)
        else:
            self.files.append(PostFile(path, entry.path, stat.st_size, stat.st_mtime_ns))

    def why_not_file(self, name: str, path: str, suffix: str, ignores: tuple[_Ignore, ...]) -> str:
        in_site = self.prefix + path
        if name.startswith("."):
            return "hidden"
        if _ignored(path, ignores):
            return ".gitignore"
        if not DRAFT_FOLDERS.isdisjoint(path.lower().split("/")[:-1]):
            return "drafts folder"
        if self.excluded and self.excluded.match_file(path):
            return "excluded by the settings"
        if self.included:
            return "" if self.included.match_file(path) else "not included by the settings"
        if not in_site.startswith(self.sources):
            return f"outside the folders of posts ({', '.join(self.sources)})"
        if name.lower() in NOT_POSTS or (self.skipped and self.skipped.match_file(in_site)):
            return "not a post"
        if suffix not in self.suffixes:
            return f"not a post format of {self.config.generator.name}"
        return ""

    def leave_out(self, path: str, reason: str, failed: bool = False) -> None:
        self.left_out.append(Reading(path, left_out=reason, failed=failed))


def _why_not_folder(name: str, path: str, ignores: tuple[_Ignore, ...]) -> str:
    if name.startswith("."):
        return "hidden"
    if name in BUILT_FOLDERS:
        return "not written by hand"
    return ".gitignore" if _ignored(path, ignores) else ""


def _ignored(path: str, ignores: tuple[_Ignore, ...]) -> bool:
    """As git decides: the nearest .gitignore with something to say about the path."""
    verdicts = (ignore.matches(path) for ignore in reversed(ignores))
    return bool(next((verdict for verdict in verdicts if verdict is not None), False))


def _read_gitignore(folder: Path) -> GitIgnoreSpec | None:
    file = folder / ".gitignore"
    try:
        # A pipe of that name would be waited for.
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    except OSError:
        return None
    return _patterns(tuple(lines))


def _patterns(lines: tuple[str, ...]) -> GitIgnoreSpec | None:
    """None for no patterns, so that the library is imported only when there is something to match."""
    written = [line for line in lines if line.strip() and not line.startswith("#")]
    if not written:
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(written)
    except ValueError:
        # Git passes over a line that is no pattern ("!" alone) and keeps the others.
        return GitIgnoreSpec.from_lines([line for line in written if line.strip(" !\\")])
