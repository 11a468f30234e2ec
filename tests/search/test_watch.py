"""`saegin watch` as a process of its own, over files that are really saved."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

pytest.importorskip("watchfiles", reason="watchfiles is not installed: pip install -e '.[test]'")

BLOG = Path(__file__).parents[1] / "blog"
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"}


class Watch:
    """A running `saegin watch`, and what it says line by line."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.process = subprocess.Popen(
            [sys.executable, "-m", "saegin_search", "watch"],
            cwd=site,
            env=ENVIRONMENT,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdout
        assert self.process.stderr
        self.out, self.err = _lines(self.process.stdout), _lines(self.process.stderr)

    def says(self) -> str:
        return self.out.get(timeout=30)

    def complains(self) -> str:
        return self.err.get(timeout=30)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


def _lines(pipe: IO[str]) -> queue.SimpleQueue[str]:
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=lambda: [lines.put(line) for line in pipe], daemon=True).start()
    return lines


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Watching a copy of the sample blog, the first run done."""
    site = Path(shutil.copytree(BLOG, tmp_path / "site"))
    running = Watch(site)
    try:
        assert "40 added" in running.says()
        assert "toddler-why" in running.complains()
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def hits(site: Path, query: str) -> int:
    search = [sys.executable, "-m", "saegin_search", "search", query]
    return subprocess.run(search, cwd=site, env=ENVIRONMENT, capture_output=True, timeout=60).returncode


def test_a_saved_post_is_found_at_once(watch: Watch) -> None:
    saved = time.monotonic()
    with (watch.site / "contents" / "running-10k" / "running-10k.md").open("a", encoding="utf-8") as post:
        post.write("\n뜀박질을 갸륵하게 여겼다.\n")
    line = watch.says()
    assert time.monotonic() - saved < 2  # a second, and another for a busy machine
    assert "0 added, 1 changed, 0 removed, 39 unchanged" in line
    assert hits(watch.site, "갸륵하게") == 0


def test_new_renamed_and_deleted_posts(watch: Watch) -> None:
    post = watch.site / "contents" / "new.md"
    post.with_suffix(".tmp").write_text("# 새 글\n", "utf-8")
    post.with_suffix(".tmp").replace(post)
    assert "1 added" in watch.says()
    post.unlink()
    assert "1 removed" in watch.says()


def test_its_own_writing_does_not_wake_it(tmp_path: Path) -> None:
    (tmp_path / "글.md").write_text("# 글\n", "utf-8")
    running = Watch(tmp_path)
    try:
        assert "1 added" in running.says()
        with pytest.raises(queue.Empty):
            running.out.get(timeout=1)
    finally:
        running.process.kill()
        running.process.communicate()


def test_errors_are_told_once_and_survived(watch: Watch) -> None:
    settings = watch.site / "saegin.toml"
    good = settings.read_text("utf-8")
    settings.write_text("contnt = 'contents'\n", "utf-8")
    assert "contnt: is not a setting" in watch.complains()
    settings.write_text(good, "utf-8")
    assert "40 unchanged" in watch.says()
    shutil.move(watch.site / "contents", watch.site / "away")
    assert "contents does not exist" in watch.complains()
    shutil.move(watch.site / "away", watch.site / "contents")
    assert "40 unchanged" in watch.says()
    assert watch.err.empty()


def test_own_words_are_noticed(watch: Watch) -> None:
    dictionary, synonyms = (watch.site / name for name in ("dictionary.txt", "synonyms.toml"))
    dictionary.write_text("에어팟\n", "utf-8")
    assert "1 changed, 0 removed, 39 unchanged" in watch.says()
    synonyms.write_text('synonyms = [["이사", "이전"]]\n', "utf-8")
    assert "0 changed, 0 removed, 40 unchanged" in watch.says()
    dictionary.write_text("에어팟 프로\n", "utf-8")
    assert "dictionary.txt:1: '에어팟 프로' is several words" in watch.complains()
    dictionary.unlink()
    assert "1 changed, 0 removed, 39 unchanged" in watch.says()


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to send to another process")
def test_ctrl_c_is_the_good_end(watch: Watch) -> None:
    assert watch.stop() == 0
    assert watch.err.empty()


def test_without_watchfiles_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "watchfiles.py").write_text("raise ModuleNotFoundError('watchfiles')\n", "utf-8")
    search_path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "saegin_search", "watch"],
        cwd=tmp_path,
        env={**ENVIRONMENT, "PYTHONPATH": search_path},
        encoding="utf-8",
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == ["saegin: watching needs watchfiles: run `pip install 'saegin[watch]'`"]
