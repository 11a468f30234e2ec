"""Reading the live edition: postings as arrays, dates and tags as columns, posts as they were stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import index as whoosh_index
from whoosh.index import IndexError as WhooshIndexError

from saegin_index.errors import IndexDamagedError
from saegin_index.korean.analyzer import RULES
from saegin_index.korean.normalization import fold
from saegin_index.posts.post import Post
from saegin_index.store import layout
from saegin_index.store.codec.reading import ArrayPostings
from saegin_index.store.lexicon import Lexicon
from saegin_index.store.manifest import Manifest, check_sizes, check_toc, check_version, read_manifest
from saegin_index.store.names import Names, read_names
from saegin_index.store.occurrences import Occurrences
from saegin_index.store.schema import SEPARATOR, build_schema
from saegin_index.store.values import Address, address, unpack_post
from saegin_index.store.word_lists import open_analyzer, read_word_lists
from saegin_index.synonyms import Synonyms


class TagTable(NamedTuple):
    """Pairs of document and tag: document `documents[i]` has tag `names[tags[i]]`.

    Tags that differ only by case, width or spacing are one, named as it is written most often.
    """

    names: list[str]
    documents: NDArray[np.int64]
    tags: NDArray[np.int64]


class IndexReader:
    """One edition of an index, open for reading; it stays readable while later runs write new ones.

    Documents are numbered from 0; numbers of deleted documents are skipped in postings.
    """

    def __init__(self, index_dir: Path, manifest: Manifest, seen: tuple[int, ...] = ()) -> None:
        """The edition that `manifest` names; see `open`."""
        self.index_dir = index_dir
        self.manifest = manifest
        self._seen = seen
        index = _open_whoosh(index_dir, manifest)
        self._reader = index.reader()
        words = read_word_lists(index_dir, manifest)
        self.analyzer = open_analyzer(index_dir, manifest, words.dictionary)
        """Cuts words as those of this edition's posts were cut."""
        self.synonyms: Synonyms = words.synonyms
        """The owner's groups of words that stand for one another."""
        self.postings = ArrayPostings(self._reader)
        self.lexicon = Lexicon.open(index.storage)

    @classmethod
    def open(cls, index_dir: Path) -> IndexReader:
        """Open the edition that the manifest names.

        Raises:
            IndexStateError: there is no index, or it is another version's, another user's, or damaged.
        """
        while True:
            seen = layout.sight(index_dir / layout.MANIFEST)
            manifest = read_manifest(index_dir)
            check_version(manifest, RULES)
            try:
                return cls(index_dir, manifest, seen)
            except IndexDamagedError:
                # A run may have replaced the edition between reading its name and opening it.
                if read_manifest(index_dir).edition == manifest.edition:
                    raise

    @property
    def is_current(self) -> bool:
        """Whether no run has written since this was opened; costs one look at the manifest's directory entry."""
        return layout.sight(self.index_dir / layout.MANIFEST) == self._seen

    @property
    def document_count(self) -> int:
        """Documents that can be found."""
        return self.manifest.posts

    @property
    def size(self) -> int:
        """One more than the highest document number."""
        return int(self.postings.doc_count_all)

    @cached_property
    def dates(self) -> NDArray[np.int64]:
        """Per document, seconds since 1970 by the wall clock; `NO_DATE` where there is none."""
        column = self._reader.column_reader("date")
        return np.fromiter((column[i] for i in range(self.size)), np.int64, self.size)

    @cached_property
    def tags(self) -> TagTable:
        """Which document has which tags."""
        column = self._reader.column_reader("tag_list")
        return _tag_table([column[i].decode() for i in range(self.size)])

    @cached_property
    def names(self) -> Names:
        """What the posts are called by."""
        return read_names(self._reader)

    def path(self, document: int) -> str:
        """A document's path."""
        return str(self._reader.stored_fields(document)["path"])

    def address(self, document: int) -> Address:
        """Where a document's post is."""
        return address(self._reader.stored_fields(document)["post"])

    def post(self, document: int) -> tuple[Post, Occurrences]:
        """A document's post, and where each term stands in its text."""
        stored = self._reader.stored_fields(document)
        return unpack_post(stored["post"]), Occurrences(stored["occurrences"])

    def posts(self) -> Iterator[Post]:
        """The posts of all documents that can be found."""
        return (unpack_post(self._reader.stored_fields(document)["post"]) for document in self._reader.all_doc_ids())

    def close(self) -> None:
        """Let go of the edition's files."""
        self._reader.close()


def _open_whoosh(index_dir: Path, manifest: Manifest) -> Any:
    folder = layout.edition_path(index_dir, manifest.edition)
    check_sizes(index_dir, manifest)
    try:
        check_toc(folder, manifest)
        return whoosh_index.open_dir(str(folder), schema=build_schema())
    except (WhooshIndexError, OSError, EOFError, ValueError, KeyError) as error:
        raise IndexDamagedError(f"the index is damaged ({error}): run `saegin index --full`") from error


def _tag_table(joined: list[str]) -> TagTable:
    tags = [tags.split(SEPARATOR) if tags else [] for tags in joined]
    flat = [tag for each in tags for tag in each]
    # The commonest spelling comes first and names the tag.
    spellings = sorted(Counter(flat).items(), key=lambda spelling: (-spelling[1], spelling[0]))
    names: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for tag, _ in spellings:
        name = names.setdefault(fold(tag), tag)
        numbers[tag] = numbers.setdefault(name, len(names) - 1)
    return TagTable(
        list(names.values()),
        np.repeat(np.arange(len(tags)), [len(each) for each in tags]),
        np.fromiter(map(numbers.__getitem__, flat), np.int64, len(flat)),
    )
