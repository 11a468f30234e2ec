"""Searching an export: by the browser's modules, over its files, with its own analyzer."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.search.static.asking import BEGINNINGS, SEARCHES, ask, assert_completed_alike, assert_found_alike
from tests.search.static.node import Node
from tests.search.static.test_engine import SYNONYMS
from tests.sites import Site

from saegin_search import open_searcher
from saegin_search.static.export import export_index


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample blog, with synonyms of its owner's, and its export beside."""
    site = Site.sample(tmp_path_factory.mktemp("exported") / "site")
    (site.root / "synonyms.toml").write_text(SYNONYMS, "utf-8")
    site.index()
    export_index(site.index_dir, site.root / "out")
    return site


def test_queries_find_the_same_as_in_the_index(node: Node, site: Site) -> None:
    assert_found_alike(ask(node, site.root / "out", SEARCHES), site.index_dir)


def test_beginnings_are_completed_as_from_the_index(node: Node, site: Site) -> None:
    assert_completed_alike(ask(node, site.root / "out", BEGINNINGS), site.index_dir)


def test_a_blog_of_drafts_is_searched_in_vain(node: Node, tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "empty")
    site.write("초안", draft="true")
    site.index()
    export_index(site.index_dir, tmp_path / "out")
    found = ask(node, tmp_path / "out", [SEARCHES[0], BEGINNINGS[0]])
    assert (found[0]["total"], found[1]) == (0, [])


def test_chinese_characters_find_what_they_do_in_the_index(node: Node, tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "characters")
    site.write("옛글", "大韓民國 憲法 第一條. 日本語 공부 機械學習 노트")
    site.write("검색", "搜索引擎 全文检索 検索する")
    site.index()
    export_index(site.index_dir, tmp_path / "out")
    queries = ["大韓民國", "民國", "日本語", "日本", "機械學習", "搜索引擎", "全文检索", "検索", "大學", '"第一條"']
    asked = [("search", {**SEARCHES[0][1], "q": query}) for query in queries]
    found = [sorted(hit["path"] for hit in each["hits"]) for each in ask(node, tmp_path / "out", asked)]
    assert dict(zip(queries, found, strict=True)) == {query: sorted(site.paths(query)) for query in queries}
    assert found[:8] == [["옛글.md"]] * 5 + [["검색.md"]] * 3


def test_everyday_syllables_are_no_loanwords(node: Node, site: Site) -> None:
    for query in ("null", "NaN"):
        [found] = ask(node, site.root / "out", [("search", {**SEARCHES[0][1], "q": query})])
        ours = site.search(query)
        assert found["total"] == ours.total == 0
        assert [note["kind"] for note in found["interpretations"]] == [note.kind for note in ours.interpretations]


def test_titles_with_turkish_letters_are_suggested(node: Node, tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "turkish")
    site.write("여행", title="İstanbul 여행")
    site.write("산책", title="ısparta 산책")
    site.index()
    export_index(site.index_dir, tmp_path / "out")
    beginnings = ["ist", "İst", "i", "istanbul 여", "st", "ıs", "isp"]
    found = ask(node, tmp_path / "out", [("suggest", beginning) for beginning in beginnings])
    with open_searcher(site.index_dir) as searcher:
        ours = [[each.text for each in searcher.suggest(beginning)] for beginning in beginnings]
    assert [[each["text"] for each in suggestions] for suggestions in found] == ours
    assert all("İstanbul 여행" in each for each in ours[:2])


def test_a_word_without_end_is_exported_as_well(node: Node, tmp_path: Path) -> None:
    site = Site.of_words(tmp_path / "endless")
    site.write("동백", "검색" * 3000)
    site.index()
    export_index(site.index_dir, tmp_path / "out")
    request = {**SEARCHES[0][1], "q": "동백"}
    assert ask(node, tmp_path / "out", [("search", request)])[0]["total"] == 1


def test_a_new_post_leaves_most_files_as_they_were(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "site")
    site.index()
    export_index(site.index_dir, tmp_path / "out")
    before = {path.relative_to(tmp_path / "out"): path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.bin")}
    site.write("각시붓꽃", date="2031-05-01")
    site.index()
    export_index(site.index_dir, tmp_path / "out")
    left = [name for name, time in before.items() if (tmp_path / "out" / name).exists()]
    assert all((tmp_path / "out" / name).stat().st_mtime_ns == before[name] for name in left)
    posts = [name for name in before if name.parts[0] == "posts"]
    assert set(posts) <= set(left)
    assert len(left) > 0.8 * len(before)


def test_an_export_made_again_elsewhere_is_the_same(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "site")
    site.index()
    exports = []
    for name in ("one", "other"):
        export_index(site.index_dir, tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file() and path.name[0] != ".")
        exports.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
    assert exports[0] == exports[1]
