"""`saegin dict suggest`: words that the posts have and the dictionary does not, ready for dictionary.txt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.sites import Site, assert_one_clear_line


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Posts with two words that no dictionary has, a slip of the keyboard, and much that is no word."""
    site = Site.of_words(tmp_path / "site", "사과")
    site.write("소리", "에어팟을 두고 내렸다. 에어팟이 없으니 귀가 허전했다. 음악을 듣는것은 좋아하는것과 다르다.")
    site.write("가방", "가방에 에어팟과 책을 넣었다. 읽을때는 안에서 꺼낸다. 엉뚱한 이잉팟이 나왔다.")
    site.write("서버", "새 서버를 엉또라고 불렀다. 엉또는 조용하다. 듣는것을 멈추고 안에서 기다렸다.")
    site.write("정리", "엉또를 껐다. 엉또의 디스크를 바꿨다. 읽을때마다 듣는것도 좋아하는것에 든다.")
    site.index()
    return site


def test_new_words_come_with_counts_and_a_place(site: Site) -> None:
    done = site.saegin("dict", "suggest", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    words = json.loads(done.stdout)["words"]
    assert [(each["word"], each["occurrences"], each["posts"]) for each in words] == [("엉또", 4, 2), ("에어팟", 3, 2)]
    assert "에어팟" in words[1]["example"]


def test_what_is_printed_is_a_dictionary(site: Site) -> None:
    file = site.root / "dictionary.txt"
    file.write_text("쿠버네티스", "utf-8")  # an editor that leaves the last line open
    with file.open("a", encoding="utf-8") as appended:
        appended.write(site.saegin("dict", "suggest").stdout)
    assert site.index().changed == 4
    status = json.loads(site.saegin("status", "--json").stdout)
    assert status["own_words"] == 3
    assert site.paths("에어팟") == ["소리.md", "가방.md"]


def test_words_written_down_are_not_proposed_again(site: Site) -> None:
    (site.root / "dictionary.txt").write_text("에어팟\n", "utf-8")
    for _ in range(2):  # whether or not the index has them yet
        assert [line.split()[0] for line in site.saegin("dict", "suggest").stdout.splitlines()[1:]] == ["엉또"]
        site.index()


def test_the_limit(site: Site) -> None:
    assert len(site.saegin("dict", "suggest", "--limit", "1").stdout.splitlines()) == 2
    assert_one_clear_line(site.saegin("dict", "suggest", "--limit", "0"), 2, "--limit")


def test_nothing_to_propose_is_no_error(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과", "포도")
    site.index()
    assert_one_clear_line(site.saegin("dict", "suggest"), 0, "no word to suggest")


def test_without_an_index_there_is_nothing_to_go_by(tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    assert_one_clear_line(site.saegin("dict", "suggest"), 3, "no index in", "saegin index")


def test_another_index_and_other_posts(site: Site, tmp_path: Path) -> None:
    index = tmp_path / "elsewhere"
    site.index_dir.rename(index)
    done = site.saegin("dict", "suggest", "contents", "--index", str(index))
    assert "에어팟  # 3 in 2 posts: " in done.stdout
    assert done.stderr == ""


def test_elsewhere_it_says_which_file_counts(site: Site) -> None:
    (site.root / "saegin.toml").unlink()
    site.contents.rename(site.root / "글")
    site.saegin("index", "글")
    done = site.saegin("dict", "suggest", "글")
    assert "엉또" in done.stdout
    assert done.stderr == f"the file that counts is {site.root / '글' / 'dictionary.txt'}\n"
