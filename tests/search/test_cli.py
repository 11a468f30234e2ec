"""The command line as a user meets it: output, exit codes, and one line for everything that goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from saegin_index.store.manifest import read_manifest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
BLOG = Path(__file__).parents[1] / "blog"


def saegin(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "saegin_search", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", **environment},
        timeout=120,
    )


def assert_one_clear_line(done: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for part in parts:
        assert part in lines[0]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the sample blog that a test may change."""
    return Path(shutil.copytree(BLOG, tmp_path / "site"))


def test_index_then_search_from_the_site_itself(site: Path) -> None:
    done = saegin("index", cwd=site)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("40 posts: 40 added, 0 changed, 0 removed, 0 unchanged, 2 skipped (2 draft);")
    assert "warning: toddler-why/toddler-why.md" in done.stderr
    assert (site / ".saegin" / "manifest.json").is_file()
    found = saegin("search", "검색", "엔진", cwd=site)
    assert found.returncode == 0
    assert "주말에 검색엔진을 직접 만들어 봤다" in found.stdout
    assert "\x1b" not in found.stdout
    again = saegin("index", cwd=site)
    assert again.stdout.startswith("40 posts: 0 added, 0 changed, 0 removed, 40 unchanged, 2 skipped (2 draft);")


def test_quiet_says_nothing_when_all_is_well(site: Path) -> None:
    done = saegin("index", "--quiet", cwd=site)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_index_reports_in_json(site: Path) -> None:
    report = json.loads(saegin("index", "--json", cwd=site).stdout)
    assert {name: report[name] for name in ("posts", "added", "changed", "removed", "unchanged", "skipped")} == {
        "posts": 40,
        "added": 40,
        "changed": 0,
        "removed": 0,
        "unchanged": 0,
        "skipped": 2,
    }
    assert report["warnings"][0]["path"] == "toddler-why/toddler-why.md"


def test_no_line_is_wider_than_the_terminal(blog_index: Path) -> None:
    for query in ("개발", "형태소 분석기", "검색엔진 BM25", "tag:일상"):
        done = saegin("search", query, "--index", str(blog_index))
        assert done.returncode == 0
        wide = [line for line in done.stdout.splitlines() if cell_len(line) > 80 and "/20" not in line]
        assert wide == []


def test_words_are_ruled_out_without_quotes(blog_index: Path) -> None:
    done = saegin("search", "검색엔진", "-BM25", "--index", str(blog_index))
    assert done.returncode == 0, done.stderr
    assert "주말에 검색엔진을 직접 만들어 봤다" not in done.stdout


def test_hits_have_addresses_that_can_be_opened(site: Path) -> None:
    saegin("index", cwd=site)
    assert "https://blog.example/2017/03/12/search-engine-from-scratch/" in saegin("search", "BM25", cwd=site).stdout


def test_a_hit_names_the_heading_it_was_found_under(blog_index: Path) -> None:
    assert "› 옮기면서 즐거웠던 것" in saegin("search", "쿠버네티스 도커", "--index", str(blog_index)).stdout


def test_search_answers_in_json(blog_index: Path) -> None:
    answer = json.loads(saegin("search", "검색엔진", "--index", str(blog_index), "--json", "--limit", "1").stdout)
    assert answer["total"] == 3
    assert len(answer["hits"]) == 1


def test_no_hits_is_exit_code_one(blog_index: Path) -> None:
    nothing = saegin("search", "뷁쉙뒑", "--index", str(blog_index))
    assert (nothing.returncode, nothing.stdout) == (1, "")
    said, instead = nothing.stderr.splitlines()
    assert said == "saegin: no posts found for 뷁쉙뒑" or said == "no posts found for 뷁쉙뒑"
    assert "개발" in instead  # what the blog is about
    answer = saegin("search", "뷁쉙뒑", "--index", str(blog_index), "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["hits"] == []


def test_status_tells_what_is_indexed(blog_index: Path) -> None:
    done = saegin("status", "--index", str(blog_index))
    assert done.returncode == 0
    assert "posts     40" in done.stdout
    assert "mecab-ko" in done.stdout
    assert json.loads(saegin("status", "--index", str(blog_index), "--json").stdout)["posts"] == 40


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (("search", ""), 2, "nothing to search for"),
        (("search", "tag:"), 2, "tag: has no value"),
        (("search", "after:내일"), 2, "is not a date"),
        (("search", "가" * 10_000), 2, "characters long"),
        (("search", "검색", "--limit", "0"), 2, "limit is 0"),
        (("search", "검색", "--sort", "best"), 2, "'best' is not one of"),
        (("search", "검색", "--limit", "many"), 2, "--limit"),
        (("search", "검색", "--colour"), 2, "no such option: --colour"),
        (("search",), 2, "QUERY"),
        (("serch", "검색"), 2, "serch"),
        (("search", "\x07\x1b"), 2, "nothing to search for"),
    ],
)
def test_queries_that_mean_nothing(blog_index: Path, arguments: tuple[str, ...], code: int, part: str) -> None:
    assert_one_clear_line(saegin(*arguments, "--index", str(blog_index)), code, part)


