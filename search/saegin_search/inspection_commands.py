"""`saegin status` and `saegin check`: what there is, and whether it is as it should be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from saegin_index.errors import ClusterError, IndexDamagedError, IndexMissingError, IndexStateError, SaeginError
from saegin_search.arguments import ContentArgument, IndexOption, JsonOption
from saegin_search.console import colour, echo, index_or_default, print_json, width

if TYPE_CHECKING:
    from saegin_index.cluster_settings import ClusterSettings
    from saegin_index.posts.problems import Examination
    from saegin_index.store.verify import Damage

UNREADABLE_POSTS = 4


def status(index_dir: IndexOption = None, as_json: JsonOption = False) -> None:
    """What is indexed, when, how big, and by which analyzer."""
    place, cluster = index_or_default(index_dir)
    try:
        values = _index_status(place)
    except IndexMissingError:
        if cluster is None:
            raise
        values = {}
    fault: SaeginError | None = _version_fault(place) if values else None
    in_cluster: dict[str, Any] | None = None
    if cluster is not None:
        from saegin_search.cluster_report import status_of

        try:
            in_cluster = status_of(cluster)
        except ClusterError as error:
            fault = error
    if as_json:
        print_json(values | ({"cluster": in_cluster} if cluster is not None else {}))
    else:
        for name, value in [*_lines_of_index(values), *_lines_of_cluster(in_cluster or {})]:
            typer.echo(f"{name:<9} {value}")
    if fault is not None:
        raise fault


def _index_status(place: Path) -> dict[str, Any]:
    from saegin_index.store.layout import CACHE
    from saegin_index.store.manifest import read_manifest
    from saegin_index.store.state import read_last_run
    from saegin_index.store.word_lists import read_word_lists

    manifest = read_manifest(place)
    last = read_last_run(place)
    words = read_word_lists(place, manifest)
    return {
        "index": str(place),
        "content": manifest.content,
        "posts": manifest.posts,
        "warnings": manifest.warnings,
        "own_words": len(words.dictionary.words),
        "synonyms": len(words.synonyms),
        "changed": manifest.built,
        "last_run": last and last.ended,
        "last_run_seconds": last and last.seconds,
        "index_bytes": sum(size for size, _ in manifest.files.values()),
        "cache_bytes": cache.stat().st_size if (cache := place / CACHE).is_file() else 0,
        "analyzer": manifest.analyzer,
    }


def _version_fault(place: Path) -> IndexStateError | None:
    from saegin_index.korean.analyzer import RULES
    from saegin_index.store.manifest import check_version, read_manifest

    try:
        check_version(read_manifest(place), RULES)
    except IndexStateError as error:
        return error
    return None


def _lines_of_index(values: dict[str, Any]) -> list[tuple[str, Any]]:
    if not values:
        return []
    seconds = values["last_run_seconds"]
    ran = f"{_local(values['last_run'])}, {seconds:.1f} s" if values["last_run"] else "unknown"
    shown = values | {"changed": _local(values["changed"]), "last_run": ran}
    shown |= {name: _megabytes(values[name]) for name in ("index_bytes", "cache_bytes")}
    del shown["last_run_seconds"]
    return [(name.removesuffix("_bytes").replace("_", " "), value) for name, value in shown.items()]


def _lines_of_cluster(values: dict[str, Any]) -> list[tuple[str, Any]]:
    if not values:
        return []
    unassigned = f", {values['unassigned']} copies of shards have no place" if values["unassigned"] else ""
    return [
        ("cluster", f"{', '.join(values['hosts'])}: {values['nodes']} nodes, {values['health']}{unassigned}"),
        ("  index", f"{values['index']}, {values['shards']} shards, {_megabytes(values['bytes'])} with all blogs"),
        ("  blog", f"{values['blog']}, {values['posts']} posts"),
        ("  changed", _local(values["built"])),
    ]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M:%S}"


def check(content: ContentArgument = None, index_dir: IndexOption = None, as_json: JsonOption = False) -> None:
    """Whether the index is whole, what is wrong with the posts, and what was left out.

    \b
    saegin check                      the blog in this directory and its index
    saegin check --json | jq .problems
    """
    from saegin_index.config import load_config
    from saegin_index.posts.problems import examine_posts
    from saegin_search.terminal import render_check

    config = load_config(content, index_dir, Path.cwd())
    damage, fault = _verify(config.index_dir)
    cluster_faults = _cluster_faults(config.cluster, config.index_dir)
    examination = examine_posts(config)
    if as_json:
        index = _index_to_json(config.index_dir, damage, fault)
        cluster = {"cluster": {"faults": cluster_faults}} if config.cluster else {}
        print_json({"index": index, **cluster, **_posts_to_json(examination)})
    else:
        if not fault:
            typer.echo(f"index {config.index_dir}: whole")
        if config.cluster and not cluster_faults:
            typer.echo(f"cluster, blog {config.cluster.blog}: whole")
        echo("\n".join(render_check(damage, examination, width(), colour())))
    if fault:
        raise fault
    if cluster_faults:
        raise ClusterError(f"the blog in the cluster: {'; '.join(cluster_faults)} (`saegin index` mends what it can)")
    if examination.problems:
        raise typer.Exit(UNREADABLE_POSTS)


def _cluster_faults(settings: ClusterSettings | None, index_dir: Path) -> list[str]:
    if settings is None:
        return []
    from saegin_search.cluster_report import check_cluster

    return check_cluster(settings, index_dir)


def _verify(index_dir: Path) -> tuple[list[Damage], IndexStateError | None]:
    """What is damaged in the index, and why it cannot be used."""
    from saegin_index.store.verify import verify

    try:
        damage = verify(index_dir)
    except IndexStateError as error:
        return [], error
    if not damage:
        return [], None
    first = f"{damage[0].file} {damage[0].problem}"
    return damage, IndexDamagedError(f"the index {index_dir} is damaged ({first}): run `saegin index --full`")


def _index_to_json(index_dir: Path, damage: list[Damage], fault: IndexStateError | None) -> dict[str, Any]:
    return {
        "path": str(index_dir),
        "whole": fault is None,
        "fault": fault and str(fault),
        "damage": [{"file": each.file, "problem": each.problem} for each in damage],
    }


def _posts_to_json(examination: Examination) -> dict[str, Any]:
    return {
        "posts": examination.posts,
        "problems": [
            {"kind": problem.kind, "message": problem.message, "paths": problem.paths}
            for problem in examination.problems
        ],
        "left_out": [{"path": reading.path, "reason": reading.left_out} for reading in examination.left_out],
    }
