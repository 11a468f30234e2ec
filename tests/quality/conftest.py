"""The real blog, indexed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from saegin_index import index_posts


@pytest.fixture(scope="session")
def ash84_index(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("ash84") / ".saegin"
    report = index_posts(corpora / "ash84" / "contents", index)
    assert (report.added, report.skipped, report.faults) == (970, 0, ())
    assert len({path for path, _ in report.warnings}) == 22
    return index
