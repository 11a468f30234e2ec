"""One run of the indexer: plan -> read -> analyse -> commit.

The plan compares the files with what the last run knew of them; only new and changed ones are read. The commit is one
rename, of the manifest: a run either is in it or never happened.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from saegin_index.config import Config, load_config
from saegin_index.errors import ContentError, IndexDamagedError, IndexLockedError, IndexMissingError
from saegin_index.korean.analyzer import Analyzer
from saegin_index.posts.discover import Found, PostFile, find_posts
from saegin_index.posts.post import Reading
from saegin_index.store import layout
from saegin_index.store.manifest import SCHEMA_VERSION, Manifest, check_sizes, fingerprint_files, read_manifest
from saegin_index.store.state import FileState, read_states, write_states

if TYPE_CHECKING:
    from saegin_index.store.document import Document

Progress = Callable[[int, int], None]
"""Called with the number of files read so far and of files to read."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did, in numbers of posts. `skipped` are files that are not in the index.

    `warnings` are (path, message) of the files read in this run, `faults` (path, reason) of all that failed.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: int
    seconds: float
    warnings: tuple[tuple[str, str], ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    content: str = ""

    @property
    def posts(self) -> int:
        """How many posts the index has now."""
        return self.added + self.changed + self.unchanged


@dataclass(slots=True)
class _Plan:
    """What the run has to do. `states` are those of all files that are there, as far as they are known."""

    number: int
    previous: int | None
    states: dict[str, FileState] = field(default_factory=dict)
    before: dict[str, FileState] = field(default_factory=dict)
    to_read: list[tuple[PostFile, bytes | None]] = field(default_factory=list)

    @property
    def gone(self) -> list[str]:
        """Paths of the last edition whose files are no more."""
        return [path for path in self.before if path not in self.states]


def index_posts(
    content: Path | str | None = None,
    index_dir: Path | str | None = None,
    *,
    full: bool = False,
    progress: Progress | None = None,
) -> IndexReport:
    """Bring the index up to date with the posts; build it when there is none, or when `full`.

    `content` and `index_dir` default to what the settings in the working directory say.

    Raises:
        ConfigError: a setting cannot be used, or the content directory is none or has no posts.
        IndexLockedError: another run is at work.
        IndexStateError: what is in `index_dir` is not an index of this user's and saegin's.
    """
    config = load_config(
        None if content is None else Path(content), None if index_dir is None else Path(index_dir), Path.cwd()
    )
    return index_site(config, full=full, progress=progress)


def index_site(config: Config, *, full: bool = False, progress: Progress | None = None) -> IndexReport:
    """As `index_posts`, for settings already loaded."""
    from filelock import FileLock, Timeout

    begun = time.monotonic()
    found = _find(config)
    _prepare_directory(config.index_dir)
    try:
        with FileLock(config.index_dir / "lock", timeout=0):
            return _run(config, found, full, progress, begun)
    except Timeout:
        raise IndexLockedError(f"another run is writing {config.index_dir}; wait for it to finish") from None


def _run(config: Config, found: Found, full: bool, progress: Progress | None, begun: float) -> IndexReport:
    plan = _plan(config, found, full)
    if plan.previous is not None and not plan.to_read and not plan.gone:
        return _report(plan, [], config, begun)
    readings: list[Reading] = []
    folder = _write(config, plan, readings, progress)
    report = _report(plan, readings, config, begun)
    _commit(config, plan, folder, report)
    return report


def _find(config: Config) -> Found:
    found = find_posts(config)
    if not found.files:
        # A content directory that is empty by mistake (not mounted, mistyped) must not empty the index.
        raise ContentError(f"no posts in {config.content}: nothing there has a name that posts have (such as *.md)")
    return found


def _prepare_directory(index_dir: Path) -> None:
    """Make the index directory, unless what is there is something else."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        entries = {path.name for path in index_dir.iterdir()}
        if entries and not entries & {layout.MANIFEST, ".gitignore", "lock"}:
            raise IndexDamagedError(
                f"{index_dir} holds other files and no index: name an empty or a new directory with --index DIR"
            )
        (index_dir / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise IndexDamagedError(f"cannot write the index directory {index_dir}: {error.strerror}") from error


# --- plan ------------------------------------------------------------------------------------------------------------


def _plan(config: Config, found: Found, full: bool) -> _Plan:
    manifest = _usable_manifest(config, full)
    try:
        last = read_manifest(config.index_dir).edition
    except (IndexMissingError, IndexDamagedError):
        last = 0
    if manifest is None:
        plan = _Plan(number=last + 1, previous=None)
        plan.to_read = [(file, None) for file in found.files]
    else:
        plan = _Plan(number=last + 1, previous=manifest.edition)
        plan.before = read_states(layout.edition_path(config.index_dir, manifest.edition))
        for file in found.files:
            _plan_file(plan, file, same_settings=manifest.settings == config.fingerprint)
    for reading in found.left_out:
        plan.states[reading.path] = FileState(0, 0, "", reading.left_out, reading.failed)
    return plan


def _usable_manifest(config: Config, full: bool) -> Manifest | None:
    """The manifest of an edition that this run can build upon, if there is one."""
    if full:
        return None
    try:
        manifest = read_manifest(config.index_dir)
    except IndexMissingError:
        return None
    check_sizes(config.index_dir, manifest)
    if (manifest.schema, manifest.analyzer) != (SCHEMA_VERSION, Analyzer().fingerprint):
        return None
    return manifest if manifest.content == str(config.content) else None


def _plan_file(plan: _Plan, file: PostFile, same_settings: bool) -> None:
    known = plan.before.get(file.path)
    if known and same_settings and (known.size, known.mtime_ns) == (file.size, file.mtime_ns):
        plan.states[file.path] = known
        return
    data = _read_bytes(file)
    if known and same_settings and data is not None and known.digest == _digest(data):
        plan.states[file.path] = known
        return
    plan.to_read.append((file, data))


def _read_bytes(file: PostFile) -> bytes | None:
    try:
        return file.absolute.read_bytes()
    except OSError:
        return None


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


# --- read, analyse, write --------------------------------------------------------------------------------------------


def _write(config: Config, plan: _Plan, readings: list[Reading], progress: Progress | None) -> Path:
    from saegin_index.store.writer import write_edition

    stale = [path for path, state in plan.before.items() if state.indexed and path not in plan.states]
    documents = _documents(config, plan, readings, progress)
    return write_edition(config.index_dir, plan.number, plan.previous, documents, stale)


def _documents(config: Config, plan: _Plan, readings: list[Reading], progress: Progress | None) -> Iterator[Document]:
    from saegin_index.store.document import analyze_post

    analyzer = Analyzer()
    for done, (file, data) in enumerate(plan.to_read):
        if progress:
            progress(done, len(plan.to_read))
        reading = _read(config, plan, file, data)
        readings.append(reading)
        if reading.post is not None:
            yield analyze_post(reading.post, analyzer)
    if progress:
        progress(len(plan.to_read), len(plan.to_read))


def _read(config: Config, plan: _Plan, file: PostFile, data: bytes | None) -> Reading:
    from saegin_index.posts.reader import read_post

    if data is None:
        data = _read_bytes(file)
    reading = (
        read_post(file, config, data)
        if data is not None
        else Reading(file.path, left_out="cannot be read", failed=True)
    )
    plan.states[file.path] = FileState(
        file.size,
        file.mtime_ns,
        "" if data is None else _digest(data),
        reading.left_out,
        reading.failed,
        reading.warnings,
    )
    return reading


# --- commit ----------------------------------------------------------------------------------------------------------


def _commit(config: Config, plan: _Plan, folder: Path, report: IndexReport) -> None:
    write_states(folder, plan.states)
    layout.sync_tree(folder)
    manifest = Manifest(
        edition=plan.number,
        schema=SCHEMA_VERSION,
        analyzer=Analyzer().fingerprint,
        settings=config.fingerprint,
        posts=report.posts,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        content=str(config.content),
        seconds=round(report.seconds, 3),
        warnings=sum(len(state.warnings) for state in plan.states.values()),
        files=fingerprint_files(folder),
    )
    manifest.write(config.index_dir)
    layout.remove_other_editions(config.index_dir, plan.number)


def _report(plan: _Plan, readings: list[Reading], config: Config, begun: float) -> IndexReport:
    indexed_before = {path for path, state in plan.before.items() if state.indexed}
    indexed_now = {path for path, state in plan.states.items() if state.indexed}
    read_now = {reading.path for reading in readings if reading.post is not None}
    return IndexReport(
        added=len(indexed_now - indexed_before),
        changed=len(read_now & indexed_before),
        removed=len(indexed_before - indexed_now),
        unchanged=len((indexed_now & indexed_before) - read_now),
        skipped=sum(1 for state in plan.states.values() if state.left_out),
        seconds=time.monotonic() - begun,
        warnings=tuple((reading.path, warning) for reading in readings for warning in reading.warnings),
        faults=tuple((path, state.left_out) for path, state in sorted(plan.states.items()) if state.failed),
        content=str(config.content),
    )
