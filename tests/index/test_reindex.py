"""A run does exactly the work that the changes need, and the index is the same however it came about."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.sites import BLOG, Site, answers

from saegin_index import IndexReport, index_posts, reindex
from saegin_index.store.cache import AnalysisCache, compressed
from saegin_search import open_searcher

KOREA = ZoneInfo("Asia/Seoul")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Three posts, indexed."""
    site = Site.of_words(tmp_path / "site", "사과", "바나나", "포도")
    site.index()
    return site


def work(report: IndexReport) -> dict[str, int]:
    """What a run counted, without the zeros."""
    names = ("added", "changed", "removed", "unchanged", "skipped", "analysed")
    return {name: count for name in names if (count := getattr(report, name))}


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """When and where each file was written; what the last run did is noted by every run."""
    files = (path for path in folder.rglob("*") if path.name != "last-run.json")
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files if path.is_file()}


def copy_again(folder: Path) -> None:
    """Replace a folder by a copy of it with new times, as a fresh checkout does."""
    aside = folder.with_name("aside")
    folder.rename(aside)
    shutil.copytree(aside, folder, copy_function=shutil.copyfile)
    shutil.rmtree(aside)


# --- what changed, and only that --------------------------------------------------------------------------------------


def test_the_first_run_analyses_everything(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과", "바나나")
    assert work(site.index()) == {"added": 2, "analysed": 2}


def test_nothing_changed_writes_nothing(site: Site) -> None:
    before = snapshot(site.index_dir)
    assert work(site.index()) == {"unchanged": 3}
    assert snapshot(site.index_dir) == before


def test_new_times_change_nothing(site: Site) -> None:
    before = snapshot(site.index_dir)
    for path in site.contents.iterdir():
        os.utime(path, ns=(1, 1))
    assert work(site.index()) == {"unchanged": 3}
    copy_again(site.contents)
    assert work(site.index()) == {"unchanged": 3}
    assert snapshot(site.index_dir) == before


def test_added_changed_and_removed_posts(site: Site) -> None:
    site.write("수박")
    site.write("포도", "머루")
    (site.contents / "사과.md").unlink()
    assert work(site.index()) == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1, "analysed": 2}
    assert site.paths("수박") == ["수박.md"]
    assert site.paths("머루") == ["포도.md"]
    assert site.paths("포도") == ["포도.md"]
    assert site.paths("사과") == []
    assert sorted(site.paths("이야기")) == ["바나나.md", "수박.md", "포도.md"]


def test_a_change_that_leaves_size_and_time_is_seen(site: Site) -> None:
    """Many file systems count time in steps, of two seconds on some."""
    path = site.contents / "사과.md"
    old = path.stat()
    path.write_text(path.read_text("utf-8").replace("사과", "딸기"), "utf-8")
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))
    assert work(site.index()) == {"changed": 1, "unchanged": 2, "analysed": 1}
    assert site.paths("딸기") == ["사과.md"]


def test_a_renamed_post_keeps_its_analysis(site: Site) -> None:
    (site.contents / "사과.md").rename(site.contents / "능금.md")
    assert work(site.index()) == {"added": 1, "removed": 1, "unchanged": 2}
    (hit,) = site.search("사과").hits
    assert hit.path == "능금.md"
    assert "능금" in hit.url


def test_a_change_of_front_matter_alone_keeps_the_analysis(site: Site) -> None:
    site.write("사과", date="2019-05-04", author="김하나")
    assert work(site.index()) == {"changed": 1, "unchanged": 2}
    (hit,) = site.search("사과 year:2019").hits
    assert (hit.date, hit.author) == (datetime(2019, 5, 4), "김하나")


def test_changed_settings_read_all_posts_and_analyse_none(site: Site) -> None:
    (site.root / "saegin.toml").write_text('permalink = "/fruit/:title/"\n', "utf-8")
    assert work(site.index()) == {"changed": 3}
    assert {hit.url for hit in site.search("이야기").hits} == {f"/fruit/{name}/" for name in ("사과", "바나나", "포도")}
    assert work(site.index()) == {"unchanged": 3}


def test_drafts_come_and_go(site: Site) -> None:
    site.write("사과", draft="true")
    assert work(site.index()) == {"removed": 1, "unchanged": 2, "skipped": 1}
    assert site.paths("사과") == []
    site.write("사과")
    assert work(site.index()) == {"added": 1, "unchanged": 2}
    assert site.paths("사과") == ["사과.md"]


