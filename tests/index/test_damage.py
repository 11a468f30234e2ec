"""Bytes that changed on disk are seen, never shown, and mended by a full run.

`SAEGIN_FLIPS=300 pytest tests/index/test_damage.py` changes more of them; `SAEGIN_SEED` begins elsewhere.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.sites import Site, answers

from saegin_index.errors import SaeginError
from saegin_index.store.verify import verify

FLIPS = int(os.environ.get("SAEGIN_FLIPS", "40"))
SEED = int(os.environ.get("SAEGIN_SEED", "1"))
KINDS = ("*.arrays", "*.documents", "segments.json", "*.seg", "*.toc", "posts.json", "manifest.json")
QUERIES: list[tuple[str, dict[str, Any]]] = [
    ("개발", {}),
    ("검색 엔진", {"limit": 50}),
    ('"형태소 분석기"', {}),
    ("tag:일상", {"sort": "oldest", "limit": 50}),
    ("year:2019 회고", {}),
    ("kubernetes", {}),
]


class Damaged:
    """A site whose index, of several segments with deleted posts, is put back before each harm.

    `truth` are the answers that the index gives, `later` those after one more post.
    """

    def __init__(self, place: Path) -> None:
        self.site = Site.sample(place / "site")
        self.site.index()
        text = "개발 이야기를 검색 엔진에 적는다. " * 30
        for number in range(12):
            self.site.write(f"새글{number}", text, tags="[일상]", date=f"2021-05-{number + 1}")
        self.site.index()
        (self.site.contents / "새글3.md").unlink()
        self.site.write("나중")
        self.site.index()
        assert len(list(self.site.edition.glob("*.arrays"))) >= 2
        self.aside = Path(shutil.copytree(self.site.index_dir, place / "aside", copy_function=shutil.copy2))
        self.truth = answers(self.site.index_dir, QUERIES)
        self.site.write("하나더", "개발 검색 엔진 회고")
        self.site.index()
        self.later = answers(self.site.index_dir, QUERIES)
        self.restore()

    def restore(self) -> None:
        shutil.rmtree(self.site.index_dir)
        shutil.copytree(self.aside, self.site.index_dir, copy_function=shutil.copy2)

    def file(self, kind: str, chance: random.Random) -> Path:
        folder = self.site.index_dir if kind in ("manifest.json", "cache.sqlite") else self.site.edition
        return chance.choice(sorted(folder.glob(kind)))


# Whoosh's, of segments that it cannot open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    return Damaged(tmp_path_factory.mktemp("damage"))


def flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
    file.write_bytes(content)


def truncate(file: Path, chance: random.Random) -> None:
    file.write_bytes(file.read_bytes()[: chance.randrange(file.stat().st_size)])


def lengthen(file: Path, chance: random.Random) -> None:
    file.write_bytes(file.read_bytes() + chance.randbytes(chance.randrange(1, 100)))


def delete(file: Path, _: random.Random) -> None:
    file.unlink()


def assert_seen_and_mended(damaged: Damaged, harm: str) -> None:
    """What must hold whatever was done to the index; `harm` names it."""
    site = damaged.site
    assert is_seen(site), harm
    refused(lambda: answers(site.index_dir, QUERIES))
    refusal = refused(site.index)
    if refusal:
        assert "saegin index --full" in refusal, harm
        assert is_seen(site), f"{harm}: seen no more after a run that refused it"
    else:
        assert answers(site.index_dir, QUERIES) == damaged.later, harm
        assert verify(site.index_dir) == []
    site.index(full=True)
    assert verify(site.index_dir) == [], harm
    assert answers(site.index_dir, QUERIES) == damaged.later, harm


def refused(work: Callable[[], object]) -> str:
    """What saegin says if it refuses to do something; any other error is one."""
    try:
        work()
    except SaeginError as error:
        return str(error)
    return ""


def is_seen(site: Site) -> bool:
    try:
        return bool(verify(site.index_dir))
    except SaeginError:
        return True


def test_one_changed_byte_in_every_kind_of_file(damaged: Damaged) -> None:
    for number in range(FLIPS):
        damaged.restore()
        chance = random.Random(f"{SEED} {number}")
        file = damaged.file(KINDS[number % len(KINDS)], chance)
        flip(file, chance)
        assert_seen_and_mended(damaged, f"flip {SEED} {number} in {file.name}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("harm", [truncate, lengthen, delete])
def test_files_cut_lengthened_and_deleted(
    damaged: Damaged, kind: str, harm: Callable[[Path, random.Random], None]
) -> None:
    damaged.restore()
    chance = random.Random(SEED)
    harm(damaged.file(kind, chance), chance)
    done = damaged.site.saegin("search", "개발")
    assert done.returncode in (0, 3)
    assert "Traceback" not in done.stderr
    assert_seen_and_mended(damaged, f"{harm.__name__} {kind}")


def test_a_changed_byte_in_the_cache_changes_no_answer(damaged: Damaged) -> None:
    for number in range(FLIPS // 4):
        damaged.restore()
        chance = random.Random(f"{SEED} {number}")
        flip(damaged.file("cache.sqlite", chance), chance)
        damaged.site.index(full=True)
        assert answers(damaged.site.index_dir, QUERIES) == damaged.later, number
        assert verify(damaged.site.index_dir) == []


def test_searching_shows_no_damage_that_a_check_would_not(damaged: Damaged) -> None:
    """Whatever a search does not refuse and answers wrongly, a check would have told."""
    wrong = 0
    for number in range(FLIPS):
        damaged.restore()
        chance = random.Random(f"{SEED} open {number}")
        flip(damaged.file(chance.choice(("*.arrays", "*.documents", "segments.json")), chance), chance)
        with suppress(SaeginError):
            wrong += answers(damaged.site.index_dir, QUERIES) != damaged.truth
        assert is_seen(damaged.site)
    print(f"{wrong} of {FLIPS} flips changed an answer")  # noqa: T201


def test_a_table_of_contents_from_elsewhere_is_never_opened(damaged: Damaged, tmp_path: Path) -> None:
    """Whoosh takes the one with the highest number, and unpickling it runs what it says."""
    damaged.restore()
    site = damaged.site
    trap = tmp_path / "trap"
    (site.edition / "_MAIN_99.toc").write_bytes(b"cos\nsystem\n(S'touch %s'\ntR." % os.fsencode(trap))
    assert answers(site.index_dir, QUERIES) == damaged.truth
    assert [each.file for each in verify(site.index_dir)] == ["_MAIN_99.toc"]
    site.saegin("index")
    assert site.saegin("index", "--full").returncode == 0
    assert not trap.exists()
    assert verify(site.index_dir) == []


def test_leftovers_of_a_killed_run_are_removed_though_nothing_changed(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()
    for number in count(2):
        shutil.copytree(site.edition, site.index_dir / f"edition-{number:06d}")
        if number == 4:
            break
    site.index()
    assert [path.name for path in site.index_dir.glob("edition-*")] == ["edition-000001"]
    assert site.paths("사과") == ["사과.md"]
