"""What saegin.toml may say of a cluster, and what it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from saegin_index.config import find_index, load_config
from saegin_index.errors import ConfigError

GOOD = """
engine = "opensearch"
[opensearch]
hosts = ["https://search-1.example.com:9200", "http://[::1]:9201"]
blog = "my-blog"
"""


def _settings(folder: Path, text: str) -> Path:
    (folder / "글.md").write_text("---\ntitle: 글\n---\n\n본문\n", "utf-8")
    (folder / "saegin.toml").write_text(text, "utf-8")
    return folder


def test_a_cluster_is_named_by_hosts_and_blog(tmp_path: Path) -> None:
    place, cluster = find_index(_settings(tmp_path, GOOD + "shards = 12\nreplicas = 2\nfallback = true\n"))
    assert place == tmp_path / ".saegin"
    assert cluster is not None
    assert cluster.hosts == ("https://search-1.example.com:9200", "http://[::1]:9201")
    assert (cluster.index, cluster.blog, cluster.shards, cluster.replicas) == ("saegin", "my-blog", 12, 2)
    assert (cluster.fallback, cluster.timeout, cluster.ca) == (True, 10.0, "")
    assert load_config(None, None, tmp_path).cluster == cluster


def test_without_the_engine_the_cluster_is_left_alone(tmp_path: Path) -> None:
    _, cluster = find_index(_settings(tmp_path, GOOD.replace('"opensearch"\n[', '"whoosh"\n[')))
    assert cluster is None


def test_changing_the_cluster_reads_no_post_again(tmp_path: Path) -> None:
    before = load_config(None, None, _settings(tmp_path, GOOD)).fingerprint
    assert load_config(None, None, _settings(tmp_path, GOOD + 'index = "other"\n')).fingerprint == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('engine = "elastic"', "engine: 'elastic' is not known; choose one of whoosh, opensearch"),
        ('engine = "opensearch"', "opensearch.hosts: is missing"),
        ('engine = "opensearch"\nopensearch = 3', "opensearch: must be a table"),
        ('engine = "opensearch"\n[opensearch]\nhosts = ["http://a:9200"]', "opensearch.blog: is missing"),
        (GOOD + 'user = "admin"', "opensearch.user: is not a setting"),
        (GOOD.replace("http://[::1]:9201", "[::1]:9201"), "opensearch.hosts: must be like https://"),
        (GOOD.replace("http://[::1]:9201", "http://a:99999"), "opensearch.hosts: must be like https://"),
        (GOOD.replace("http://[::1]:9201", "http://u:geheim@a:9200"), "must have no credentials in it"),
        (GOOD.replace("my-blog", "My Blog"), "opensearch.blog: must be lower-case letters"),
        (GOOD.replace("my-blog", "*"), "opensearch.blog: must be lower-case letters"),
        (GOOD + "shards = 0", "opensearch.shards: must be a number from 1"),
        (GOOD + "shards = true", "opensearch.shards: must be a number from 1"),
        (GOOD + "replicas = -1", "opensearch.replicas: must be a number from 0"),
        (GOOD + "timeout = 0", "opensearch.timeout: must be seconds"),
        (GOOD + "timeout = nan", "opensearch.timeout: must be seconds"),
        (GOOD + 'fallback = "yes"', "opensearch.fallback: must be true or false"),
        (GOOD + 'ca = "none.pem"', "none.pem is no file"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        find_index(_settings(tmp_path, text))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "geheim" not in str(caught.value)
