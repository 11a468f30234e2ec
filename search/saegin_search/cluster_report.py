"""What the commands say and do about a cluster; loaded when the settings name one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saegin_index.cluster_settings import ClusterSettings
from saegin_index.errors import ClusterError, ConfigError, IndexMissingError, IndexStateError
from saegin_index.store.manifest import read_manifest
from saegin_search.searcher import connect

if TYPE_CHECKING:
    from saegin_search.cluster.connection import Cluster
    from saegin_search.cluster.publishing import PublishReport


def publish_blog(settings: ClusterSettings, index_dir: Path, **options: Any) -> PublishReport:
    """Bring the blog in the cluster up to date with the index; options and errors are those of `publish`."""
    with closing(connect(settings)) as cluster:
        from saegin_search.cluster.publishing import publish

        return publish(cluster, index_dir, **options)


@contextmanager
def _connected(settings: ClusterSettings) -> Iterator[Cluster]:
    with closing(connect(settings)) as cluster, cluster.understood():
        yield cluster


def published_summary(settings: ClusterSettings, report: PublishReport) -> str:
    """What changed in the cluster, on one line."""
    counts = ("added", "changed", "removed", "unchanged")
    changes = ", ".join(f"{getattr(report, name)} {name}" for name in counts)
    refused = f", {len(report.refused)} refused" if report.refused else ""
    again = f", {report.repeated} sent again" if report.repeated else ""
    return f"cluster, blog {settings.blog}: {changes}{refused}{again}; {report.seconds:.1f} s"


def published_to_json(report: PublishReport) -> dict[str, Any]:
    """The same for programs."""
    refused = [{"path": path, "message": message} for path, message in report.refused]
    return asdict(report) | {"seconds": round(report.seconds, 3), "refused": refused}


def status_of(settings: ClusterSettings) -> dict[str, Any]:
    """The blog in the cluster, by name."""
    with _connected(settings) as cluster:
        from saegin_search.cluster.inspection import cluster_status

        return asdict(cluster_status(cluster))


def check_cluster(settings: ClusterSettings, index_dir: Path) -> list[str]:
    """What is wrong with the blog in the cluster, or with asking it; none when all is well."""
    try:
        read_manifest(index_dir)
        compared: Path | None = index_dir
    except IndexMissingError:
        compared = None
    except IndexStateError as error:
        return [f"it could not be compared: {error}"]
    try:
        with _connected(settings) as cluster:
            from saegin_search.cluster.inspection import faults_of

            return faults_of(cluster, compared)
    except (ClusterError, ConfigError, IndexStateError) as error:
        return [str(error)]
