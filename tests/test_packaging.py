"""What is shipped: the wheel's contents, the public names, and a lock file that anyone can use."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import saegin_index
import saegin_search

ROOT = Path(__file__).parent.parent


def test_exported_names() -> None:
    assert set(saegin_index.__all__) == {"IndexReport", "index_posts"}
    answers = {"Facet", "Facets", "Hit", "Interpretation", "Results", "SectionHit", "Snippet"}
    assert set(saegin_search.__all__) == answers | {"Searcher", "open_searcher"}
    for package in (saegin_index, saegin_search):
        for name in package.__all__:
            assert getattr(package, name)


@pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None, reason="hatchling is not installed: pip install -e '.[dev]'"
)
def test_the_wheel_holds_both_packages_and_nothing_else(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in shipped} == {"saegin_index", "saegin_search"}
    written = {
        path.relative_to(package.parent).as_posix()
        for package in (ROOT / "index" / "saegin_index", ROOT / "search" / "saegin_search")
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped == written


def test_the_lock_file_names_no_private_registry() -> None:
    hosts = set(re.findall(r"https?://[^/\"]+", (ROOT / "uv.lock").read_text("utf-8")))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}


def test_the_lock_file_is_of_these_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras.values() for line in extra)]
    declared = {(each.name.lower(), str(each.specifier)) for each in map(Requirement, lines)}
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    (rows,) = (package["metadata"]["requires-dist"] for package in packages if package["name"] == project["name"])
    assert declared == {(row["name"], str(SpecifierSet(row.get("specifier", "")))) for row in rows}, "run `uv lock`"
