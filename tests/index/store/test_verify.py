"""Every change to an index is noticed; what is not part of it is not."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from saegin_index import index_posts
from saegin_index.errors import IndexMissingError, IndexOwnerError, IndexStateError
from saegin_index.store import verify as verify_module
from saegin_index.store.verify import Damage, verify


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A small index, updated once, so that it has several segments and a file of deletions."""
    posts = tmp_path / "posts"
    posts.mkdir()
    for number in range(8):
        (posts / f"글{number}.md").write_text(f"# 제목 {number}\n\n검색 엔진 이야기 {number}\n", "utf-8")
    index_posts(posts, tmp_path / ".saegin")
    (posts / "글3.md").write_text("# 바뀐 제목\n\n바뀐 이야기\n", "utf-8")
    index_posts(posts, tmp_path / ".saegin")
    assert verify(tmp_path / ".saegin") == []
    return tmp_path / ".saegin"


def edition(index: Path) -> Path:
    (folder,) = index.glob("edition-*")
    return folder


def flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.unlink()  # segments may be hard links
    file.write_bytes(content)


def test_a_flipped_bit_in_any_file_is_found(index: Path) -> None:
    chance = random.Random(5)
    files = [file for file in edition(index).iterdir() if file.stat().st_size]
    assert len(files) >= 4
    for file in files * 10:
        whole = file.read_bytes()
        flip(file, chance)
        assert verify(index) == [Damage(file.name, "is not as it was written")]
        file.write_bytes(whole)
    assert verify(index) == []


def test_a_flipped_bit_in_the_manifest_is_found(index: Path) -> None:
    chance = random.Random(5)
    manifest = index / "manifest.json"
    whole = manifest.read_bytes()
    for _ in range(300):
        flip(manifest, chance)
        with pytest.raises(IndexStateError):
            verify(index)
        manifest.write_bytes(whole)
    assert verify(index) == []


def test_missing_and_foreign_files_are_found(index: Path) -> None:
    folder = edition(index)
    table = next(folder.glob("*.toc"))
    table.rename(folder / "_MAIN_99.toc")
    assert verify(index) == [
        Damage(table.name, "is missing"),
        Damage("_MAIN_99.toc", "was not written by saegin"),
    ]


def test_what_runs_and_desktops_leave_behind_is_no_damage(index: Path) -> None:
    live = edition(index)
    (index / "edition-000099").mkdir()
    (index / "edition-000099" / "half.seg").write_bytes(b"half")
    (index / "manifest.json.new").write_bytes(b"{")
    (live / ".DS_Store").write_bytes(b"desktop")
    assert verify(index) == []


def test_a_run_that_ends_meanwhile_is_no_damage(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = index.parent / "posts"
    fingerprint_files = verify_module.fingerprint_files

    def after_a_run(folder: Path) -> object:
        monkeypatch.undo()
        (posts / "글3.md").unlink()
        index_posts(posts, index)
        return fingerprint_files(folder)

    monkeypatch.setattr(verify_module, "fingerprint_files", after_a_run)
    assert verify(index) == []


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        verify(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_an_index_of_another_user_is_refused(index: Path) -> None:
    os.chown(index, 12345, -1)
    with pytest.raises(IndexOwnerError):
        verify(index)
