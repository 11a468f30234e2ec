"""The owner's words as an edition keeps them: a searcher is opened with the index directory alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from saegin_index.errors import IndexDamagedError
from saegin_index.korean.analyzer import Analyzer, compile_words
from saegin_index.korean.dictionary import NO_WORDS, Dictionary
from saegin_index.store import layout
from saegin_index.store.manifest import Manifest, check_bytes
from saegin_index.synonyms import Synonyms


class WordLists(NamedTuple):
    """The owner's dictionary and synonyms, both empty where there are none."""

    dictionary: Dictionary = NO_WORDS
    synonyms: Synonyms = ()


def write_word_lists(edition: Path, lists: WordLists) -> None:
    """Keep the lists with an edition, the dictionary compiled as well; what is empty makes no file."""
    if lists != WordLists():
        values = {"dictionary": lists.dictionary.words, "synonyms": lists.synonyms}
        (edition / layout.WORDS).write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    if lists.dictionary.words:
        (edition / layout.COMPILED_WORDS).write_bytes(compile_words(lists.dictionary.words))


def parse_word_lists(text: str) -> WordLists:
    """Lists as `write_word_lists` writes them; raises ValueError, KeyError or TypeError for another text."""
    values = json.loads(text)
    return WordLists(Dictionary.of(values["dictionary"]), tuple(map(tuple, values["synonyms"])))


def open_analyzer(index_dir: Path, manifest: Manifest, dictionary: Dictionary) -> Analyzer:
    """An analyzer for an edition and its dictionary; it needs no file of theirs any more.

    Raises IndexDamagedError when what was compiled is not as it was written: MeCab would crash on it.
    """
    if not dictionary.words:
        return Analyzer()
    edition = layout.edition_path(index_dir, manifest.edition)
    check_bytes(edition, manifest, layout.COMPILED_WORDS)
    try:
        return Analyzer(dictionary, (edition / layout.COMPILED_WORDS).read_bytes())
    except OSError as error:
        raise IndexDamagedError("the index is damaged (its words): run `saegin index --full`") from error


def read_word_lists(index_dir: Path, manifest: Manifest) -> WordLists:
    """The lists kept with the edition that a manifest names; raises IndexDamagedError if they are not as written."""
    if layout.WORDS not in manifest.files:
        return WordLists()
    edition = layout.edition_path(index_dir, manifest.edition)
    try:
        check_bytes(edition, manifest, layout.WORDS)
        return parse_word_lists((edition / layout.WORDS).read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError("the index is damaged (its words): run `saegin index --full`") from error
