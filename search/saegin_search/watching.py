"""Keeping an index up to date while its posts are being written."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from saegin_index.config import Config
from saegin_index.errors import SaeginError
from saegin_index.posts.conventions import BUILT_FOLDERS
from saegin_index.reindex import IndexReport, index_site
from saegin_index.store.layout import sight

# In milliseconds. Editors save in several steps, which are over when nothing happens for `_QUIET`.
_QUIET, _AT_MOST, _TICK = 100, 400, 100
_RETRY = 2.0  # seconds


def watch_site(
    load: Callable[[], Config], run: Callable[[Config], IndexReport] = index_site
) -> Iterator[IndexReport | SaeginError]:
    """Index the blog now and after every change, for ever; yields what each run did, or why it could not.

    `load` is asked before every run, so that changed settings count. An error that stays is yielded once.
    """
    error = ""
    while True:
        try:
            config = load()
            with closing(_changes(config)) as changes:
                next(changes)  # comes without a change; from here on none is missed, during the run neither
                yield run(config)
                error = ""
                next(filter(None, changes))
        except SaeginError as failure:
            if error != str(failure):
                yield failure
            error = str(failure)
            time.sleep(_RETRY)


def _changes(config: Config) -> Generator[object, None, None]:
    """What is true when files have changed, and what is not whenever a tick passes without that."""
    folders = {config.site / source.folder for source in config.sources if not config.include}
    inside = {folder for folder in folders if folder.is_relative_to(config.content) and folder.is_dir()}
    watched = inside or {config.content}
    beside = [config.dictionary_file, config.synonyms_file, *([config.file] if config.file else [])]
    seen = list(map(sight, beside))
    written_by_hand = DefaultFilter(ignore_dirs=(*DefaultFilter.ignore_dirs, *BUILT_FOLDERS))
    index_dir = config.index_dir.resolve()

    def relevant(change: Change, path: str) -> bool:
        return written_by_hand(change, path) and not Path(path).is_relative_to(index_dir)

    try:
        for changes in watch(
            *watched,
            watch_filter=relevant,
            step=_QUIET,
            debounce=_AT_MOST,
            rust_timeout=_TICK,
            yield_on_timeout=True,
        ):
            # Looked at rather than watched: a file that is not there yet, or is replaced by another, cannot be watched.
            now = list(map(sight, beside))
            yield changes or now != seen
            seen = now
    except OSError as error:
        raise SaeginError(f"cannot watch {config.content}: {error}") from error
