"""Index directories with no room, no right to write, or another owner: one clear line, and the old index as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sites import COMMAND, ENVIRONMENT, SETTLED, Site, assert_one_clear_line, whole

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts and owners as Linux has them")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, encoding="utf-8", check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system may be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    """Wherever in a run the room ends: one line, the old index as it was, and with room again all is well."""
    site = Site.of_words(tmp_path / "site", "사과")
    place = Site(small_disk)
    index = ("index", "--index", str(place.index_dir))
    assert site.saegin(*index).returncode == 0
    for number in range(12):
        site.write(f"긴글{number}", " ".join(f"형태소{number}x{each} 분석" for each in range(350)))
    filler = small_disk / "filler"
    for room in (1_000, 50_000, 150_000):
        status = os.statvfs(small_disk)
        filler.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - room)))
        before = place.edition.name
        assert_one_clear_line(site.saegin(*index, "--full"), 3, "No space left", "as it was")
        assert place.edition.name == before
        assert whole(place) <= SETTLED | {"manifest.json.new"}
        assert place.paths("이야기") == ["사과.md"]
        filler.unlink()
    done = site.saegin(*index)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(place.paths("이야기")) == 13
    assert whole(place) <= SETTLED


NOBODY = 65534


def held_to_permissions(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run that may write only where file modes let it, as anybody's but root's."""
    privileges = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*privileges, *COMMAND, *arguments],
        cwd=site.root,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def nobodys() -> Iterator[Site]:
    """A site that belongs to another user, in a place where that user may go."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        site = Site.of_words(Path(place) / "site", "사과", "포도")
        for path in (site.root, site.contents, *site.contents.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        yield site


def test_a_read_only_disk(small_disk: Path, tmp_path: Path) -> None:
    site, place = Site.of_words(tmp_path / "site", "사과"), Site(small_disk)
    index = ("index", "--index", str(place.index_dir))
    assert site.saegin(*index).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert site.saegin(*index).returncode == 0
    site.write("포도")
    for arguments in (index, (*index, "--full")):
        assert_one_clear_line(site.saegin(*arguments), 3, "Read-only file system", str(place.index_dir))
    assert place.paths("이야기") == ["사과.md"]
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert site.saegin(*index).returncode == 0
    assert len(place.paths("이야기")) == 2


def test_a_directory_that_may_not_be_written(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과", "포도")
    assert held_to_permissions(site, "index").returncode == 0
    folders = [site.index_dir, site.edition]
    for path in (*site.index_dir.rglob("*"), *folders):
        path.chmod(0o555 if path in folders else 0o444)
    assert held_to_permissions(site, "index").returncode == 0
    site.write("수박")
    for arguments in (("index",), ("index", "--full")):
        assert_one_clear_line(held_to_permissions(site, *arguments), 3, "ermission denied", str(site.index_dir))
    found = held_to_permissions(site, "search", "이야기", "--json")
    assert json.loads(found.stdout)["total"] == 2, found.stderr
    for path in (*site.index_dir.rglob("*"), *folders):
        path.chmod(0o755 if path in folders else 0o644)
    assert held_to_permissions(site, "index").returncode == 0
    assert json.loads(held_to_permissions(site, "search", "이야기", "--json").stdout)["total"] == 3


def test_an_index_of_another_user_is_refused(nobodys: Site) -> None:
    """Whoosh unpickles its table of contents: it would run what the other user put there."""
    nobodys.index()
    os.chown(nobodys.index_dir, NOBODY, NOBODY)
    before = nobodys.files()
    for arguments in (("search", "사과"), ("index",), ("index", "--full"), ("status",)):
        assert_one_clear_line(nobodys.saegin(*arguments), 3, f"uid {NOBODY}", "--index DIR")
    assert nobodys.files() == before
    os.chown(nobodys.index_dir, 0, 0)
    assert nobodys.saegin("search", "사과").returncode == 0
    os.chown(nobodys.index_dir / "manifest.json", NOBODY, NOBODY)
    assert_one_clear_line(nobodys.saegin("search", "사과"), 3, f"uid {NOBODY}", "manifest.json")


def test_no_index_is_built_in_a_folder_of_another_user(nobodys: Site) -> None:
    nobodys.index_dir.mkdir()
    os.chown(nobodys.index_dir, NOBODY, NOBODY)
    assert_one_clear_line(nobodys.saegin("index"), 3, f"uid {NOBODY}", "--index DIR")
    assert list(nobodys.index_dir.iterdir()) == []
