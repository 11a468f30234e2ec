"""Figures on real blogs, where the reference corpora are at hand (SAEGIN_CORPORA names their folder)."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from saegin_index.config import load_config
from saegin_index.posts.discover import find_posts
from saegin_index.posts.post import Post, Reading
from saegin_index.posts.reader import read_post

CORPORA = Path(os.environ.get("SAEGIN_CORPORA", "/nowhere"))
BLOGS = sorted((CORPORA / "blogs").iterdir()) if (CORPORA / "blogs").is_dir() else []
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="SAEGIN_CORPORA is not set")


def read_all(content: Path, tmp_path: Path) -> list[Reading]:
    config = load_config(content, None, tmp_path)
    found = find_posts(config)
    read = [read_post(file, config, file.absolute.read_bytes()) for file in found.files]
    return [*read, *found.left_out]


def test_the_seed_blog_is_read_whole(tmp_path: Path):
    started = time.process_time()
    readings = read_all(CORPORA / "ash84" / "contents", tmp_path)
    spent = time.process_time() - started
    posts = [reading.post for reading in readings if reading.post]
    assert len(posts) == len(readings) == 970
    assert sum(bool(reading.warnings) for reading in readings) == 22
    assert all(post.date for post in posts)
    assert all(post.url.startswith(f"/{post.date:%Y/%m/%d}/") for post in posts if post.date)
    assert spent < 6, "reading took 1.2 to 1.9 s when this was written"


@pytest.mark.parametrize("blog", BLOGS, ids=lambda blog: blog.name)
def test_every_file_is_a_post_or_has_a_reason(blog: Path, tmp_path: Path):
    readings = {reading.path: reading for reading in read_all(blog, tmp_path)}
    for file in blog.rglob("*.m*d*"):
        path = file.relative_to(blog).as_posix()
        hidden = any(path.startswith(folder) for folder in readings if folder.endswith("/"))
        assert path in readings or hidden, path
    assert all(reading.post or reading.left_out for reading in readings.values())


@pytest.mark.parametrize("blog", BLOGS, ids=lambda blog: blog.name)
def test_windows_of_prose_hold_no_links_or_shortcodes(blog: Path, tmp_path: Path):
    chance = random.Random(1)
    posts = [reading.post for reading in read_all(blog, tmp_path) if reading.post and reading.post.text]
    windows = [window(chance.choice(posts), chance) for _ in range(200)]
    # What is left is what posts say in code spans: `arr[0](x)`, `{{ message }}`.
    assert sum(mark in text for text in windows for mark in ("](", "{{<", "{:", "<!--", "https://")) <= 4


def window(post: Post, chance: random.Random) -> str:
    """160 characters of the post from anywhere but code."""
    start = chance.randrange(len(post.text))
    ends = [begin for begin, end in post.code if end > start]
    return post.text[start : min(start + 160, *ends, len(post.text))] if ends else post.text[start : start + 160]
