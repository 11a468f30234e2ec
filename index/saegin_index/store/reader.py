"""Reading the live edition: postings, dates and tags as arrays, posts as they were stored. Whoosh has no part in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from saegin_index.errors import IndexDamagedError
from saegin_index.korean.analyzer import RULES
from saegin_index.posts.post import Post
from saegin_index.store import layout
from saegin_index.store.channels import BIGRAMS, PROSE_FIELDS, WORD_CHANNELS
from saegin_index.store.codec.arrayfile import Folder
from saegin_index.store.codec.documents import Row
from saegin_index.store.codec.postings import distinct
from saegin_index.store.lexicon import Lexicon
from saegin_index.store.manifest import Manifest, check_sizes, check_version, read_manifest
from saegin_index.store.names import Names, read_names
from saegin_index.store.occurrences import Occurrences
from saegin_index.store.segments import open_segments
from saegin_index.store.tag_table import TagTable, tag_table
from saegin_index.store.values import Address, unpack_address, unpack_occurrences, unpack_post
from saegin_index.store.word_lists import open_analyzer, read_word_lists
from saegin_index.synonyms import Synonyms

_REMEMBERED = 2000  # words


class IndexReader:
    """One edition of an index, open for reading; it stays readable while later runs write new ones.

    Documents are numbered from 0; numbers of deleted documents are skipped in postings.
    """

    def __init__(self, index_dir: Path, manifest: Manifest, seen: tuple[int, ...] = ()) -> None:
        """The edition that `manifest` names; see `open`."""
        self.index_dir = index_dir
        self.manifest = manifest
        self._seen = seen
        folder = layout.edition_path(index_dir, manifest.edition)
        check_sizes(index_dir, manifest)
        self._segments = open_segments(folder)
        self.postings = self._segments.postings
        words = read_word_lists(index_dir, manifest)
        self.analyzer = open_analyzer(index_dir, manifest, words.dictionary)
        """Cuts words as those of this edition's posts were cut."""
        self.synonyms: Synonyms = words.synonyms
        """The owner's groups of words that stand for one another."""
        self.lexicon = Lexicon.open(Folder(folder))
        self._with_word = lru_cache(_REMEMBERED)(self._documents_with)

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
        dates = [rows.dates for rows in self._segments.documents]
        return dates[0] if len(dates) == 1 else np.concatenate([np.zeros(0, np.int64), *dates])

    @cached_property
    def tags(self) -> TagTable:
        """Which document has which tags."""
        return tag_table(self._segments.documents)

    @cached_property
    def names(self) -> Names:
        """What the posts are called by."""
        return read_names(self._segments)

    def path(self, document: int) -> str:
        """A document's path."""
        return self.address(document).path

    def address(self, document: int) -> Address:
        """Where a document's post is."""
        rows, place = self._segments.rows(document)
        return unpack_address(rows.post(place))

    def post(self, document: int) -> tuple[Post, Occurrences]:
        """A document's post, and where each term stands in its text."""
        rows, place = self._segments.rows(document)
        post = unpack_post(rows.post(place))
        return post, unpack_occurrences(rows.occurrences(place), post.text)

    def find(self, path: str) -> Post | None:
        """The post at a path, if there is one."""
        documents, _ = self.postings.term("path", path)
        return self.post(int(documents[0]))[0] if len(documents) else None

    def count_with(self, words: tuple[str, ...]) -> int:
        """How many documents have all the words, as morphemes or as they are written."""
        common, *others = (self._with_word(word) for word in words)
        for documents in others:
            common = np.intersect1d(common, documents, assume_unique=True)
        return len(common)

    def has_bigram(self, bigram: str) -> bool:
        """Whether a document has two characters next to one another, code aside."""
        return any(self.postings.doc_frequency(field + BIGRAMS, bigram) for field in PROSE_FIELDS)

    def newest_with(self, word: str, most: int) -> Iterator[Post]:
        """The newest posts that have a word."""
        having = self._with_word(word)
        newest = having[np.argsort(-self.dates[having], kind="stable")][:most]
        return (self.post(document)[0] for document in newest.tolist())

    def posts(self) -> Iterator[Post]:
        """The posts of all documents that can be found."""
        return (unpack_post(rows.post(place)) for _, place, rows in self._segments.living())

    def _documents_with(self, word: str) -> NDArray[np.int64]:
        found = [self.postings.term(channel, word)[0] for channel in WORD_CHANNELS]
        return distinct(np.concatenate(found)).astype(np.int64)

    def rows(self) -> Iterator[Row]:
        """What is kept of each document that can be found, in their order."""
        return (rows.row(place) for _, place, rows in self._segments.living())

    def close(self) -> None:
        """Nothing to do: the files are mapped, not open, until nobody uses them any more."""
