"""The owner's words travel with the index, and a change of them makes exactly the posts they are in new."""

from __future__ import annotations

import json
import shutil
import threading
import unicodedata
from pathlib import Path

import pytest
from tests.sites import SETTLED, Site, whole

from saegin_index import IndexReport, index_posts
from saegin_index.errors import ConfigError, IndexDamagedError
from saegin_index.store.reader import IndexReader
from saegin_index.store.verify import verify
from saegin_search import open_searcher

DICTIONARY, SYNONYMS = "dictionary.txt", "synonyms.toml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Four posts, indexed: one is about 에어팟, one about 이어팟."""
    site = Site.of_words(tmp_path / "site", "사과", "바나나")
    site.write("소리", "에어팟을 두고 내렸다.")
    site.write("찻잔", "이어팟은 서랍에 있다.")
    site.index()
    return site


def write(site: Site, name: str, text: str) -> None:
    (site.root / name).write_text(text, "utf-8")


def work(report: IndexReport) -> tuple[int, int, int]:
    """Posts changed, unchanged and analysed."""
    assert report.added == report.removed == 0
    return report.changed, report.unchanged, report.analysed


def terms(site: Site, text: str) -> set[str]:
    """What a searcher makes of a text."""
    reader = IndexReader.open(site.index_dir)
    try:
        return {token.term for token in reader.analyzer.analyze(text)}
    finally:
        reader.close()


# --- the dictionary --------------------------------------------------------------------------------------------------


def test_only_posts_with_a_new_word_are_made_anew(site: Site) -> None:
    assert terms(site, "에어팟") == {"에어팟", "에", "어", "팟"}
    write(site, DICTIONARY, "에어팟\n쿠버네티스\n")
    assert work(site.index()) == (1, 3, 1)
    assert terms(site, "에어팟") == {"에어팟"}
    assert site.paths("에어팟") == ["소리.md"]
    assert work(site.index()) == (0, 4, 0)


def test_a_word_of_known_words_stays_findable_by_them(site: Site) -> None:
    site.write("편지", "여자친구에게 편지를 썼다.")
    write(site, DICTIONARY, "여자친구\n")
    site.index()
    for query in ("여자친구", "여자 친구", '"여자 친구"', "친구"):
        assert site.paths(query) == ["편지.md"], query


def test_a_word_taken_out_again_costs_no_analysis(site: Site) -> None:
    write(site, DICTIONARY, "에어팟\n이어팟\n")
    assert work(site.index()) == (2, 2, 2)
    write(site, DICTIONARY, "이어팟\n")
    assert work(site.index()) == (1, 3, 0)
    (site.root / DICTIONARY).unlink()
    assert work(site.index()) == (1, 3, 0)
    assert terms(site, "에어팟") == {"에어팟", "에", "어", "팟"}
    assert work(site.index()) == (0, 4, 0)


def test_a_word_that_no_post_has_still_counts_for_queries(site: Site) -> None:
    write(site, DICTIONARY, "쿠버네티스\n")
    assert work(site.index()) == (0, 4, 0)
    assert terms(site, "쿠버네티스") == {"쿠버네티스"}


@pytest.mark.parametrize(
    "post",
    [
        "---\ntitle: 새 에어팟\n---\n\n글.\n",
        "---\ntitle: 글\ntags: [애플, 에어팟]\n---\n\n글.\n",
        "---\ntitle: 글\ndescription: 에어팟 이야기\n---\n\n글.\n",
        "---\ntitle: 글\n---\n\n## 에어팟\n\n글.\n",
        "---\ntitle: 글\n---\n\n```\n에어팟 = 1\n```\n",
        unicodedata.normalize("NFD", "---\ntitle: 글\n---\n\n에어팟을 샀다.\n"),
    ],
    ids=["title", "tags", "description", "heading", "code", "NFD"],
)
def test_a_word_counts_wherever_it_stands(tmp_path: Path, post: str) -> None:
    site = Site.of_words(tmp_path / "site", "사과")
    (site.contents / "글.md").write_text(post, "utf-8")
    site.index()
    write(site, DICTIONARY, "에어팟\n")
    assert work(site.index()) == (1, 1, 1)
    assert site.paths("에어팟") == ["글.md"]


def test_an_updated_index_is_one_built_anew(site: Site) -> None:
    write(site, DICTIONARY, "에어팟\n이어팟\n")
    site.index()
    updated = {query: site.paths(query) for query in ("에어팟", "이어팟", "팟", "이야기")}
    anew = site.index(full=True)
    assert (anew.added, anew.analysed) == (4, 0)
    assert {query: site.paths(query) for query in updated} == updated
    assert whole(site) <= SETTLED


