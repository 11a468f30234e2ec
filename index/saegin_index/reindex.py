"""One run of the indexer: plan -> read -> analyse -> commit.

The plan compares the files with what the last run knew of them; only new and changed ones are read. A run that finds
nothing to do takes no lock and writes nothing. The commit is one rename, of the manifest: a run either is in it or
never happened.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from saegin_index.config import Config, load_config
from saegin_index.errors import ContentError, IndexDamagedError, IndexMissingError, IndexWriteError
from saegin_index.korean.analyzer import RULES
from saegin_index.korean.dictionary import read_dictionary
from saegin_index.posts.discover import PostFile, find_posts
from saegin_index.store import layout
from saegin_index.store.lock import writing
from saegin_index.store.manifest import (
    SCHEMA_VERSION,
    Manifest,
    check_bytes,
    check_owner,
    check_sizes,
    fingerprint_files,
    read_manifest,
)
from saegin_index.store.state import FileState, LastRun, digest_of, read_states, write_last_run, write_states
from saegin_index.store.word_lists import WordLists, read_word_lists, write_word_lists
from saegin_index.synonyms import read_synonyms

if TYPE_CHECKING:
    from saegin_index.store.indexable import Indexable

Progress = Callable[[int, int], None]
"""Called with the number of files read so far and of files to read."""

_log = logging.getLogger(__name__)

_CLOCK_STEP = 2_000_000_000  # ns; some file systems count time no finer
_MADE_AT_ONCE = 8_000_000  # bytes of analyses before they are put into the cache


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did, in numbers of posts. `skipped` are files that are not in the index.

    `reasons` counts the reasons for that; `warnings` are (path, message) of the files read in this run, `faults` (path,
    reason) of all that failed; `analysed` posts were not in the cache.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: int
    analysed: int
    seconds: float
    reasons: tuple[tuple[str, int], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def posts(self) -> int:
        """How many posts the index has now."""
        return self.added + self.changed + self.unchanged


@dataclass(slots=True)
class _Plan:
    """What a run has to do.

    `edition` is the live one when the plan was made, `manifest` its manifest if the run can build upon it; `states` are
    those of all files that are there, as far as they are known, and `before` those of the edition; `settled` is the
    time (ns) of the last changes that can be told from later ones by their time. `words` are the owner's, as they are
    written now; `words_before`, those of the edition.
    """

    edition: int
    manifest: Manifest | None
    settled: int
    words: WordLists
    words_before: WordLists = field(default_factory=WordLists)
    states: dict[str, FileState] = field(default_factory=dict)
    before: dict[str, FileState] = field(default_factory=dict)
    to_read: list[PostFile] = field(default_factory=list)

    @property
    def gone(self) -> list[str]:
        """Paths of posts in the last edition that are no more, or are to be read again."""
        return [path for path, state in self.before.items() if state.indexed and path not in self.states]

    @property
    def nothing_to_do(self) -> bool:
        same_words = self.words == self.words_before
        return self.manifest is not None and same_words and not self.to_read and not self.gone


def index_posts(
    content: Path | str | None = None,
    index_dir: Path | str | None = None,
    *,
    full: bool = False,
    progress: Progress | None = None,
    processes: int = 1,
    wait: float = 0,
) -> IndexReport:
    """Bring the index up to date with the posts; build it when there is none, or when `full`.

    `content` and `index_dir` default to what the settings in the working directory say. With `processes` over 1, the
    calling program must have no other threads (Linux) or guard its main module, as `multiprocessing` wants it.
    `wait` is for how many seconds to wait for another run to finish.

    Raises:
        ConfigError: a setting cannot be used, or the content directory is none or has no posts.
        IndexLockedError: another run is at work.
        IndexStateError: what is in `index_dir` is no index of this user's and saegin's, or it cannot be written.
    """
    config = load_config(
        None if content is None else Path(content), None if index_dir is None else Path(index_dir), Path.cwd()
    )
    return index_site(config, full=full, progress=progress, processes=processes, wait=wait)


def index_site(
    config: Config, *, full: bool = False, progress: Progress | None = None, processes: int = 1, wait: float = 0
) -> IndexReport:
    """As `index_posts`, for settings already loaded."""
    begun = time.monotonic()
    plan = _plan(config, full)
    if plan.nothing_to_do and not _is_left_behind(config, plan):
        return _finish(config, _Run(plan), begun)
    _prepare_directory(config.index_dir)
    try:
        with writing(config.index_dir, wait):
            return _run(config, full, _Run(plan, progress, processes), begun)
    except OSError as error:
        reason = error.strerror or error
        raise IndexWriteError(f"cannot write {config.index_dir}: {reason}; the index is as it was") from error


@dataclass(slots=True)
class _Run:
    """A run, and its account of the files read so far.

    `read` are the paths of posts, `warnings` are (path, message), `analysed` is how many posts were; `made` are the
    analyses, by key, that wait to be put into the cache.
    """

    plan: _Plan
    progress: Progress | None = None
    processes: int = 1
    read: set[str] = field(default_factory=set)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    analysed: int = 0
    made: dict[bytes, bytes] = field(default_factory=dict)


def _is_left_behind(config: Config, plan: _Plan) -> bool:
    """Whether a run has left something, because it was killed or is still at work."""
    note = config.index_dir / layout.LOCK_NOTE
    return note.exists() or bool(layout.other_editions(config.index_dir, plan.edition))


def _run(config: Config, full: bool, run: _Run, begun: float) -> IndexReport:
    from saegin_index.store.cache import AnalysisCache

    if _live_edition(config.index_dir) != run.plan.edition:
        run.plan = _plan(config, full)  # another run has written since, perhaps knowing of files that came later
    plan = run.plan
    AnalysisCache(config.index_dir / layout.CACHE).close()  # undoes what a killed run left half done
    if plan.edition:
        # Now rather than afterwards, as the room may be needed.
        layout.remove_editions(layout.other_editions(config.index_dir, plan.edition))
    if plan.nothing_to_do:
        return _finish(config, run, begun)
    number = plan.edition + 1
    try:
        return _write(config, run, number, begun)
    except BaseException:
        if _live_edition(config.index_dir) != number:
            layout.remove_editions([layout.edition_path(config.index_dir, number)])
        raise


def _write(config: Config, run: _Run, number: int, begun: float) -> IndexReport:
    from saegin_index.store.cache import AnalysisCache
    from saegin_index.store.writer import write_edition
    from saegin_index.workers import each_in

    plan = run.plan
    _log.info("edition %d: %d files to read, %d posts to remove", number, len(plan.to_read), len(plan.gone))
    documents, each = _documents(config, run, number), each_in(run.processes)
    folder = write_edition(config.index_dir, number, plan.manifest, documents, plan.gone, each)
    _log.info("written after %.2f s", time.monotonic() - begun)
    report = _commit(config, run, folder, number, begun)
    cache = AnalysisCache(config.index_dir / layout.CACHE)
    cache.shrink([bytes.fromhex(state.key) for state in plan.states.values()])
    cache.close()
    return report


def _prepare_directory(index_dir: Path) -> None:
    """Make the index directory, unless what is there is something else."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        check_owner(index_dir)
        if not _live_edition(index_dir) and not all(map(layout.is_ours, index_dir.iterdir())):
            raise IndexDamagedError(
                f"{index_dir} holds other files and no index: name an empty or a new directory with --index DIR"
            )
        ignore = index_dir / ".gitignore"
        if not ignore.exists():
            ignore.write_bytes(layout.GITIGNORE)
    except OSError as error:
        raise IndexWriteError(f"cannot write the index directory {index_dir}: {error.strerror}") from error


