from __future__ import annotations

import os
from pathlib import Path

import pytest

from saegin_index.config import load_config
from saegin_index.posts.discover import SIZE_LIMIT, Found, find_posts


def found(site: Path) -> Found:
    return find_posts(load_config(None, None, site))


def paths(site: Path) -> list[str]:
    return [file.path for file in found(site).files]


def reasons(site: Path) -> dict[str, str]:
    return {reading.path: reading.left_out for reading in found(site).left_out}


def test_files_are_sorted_and_measured(write):
    site = write({"나/글.md": "나", "가.md": "가가", "그림.png": b"\x89PNG"})
    files = found(site).files
    assert [file.path for file in files] == ["가.md", "나/글.md"]
    assert files[0].size == 6
    assert files[0].mtime_ns == files[0].absolute.stat().st_mtime_ns


def test_every_file_left_out_is_named_with_its_reason(write):
    site = write(
        {
            "글.md": "글",
            ".숨김.md": "",
            ".git/HEAD": "",
            ".obsidian-old/a.md": "",
            "node_modules/x/README.md": "",
            "_drafts/초안.md": "",
            "robots.txt": "",
            ".gitignore": "/임시/\n*.tmp.md\n!남길.tmp.md\n",
            "임시/a.md": "",
            "버릴.tmp.md": "",
            "남길.tmp.md": "",
            "하위/.gitignore": "비밀.md\n",
            "하위/비밀.md": "",
            "하위/글.md": "",
        }
    )
    assert paths(site) == ["글.md", "남길.tmp.md", "하위/글.md"]
    assert reasons(site) == {
        ".숨김.md": "hidden",
        ".obsidian-old/": "hidden",
        "node_modules/": "not written by hand",
        "_drafts/초안.md": "drafts folder",
        "robots.txt": "not a post",
        "임시/": ".gitignore",
        "버릴.tmp.md": ".gitignore",
        "하위/비밀.md": ".gitignore",
    }


def test_a_gitignore_above_holds_but_never_hides_what_was_pointed_at(write):
    site = write({".git/HEAD": "", ".gitignore": "/posts/\nsecret.md\n", "posts/a.md": "", "notes/secret.md": ""})
    assert paths(site / "posts") == ["a.md"]
    assert paths(site / "notes") == []


def test_the_index_itself_is_not_searched_for_posts(write):
    site = write({"글.md": "글", "saegin.toml": 'index = "색인"\n', "색인/notes.txt": ""})
    assert paths(site) == ["글.md"]


def test_include_and_exclude(write):
    site = write(
        {
            "saegin.toml": 'include = ["글/**/*.md", "*.txt"]\nexclude = ["글/소개.md"]\n',
            "글/하나.md": "",
            "글/소개.md": "",
            "밖.md": "",
            "메모.txt": "",
        }
    )
    assert paths(site) == ["글/하나.md", "메모.txt"]
    assert reasons(site) == {
        "글/소개.md": "excluded by the settings",
        "밖.md": "not included by the settings",
    }


def test_a_file_beyond_the_limit_is_a_fault_to_mend(write):
    site = write({"큰.md": b""})
    with (site / "큰.md").open("wb") as file:
        file.truncate(SIZE_LIMIT * 5)
    (reading,) = found(site).left_out
    assert reading.failed
    assert reading.left_out == "too large (50.0 MB, the limit is 10 MB)"


def test_links_that_lead_in_circles(write):
    site = write({"글/하나.md": ""})
    (site / "글" / "위로").symlink_to(site)
    (site / "글" / "옆으로").symlink_to(site / "글")
    (site / "끊김.md").symlink_to(site / "없음.md")
    assert paths(site) == ["글/하나.md"]
    assert reasons(site) == {"끊김.md": "cannot be read: No such file or directory"}


def test_links_out_of_the_blog_are_followed_once(write, tmp_path: Path):
    site = write({"글.md": ""})
    (tmp_path / "다른 곳").mkdir()
    (tmp_path / "다른 곳" / "바깥.md").write_text("글", encoding="utf-8")
    (site / "가").symlink_to(tmp_path / "다른 곳")
    (site / "나").symlink_to(tmp_path / "다른 곳")
    assert len(paths(site)) == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads every folder")
def test_an_unreadable_folder_is_named(write):
    site = write({"글.md": "", "잠김/a.md": ""})
    (site / "잠김").chmod(0)
    try:
        assert paths(site) == ["글.md"]
        assert reasons(site) == {"잠김/": "cannot be read: Permission denied"}
    finally:
        (site / "잠김").chmod(0o755)
