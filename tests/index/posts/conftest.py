"""A blog written to disk in one call, and read back through the public functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from saegin_index.config import Config, load_config
from saegin_index.posts.discover import find_posts
from saegin_index.posts.post import Post, Reading
from saegin_index.posts.reader import read_post

Files = Mapping[str, str | bytes]


class Blog:
    """The readings of a blog by path."""

    def __init__(self, config: Config) -> None:
        self.config = config
        found = find_posts(config)
        self.readings: dict[str, Reading] = {reading.path: reading for reading in found.left_out}
        for file in found.files:
            self.readings[file.path] = read_post(file, config, file.absolute.read_bytes())

    def post(self, path: str) -> Post:
        post = self.readings[path].post
        assert post is not None, self.readings[path].left_out
        return post

    def reasons(self) -> dict[str, str]:
        return {path: reading.left_out for path, reading in self.readings.items() if reading.post is None}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Files], Path]:
    def write_files(files: Files) -> Path:
        for name, content in files.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / "site").mkdir(exist_ok=True)
        return tmp_path / "site"

    return write_files


@pytest.fixture
def blog(write: Callable[[Files], Path]) -> Callable[[Files], Blog]:
    def read_blog(files: Files) -> Blog:
        site = write(files)
        return Blog(load_config(None, None, site))

    return read_blog


@pytest.fixture
def read(blog: Callable[[Files], Blog]) -> Callable[..., Reading]:
    """The reading of a single file among nothing else."""

    def read_one(content: str | bytes, name: str = "글.md") -> Reading:
        return blog({name: content}).readings[name]

    return read_one
