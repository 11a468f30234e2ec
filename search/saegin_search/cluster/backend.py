"""A blog in a cluster as the engine's backend."""

from __future__ import annotations

import hashlib
import shutil
import time
from base64 import b64decode
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from saegin_index.errors import ClusterError, ClusterMissingError, IndexDamagedError, IndexWriteError
from saegin_index.korean.analyzer import RULES
from saegin_index.korean.normalization import fold
from saegin_index.posts.post import Post
from saegin_index.store.values import unpack_occurrences, unpack_post
from saegin_search.backend import Ranked
from saegin_search.cluster.archive import Archive, cache_folder, is_whole, unpack
from saegin_search.cluster.blog import BlogSearch
from saegin_search.cluster.blogs import Blogs, BlogState
from saegin_search.cluster.clauses import NONE, Clause, PostSet, Sum
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.matching import ClusterMatcher, with_bigram, with_words
from saegin_search.cluster.ranking import ClusterRanker
from saegin_search.facets import MOST_TAGS
from saegin_search.query import Sort
from saegin_search.results import Edition, Facet, Facets

_LOOK = 1.0  # seconds between two looks at whether there is a newer edition
_SHOWN = ["post", "occurrences"]
_MOST_YEARS = 1000
_MOST_COUNTED = 1000  # tags; of those as common as the last one shown, the first by name are
_ORDERS: dict[Sort, list[Any]] = {
    "relevance": [{"_score": "desc"}, {"date": {"order": "desc", "missing": "_last"}}, {"path": "asc"}],
    "newest": [{"date": {"order": "desc", "missing": "_last"}}, {"_score": "desc"}, {"path": "asc"}],
    "oldest": [{"date": {"order": "asc", "missing": "_last"}}, {"_score": "desc"}, {"path": "asc"}],
}


class ClusterIndex(Archive):
    """The words of a blog, see `backend.Index`: from its archive, and by counting in the cluster."""

    def __init__(self, folder: Path, search: BlogSearch) -> None:
        super().__init__(folder)
        self._search = search

    def find(self, path: str) -> Post | None:
        """The post at a path, if there is one."""
        hits = self._search.search({"query": {"term": {"path": path}}, "size": 1, "_source": _SHOWN})["hits"]["hits"]
        return _post(hits[0]) if hits else None

    def count_with(self, words: tuple[str, ...]) -> int:
        """How many posts have all the words."""
        return self._search.count(with_words(words))

    def has_bigram(self, bigram: str) -> bool:
        """Whether a post has two characters next to one another, code aside."""
        return self._search.count(with_bigram(bigram)) > 0

    def newest_with(self, word: str, most: int) -> Iterable[Post]:
        """The newest posts that have a word."""
        return map(_post, self._search.top(with_words((word,)), _ORDERS["newest"], 0, most, _SHOWN))


