"""The cluster answers judged queries as the index on one machine does."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from saegin_index import index_posts
from saegin_index.cluster_settings import ClusterSettings
from saegin_search import Results, Searcher, open_searcher
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.publishing import publish
from tests.cluster.nodes import Nodes
from tests.quality.judged import JudgedQuery, ash84_queries, korquad_queries, measure, write_korquad_posts

APART = 0.01  # of MRR@10
QUESTIONS = 150


def _in_cluster(nodes: Nodes, index_dir: Path, blog: str) -> Searcher:
    settings = ClusterSettings(nodes.hosts, blog, index=f"quality-{blog}", shards=3, timeout=60)
    with closing(Cluster(settings)) as cluster:
        publish(cluster, index_dir)
    return open_searcher(index_dir, settings)


def _meaning(results: Results) -> list[tuple[str, str, str]]:
    """What was understood, without how many posts that led to."""
    return [(note.kind, note.original, note.replacement) for note in results.interpretations]


def _compare(name: str, here: Searcher, there: Searcher, queries: list[JudgedQuery]) -> None:
    embedded, clustered = measure(here, queries)["all"], measure(there, queries)["all"]
    print(f"{name}: MRR@10 {embedded.mrr:.4f} embedded, {clustered.mrr:.4f} in the cluster, of {clustered.queries}")
    assert clustered.mrr == pytest.approx(embedded.mrr, abs=APART)
    understood = same_order = 0
    for query in queries:
        one, other = here.search(query.text), there.search(query.text)
        understood += _meaning(one) == _meaning(other)
        same_order += [hit.path for hit in one.hits] == [hit.path for hit in other.hits]
        shown = {hit.path: hit for hit in one.hits}
        for hit in other.hits:
            if hit.path in shown:
                assert hit.snippets == shown[hit.path].snippets
    print(f"{name}: understood alike {understood}, in the same order {same_order} of {len(queries)}")
    assert understood >= 0.97 * len(queries)


def test_known_item_queries(corpora: Path, shared_nodes: Nodes, ash84_index: Path) -> None:
    shared_nodes.restart()
    with open_searcher(ash84_index) as here, _in_cluster(shared_nodes, ash84_index, "ash84") as there:
        _compare("ash84", here, there, ash84_queries(corpora))


def test_questions(corpora: Path, shared_nodes: Nodes, tmp_path: Path) -> None:
    shared_nodes.restart()
    write_korquad_posts(corpora, tmp_path)
    index_posts(tmp_path, tmp_path / ".saegin")
    queries = korquad_queries(corpora)
    some = queries[:: max(1, len(queries) // QUESTIONS)]
    index = tmp_path / ".saegin"
    with open_searcher(index) as here, _in_cluster(shared_nodes, index, "korquad") as there:
        _compare("korquad", here, there, some)
