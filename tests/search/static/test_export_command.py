"""`saegin export` as a user meets it: what it says, what it writes, and one line for everything that goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.sites import COMMAND, ENVIRONMENT, Site, assert_one_clear_line

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, terminals")

NAMES = {"saegin-search.js", "saegin-index.json", "related.json"}
HIDDEN = {".saegin-export.json", ".saegin-export.lock"}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample blog, indexed and exported; what a test changes in `public` it puts right itself."""
    site = Site.sample(tmp_path_factory.mktemp("exported") / "blog")
    site.index()
    done = site.saegin("export", "public/saegin")
    assert (done.returncode, done.stderr) == (0, "")
    return site


def exported(site: Site, out: str = "public/saegin") -> dict[str, int]:
    """When each file of an export was written."""
    folder = site.root / out
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


# --- what it does -----------------------------------------------------------------------------------------------------


def test_it_says_in_a_line_what_it_did(indexed: Site) -> None:
    done = indexed.saegin("export", "other")
    counts = len(exported(indexed, "other").keys() - HIDDEN)
    assert done.stdout.startswith(f"other: {counts} files: {counts} written, 0 kept, 0 removed; ")
    assert done.stdout.endswith(" s\n")
    assert exported(indexed, "other").keys() >= NAMES
    assert json.loads(indexed.saegin("export", "public/saegin", "--json").stdout).keys() == {
        *("out", "written", "kept", "removed", "bytes", "seconds")
    }
    assert indexed.saegin("export", "public/saegin", "-q").stdout == ""


def test_two_exports_of_one_index_are_the_same(indexed: Site) -> None:
    indexed.saegin("export", "again", "-q")
    files = exported(indexed).keys() - HIDDEN
    assert exported(indexed, "again").keys() - HIDDEN == files
    for name in files:
        assert (indexed.root / "again" / name).read_bytes() == (indexed.root / "public/saegin" / name).read_bytes()


def test_an_index_that_did_not_change_is_not_exported_again(indexed: Site) -> None:
    before = exported(indexed)
    done = indexed.saegin("export", "public/saegin", "--json")
    answer = json.loads(done.stdout)
    assert (answer["written"], answer["kept"], answer["removed"]) == (0, len(before.keys() - HIDDEN), 0)
    assert answer["seconds"] < 0.5
    assert exported(indexed) == before


def test_a_file_that_is_missing_is_written_again(indexed: Site) -> None:
    before = exported(indexed)
    missing = next(name for name in before if name.startswith("postings/"))
    (indexed.root / "public/saegin" / missing).unlink()
    done = indexed.saegin("export", "public/saegin")
    assert ": 1 written, " in done.stdout
    assert {name: when for name, when in exported(indexed).items() if name not in HIDDEN | {missing}} == {
        name: when for name, when in before.items() if name not in HIDDEN | {missing}
    }


def test_a_new_post_changes_few_files_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "blog")
    site.index()
    site.saegin("export", "public")
    (site.root / "public" / "index.html").write_text("mine", "utf-8")
    site.write("새글/새글", "처음 쓰는 글이다.", date="2030-01-01")
    site.index()
    answer = json.loads(site.saegin("export", "public", "--json").stdout)
    assert answer["written"] + answer["kept"] == len(exported(site, "public").keys() - HIDDEN - {"index.html"})
    assert answer["kept"] > answer["written"]
    assert (site.root / "public" / "index.html").read_text("utf-8") == "mine"


@posix
def test_on_a_terminal_it_shows_what_a_theme_needs(tmp_path: Path) -> None:
    import pty

    site = Site.of_words(tmp_path / "blog", "사과")
    (site.root / "saegin.toml").write_text('content = "contents"\nsite_url = "https://blog.example/notes/"\n', "utf-8")
    assert site.saegin("index").returncode == 0
    shown, terminal = pty.openpty()
    arguments = [*COMMAND, "export", "public/my search"]
    done = subprocess.run(
        arguments, cwd=site.root, env=ENVIRONMENT, stdout=terminal, stderr=subprocess.PIPE, timeout=60
    )
    os.close(terminal)
    assert done.returncode == 0
    lines = os.read(shown, 10_000).decode().split("\r\n")
    assert '<script type="module" src="/notes/my%20search/saegin-search.js"></script>' in lines
    assert "<saegin-search></saegin-search>" in lines


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_without_an_index_one_line_says_so(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "blog", "사과")
    assert_one_clear_line(site.saegin("export", "public"), 3, "no index", "saegin index")
    assert not (site.root / "public").exists()


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("saegin.toml", "is a file"),
        (".saegin", "in the index"),
        (".saegin/web", "in the index"),
        (".", "has the index in it"),
        ("..", "has the index in it"),
    ],
)
def test_places_that_cannot_be(indexed: Site, out: str, why: str) -> None:
    assert_one_clear_line(indexed.saegin("export", out), 2, why)