def test_a_future_post_appears_when_it_is_due(site: Site) -> None:
    due = datetime.now(KOREA) + timedelta(seconds=2)
    site.write("수박", date=f"{due:%Y-%m-%d %H:%M:%S}")
    assert work(site.index()) == {"unchanged": 3, "skipped": 1}
    assert work(site.index()) == {"unchanged": 3, "skipped": 1}
    time.sleep(2.1)
    assert work(site.index()) == {"added": 1, "unchanged": 3, "analysed": 1}
    assert site.paths("수박") == ["수박.md"]


def test_an_expired_post_disappears(site: Site) -> None:
    expires = datetime.now(KOREA) + timedelta(seconds=2)
    site.write("수박", expiryDate=f"{expires:%Y-%m-%d %H:%M:%S}")
    assert work(site.index()) == {"added": 1, "unchanged": 3, "analysed": 1}
    time.sleep(2.1)
    assert work(site.index()) == {"removed": 1, "unchanged": 3, "skipped": 1}


def test_files_that_are_no_posts_are_not_read_again(site: Site) -> None:
    (site.contents / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    report = site.index()
    assert work(report) == {"unchanged": 3, "skipped": 1}
    before = snapshot(site.index_dir)
    assert site.index().faults == report.faults == (("picture.md", report.faults[0][1]),)
    assert snapshot(site.index_dir) == before


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_a_file_whose_name_is_not_text(site: Site) -> None:
    post = site.contents / os.fsdecode(b"\xbb\xe7.md")
    post.write_text("이름이 깨진 글", "utf-8")
    ((path, fault),) = site.index().faults
    assert path == post.name
    assert "name" in fault
    assert work(site.index()) == {"unchanged": 3, "skipped": 1}
    post.unlink()
    assert work(site.index()) == {"unchanged": 3}


def test_full_builds_anew_from_the_cache(site: Site) -> None:
    site.write("수박")
    assert work(site.index(full=True)) == {"added": 4, "analysed": 1}
    assert sorted(site.paths("이야기")) == ["바나나.md", "사과.md", "수박.md", "포도.md"]


# --- the cache --------------------------------------------------------------------------------------------------------


def keep_only_the_cache(site: Site) -> None:
    for path in site.index_dir.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "cache.sqlite":
            path.unlink()


def test_the_cache_alone_saves_all_analysis(site: Site) -> None:
    keep_only_the_cache(site)
    copy_again(site.contents)
    assert work(site.index()) == {"added": 3}


def foreign(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.executescript("CREATE TABLE analyses (name TEXT); INSERT INTO analyses VALUES ('남의 것')")
    connection.close()


def text_for_bytes(file: Path) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE analyses SET analysis = '글'")
    connection.close()


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"not a database" * 1000),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
        foreign,
        text_for_bytes,
    ],
    ids=["missing", "empty", "other", "cut", "foreign", "text"],
)
def test_a_useless_cache_is_replaced(site: Site, harm: Callable[[Path], Any]) -> None:
    cache = site.index_dir / "cache.sqlite"
    if harm is foreign:
        cache.unlink()
    harm(cache)
    assert work(site.index(full=True)) == {"added": 3, "analysed": 3}
    assert work(site.index(full=True)) == {"added": 3}
    assert len(site.paths("이야기")) == 3


def test_the_cache_keeps_what_the_posts_need_and_forgets_the_oldest(tmp_path: Path) -> None:
    """A post of ten megabytes that changes nine times, beside one that never does."""
    cache = AnalysisCache(tmp_path / "cache.sqlite")
    chance = random.Random(3)
    cache.keep(0, [(b"steady", compressed(b"analysis"))])
    for run in range(1, 10):
        cache.keep(run, [(b"%d" % run, compressed(chance.randbytes(10_000_000)))])
        cache.shrink([b"steady", b"%d" % run])
    cache.close()
    assert 50_000_000 < (tmp_path / "cache.sqlite").stat().st_size < 90_000_000
    cache = AnalysisCache(tmp_path / "cache.sqlite", readonly=True)
    kept = [run for run in range(1, 10) if cache.get(b"%d" % run) is not None]
    assert kept == list(range(4, 10))
    assert cache.get(b"steady") == b"analysis"
    cache.close()


