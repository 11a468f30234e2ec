"""A small blog that a test may change, and the runs and searches over it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saegin_index import IndexReport, index_posts
from saegin_index.store.verify import verify
from saegin_search import Results, open_searcher

BLOG = Path(__file__).parent / "blog"

COMMAND = [sys.executable, "-m", "saegin_search"]
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80"}

# What stays beside the live edition when all is done.
SETTLED = {"manifest.json", "cache.sqlite", "lock", "last-run.json", ".gitignore"}
# After a run that was killed: SQLite removes a journal that holds nothing when it next writes.
LEFT_BEHIND = {"cache.sqlite-journal"}


@dataclass(frozen=True)
class Site:
    """A checkout with `contents/` and, once it was indexed, `.saegin/`."""

    root: Path

    @classmethod
    def sample(cls, root: Path) -> Site:
        """A copy of the sample blog."""
        return cls(Path(shutil.copytree(BLOG, root)))

    @classmethod
    def of_words(cls, root: Path, *names: str) -> Site:
        """A blog with one post per name, found by its name."""
        root.mkdir()
        (root / "saegin.toml").write_text('content = "contents"\n', "utf-8")
        site = cls(root)
        for name in names:
            site.write(name)
        return site

    @property
    def contents(self) -> Path:
        return self.root / "contents"

    @property
    def index_dir(self) -> Path:
        return self.root / ".saegin"

    def write(self, name: str, text: str = "", **front: str) -> Path:
        """Write a post whose title and text have its name as a word."""
        path = self.contents / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = "".join(f"{key}: {value}\n" for key, value in {"title": f"제목 {name}", **front}.items())
        path.write_text(f"---\n{head}---\n\n{name} 이야기를 적는다. {text}\n", "utf-8")
        return path

    def index(self, **options: Any) -> IndexReport:
        """A run in this process."""
        return index_posts(self.contents, self.index_dir, **options)

    def search(self, query: str, **options: Any) -> Results:
        with open_searcher(self.index_dir) as searcher:
            return searcher.search(query, **options)

    def paths(self, query: str) -> list[str]:
        """The paths of the posts that a query finds."""
        return [hit.path for hit in self.search(query, limit=1000).hits]

    def saegin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line, in the site's folder."""
        return subprocess.run(
            [*COMMAND, *arguments], cwd=self.root, env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=120
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The command line, begun in a process group of its own."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=self.root,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    @property
    def edition(self) -> Path:
        """The folder of the live edition."""
        number = json.loads((self.index_dir / "manifest.json").read_text("utf-8"))["edition"]
        return self.index_dir / f"edition-{number:06d}"

    def files(self) -> set[str]:
        """Everything in the index directory but the files of the live edition."""
        kept = self.edition
        return {str(path.relative_to(self.index_dir)) for path in self.index_dir.rglob("*") if path.parent != kept}


def word(number: int) -> str:
    """A word like no other's, which is one term and no near miss of another one."""
    return hashlib.md5(b"%d" % number).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))[:12]


def whole(site: Site) -> set[str]:
    """What the index directory holds beside a whole edition; a whole one was asserted."""
    assert verify(site.index_dir) == []
    return {name for name in site.files() if name != site.edition.name}


def assert_one_clear_line(done: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    """A refusal as users should meet it: its exit code, and one line on stderr that has all the parts."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    for part in parts:
        assert part in lines[0]


def answers(index_dir: Path, queries: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """All that the queries with their options answer, but for the time it took; scores to six digits."""
    found = []
    with open_searcher(index_dir) as searcher:
        for query, options in queries:
            answer = searcher.search(query, **options).to_json()
            del answer["took_ms"]
            for hit in answer["hits"]:
                hit["score"] = float(f"{hit['score']:.6g}")
            found.append(answer)
    return found