class ClusterBackend:
    """An open edition of a blog in a cluster, see `backend.Backend`."""

    def __init__(self, cluster: Cluster, state: BlogState, folder: Path) -> None:
        self._cluster = cluster
        self._state = state
        self._folder = folder
        self._looked = time.monotonic()
        self._is_live = True
        self._search = BlogSearch(cluster, state.posts)
        self.index = ClusterIndex(folder, self._search)
        self.matcher = ClusterMatcher(self._search)
        self.ranker = ClusterRanker(self._search, self.index.analyzer, state.posts, self.index.address)

    @classmethod
    def open(cls, cluster: Cluster) -> ClusterBackend:
        """Open the live edition.

        Raises:
            ClusterMissingError: the cluster has no such blog.
            ClusterUnavailableError: it cannot be reached.
            ClusterError: it refuses, or the blog was put there by another version.
        """
        with cluster.understood():
            return _opened(cls, cluster)

    @property
    def edition(self) -> Edition:
        """Which edition it is."""
        state = self._state
        return Edition(f"{state.name}-{state.token}", state.posts, state.built, state.analyzer, state.site_url)

    @property
    def is_current(self) -> bool:
        """Whether no run has written since it was opened; looks once a second."""
        if self._is_live and time.monotonic() - self._looked > _LOOK:
            self._looked = time.monotonic()
            self._is_live = Blogs(self._cluster).state().token == self._state.token
        return self._is_live

    def answering(self) -> AbstractContextManager[None]:
        """Bounds all requests together by the settings' time."""
        return self._cluster.bounded()

    def check(self) -> None:
        """Raises ClusterError when no OpenSearch answers, IndexDamagedError when a file of the archive has changed."""
        self._cluster.check()
        if not is_whole(self._folder):
            shutil.rmtree(self._folder, ignore_errors=True)
            raise IndexDamagedError(f"{self._folder} was damaged, and is deleted: search again")

    def close(self) -> None:
        """Let go of the connections."""
        self._cluster.close()

    def page(self, found: PostSet, scores: Sum, sort: Sort, limit: int, offset: int) -> list[Ranked]:
        """One page of the posts found, see `backend.Backend`."""
        if found.clause == NONE:
            return []
        scoring = scores.clause()
        query: Clause = {"bool": {"filter": found.clause, "should": [] if scoring == NONE else [scoring]}}
        hits = self._search.top(query, _ORDERS[sort], offset, limit, _SHOWN)
        return list(map(_ranked, hits))

    def facets(self, found: PostSet) -> Facets:
        """How the posts found spread over tags and years."""
        if found.clause == NONE:
            return Facets()
        body = {
            "query": {"bool": {"filter": found.clause}},
            "size": 0,
            "track_total_hits": False,
            "aggs": {
                "tags": {"terms": {"field": "tags", "size": _MOST_COUNTED}},
                "years": {"terms": {"field": "year", "size": _MOST_YEARS, "order": {"_key": "desc"}}},
            },
        }
        counted = self._search.search(body)["aggregations"]
        named = {fold(name): name for name in self.index.tags.names}
        tags = [Facet(named.get(each["key"], each["key"]), each["doc_count"]) for each in counted["tags"]["buckets"]]
        years = tuple(Facet(str(each["key"]), each["doc_count"]) for each in counted["years"]["buckets"])
        return Facets(tuple(sorted(tags, key=lambda tag: (-tag.count, tag.value))[:MOST_TAGS]), years)


def _ranked(hit: dict[str, Any]) -> Ranked:
    post = _post(hit)
    occurrences = unpack_occurrences(b64decode(hit["_source"]["occurrences"]), post.text)
    return Ranked(post, occurrences, float(hit["_score"] or 0))


def _post(hit: dict[str, Any]) -> Post:
    return unpack_post(b64decode(hit["_source"]["post"]))


def _opened(kind: type[ClusterBackend], cluster: Cluster) -> ClusterBackend:
    """The live edition; a damaged archive is fetched once more."""
    state, folder = _fetched(cluster)
    try:
        return kind(cluster, state, folder)
    except IndexDamagedError:
        shutil.rmtree(folder, ignore_errors=True)
    return kind(cluster, *_fetched(cluster))


def _fetched(cluster: Cluster) -> tuple[BlogState, Path]:
    """The blog's live state, and the folder with its archive, fetched unless it is there."""
    settings = cluster.settings
    blogs = Blogs(cluster)
    for attempt in range(3):
        state = blogs.state()
        if state.analyzer != RULES:
            raise ClusterError("the blog was put into the cluster by another version of saegin: run `saegin index`")
        which = hashlib.blake2b("\n".join((*settings.hosts, settings.index, settings.blog)).encode(), digest_size=8)
        place = cache_folder() / which.hexdigest() / f"{state.checksum:08x}"
        try:
            return state, unpack(blogs.archive(state), state.checksum, place)
        except ClusterMissingError:
            if attempt == 2:
                raise
        except OSError as error:
            message = f"cannot write {place}: {error.strerror}; set XDG_CACHE_HOME to a folder of yours"
            raise IndexWriteError(message) from error
    raise AssertionError
