"""Runs that are killed or doubled: what was acknowledged stays, and the next run needs no human.

`SAEGIN_KILLS=200 pytest tests/index/test_crashes.py -k chaos` kills for longer; `SAEGIN_SEED` begins elsewhere.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.sites import LEFT_BEHIND, SETTLED, Site, assert_one_clear_line, whole, word

from saegin_index import index_posts
from saegin_index.store.lock import writing
from saegin_index.store.reader import IndexReader
from saegin_search import Searcher, open_searcher

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and process groups as Linux has them")

KILLS = int(os.environ.get("SAEGIN_KILLS", "15"))
SEED = int(os.environ.get("SAEGIN_SEED", "1"))


def long_site(root: Path) -> Site:
    """A blog that takes several processes a second or more."""
    site = Site.of_words(root)
    for number in range(60):
        lines = (f"형태소 분석기로 {number * 1000 + line}번째 문장을 천천히 읽고 색인한다." for line in range(300))
        site.write(f"긴글{number}", " ".join(lines))
    return site


def processes_of(group: int) -> list[int]:
    """The living processes of a process group."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text("utf-8").rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(status.parent.name))
    return found


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


@contextmanager
def run_under_way(site: Site) -> Iterator[subprocess.Popen[str]]:
    """A run that holds the lock, has started processes and much to analyse."""
    (site.index_dir / "cache.sqlite").unlink(missing_ok=True)
    run = site.start("index", "--full")
    try:
        wait_until(lambda: (site.index_dir / "lock.json").exists() and len(processes_of(run.pid)) > 2)
        yield run
    finally:
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


# --- one writer -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return long_site(tmp_path_factory.mktemp("slow") / "site")


def test_a_second_run_says_who_writes(slow: Site) -> None:
    with run_under_way(slow) as run:
        assert_one_clear_line(slow.saegin("index", "--full"), 75, f"process {run.pid} ", " since ", "--wait")
        out, error = run.communicate(timeout=120)
        assert (run.returncode, error) == (0, "")
        assert out.startswith("60 posts: 60 added")


def test_a_second_run_can_wait(slow: Site) -> None:
    with run_under_way(slow) as run:
        done = slow.saegin("index", "--full", "--wait", "60")
        assert (done.returncode, done.stderr) == (0, "")
        assert run.wait(timeout=1) == 0


def test_a_killed_writer_frees_the_lock_and_leaves_nobody(slow: Site) -> None:
    with run_under_way(slow) as run:
        run.kill()
        run.wait()
        wait_until(lambda: not processes_of(run.pid), seconds=1)
        done = slow.saegin("index", "--wait", "0.5")
        assert (done.returncode, done.stderr) == (0, "")
    assert whole(slow) <= SETTLED


def test_ctrl_c_ends_all_quietly(slow: Site) -> None:
    with run_under_way(slow) as run:
        os.killpg(run.pid, signal.SIGINT)
        _, error = run.communicate(timeout=20)
        assert run.returncode == 130
        assert "Traceback" not in error
        wait_until(lambda: not processes_of(run.pid), seconds=1)
    assert whole(slow) <= SETTLED


def test_a_killed_worker_ends_the_run_with_one_line(slow: Site) -> None:
    with run_under_way(slow) as run:
        worker = next(process for process in processes_of(run.pid) if process != run.pid)
        os.kill(worker, signal.SIGKILL)
        out, error = run.communicate(timeout=60)
        done = subprocess.CompletedProcess(run.args, run.returncode, out, error)
        assert_one_clear_line(done, 3, "killed", "run again")
    assert whole(slow) <= SETTLED
    assert slow.saegin("index").returncode == 0


def test_two_crons_at_once(tmp_path: Path) -> None:
    """One process edits and indexes, another one indexes all the time: neither ever sees a half."""
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()
    script = (
        "import sys\nfrom saegin_index import index_posts\nfrom saegin_index.errors import IndexLockedError\n"
        "while True:\n    try:\n        index_posts(sys.argv[1], sys.argv[2])\n"
        "    except IndexLockedError:\n        pass\n"
    )
    command = [sys.executable, "-c", script, str(site.contents), str(site.index_dir)]
    other = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        for number in range(40):
            site.write(word(number))
            index_posts(site.contents, site.index_dir, wait=20)
            assert site.paths(word(number)) == [f"{word(number)}.md"]
        assert other.poll() is None
    finally:
        other.kill()
        _, error = other.communicate()
    assert error == ""
    assert sorted(site.paths("이야기")) == sorted(["사과.md", *(f"{word(number)}.md" for number in range(40))])


