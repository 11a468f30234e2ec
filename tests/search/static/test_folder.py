"""The folder of an export: what is written, kept and deleted there, and what an export that dies leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from saegin_index.errors import ExportError, ExportLockedError, ExportPlaceError
from saegin_search.static.folder import ExportFolder, Outcome, unchanged

posix = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links, signals")

PARTS = {"postings": [b"one", b"two"], "posts": [b"first", b"second", b"third"]}
RECORD = ".saegin-export.json"
OWN = {"saegin-search.js", "saegin-index.json", RECORD, ".saegin-export.lock"}
UNREADABLE = [
    b"",
    b"{",
    b"[]",
    b"\xff",
    b"[" * 200_000,
    b'{"files": 1}',
    b'{"files": {"posts/0-deadbeef.bin": 1e999}}',
    b'{"edition": "1", "maker": "", "files": {"posts/0-deadbeef.bin": 1e999}}',
    b'{"edition": 1, "maker": "", "files": {}}',
    b'{"edition": "1", "maker": "", "files": []}',
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public" / "saegin"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / ".saegin"


def export(out: Path, parts: dict[str, list[bytes]], edition: str = "1", entry: str = "search();") -> Outcome:
    """Write parts of numbered files, and a pointer that has their names."""
    with ExportFolder(out, out.parent.parent / ".saegin") as folder:
        names = [folder.put(part, number, content) for part in parts for number, content in enumerate(parts[part])]
        return folder.commit({"catalog": "", "edition": edition, "names": names}, entry)


def files(out: Path) -> set[str]:
    """The files of a folder, without those that are always there."""
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()} - OWN


def pointer(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "saegin-index.json").read_text("utf-8"))
    return found


def assert_usable(out: Path) -> None:
    """All that the pointer names is there, whole."""
    for name in pointer(out)["names"]:
        content = (out / name).read_bytes()
        assert f"-{hashlib.blake2b(content, digest_size=4).hexdigest()}." in name


# --- what is written --------------------------------------------------------------------------------------------------


def test_names_tell_part_number_and_content(out: Path, index: Path) -> None:
    with ExportFolder(out, index) as folder:
        name = folder.put("postings", 12, b"one")
        assert name == f"postings/12-{name[12:20]}.bin"
        assert folder.put("postings", 12, b"two") != name
        assert folder.put("postings", 13, b"one")[-12:] == name[-12:]
        assert folder.put("app/styles", None, b"a{}", ".css").startswith("app/styles-")
        assert (out / name).read_bytes() == b"one"


@pytest.mark.parametrize("part", ["", "..", "../x", "/etc", "a/../b", "a//b", "a/", ".hidden", "A", "가", "a\\b", "c:"])
def test_no_part_leads_out_of_the_folder(out: Path, index: Path, part: str) -> None:
    with ExportFolder(out, index) as folder, pytest.raises(ValueError, match="no name"):
        folder.put(part, 1, b"")


def test_only_the_names_that_stay_may_be_chosen(out: Path, index: Path) -> None:
    with ExportFolder(out, index) as folder, pytest.raises(ValueError, match="no name"):
        folder.put_named("index.html", b"")


def test_what_is_the_same_is_not_touched_and_what_is_not_named_goes(out: Path) -> None:
    outcome = export(out, PARTS)
    sizes = {name: (out / name).stat().st_size for name in files(out) | {"saegin-search.js", "saegin-index.json"}}
    assert outcome == Outcome(written=7, kept=0, removed=0, bytes=sum(sizes.values()))
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.bin")}
    time.sleep(0.02)
    outcome = export(out, {**PARTS, "posts": [b"first", b"changed"]}, edition="2")
    assert (outcome.written, outcome.kept, outcome.removed) == (2, 4, 2)
    kept = {path: path.stat().st_mtime_ns for path in out.rglob("*.bin") if path in before}
    assert len(kept) == 3
    assert kept == {path: before[path] for path in kept}
    assert files(out) == set(pointer(out)["names"])


def test_a_part_that_is_no_more_leaves_no_folder(out: Path) -> None:
    export(out, {**PARTS, "names/of/posts": [b"x"]})
    export(out, PARTS)
    assert not (out / "names").exists()


def test_damaged_files_are_written_anew(out: Path) -> None:
    export(out, PARTS)
    one, two, three = (out / name for name in pointer(out)["names"][:3])
    one.write_bytes(b"xxx")
    two.write_bytes(b"")
    three.unlink()
    assert export(out, PARTS).written == 3
    assert_usable(out)


# --- whether anything is to be done -----------------------------------------------------------------------------------


def test_an_export_is_known_by_its_edition_while_it_is_whole(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unchanged(out, "1") is None
    outcome = export(out, PARTS)
    assert unchanged(out, "1") == Outcome(0, outcome.written, 0, outcome.bytes)
    assert unchanged(out, "2") is None
    name = out / pointer(out)["names"][0]
    name.write_bytes(name.read_bytes() + b"x")
    assert unchanged(out, "1") is None
    export(out, PARTS)
    (out / "saegin-search.js").unlink()
    assert unchanged(out, "1") is None
    export(out, PARTS)
    monkeypatch.setattr("saegin_search.static.folder.maker", lambda: "another version")
    assert unchanged(out, "1") is None


@pytest.mark.parametrize("name", ["saegin-search.js", "saegin-index.json", "related.json", "postings/0-*.bin"])
def test_an_export_with_a_byte_that_changed_is_not_whole(out: Path, index: Path, name: str) -> None:
    def export_again() -> Outcome:
        with ExportFolder(out, index) as folder:
            folder.put("postings", 0, b"one")
            folder.put_named("related.json", b"{}")
            return folder.commit({"catalog": "", "edition": "1"}, "search();")

    outcome = export_again()
    (path,) = out.glob(name)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert unchanged(out, "1") is None
    assert export_again().written == 1
    assert path.read_bytes() == whole
    assert unchanged(out, "1") == Outcome(0, 4, 0, outcome.bytes)


@pytest.mark.parametrize("record", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_record_that_cannot_be_read_is_no_hindrance(out: Path, record: bytes) -> None:
    export(out, PARTS)
    (out / RECORD).write_bytes(record)
    assert unchanged(out, "1") is None
    assert export(out, {"postings": [b"one"]}).removed == 1  # of a part that is still there
    assert_usable(out)


# --- what is not ours -------------------------------------------------------------------------------------------------


def test_what_others_put_there_stays(out: Path) -> None:
    export(out, PARTS)
    others = [
        "index.html",
        "postings/notes.txt",
        "postings/1-0123abcd.bin",
        "posts/.hidden",
        "app-12345678.js",
        "deep/a/b",
    ]
    for name in others:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(name, "utf-8")
    export(out, {"postings": [b"new"]})
    assert set(others) <= files(out)
    assert [(out / name).read_text("utf-8") for name in others] == others


def test_a_folder_with_files_of_others_under_our_names_is_refused(out: Path) -> None:
    out.mkdir(parents=True)
    (out / "related.json").write_text("{}", "utf-8")
    with pytest.raises(ExportPlaceError, match=r"related\.json is not saegin's"):
        export(out, PARTS)
    assert {path.name for path in out.iterdir()} <= {"related.json", ".saegin-export.lock"}


@pytest.mark.parametrize(
    "pointer",
    [
        b"hi",
        b"",
        b"[]",
        b"{}",
        b'"catalog edition"',
        b'{"catalog": "", "edition": 1}',
        b'{"edition": ""}',
        b"[" * 200_000,
    ],
    ids=range(8),
)
def test_a_pointer_of_others_does_not_make_the_folder_ours(out: Path, pointer: bytes) -> None:
    out.mkdir(parents=True)
    (out / "saegin-index.json").write_bytes(pointer)
    with pytest.raises(ExportPlaceError, match=r"saegin-index\.json is not saegin's"):
        export(out, PARTS)
    assert (out / "saegin-index.json").read_bytes() == pointer
    assert {path.name for path in out.iterdir()} <= {"saegin-index.json", ".saegin-export.lock"}


@pytest.mark.parametrize("record", UNREADABLE, ids=range(len(UNREADABLE)))
@pytest.mark.parametrize("name", ["saegin-search.js", "saegin-index.json", "related.json"])
def test_a_record_of_others_does_not_make_the_folder_ours(out: Path, name: str, record: bytes) -> None:
    out.mkdir(parents=True)
    (out / RECORD).write_bytes(record)
    (out / name).write_bytes(b"hi")
    with pytest.raises(ExportPlaceError, match="is not saegin's"):
        export(out, PARTS)
    assert ((out / name).read_bytes(), (out / RECORD).read_bytes()) == (b"hi", record)


def test_a_folder_where_the_pointer_should_be_is_not_ours(out: Path) -> None:
    (out / "saegin-index.json").mkdir(parents=True)
    with pytest.raises(ExportPlaceError, match=r"saegin-index\.json is not saegin's"):
        export(out, PARTS)


def test_an_export_whose_record_was_lost_is_still_known(out: Path) -> None:
    export(out, PARTS)
    (out / RECORD).unlink()
    assert export(out, {**PARTS, "posts": [b"first"]}).removed == 2
    assert files(out) == set(pointer(out)["names"])


@pytest.mark.parametrize(
    "name", ["../../victim.txt", "/victim.txt", "postings/../../../victim.txt", "..\\victim.txt", "index.html"]
)
def test_a_forged_record_deletes_nothing_else(out: Path, tmp_path: Path, name: str) -> None:
    export(out, PARTS)
    victims = [tmp_path / "victim.txt", out / "index.html"]
    for victim in victims:
        victim.write_text("mine", "utf-8")
    record = json.loads((out / RECORD).read_text("utf-8"))
    record["files"] |= {name: "0123abcd", str(tmp_path / "victim.txt"): "0123abcd"}
    (out / RECORD).write_text(json.dumps(record), "utf-8")
    export(out, {"postings": [b"new"]})
    assert all(victim.read_text("utf-8") == "mine" for victim in victims)


@posix
def test_links_are_never_followed_out_of_the_folder(out: Path, tmp_path: Path) -> None:
    export(out, PARTS)
    elsewhere = tmp_path / "elsewhere"
    (out / "posts").rename(elsewhere)
    (out / "posts").symlink_to(elsewhere)
    there = {path.name for path in elsewhere.iterdir()}
    with pytest.raises(ExportError, match="posts is a link where a folder is needed: remove it"):
        export(out, {**PARTS, "posts": [b"new"]})
    assert export(out, {"postings": PARTS["postings"]}).removed == 0
    assert {path.name for path in elsewhere.iterdir()} == there


@posix
def test_a_link_in_place_of_a_file_is_replaced_and_not_written_through(out: Path, tmp_path: Path) -> None:
    export(out, PARTS)
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    for name in ("saegin-search.js", pointer(out)["names"][0]):
        (out / name).unlink()
        (out / name).symlink_to(victim)
    export(out, PARTS, entry="other();")
    assert victim.read_bytes() == b"mine"
    assert not (out / "saegin-search.js").is_symlink()
    assert_usable(out)


@posix
def test_the_folder_itself_may_be_a_link(out: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    out.parent.mkdir()
    out.symlink_to(tmp_path / "real")
    export(out, PARTS)
    assert export(out, {"postings": [b"one"]}).removed == 4
    assert files(tmp_path / "real") == set(pointer(out)["names"])


# --- where an export cannot be ----------------------------------------------------------------------------------------


def test_places_that_cannot_be(tmp_path: Path, index: Path) -> None:
    index.mkdir()
    file = tmp_path / "file"
    file.touch()
    for place, why in (
        (file, "is a file"),
        (index, "in the index"),
        (index / "x", "in the index"),
        (tmp_path, "has the index in it"),
    ):
        with pytest.raises(ExportPlaceError, match=why) as refused:
            ExportFolder(place, index)
        assert refused.value.exit_code == 2
        assert "\n" not in str(refused.value)


@posix
def test_a_link_to_nothing(out: Path, tmp_path: Path) -> None:
    out.parent.mkdir()
    for target in (tmp_path / "nothing", out):  # the second is a circle
        out.symlink_to(target)
        with pytest.raises(ExportPlaceError, match="saegin is a link to nothing"):
            export(out, PARTS)
        out.unlink()


def test_a_file_where_a_folder_should_be(out: Path) -> None:
    export(out, {"postings": PARTS["postings"]})
    before = pointer(out)
    (out / "posts").write_bytes(b"mine")
    with pytest.raises(ExportError, match="posts is a file where a folder is needed: remove it"):
        export(out, PARTS, edition="2")
    assert (out / "posts").read_bytes() == b"mine"
    assert pointer(out) == before


def test_what_the_system_refuses_is_said_in_one_line(out: Path) -> None:
    out.parent.touch()
    with pytest.raises(ExportError, match=f"cannot write .*{out.parent.name}") as refused:
        export(out, PARTS)
    assert refused.value.exit_code == 3
    assert "\n" not in str(refused.value)


def test_a_folder_where_a_file_should_be(out: Path) -> None:
    export(out, PARTS)
    before = pointer(out)
    name = out / before["names"][0]
    name.unlink()
    name.mkdir()
    with pytest.raises(ExportError, match=r"cannot write .*postings"):
        export(out, PARTS, edition="2")
    assert pointer(out) == before


@posix
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(out: Path) -> None:
    export(out, PARTS)
    before = pointer(out)
    (out / "posts").chmod(0o500)
    try:
        with pytest.raises(ExportError, match="Permission denied"):
            export(out, {**PARTS, "posts": [b"new"]}, edition="2")
    finally:
        (out / "posts").chmod(0o700)
    assert pointer(out) == before
    assert_usable(out)


@posix
def test_a_full_disk_leaves_the_export_that_was_there(out: Path, index: Path) -> None:
    export(out, PARTS)
    before = pointer(out)
    script = f"""
        import resource
        from pathlib import Path
        from saegin_index.errors import ExportError
        from saegin_search.static.folder import ExportFolder
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            with ExportFolder(Path({str(out)!r}), Path({str(index)!r})) as folder:
                folder.put("postings", 0, b"fits")
                folder.put("postings", 1, b"x" * 2000)
        except ExportError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("cannot write ")
    assert "as it was" in done.stdout
    assert pointer(out) == before
    assert_usable(out)
    export(out, PARTS)
    assert files(out) == set(before["names"])