def test_a_run_that_ends_halfway_leaves_what_it_analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site.of_words(tmp_path / "site", "사과", "바나나", "포도")
    monkeypatch.setattr(reindex, "_MADE_AT_ONCE", 0)

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_posts(site.contents, site.index_dir, progress=stop)
    assert work(site.index()) == {"added": 3, "analysed": 1}


def test_the_cache_in_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "C# 100%? 블로그", "사과", "포도")
    site.index()
    assert work(site.index(full=True)) == {"added": 2}


# --- the same answers, however the index came about -------------------------------------------------------------------

SORTED = [
    (query, {"sort": order, "limit": 50}) for query in ("개발", "회고", "tag:일상") for order in ("newest", "oldest")
]
FILTERED: list[tuple[str, dict[str, Any]]] = [
    ("개발", {"tags": ("파이썬",)}),
    ("", {"tags": ("일상",), "limit": 50}),
    ("", {"after": "2019", "limit": 50}),
    ("커피", {"before": "2021-03"}),
    ("", {"author": "이한솔", "limit": 100}),
    ('"형태소 분석기"', {}),
    ("검색 -엔진", {}),
    ("글", {"limit": 3, "offset": 2}),
]


def all_queries() -> list[tuple[str, dict[str, Any]]]:
    lines = (BLOG / "queries.jsonl").read_text("utf-8").splitlines()
    return [(json.loads(line)["text"], {}) for line in lines] + SORTED + FILTERED


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What the sample blog answers when one process indexed it at once."""
    site = Site.sample(tmp_path_factory.mktemp("expected") / "site")
    site.index()
    return answers(site.index_dir, all_queries())


@pytest.mark.parametrize("processes", [2, 4])
def test_the_number_of_processes_changes_nothing(tmp_path: Path, expected: list[Any], processes: int) -> None:
    one, several = Site.sample(tmp_path / "one"), Site.sample(tmp_path / "several")
    one.index()
    several.index(processes=processes)
    assert answers(several.index_dir, all_queries()) == expected
    arrays = [sorted(file.read_bytes() for file in site.edition.glob("*.arrays")) for site in (one, several)]
    assert len(arrays[0]) == 2  # a segment and the lexicon
    assert arrays[0] == arrays[1]


def test_a_series_of_updates_answers_like_one_run(tmp_path: Path, expected: list[Any]) -> None:
    site = Site.sample(tmp_path / "site")
    posts = sorted(site.contents.rglob("*.md"))
    aside = {path: path.read_bytes() for path in posts}
    for path in posts[1:]:
        path.write_text("아직 다 쓰지 않은 글", "utf-8") if len(path.name) % 2 else path.unlink()
    site.index()
    for start in range(0, len(posts), 3):
        for path in posts[start : start + 3]:
            path.write_bytes(aside[path])
        other = site.write(f"잠시{start}", "검색 개발 회고 커피")
        site.index()
        other.unlink()
    site.index()
    assert answers(site.index_dir, all_queries()) == expected


def test_updates_leave_few_segments_and_little_more(tmp_path: Path) -> None:
    """Sixty runs of one post each; tests/benchmarks/growth.py does 500 and measures queries."""
    site, fresh = Site.sample(tmp_path / "site"), Site.sample(tmp_path / "fresh")
    most = 0
    for number in range(60):
        site.write(f"날{number % 40}", f"{number}번째로 고친 글")
        site.index()
        most = max(most, len(list(site.edition.glob("*.arrays"))))
    assert most <= 8
    for path in site.contents.glob("날*.md"):
        shutil.copy(path, fresh.contents)
    fresh.index()
    assert answers(site.index_dir, all_queries()) == answers(fresh.index_dir, all_queries())
    used, needed = (sum(file.stat().st_size for file in each.edition.iterdir()) for each in (site, fresh))
    assert used < 1.5 * needed
    assert len(list(site.index_dir.glob("edition-*"))) == 1


def test_an_open_searcher_answers_from_the_new_edition(site: Site) -> None:
    with open_searcher(site.index_dir) as searcher:
        assert searcher.search("수박").total == 0
        site.write("수박")
        site.index()
        assert [hit.path for hit in searcher.search("수박").hits] == ["수박.md"]
        site.index(full=True)
        assert searcher.search("수박").total == 1


def test_index_posts_takes_text_for_paths(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    index_posts(str(site.contents), str(site.index_dir))
    assert site.paths("사과") == ["사과.md"]