def test_several_processes_use_the_dictionary(tmp_path: Path) -> None:
    site = Site.of_words(
        tmp_path / "site", *(f"{syllable}과일" for syllable in "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼")
    )
    site.write("소리", "에어팟을 두고 내렸다.")
    write(site, DICTIONARY, "에어팟\n")
    site.index(processes=2)
    reader = IndexReader.open(site.index_dir)
    assert reader.postings.doc_frequency("body", "에어팟") == 1
    assert reader.postings.doc_frequency("body", "팟") == 0
    reader.close()


def test_a_bad_line_changes_nothing(site: Site) -> None:
    edition = site.edition
    write(site, DICTIONARY, "에어팟 프로\n")
    with pytest.raises(ConfigError, match=r"dictionary\.txt:1: "):
        site.index()
    assert site.edition == edition


def test_beside_the_posts_it_is_no_post(tmp_path: Path) -> None:
    (tmp_path / "사과.txt").write_text("사과 이야기를 적는다.\n", "utf-8")
    (tmp_path / DICTIONARY).write_text("에어팟\n", "utf-8")
    report = index_posts(tmp_path, tmp_path / ".saegin")
    assert (report.posts, report.skipped) == (1, 0)
    assert terms(Site(tmp_path), "에어팟") == {"에어팟"}


# --- the synonyms ----------------------------------------------------------------------------------------------------


def synonyms(site: Site) -> tuple[tuple[str, ...], ...]:
    reader = IndexReader.open(site.index_dir)
    reader.close()
    return reader.synonyms


def test_synonyms_are_renewed_without_reading_a_post(site: Site) -> None:
    assert synonyms(site) == ()
    edition = site.edition
    write(site, SYNONYMS, 'synonyms = [["사과", "능금"]]\n')
    assert work(site.index()) == (0, 4, 0)
    assert site.edition != edition
    assert synonyms(site) == (("사과", "능금"),)
    edition = site.edition
    assert work(site.index()) == (0, 4, 0)
    assert site.edition == edition
    (site.root / SYNONYMS).unlink()
    assert work(site.index()) == (0, 4, 0)
    assert synonyms(site) == ()
    assert whole(site) <= SETTLED


# --- in the index ----------------------------------------------------------------------------------------------------


@pytest.fixture
def with_words(site: Site) -> Site:
    """The same, with both files."""
    write(site, DICTIONARY, "에어팟\n")
    write(site, SYNONYMS, 'synonyms = [["사과", "능금"]]\n')
    site.index()
    return site


def test_the_index_directory_is_all_a_searcher_needs(with_words: Site, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(with_words.index_dir, tmp_path / "elsewhere"))
    shutil.rmtree(with_words.root)
    with open_searcher(moved) as searcher:
        assert [hit.path for hit in searcher.search("에어팟을").hits] == ["소리.md"]


def test_words_live_on_when_their_edition_is_gone(with_words: Site) -> None:
    """Every thread loads a MeCab of its own, when it needs one."""
    reader = IndexReader.open(with_words.index_dir)
    edition = with_words.edition
    (with_words.root / DICTIONARY).unlink()
    with_words.index()
    assert not edition.exists()
    found: list[list[str]] = []
    thread = threading.Thread(
        target=lambda: found.append([token.term for token in reader.analyzer.analyze("에어팟을")])
    )
    thread.start()
    thread.join()
    assert found == [["에어팟"]]
    reader.close()


def test_an_open_searcher_follows_the_dictionary(site: Site) -> None:
    with open_searcher(site.index_dir) as searcher:
        before = searcher.search("팟").total
        write(site, DICTIONARY, "에어팟\n이어팟\n")
        site.index()
        assert before == 2
        assert searcher.search("에어팟").hits[0].path == "소리.md"


@pytest.mark.parametrize("name", ["words.json", "words.dic"])
def test_damaged_words_are_noticed_before_mecab_sees_them(with_words: Site, name: str) -> None:
    file = with_words.edition / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert [damage.file for damage in verify(with_words.index_dir)] == [name]
    with pytest.raises(IndexDamagedError, match="run `saegin index --full`"):
        IndexReader.open(with_words.index_dir)
    with_words.index(full=True)
    assert whole(with_words) <= SETTLED


def test_status_counts_them(with_words: Site) -> None:
    status = json.loads(with_words.saegin("status", "--json").stdout)
    assert (status["own_words"], status["synonyms"]) == (1, 1)