def test_without_a_folder_one_line_says_what_is_missing(indexed: Site) -> None:
    assert_one_clear_line(indexed.saegin("export"), 2, "OUT_DIR")


def test_what_is_somebody_elses_is_not_overwritten(indexed: Site) -> None:
    folder = indexed.root / "site"
    folder.mkdir()
    (folder / "related.json").write_text("[]", "utf-8")
    assert_one_clear_line(indexed.saegin("export", "site"), 2, "related.json is not saegin's")
    assert (folder / "related.json").read_text("utf-8") == "[]"


@posix
def test_a_damaged_index_exports_nothing(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "blog", "사과", "포도")
    site.index()
    site.saegin("export", "public")
    before = exported(site, "public")
    site.write("배")
    site.index()
    next(iter(site.edition.glob("*.seg"))).write_bytes(b"")
    assert_one_clear_line(site.saegin("export", "public"), 3, "damaged", "saegin index --full")
    assert exported(site, "public") == before


@pytest.mark.parametrize("name", ["lexicon.arrays", "*.documents", "MAIN_*.arrays"])
def test_a_flipped_byte_of_the_index_exports_nothing(tmp_path: Path, name: str) -> None:
    site = Site.of_words(tmp_path / "blog", "사과", "포도")
    site.index()
    damaged = next(iter(site.edition.glob(name)))
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 0x10
    damaged.write_bytes(content)
    assert_one_clear_line(site.saegin("export", "public"), 3, "damaged", "saegin index --full")
    assert not (site.root / "public" / "saegin-index.json").exists()


def running(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of_group = status.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
        except OSError:  # it has ended meanwhile
            continue
        if of_group == str(group) and state != "Z":
            found.append(status.parent.name)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="what runs is read in /proc")
def test_nothing_of_a_killed_export_goes_on(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "blog")
    site.index()
    deadline = time.monotonic() + 60
    with site.start("export", "public") as process:
        while len(running(process.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.005)
        process.kill()
    while running(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert running(process.pid) == []


@posix
def test_of_two_exports_at_once_the_second_ends_with_75(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "blog")
    site.index()
    with site.start("export", "public") as first:
        deadline = time.monotonic() + 30
        while not (site.root / "public" / ".saegin-export.json").exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        os.kill(first.pid, signal.SIGSTOP)
        try:
            assert_one_clear_line(site.saegin("export", "public"), 75, "public", "try again")
        finally:
            os.kill(first.pid, signal.SIGCONT)
        assert first.wait(timeout=60) == 0


@posix
def test_killed_halfway_it_leaves_the_export_that_was_there(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "blog")
    site.index()
    site.saegin("export", "public")
    settled = exported(site, "public")
    pointer = (site.root / "public" / "saegin-index.json").read_bytes()
    site.write("새글/새글", "처음 쓰는 글이다.")
    site.index()
    for delay in (0.2, 0.4, 0.6, 0.8, 1.0, 1.2):
        with site.start("export", "public") as process:
            time.sleep(delay)
            process.kill()
        if (site.root / "public" / "saegin-index.json").read_bytes() != pointer:
            break
        # All that the old export had is there, and untouched.
        now = exported(site, "public")
        assert {name: now.get(name) for name in settled.keys() - HIDDEN} == {
            name: settled[name] for name in settled.keys() - HIDDEN
        }
    assert site.saegin("export", "public").returncode == 0
    site.saegin("export", "fresh", "-q")
    assert exported(site, "public").keys() == exported(site, "fresh").keys()
