"""What saegin.toml says of a cluster that keeps the posts of many blogs.

    engine = "opensearch"

    [opensearch]
    hosts = ["https://search-1.example.com:9200", "https://search-2.example.com:9200"]
    blog = "my-blog"

Credentials are in no file, but in the environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from saegin_index.errors import ConfigError

USER, PASSWORD = "SAEGIN_OPENSEARCH_USER", "SAEGIN_OPENSEARCH_PASSWORD"
"""Environment variables with the credentials."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_MOST_SHARDS, _MOST_REPLICAS, _LONGEST_TIMEOUT = 1024, 10, 600


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """Which cluster, and what of it is this blog's.

    `hosts` are URLs; `index` is the name (an alias) that all blogs of the cluster share, `blog` this one's name in it.
    `shards` and `replicas` count when the index is made. `ca` is a file with the certificates that sign those of the
    hosts ("": as the system says). `timeout` (seconds) is for a search, with all attempts. With `fallback`, the index
    on this machine answers when the cluster does not.
    """

    hosts: tuple[str, ...]
    blog: str
    index: str = "saegin"
    shards: int = 1
    replicas: int = 1
    ca: str = ""
    timeout: float = 10.0
    fallback: bool = False


def read_cluster_settings(table: Mapping[str, Any], file: Path | None) -> ClusterSettings:
    """The settings in a table `opensearch`; raises ConfigError, which names the key, when one cannot be used."""

    def fault(key: str, problem: str) -> ConfigError:
        return ConfigError(f"{file}: opensearch.{key}: {problem}")

    known = [each.name for each in fields(ClusterSettings)]
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise fault(unknown[0], f"is not a setting; the settings are {', '.join(known)}")
    for key, example in (("hosts", '["http://127.0.0.1:9200"]'), ("blog", '"my-blog"')):
        if key not in table:
            raise fault(key, f"is missing; write {key} = {example}")
    values = dict(table)
    values["hosts"] = _hosts(table["hosts"], fault)
    for key, (fits, wanted) in _RULES.items():
        if key in values and not fits(values[key]):
            raise fault(key, f"must be {wanted}, not {values[key]!r}")
    ca = values.get("ca")
    if ca:
        values["ca"] = str((file.parent if file else Path.cwd()) / ca)
        if not Path(values["ca"]).is_file():
            raise fault("ca", f"{values['ca']} is no file")
    return ClusterSettings(**values)


def _hosts(value: Any, fault: Callable[[str, str], ConfigError]) -> tuple[str, ...]:
    hosts = [value] if isinstance(value, str) else value
    if not isinstance(hosts, list) or not hosts:
        raise fault("hosts", f"must be a URL or a list of URLs, not {value!r}")
    for host in hosts:
        try:
            parts = urlsplit(host)
            usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
        except (ValueError, TypeError, AttributeError):
            usable = False
        if not usable:
            raise fault("hosts", f"must be like https://search.example.com:9200, not {host!r}")
        if parts.username or parts.password:
            raise fault("hosts", f"must have no credentials in it: set {USER} and {PASSWORD} in the environment")
    return tuple(hosts)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


_NAMED = "lower-case letters, digits, `-`, `_` and `.`, at most 100"
_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "blog": (_is_name, _NAMED),
    "index": (_is_name, _NAMED),
    "shards": (_is_whole(1, _MOST_SHARDS), f"a number from 1 to {_MOST_SHARDS}"),
    "replicas": (_is_whole(0, _MOST_REPLICAS), f"a number from 0 to {_MOST_REPLICAS}"),
    "ca": (lambda value: isinstance(value, str), "the path of a file, in quotes"),
    "timeout": (
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _LONGEST_TIMEOUT,
        f"seconds, at most {_LONGEST_TIMEOUT}",
    ),
    "fallback": (lambda value: isinstance(value, bool), "true or false"),
}