@pytest.mark.parametrize(
    "query", ['"검색 엔진', "검색 \x07\x00엔진".replace("\x00", ""), '-"', "(검색 OR", "검색*", "[]{}\\"]
)
def test_odd_queries_are_answered(blog_index: Path, query: str) -> None:
    done = saegin("search", query, "--index", str(blog_index))
    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr


def test_wrong_content_directories(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.md").write_text("# 글\n", "utf-8")
    assert_one_clear_line(saegin("index", "nowhere", cwd=tmp_path), 2, "nowhere", "does not exist")
    assert_one_clear_line(saegin("index", "file.md", cwd=tmp_path), 2, "is not a directory")
    assert_one_clear_line(saegin("index", "empty", cwd=tmp_path), 2, "no posts in")
    assert not (tmp_path / ".saegin").exists()


def test_posts_that_are_none_are_named_and_the_others_indexed(site: Path) -> None:
    (site / "contents" / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with (site / "contents" / "dump.md").open("wb") as file:
        file.truncate(50_000_000)
    (site / "contents" / "latin.md").write_bytes("---\ntitle: 인코딩\n---\n\n깨진 글 ".encode() + b"\xff\xfe\xfa\n")
    done = saegin("index", cwd=site)
    assert done.returncode == 4
    assert "not indexed: picture.md" in done.stderr
    assert "not indexed: dump.md" in done.stderr
    assert "latin.md" in done.stderr
    assert done.stdout.startswith("41 posts: 41 added")
    assert saegin("index", cwd=site).returncode == 4


def test_an_index_directory_that_is_something_else(site: Path) -> None:
    (site / "photos").mkdir()
    (site / "photos" / "sea.jpg").write_bytes(b"jpeg")
    assert_one_clear_line(saegin("index", "--index", "photos", cwd=site), 3, "photos", "holds other files")
    assert [path.name for path in (site / "photos").iterdir()] == ["sea.jpg"]
    assert_one_clear_line(saegin("search", "검색", "--index", "photos", cwd=site), 3, "no index in photos")
    assert_one_clear_line(saegin("index", "--index", "saegin.toml", cwd=site), 3, "saegin.toml")


def test_a_broken_manifest_asks_for_a_rebuild(site: Path) -> None:
    saegin("index", cwd=site)
    index = site / ".saegin"
    manifest = index / "manifest.json"
    replace(read_manifest(index), schema=99).write(index)
    assert_one_clear_line(saegin("search", "검색", cwd=site), 3, "another version", "saegin index --full")
    manifest.write_text("[]", "utf-8")
    assert_one_clear_line(saegin("search", "검색", cwd=site), 3, "saegin index --full")
    assert_one_clear_line(saegin("index", cwd=site), 3, "saegin index --full")
    assert saegin("index", "--full", cwd=site).returncode == 0
    assert saegin("search", "검색", cwd=site).returncode == 0


def test_bad_settings_name_the_key(site: Path) -> None:
    (site / "saegin.toml").write_text("contnt = 'contents'\n", "utf-8")
    assert_one_clear_line(saegin("index", cwd=site), 3, "contnt")
    (site / "saegin.toml").write_text("content = [\n", "utf-8")
    assert_one_clear_line(saegin("index", cwd=site), 3, "saegin.toml")


def test_every_command_has_help() -> None:
    for command in ("index", "search", "status", "check", "init", "watch", "dict", "dict suggest"):
        done = saegin(*command.split(), "--help")
        assert done.returncode == 0
        assert "Usage: " in done.stdout
        assert "\b" not in done.stdout
    assert "--install-completion" in saegin("--help").stdout


def test_check_of_a_blog_in_order(tmp_path: Path) -> None:
    (tmp_path / "글.md").write_text("---\ntitle: 글\ndate: 2020-01-01\n---\n본문\n", "utf-8")
    saegin("index", cwd=tmp_path)
    done = saegin("check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"index {tmp_path / '.saegin'}: whole", "1 post, 0 problems, 0 files left out"]


def test_check_tells_what_is_wrong_with_the_posts_and_what_was_left_out(site: Path) -> None:
    saegin("index", cwd=site)
    long_name = "아주-긴-이름의-글" * 8
    (site / "contents" / f"{long_name}.md").write_bytes(b"\x00" * 100)
    done = saegin("check", cwd=site)
    assert (done.returncode, done.stderr) == (4, "")
    for part in (
        "unreadable (1 post)",
        "front matter (1 post)\n  front matter, line 2: ",
        "no date (2 posts)",
        "tag (1 post)\n  one tag, spelled 자연어 처리 (1), 자연어처리 (1)\n",
        "left out (2 files)\n  draft\n    draft-library/draft-library.md\n    draft-salary/draft-salary.md",
    ):
        assert part in done.stdout
    assert [line for line in done.stdout.splitlines()[1:] if cell_len(line) > 80] == []


def test_check_cuts_long_lists_short_but_not_in_json(site: Path) -> None:
    for number in range(12):
        (site / "contents" / f"draft-{number}.md").write_text("---\ndraft: true\n---\n글\n", "utf-8")
    assert "    and 9 more (--json lists all)" in saegin("check", cwd=site).stdout.splitlines()
    report = json.loads(saegin("check", "--json", cwd=site).stdout)
    assert report["posts"] == 40
    assert [each["reason"] for each in report["left_out"]] == ["draft"] * 14
    problem = report["problems"][0]
    assert (problem["kind"], problem["paths"]) == ("front matter", ["toddler-why/toddler-why.md"])


def test_check_without_an_index_looks_at_the_posts(site: Path) -> None:
    done = saegin("check", cwd=site)
    assert done.returncode == 3
    assert done.stdout.startswith("40 posts, 3 problems, 2 files left out\n")
    assert done.stderr == f"saegin: no index in {site / '.saegin'}: run `saegin index` first\n"
    index = json.loads(saegin("check", "--json", cwd=site).stdout)["index"]
    assert (index["whole"], index["damage"]) == (False, [])
    assert "no index" in index["fault"]


def test_check_finds_damage_that_a_rebuild_mends(site: Path) -> None:
    saegin("index", cwd=site)
    (segment,) = (site / ".saegin").glob("edition-*/*.seg")
    content = bytearray(segment.read_bytes())
    content[len(content) // 2] ^= 1
    segment.write_bytes(content)
    done = saegin("check", cwd=site)
    assert done.returncode == 3
    assert f"damaged (1 file)\n  is not as it was written\n    {segment.name}\n" in done.stdout
    (line,) = done.stderr.splitlines()
    assert segment.name in line
    assert "saegin index --full" in line
    assert saegin("index", "--full", cwd=site).returncode == 0
    assert saegin("check", cwd=site).returncode == 4


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text there")
def test_file_names_that_are_not_utf8_are_told(site: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.md")
    (site / "contents" / name).write_bytes(b"\x00" * 100)
    for arguments in (("check",), ("check", "--json"), ("index",)):
        done = saegin(*arguments, "--index", "elsewhere", cwd=site)
        assert done.returncode in (3, 4)
        assert "\\udcff\\udcfe.md" in done.stdout + done.stderr


def test_init_writes_what_was_recognised(site: Path) -> None:
    (site / "saegin.toml").unlink()
    done = saegin("init", "contents", cwd=site)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{site / 'saegin.toml'}: zvc (contents), /:year/:month/:day/:name/\n"
    assert saegin("index", cwd=site).stdout.startswith("40 posts: 40 added")
    assert_one_clear_line(saegin("init", cwd=site), 2, "saegin.toml holds the settings already")
    assert_one_clear_line(saegin("init", "nowhere", cwd=site), 2, "nowhere", "does not exist")


def test_init_respects_settings_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.saegin]\n", "utf-8")
    assert_one_clear_line(saegin("init", cwd=tmp_path), 2, "pyproject.toml holds the settings already")
    assert not (tmp_path / "saegin.toml").exists()


def test_an_index_directory_with_files_of_the_user_is_left_alone(site: Path) -> None:
    (site / ".gitignore").write_text("node_modules/\n", "utf-8")
    (site / "edition-2024").mkdir()
    (site / "edition-2024" / "chapter.md").write_text("# 첫 장\n", "utf-8")
    before = sorted(path.name for path in site.iterdir())
    assert_one_clear_line(saegin("index", "contents", "--index", ".", cwd=site), 3, "holds other files")
    assert sorted(path.name for path in site.iterdir()) == before
    assert (site / ".gitignore").read_text("utf-8") == "node_modules/\n"
