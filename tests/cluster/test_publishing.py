"""What a run puts into a cluster, and what is left there when one is killed, refused or kept out."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from saegin_index.errors import ClusterError, ClusterLockedError, ClusterMissingError
from saegin_search.cluster import publishing
from saegin_search.cluster.blogs import Lease
from saegin_search.cluster.indices import Indices
from tests.cluster.blogs import ClusterSite
from tests.cluster.conftest import MakeSite
from tests.cluster.nodes import Nodes

PATIENT = 60  # seconds for what takes one on a quiet machine


def _counts(site: ClusterSite, *, full: bool = False) -> tuple[int, int, int, int]:
    report = site.publish(full=full)
    assert report.refused == ()
    return report.added, report.changed, report.removed, report.unchanged


def _indices(nodes: Nodes, alias: str) -> list[str]:
    return sorted(nodes.ask("GET", f"/_alias/{alias}"))


def test_a_run_sends_what_changed_and_takes_away_what_is_gone(site: MakeSite) -> None:
    blog = site("blog", "봄비", "여름밤", "가을길")
    assert _counts(blog) == (3, 0, 0, 0)
    assert _counts(blog) == (0, 0, 0, 3)
    blog.write("여름밤", "모기가 많았다.")
    blog.write("첫눈")
    (blog.contents / "봄비.md").unlink()
    report = blog.publish()
    # In a blog so small a post moves the averages, by which all others are weighed.
    assert (report.added, report.removed, report.changed + report.unchanged) == (1, 1, 2)
    assert blog.found("봄비") == []
    assert blog.found("모기") == ["여름밤.md"]
    assert blog.found("첫눈") == ["첫눈.md"]
    assert blog.faults() == []


def test_two_blogs_may_be_the_first_at_once(nodes: Nodes, site: MakeSite) -> None:
    blogs = [site("one", "봄비"), site("two", "겨울잠")]
    with ThreadPoolExecutor(2) as threads:
        assert [report.added for report in threads.map(ClusterSite.publish, blogs)] == [1, 1]
    assert len(_indices(nodes, blogs[0].settings.index)) == 1
    assert blogs[0].found("봄비") == ["봄비.md"]
    assert blogs[1].found("겨울잠") == ["겨울잠.md"]


def test_digests_are_asked_for_in_pages(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_PAGE", 2)
    names = ["하나", "둘이서", "세번째", "네사람", "다섯손가락"]
    blog = site("blog", *names)
    assert _counts(blog) == (5, 0, 0, 0)
    assert _counts(blog) == (0, 0, 0, 5)


def _all_indices(nodes: Nodes, alias: str) -> list[str]:
    return sorted(set(nodes.ask("GET", f"/{alias}-*")) - {f"{alias}-blogs"})


def test_an_open_searcher_sees_the_new_edition(site: MakeSite) -> None:
    blog = site("blog", "봄비")
    blog.publish()
    with blog.searcher() as searcher:
        before = searcher.edition.name
        blog.write("여름밤")
        blog.publish()
        deadline = time.monotonic() + PATIENT
        while searcher.edition.name == before and time.monotonic() < deadline:
            time.sleep(0.2)
        assert searcher.edition.name != before
        assert [hit.path for hit in searcher.search("여름밤").hits] == ["여름밤.md"]


def test_what_others_broke_is_seen_and_mended(nodes: Nodes, site: MakeSite) -> None:
    blog = site("blog", "봄비", "여름밤")
    blog.publish()
    index = blog.settings.index
    found = nodes.ask("GET", f"/{index}/_search", {"query": {"term": {"path": "봄비.md"}}})["hits"]["hits"][0]
    nodes.ask("DELETE", f"/{found['_index']}/_doc/{found['_id']}?routing=blog&refresh=true")
    assert blog.faults() == ["1 posts where 2 were put", "1 posts missing"]
    assert _counts(blog) == (1, 0, 0, 1)
    assert blog.faults() == []


def test_a_rebuild_moves_the_alias_and_keeps_the_other_blogs(nodes: Nodes, site: MakeSite) -> None:
    mine, other = site("mine", "봄비", "여름밤"), site("other", "봄비", "겨울잠")
    mine.publish()
    other.publish()
    index = mine.settings.index
    before = _indices(nodes, index)
    assert _counts(mine, full=True) == (0, 2, 0, 0)  # the others are not touched unless that is asked for
    assert _indices(nodes, index) == before
    report = mine.publish(full=True, every_blog=True)
    assert (report.added, report.unchanged) == (2, 0)
    assert len(_indices(nodes, index)) == 1
    assert _indices(nodes, index) != before
    assert _all_indices(nodes, index) == _indices(nodes, index)
    assert other.found("겨울잠") == ["겨울잠.md"]
    assert mine.found("봄비") == other.found("봄비") == ["봄비.md"]
    assert mine.faults() == other.faults() == []


def test_a_blog_alone_is_rebuilt_behind_the_alias(nodes: Nodes, site: MakeSite) -> None:
    blog = site("blog", "봄비")
    blog.publish()
    before = _indices(nodes, blog.settings.index)
    assert _counts(blog, full=True) == (1, 0, 0, 0)
    assert _indices(nodes, blog.settings.index) != before
    assert _all_indices(nodes, blog.settings.index) == _indices(nodes, blog.settings.index)
    assert blog.found("봄비") == ["봄비.md"]


@pytest.mark.parametrize("step", ["switch", "_mark", "wait_for_copy"])
def test_a_rebuild_that_fails_loses_no_blog(
    nodes: Nodes, site: MakeSite, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    mine, other = site("mine", "봄비"), site("other", "겨울잠")
    mine.publish()
    other.publish()

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Indices, step, broken)
        with pytest.raises(KeyboardInterrupt):
            mine.publish(full=True, every_blog=True)
    assert len(_indices(nodes, mine.settings.index)) == 1
    assert mine.found("봄비") == ["봄비.md"]
    assert other.found("겨울잠") == ["겨울잠.md"]
    mine.publish(full=True, every_blog=True)
    assert other.found("겨울잠") == ["겨울잠.md"]
    assert mine.found("봄비") == ["봄비.md"]


def test_a_copy_that_lacks_posts_is_none(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, other = site("mine", "봄비"), site("other", "겨울잠", "눈사람")
    mine.publish()
    other.publish()
    with monkeypatch.context() as patched:
        patched.setattr(Indices, "_other_blogs", {"term": {"path": "겨울잠.md"}})
        counted = iter([2, 1])
        patched.setattr(Indices, "_count_others", lambda *_: next(counted))
        with pytest.raises(ClusterError, match="of 2 posts of other blogs 1 were copied"):
            mine.publish(full=True, every_blog=True)
    assert other.found("눈사람") == ["눈사람.md"]


def test_where_copies_have_no_place_posts_are_sent_all_the_same(
    nodes: Nodes, site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saegin_search.cluster.indices._COPIES", 1)
    nodes.ask("PUT", "/_cluster/settings", {"transient": {"cluster.routing.allocation.enable": "primaries"}})
    try:
        assert _counts(site("blog", "봄비")) == (1, 0, 0, 0)
    finally:
        nodes.ask("PUT", "/_cluster/settings", {"transient": {"cluster.routing.allocation.enable": None}})


def test_two_folders_of_one_name_do_not_replace_each_other(site: MakeSite, tmp_path: Path) -> None:
    blog = site("blog", "봄비", "여름밤")
    blog.publish()
    hosts, index = blog.settings.hosts, blog.settings.index
    other = ClusterSite.of_names(tmp_path / "elsewhere", hosts, "blog", "겨울잠", index=index)
    ended = other.run("index", "-q")
    assert ended.returncode == 3
    assert ended.stderr.startswith("saegin: the cluster's blog 'blog' has other posts ('")
    assert ended.stderr.count("\n") == 1
    assert blog.found("봄비") == ["봄비.md"]
    other.publish(full=True)
    assert other.found("이야기") == ["겨울잠.md"]


def test_a_lease_that_was_lost_is_neither_kept_nor_given_back(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = site("blog", "봄비")
    blog.publish()
    with blog.lease() as lost:
        _end(lost, monkeypatch)
        with blog.lease():
            with pytest.raises(ClusterLockedError):
                lost.renew(now=True)
            lost.give_back()
            with pytest.raises(ClusterLockedError, match="another run"):
                blog.publish()
    assert blog.publish().unchanged == 1


def test_a_run_waits_for_another_as_long_as_it_may(site: MakeSite) -> None:
    blog = site("blog", "봄비")
    blog.publish()
    with blog.lease():
        begun = time.monotonic()
        with pytest.raises(ClusterLockedError):
            blog.publish(wait=1.5)
        assert time.monotonic() - begun > 1.5


def test_an_index_that_takes_no_posts_is_said_once(nodes: Nodes, site: MakeSite) -> None:
    blog = site("blog", "봄비")
    blog.publish()
    blog.write("여름밤")
    nodes.ask("PUT", f"/{blog.settings.index}/_settings", {"index.blocks.write": True})
    try:
        ended = blog.run("index", "-q")
    finally:
        nodes.ask("PUT", f"/{blog.settings.index}/_settings", {"index.blocks.write": None})
    assert ended.returncode == 3
    assert ended.stderr.startswith("saegin: the cluster takes no posts")
    assert ended.stderr.count("\n") == 1


def test_an_open_searcher_counts_anew_what_was_mended(nodes: Nodes, site: MakeSite) -> None:
    blog = site("blog", "봄비", "여름밤")
    blog.publish()
    nodes.ask("POST", f"/{blog.settings.index}/_delete_by_query?refresh=true", {"query": {"term": {"path": "봄비.md"}}})
    with blog.searcher() as searcher:
        assert searcher.search("봄비").total == 0
        assert blog.publish().added == 1
        deadline = time.monotonic() + PATIENT
        while searcher.search("봄비").total == 0 and time.monotonic() < deadline:
            time.sleep(0.3)
        assert searcher.search("봄비").total == 1


def test_a_damaged_archive_is_fetched_again(site: MakeSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    blog = site("blog", "봄비")
    blog.publish()
    assert blog.found("봄비") == ["봄비.md"]
    for name in ("lexicon.arrays", "posts.documents"):
        (file,) = (tmp_path / "cache").rglob(name)
        file.write_bytes(file.read_bytes()[:-20])
        assert blog.found("봄비") == ["봄비.md"]
        (file,) = (tmp_path / "cache").rglob(name)
        file.unlink()
        assert blog.found("봄비") == ["봄비.md"]


def test_two_runs_do_not_write_one_blog_at_once(site: MakeSite) -> None:
    blog, other = site("blog", "봄비"), site("other", "겨울잠")
    blog.publish()
    with blog.lease():
        with pytest.raises(ClusterLockedError, match="another run"):
            blog.publish()
        assert other.publish().added == 1
        with pytest.raises(ClusterLockedError, match="another run"):
            other.publish(full=True, every_blog=True)
        assert blog.run("index", "-q").returncode == 75
    with blog.lease(every_blog=True), pytest.raises(ClusterLockedError, match="another run"):
        other.publish()
    assert blog.publish().unchanged == 1


def test_the_lease_of_a_run_that_was_killed_ends(site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    blog = site("blog", "봄비")
    blog.publish()
    with blog.lease() as left:
        with pytest.raises(ClusterLockedError):
            blog.publish()
        _end(left, monkeypatch)
        assert blog.publish().unchanged == 1


def _end(lease: Lease, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a lease's time be over, as if its run had been silent for long."""
    with monkeypatch.context() as patched:
        patched.setattr("saegin_search.cluster.blogs._LEASE", -1.0)
        lease.renew(now=True)