def test_a_run_that_waited_sees_what_came_meanwhile(tmp_path: Path) -> None:
    """What it found before it waited may be older than what the run before it has acknowledged."""
    site = Site.of_words(tmp_path / "site", "사과")
    site.index()
    with writing(site.index_dir):
        site.write("포도")
        waiting = site.start("--verbose", "index", "--wait", "30")
        assert waiting.stderr
        assert any("acquire lock" in line for line in waiting.stderr)
        # What a run that found one post more would have done by now:
        site.write("수박")
        other = Path(shutil.copytree(site.index_dir, tmp_path / "other"))
        index_posts(site.contents, other)
        (other / "edition-000002").rename(site.index_dir / "edition-000002")
        (other / "manifest.json").replace(site.index_dir / "manifest.json")
    out, error = waiting.communicate(timeout=60)
    assert waiting.returncode == 0, error
    assert out.startswith("3 posts: 0 added, 0 changed, 0 removed, 3 unchanged")
    assert sorted(site.paths("이야기")) == ["사과.md", "수박.md", "포도.md"]
    assert site.edition.name == "edition-000002"
    assert whole(site) <= SETTLED


# --- readers ----------------------------------------------------------------------------------------------------------


def test_readers_go_on_while_editions_come_and_go(tmp_path: Path) -> None:
    """Threads share a searcher through a dozen rebuilds; each answer is one of a whole edition."""
    site = Site.sample(tmp_path / "site")
    site.index()
    done = threading.Event()
    wrong: list[object] = []

    def read(searcher: Searcher, query: str) -> None:
        while not done.is_set():
            try:
                results = searcher.search(query, limit=50)
            except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
                wrong.append(error)
                return
            paths = [hit.path for hit in results.hits]
            if len(set(paths)) != len(paths) or results.total != len(paths) or len(paths) < 2:
                wrong.append(paths)

    with open_searcher(site.index_dir) as searcher:
        queries = ("개발", "tag:일상", "author:이한솔")
        readers = [threading.Thread(target=read, args=(searcher, query)) for query in queries]
        for reader in readers:
            reader.start()
        for number in range(12):
            site.write(word(number), "개발 일상")
            site.index(full=number % 4 == 0)
        done.set()
        for reader in readers:
            reader.join()
        assert wrong == []
        assert searcher.search(word(11)).total == 1


def test_an_edition_stays_readable_after_it_was_removed(tmp_path: Path) -> None:
    site = Site.sample(tmp_path / "site")
    site.index()
    reader = IndexReader.open(site.index_dir)
    old = site.edition
    site.write("새글")
    site.index()
    assert not old.exists()
    titles = [reader.post(document)[0].title for document in range(reader.size)]
    assert len(set(titles)) == reader.document_count == 40
    assert len(reader.dates) == 40
    assert reader.tags.names
    assert len(reader.postings.term("body", "개발")[0]) > 1
    reader.close()


# --- chaos ------------------------------------------------------------------------------------------------------------


