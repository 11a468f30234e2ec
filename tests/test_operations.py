"""index/OPERATIONS.md, tried: its crontab line, its units and its workflow run here as far as they can."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from saegin_index import index_posts

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "index" / "OPERATIONS.md").read_text("utf-8")
SAEGIN = Path(sys.executable).parent / "saegin"


def block(language: str, after: str = "") -> str:
    """The first code block of a language after some words."""
    found = re.search(rf"^```{language}\n(.*?)^```$", TEXT[TEXT.index(after) :], re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1]


def here(text: str, blog: Path) -> str:
    """The text with the places of this machine."""
    return text.replace("/srv/blog", str(blog)).replace("/srv/venv/bin/saegin", str(SAEGIN))


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A copy of the sample blog, checked out just now, with an index directory as the text wants it."""
    site = Path(shutil.copytree(ROOT / "tests" / "blog", tmp_path / "blog", copy_function=shutil.copyfile))
    (site / ".saegin").mkdir()
    return site


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as cron does: almost no environment."""
    environment = {"PATH": f"{SAEGIN.parent}:/usr/bin:/bin", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )


@pytest.mark.skipif(os.name == "nt", reason="no cron")
def test_the_crontab_line_is_silent_until_something_is_wrong(blog: Path) -> None:
    command = here(block("crontab").splitlines()[1].split(maxsplit=5)[5], blog)
    done = shell(command, Path("/"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (blog / "contents" / "broken.md").write_bytes(b"\0" * 100)
    done = shell(command, Path("/"))
    assert (done.returncode, done.stdout) == (4, "")
    assert "broken.md" in done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not there")
def test_systemd_accepts_the_units(blog: Path) -> None:
    units = [blog / name for name in ("saegin.service", "saegin.timer")]
    for unit in units:
        unit.write_text(here(block("ini", unit.name), blog), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, units)], capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "saegin" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the workflow runs on Linux")
def test_the_steps_of_the_workflow_run_and_the_cache_saves_the_analysis(blog: Path, tmp_path: Path) -> None:
    steps = yaml.safe_load(block("yaml"))["jobs"]["index"]["steps"]
    index, check = (step["run"] for step in steps if step.get("run", "").startswith("saegin"))
    caches = [step["with"]["path"] for step in steps if "actions/cache" in step.get("uses", "")]
    assert caches == [".saegin", ".saegin"]
    assert "40 added" in shell(index, blog).stdout
    assert shell(check, blog).returncode == 4  # the sample blog is odd on purpose

    later = Path(shutil.copytree(blog, tmp_path / "later" / "blog", copy_function=shutil.copyfile))
    report = json.loads(shell(f"{index} --json", later).stdout)
    assert (report["posts"], report["analysed"]) == (40, 0)


def test_the_files_of_an_index_are_those_described(blog: Path) -> None:
    index_posts(blog / "contents", blog / ".saegin")
    rows = re.findall(r"^\| (`.*?`) \|", TEXT[TEXT.index("## What is in") :], re.MULTILINE)
    described = {name for row in rows for name in re.findall("`([^`]+)`", row)}
    present = {path.name for path in (blog / ".saegin").iterdir()}
    shown = {re.sub(r"^edition-\d+$", "edition-000012/", name) for name in present}
    assert shown | {"lock.json"} == described  # lock.json is there only during a run