# --- several at once, and those that die ------------------------------------------------------------------------------

WRITER = """
    import sys, time
    from pathlib import Path
    from saegin_search.static.folder import ExportFolder
    out, index, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with ExportFolder(out, index) as folder:
        print("begun", flush=True)
        names = [folder.put("postings", n, b"%d of %d" % (n, seed if n % 2 else 0)) for n in range(300)]
        folder.commit({"catalog": "", "edition": str(seed), "names": names}, f"search({seed});")
"""


@contextmanager
def writer(out: Path, index: Path, seed: int, then: str = "") -> Iterator[subprocess.Popen[str]]:
    """An export in a process of its own, which has begun."""
    arguments = [sys.executable, "-c", textwrap.dedent(WRITER) + then, str(out), str(index), str(seed)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "begun\n"
            yield process
        finally:
            process.kill()


def test_two_exports_at_once(out: Path, index: Path) -> None:
    out.mkdir(parents=True)
    with ExportFolder(out, index), pytest.raises(ExportLockedError) as refused, ExportFolder(out, index):
        pass
    assert refused.value.exit_code == 75
    assert "\n" not in str(refused.value)
    export(out, PARTS)


@posix
def test_a_killed_export_leaves_the_one_before_and_no_lock(out: Path, index: Path) -> None:
    export(out, PARTS)
    generator = random.Random(1)
    for seed in range(1, 16):
        with writer(out, index, seed) as process:
            time.sleep(generator.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert_usable(out)
        assert pointer(out)["edition"] in (str(seed), *map(str, range(1, seed)))
    outcome = export(out, PARTS, edition="last")
    assert outcome.kept + outcome.written == 7
    assert files(out) == set(pointer(out)["names"])
    assert not list(out.rglob("*.saegin-new"))


@posix
def test_what_was_written_halfway_is_gone_after_the_next_export(out: Path, index: Path) -> None:
    with ExportFolder(out, index) as folder:
        for number in range(5):
            folder.put("postings", number, b"never committed %d" % number)
    (out / "postings" / ".7-01234567.bin.saegin-new").write_bytes(b"half")
    assert export(out, PARTS).removed == 6
    assert files(out) == set(pointer(out)["names"])