# --- plan ------------------------------------------------------------------------------------------------------------


def _plan(config: Config, full: bool) -> _Plan:
    while True:
        edition = _live_edition(config.index_dir)
        try:
            return _plan_upon(edition, config, full)
        except IndexDamagedError:
            # Another run may have replaced the edition while it was being looked at.
            if _live_edition(config.index_dir) == edition:
                raise


def _plan_upon(edition: int, config: Config, full: bool) -> _Plan:
    words = WordLists(read_dictionary(config.dictionary_file), read_synonyms(config.synonyms_file))
    plan = _Plan(edition, None if full else _usable_manifest(config), time.time_ns() - _CLOCK_STEP, words)
    found = find_posts(config)
    if not found.files:
        # A content directory that is empty by mistake (not mounted, mistyped) must not empty the index.
        raise ContentError(f"no posts in {config.content}: nothing there has a name that posts have (such as *.md)")
    if plan.manifest is not None:
        plan.before = _states_before(config, plan.manifest)
        plan.words_before = read_word_lists(config.index_dir, plan.manifest)
    cut_otherwise = _cut_otherwise(config, plan)
    same_settings = plan.manifest is not None and plan.manifest.settings == config.fingerprint
    for file in found.files:
        as_before = same_settings and file.path not in cut_otherwise
        state = _unchanged(plan.before.get(file.path), file, plan) if as_before else None
        if state is None:
            plan.to_read.append(file)
        else:
            plan.states[file.path] = state
    for reading in found.left_out:
        plan.states[reading.path] = FileState(0, 0, "", reading.left_out, reading.failed)
        if reading.failed and reading.path.endswith("/"):
            # A folder that cannot be read now is no reason to forget its posts.
            plan.states |= {path: state for path, state in plan.before.items() if path.startswith(reading.path)}
    return plan


def _usable_manifest(config: Config) -> Manifest | None:
    """The manifest of an edition that this run can build upon, if there is one."""
    try:
        manifest = read_manifest(config.index_dir)
    except IndexMissingError:
        return None
    check_sizes(config.index_dir, manifest)
    if (manifest.schema, manifest.analyzer, manifest.content) != (
        SCHEMA_VERSION,
        RULES,
        str(config.content),
    ):
        return None
    return manifest


def _states_before(config: Config, manifest: Manifest) -> dict[str, FileState]:
    edition = layout.edition_path(config.index_dir, manifest.edition)
    try:
        check_bytes(edition, manifest, layout.POSTS)
        return read_states(edition)
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamagedError("the index is damaged (its list of posts): run `saegin index --full`") from error