def test_a_post_that_the_cluster_refuses_is_named_and_keeps_no_other_out(site: MakeSite) -> None:
    blog = site("blog", "봄비")
    blog.publish()
    blog.write("여름밤")
    blog.write("먼훗날", tags=json.dumps(["ㅎ" * 40_000]))  # longer than a keyword may be
    report = blog.publish()
    assert [path for path, _ in report.refused] == ["먼훗날.md"]
    assert "immense" in report.refused[0][1] or "bytes" in report.refused[0][1]
    assert report.added == 1
    assert blog.found("여름밤") == ["여름밤.md"]
    ended = blog.run("index")
    assert ended.returncode == 4
    assert "not in the cluster: 먼훗날.md" in ended.stderr


def test_searching_before_anything_was_put_there_says_what_to_do(site: MakeSite) -> None:
    blog = site("blog", "봄비")
    with pytest.raises(ClusterMissingError, match="run `saegin index` first"):
        blog.searcher()
    ended = blog.run("search", "봄비")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith("saegin: the cluster has no blog 'blog'")
    assert ended.stderr.count("\n") == 1


def test_own_words_and_synonyms_go_with_the_blog(site: MakeSite) -> None:
    blog = site("blog", "봄비")
    (blog.root / "dictionary.txt").write_text("삐삐롱\n", "utf-8")
    (blog.root / "synonyms.toml").write_text('synonyms = [["봄비", "춘우"]]\n', "utf-8")
    blog.write("말괄량이", "삐삐롱은 힘이 세다.")
    blog.publish()
    assert blog.found("춘우") == ["봄비.md"]
    assert blog.found("삐삐롱") == ["말괄량이.md"]