class Chaos:
    """Edits, runs and kills, and what must be found afterwards.

    `posts` maps each post's name to the word that its text has now, `acknowledged` to the one it had in the last run
    that finished. Only what was not changed since is sure to be found. `usual` is how long that run held the lock.
    """

    def __init__(self, site: Site, chance: random.Random) -> None:
        self.site, self.chance = site, chance
        self.posts: dict[str, str] = {}
        self.acknowledged: dict[str, str] = {}
        self.words = 0
        self.usual = 1.0
        for _ in range(60):
            self.add()
        site.index()
        self.acknowledged = dict(self.posts)

    def add(self) -> None:
        self.edit(f"post{self.words}")

    def edit(self, name: str) -> None:
        self.posts[name] = word(self.words)
        filling = "형태소 분석과 색인에 관한 문장이다. " * self.chance.randrange(40)
        self.site.write(name, f"{self.posts[name]} {filling}")
        self.words += 1

    def change(self) -> None:
        (self.site.root / "dictionary.txt").write_text(self.chance.choice(("", "형태소\n")), "utf-8")
        for _ in range(self.chance.choice((1, 2, 30))):
            name = self.chance.choice(sorted(self.posts))
            deed = self.chance.choice(("add", "edit", "edit", "delete", "rename"))
            if deed == "add":
                self.add()
            elif deed == "edit":
                self.edit(name)
            elif len(self.posts) > 40:
                path = self.site.contents / f"{name}.md"
                kept = self.posts.pop(name)
                if deed == "delete":
                    path.unlink()
                else:
                    self.posts[f"moved{self.words}"] = kept
                    path.rename(path.with_name(f"moved{self.words}.md"))
                    self.words += 1

    def run(self, kill_after: float | None) -> str:
        """One run, killed so many seconds after it took the lock unless it finishes before; says how it ended."""
        arguments = ["index", "--json", *(["--full"] if self.chance.random() < 0.3 else [])]
        process = self.site.start(*arguments)
        try:
            wait_until(lambda: self.holds_lock(process.pid) or process.poll() is not None)
            began = time.monotonic()
            out, error = process.communicate(timeout=kill_after)
        except subprocess.TimeoutExpired:
            (os.killpg if self.chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
            process.communicate()
            return "killed"
        assert process.returncode == 0, error
        assert json.loads(out)["posts"] == len(self.posts)
        self.acknowledged = dict(self.posts)
        self.usual = time.monotonic() - began
        return "finished"

    def holds_lock(self, process: int) -> bool:
        with suppress(OSError, ValueError):
            return bool(json.loads((self.site.index_dir / "lock.json").read_text("utf-8"))["pid"] == process)
        return False

    def check(self) -> None:
        """All that was acknowledged and not changed since is found, once; nothing is found twice."""
        with open_searcher(self.site.index_dir) as searcher:
            for name, text in (self.acknowledged | self.posts).items():
                paths = [hit.path for hit in searcher.search(text).hits]
                assert len(paths) <= 1, (text, paths)
                if self.acknowledged.get(name) == text == self.posts.get(name):
                    assert paths == [f"{name}.md"], text
            everything = [hit.path for hit in searcher.search("이야기", limit=1000).hits]
            assert len(everything) == len(set(everything))
        self.check_words()

    def check_words(self) -> None:
        """Posts and queries are cut by the same dictionary: 형태소 is two words, or one of the owner's."""
        reader = IndexReader.open(self.site.index_dir)
        whole = reader.postings.doc_frequency("body", "형태소")
        assert whole > 10
        parts = 0 if reader.analyzer.dictionary.words else whole
        assert reader.postings.doc_frequency("body", "형태") == parts
        reader.close()


READER = """
import sys, time
from saegin_search import open_searcher
with open_searcher(sys.argv[1]) as searcher:
    answered = 0
    while True:
        results = searcher.search("이야기", limit=1000)
        assert len({hit.path for hit in results.hits}) == results.total >= 20, results.total
        answered += 1
        print(answered, searcher.search("분석과 색인").total, flush=True)
"""


@contextmanager
def reading(site: Site) -> Iterator[None]:
    """A process that searches all the time, with a searcher that stays open; at the end it must still be at it."""
    log = site.root / "reader.log"
    with (
        log.open("w") as out,
        subprocess.Popen([sys.executable, "-c", READER, str(site.index_dir)], stdout=out, stderr=out) as reader,
    ):
        try:
            yield
            assert reader.poll() is None, log.read_text("utf-8")
        finally:
            reader.kill()
    assert "Error" not in log.read_text("utf-8")
    assert len(log.read_text("utf-8").splitlines()) > 10


def test_chaos(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    chaos = Chaos(Site.of_words(tmp_path / "site"), chance)
    ends = {"killed": 0, "finished": 0}
    with reading(chaos.site):
        while ends["killed"] < KILLS:
            chaos.change()
            # From the moment it takes the lock to well after it should have ended: some kills follow the commit.
            ends[chaos.run(chance.uniform(0, 1.3 * chaos.usual))] += 1
            chaos.check()
            if chance.random() < 0.2:
                chaos.run(None)
                chaos.check()
                assert whole(chaos.site) <= SETTLED | LEFT_BEHIND
        chaos.run(None)
        chaos.check()
    assert whole(chaos.site) <= SETTLED | LEFT_BEHIND
    print(f"{ends}, {chaos.words} posts written, seed {SEED}")  # noqa: T201