def _cut_otherwise(config: Config, plan: _Plan) -> set[str]:
    """Paths of the posts with a word that was added to the owner's dictionary or taken out of it."""
    changed = plan.words.dictionary.differing(plan.words_before.dictionary)
    if plan.manifest is None or not changed.words:
        return set()
    from saegin_index.store.document import analysed_text
    from saegin_index.store.reader import IndexReader

    reader = IndexReader(config.index_dir, plan.manifest)
    try:
        return {post.path for post in reader.posts() if changed.words_in(analysed_text(post))}
    finally:
        reader.close()


def _unchanged(known: FileState | None, file: PostFile, plan: _Plan) -> FileState | None:
    """What is known of a file, if it still holds; size and time are hints, its bytes decide."""
    if known is None or (known.recheck and known.recheck <= time.time()):
        return None
    if known.digest and (known.size, known.mtime_ns) == (file.size, file.mtime_ns):
        return known
    if known.size != file.size:
        return None
    try:
        same = digest_of(file.absolute.read_bytes()) == known.digest
    except OSError:
        same = not known.digest
    return replace(known, mtime_ns=_telling_time(file, plan)) if same else None


def _telling_time(file: PostFile, plan: _Plan) -> int:
    """A file's time, if a later change is sure to have another; else one that no file has."""
    return file.mtime_ns if file.mtime_ns < plan.settled else -1


def _live_edition(index_dir: Path) -> int:
    """The number of the live edition, 0 when there is none that can be told."""
    try:
        return read_manifest(index_dir).edition
    except (IndexMissingError, IndexDamagedError):
        return 0


# --- read, analyse ---------------------------------------------------------------------------------------------------


def _documents(config: Config, run: _Run, number: int) -> Iterator[Indexable]:
    """Read and analyse the planned files, keeping account in `run`; what is to be indexed comes out."""
    from saegin_index.workers import process_files

    files = run.plan.to_read
    cache = config.index_dir / layout.CACHE
    outcomes = process_files(files, config, run.plan.words.dictionary, cache, run.processes)
    waiting = 0
    for done, outcome in enumerate(outcomes, 1):
        path, state = outcome.file.path, outcome.state
        run.plan.states[path] = replace(state, mtime_ns=_telling_time(outcome.file, run.plan))
        run.warnings += ((path, warning) for warning in state.warnings)
        if outcome.post is not None:
            yield outcome.post
            run.read.add(path)
        if outcome.analysis:
            run.analysed += 1
            run.made[bytes.fromhex(state.key)] = outcome.analysis
            waiting += len(outcome.analysis)
        if waiting > _MADE_AT_ONCE or done == len(files):
            _keep_made(config, run, number)
            waiting = 0
        if run.progress:
            run.progress(done, len(files))


def _keep_made(config: Config, run: _Run, number: int) -> None:
    """Put the analyses that were made into the cache; a run that is killed leaves them to the next one."""
    from saegin_index.store.cache import AnalysisCache

    cache = AnalysisCache(config.index_dir / layout.CACHE)
    cache.keep(number, run.made.items())
    cache.close()
    run.made.clear()


# --- commit ----------------------------------------------------------------------------------------------------------


def _commit(config: Config, run: _Run, folder: Path, number: int, begun: float) -> IndexReport:
    write_states(folder, run.plan.states)
    write_word_lists(folder, run.plan.words)
    layout.sync_tree(folder)
    linked = run.plan.manifest.files if run.plan.manifest else {}
    Manifest(
        edition=number,
        schema=SCHEMA_VERSION,
        analyzer=RULES,
        settings=config.fingerprint,
        posts=sum(1 for state in run.plan.states.values() if state.indexed),
        built=_now(),
        content=str(config.content),
        site_url=config.site_url,
        warnings=sum(len(state.warnings) for state in run.plan.states.values()),
        files=fingerprint_files(folder, known={name: linked[name] for name in linked.keys() - layout.WRITTEN_ANEW}),
    ).write(config.index_dir)
    layout.remove_editions(layout.other_editions(config.index_dir, number))
    return _finish(config, run, begun)


def _finish(config: Config, run: _Run, begun: float) -> IndexReport:
    plan = run.plan
    indexed_before = {path for path, state in plan.before.items() if state.indexed}
    indexed_now = {path for path, state in plan.states.items() if state.indexed}
    reasons = Counter(state.left_out for state in plan.states.values() if state.left_out)
    report = IndexReport(
        added=len(indexed_now - indexed_before),
        changed=len(run.read & indexed_before),
        removed=len(indexed_before - indexed_now),
        unchanged=len((indexed_now & indexed_before) - run.read),
        skipped=reasons.total(),
        reasons=tuple(reasons.most_common()),
        analysed=run.analysed,
        seconds=time.monotonic() - begun,
        warnings=tuple(run.warnings),
        faults=tuple((path, state.left_out) for path, state in sorted(plan.states.items()) if state.failed),
    )
    write_last_run(config.index_dir, LastRun(ended=_now(), seconds=round(report.seconds, 3), analysed=report.analysed))
    return report


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
