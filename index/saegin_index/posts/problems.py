"""What is wrong with the posts of a blog, and what was left out of the index: the material of `saegin check`."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from saegin_index.config import Config
from saegin_index.posts.discover import find_posts
from saegin_index.posts.post import Post, Reading
from saegin_index.posts.reader import read_post

# How a warning of a Reading begins, and the kind of problem it is; anything else is about a date.
_WARNING_KINDS = {"front matter": "front matter", "encoding": "encoding", "characters": "encoding"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `kind` is one of: unreadable, front matter, encoding, date, no date, duplicate URL,
    tag.
    """

    kind: str
    message: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """`left_out` are the files (and folders) that stay out of the index by the author's wish, with the
    reason.
    """

    posts: int
    problems: tuple[Problem, ...]
    left_out: tuple[Reading, ...]


def examine_posts(config: Config) -> Examination:
    """Find and read every post of the blog, and say what is wrong with them. Raises nothing."""
    found = find_posts(config)
    readings = list(found.left_out)
    for file in found.files:
        try:
            readings.append(read_post(file, config, file.absolute.read_bytes()))
        except OSError as error:
            readings.append(Reading(file.path, left_out=f"cannot be read: {error.strerror}", failed=True))
    return examine(readings)


def examine(readings: Iterable[Reading]) -> Examination:
    """As `examine_posts`, for readings at hand."""
    readings = sorted(readings, key=lambda reading: reading.path)
    posts = [reading.post for reading in readings if reading.post]
    problems = (
        *_unreadable(readings),
        *_warnings(readings),
        *_shared_urls(posts),
        *_undated(posts),
        *_tag_spellings(posts),
    )
    left_out = tuple(reading for reading in readings if not reading.post and not reading.failed)
    return Examination(len(posts), problems, left_out)


def _unreadable(readings: list[Reading]) -> Iterator[Problem]:
    for reading in readings:
        if reading.failed:
            yield Problem("unreadable", reading.left_out, (reading.path,))


def _warnings(readings: list[Reading]) -> Iterator[Problem]:
    for reading in readings:
        for warning in reading.warnings:
            kind = next((kind for word, kind in _WARNING_KINDS.items() if word in warning), "date")
            yield Problem(kind, warning, (reading.path,))


def _shared_urls(posts: list[Post]) -> Iterator[Problem]:
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for post in posts:
        paths[post.url].append(post.path)
    for url, sharing in sorted(paths.items()):
        if len(sharing) > 1:
            yield Problem("duplicate URL", f"{url} is the address of {len(sharing)} posts", tuple(sharing))


def _undated(posts: list[Post]) -> Iterator[Problem]:
    """Only where dates are the custom: a wiki without any is not at fault."""
    undated = tuple(post.path for post in posts if post.date is None)
    if undated and 2 * len(undated) < len(posts):
        yield Problem("no date", "no date: found by search, but sorted last", undated)


def _tag_spellings(posts: list[Post]) -> Iterator[Problem]:
    """Tags that a reader would take for one: they differ only by case, spacing, hyphens or width."""
    spellings: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for post in posts:
        for tag in post.tags:
            folded = unicodedata.normalize("NFKC", tag).casefold()
            key = "".join(char for char in folded if not char.isspace() and char not in "-_")
            spellings[key or folded][tag].append(post.path)
    for written in (each for _, each in sorted(spellings.items()) if len(each) > 1):
        counts = sorted(written.items(), key=lambda item: (-len(item[1]), item[0]))
        message = "one tag, spelled " + ", ".join(f"{tag} ({len(paths)})" for tag, paths in counts)
        # The rarer spellings are the ones to change.
        yield Problem("tag", message, tuple(path for _, paths in counts[1:] for path in paths))
