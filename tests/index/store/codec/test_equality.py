"""An array index and a stock Whoosh index that were told the same things answer the same."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from whoosh import fields, formats, query
from whoosh.filedb.filestore import FileStorage
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import SegmentWriter

from saegin_index.store.codec import merging, pool
from saegin_index.store.codec.fields import Terms, TermsField
from saegin_index.store.codec.reading import ArrayPostings
from saegin_index.store.codec.segment import postings_of
from saegin_index.store.codec.writer import ArrayWriter

WORDS = ("가", "검색", "검색어", "나", "z", "zz", "\U0001f600", "\U0001f600a", "é", "e\u0301")


class StockTermsField(TermsField):
    """A TermsField that Whoosh's own writer can write: one item per term."""

    def index(self, value: Any, **_: Any) -> Iterator[Any]:
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for term, position in zip(value.terms, value.positions or [0] * len(value.terms), strict=True):
            positions[term].append(position)
        for term, places in positions.items():
            frequency = len(places)
            encoded = (
                self.format.encode(places) if value.positions is not None else formats.pack_uint(frequency)
            )
            yield term.encode(), frequency, float(frequency), encoded


class Post(NamedTuple):
    path: str
    body: Terms
    grams: Terms
    tags: tuple[str, ...] = ()
    day: int = 1


def schema(terms_field: type[TermsField]) -> fields.Schema:
    return fields.Schema(
        path=fields.ID(unique=True, stored=True),
        body=terms_field(positions=True),
        grams=terms_field(positions=False),
        tags=fields.KEYWORD(commas=True, scorable=True),
        title=fields.TEXT(stored=True),
        date=fields.DATETIME(sortable=True),
    )


class Pair:
    """Two indexes that are told the same things."""

    def __init__(self, directory: Any) -> None:
        self.indexes = []
        self.writers = (ArrayWriter, SegmentWriter)
        for name, terms_field in (("arrays", TermsField), ("stock", StockTermsField)):
            folder = directory / name
            folder.mkdir()
            self.indexes.append(FileStorage(str(folder)).create_index(schema(terms_field)))

    def run(self, posts: Iterable[Post], deleted: Iterable[str] = (), **commit: Any) -> None:
        """One session of each writer: updates, then deletions, then the commit."""
        posts, deleted = list(posts), list(deleted)
        for index, make in zip(self.indexes, self.writers, strict=True):
            writer = make(index)
            for post in posts:
                writer.update_document(
                    path=post.path,
                    body=post.body,
                    grams=post.grams,
                    tags=",".join(post.tags),
                    title=f"{post.path} {' '.join(post.tags)}",
                    date=datetime(2020, 1, post.day),
                )
            for path in deleted:
                writer.delete_by_term("path", path)
            writer.commit(**commit)

    def searchers(self) -> list[Any]:
        return [index.searcher() for index in self.indexes]


words = st.sampled_from(WORDS)


@st.composite
def terms(draw: Any, positions: bool) -> Terms:
    found = draw(st.lists(words, max_size=12))
    if positions and draw(st.integers(0, 20)) == 0:
        found = ["z"] * 300 + found  # a frequency that takes more than a byte
    if not positions:
        return Terms(found)
    place, places = draw(st.sampled_from((0, 0, 0, 65_530, 2**31))), []
    for step in draw(st.lists(st.sampled_from((0, 1, 1, 1, 50)), min_size=len(found), max_size=len(found))):
        place += step
        places.append(place)
    return Terms(found, places)


posts = st.builds(
    Post,
    path=st.sampled_from([f"p{number}" for number in range(12)]),
    body=terms(positions=True),
    grams=terms(positions=False),
    tags=st.sets(st.sampled_from(("python", "검색", "여행")), max_size=3).map(sorted).map(tuple),
    day=st.integers(1, 28),
)
sessions = st.lists(
    st.tuples(
        st.lists(posts, max_size=6, unique_by=lambda post: post.path),
        st.lists(st.sampled_from([f"p{number}" for number in range(12)]), max_size=3),
        st.sampled_from(({"merge": False}, {"merge": False}, {}, {"optimize": True})),
    ),
    min_size=1,
    max_size=6,
)


# Shrinking takes minutes here and a failing history is short as it is.
@settings(max_examples=30, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(sessions, st.sampled_from((4, 50, 1 << 20)))
def test_same_answers(history: Any, memory: int) -> None:
    """`memory`: terms in a run and postings merged at once, so that small indexes meet what large ones do."""
    with (
        tempfile.TemporaryDirectory() as directory,
        patch.object(pool, "_RUN_TERMS", memory),
        patch.object(merging, "_POSTINGS_AT_ONCE", memory),
        patch.object(merging, "_TERMS_AT_ONCE", memory),
    ):
        pair = Pair(Path(directory))
        for added, deleted, commit in history:
            pair.run(added, deleted, **commit)
        assert_same(pair)


def assert_same(pair: Pair) -> None:
    ours, stock = pair.searchers()
    arrays = postings_of(ours.reader())
    assert arrays.doc_count_all == stock.doc_count_all()
    assert arrays.doc_count == stock.doc_count()
    assert_same_terms(ours.reader(), stock.reader())
    assert_same_arrays(arrays, stock)
    for question in questions():
        expected = {hit.docnum: hit.score for hit in stock.search(question, limit=None)}
        found = {hit.docnum: hit.score for hit in ours.search(question, limit=None)}
        assert found == pytest.approx(expected, rel=1e-5), question
        # Whoosh itself loses hits of some other queries under a limit, such as And with a Not in it.
        exact = isinstance(question, query.Term | query.And | query.Or) and not has_not(question)
        if exact and found:
            best = [hit.score for hit in ours.search(question, limit=2)]
            assert best == pytest.approx(sorted(found.values(), reverse=True)[:2], rel=1e-5), question
    ours.close()
    stock.close()


def has_not(question: query.Query) -> bool:
    return isinstance(question, query.Not) or any(map(has_not, question.children()))


def questions() -> list[query.Query]:
    body = [query.Term("body", word) for word in WORDS]
    asked: list[query.Query] = [*body, *(query.Term("grams", word) for word in WORDS)]
    asked += [query.And([first, second]) for first, second in pairwise(body)]
    asked += [query.Or(body[:3]), query.AndNot(body[0], body[1]), query.And([body[0], query.Not(body[2])])]
    asked += [query.Phrase("body", [first, second]) for first in WORDS[:4] for second in WORDS[:4]]
    asked += [query.Prefix("body", "검"), query.Wildcard("body", "*색"), query.FuzzyTerm("body", "zz")]
    asked += [query.Term("tags", "검색"), query.Term("path", "p1"), query.Term("title", "p2"), query.Every()]
    asked += [query.Phrase("title", ["p2", "python"]), query.TermRange("body", "a", "검색")]
    asked += [query.DateRange("date", datetime(2020, 1, 5), datetime(2020, 1, 20))]
    return asked


def assert_same_terms(ours: Any, stock: Any) -> None:
    assert list(ours.all_terms()) == list(stock.all_terms())
    for field, term in stock.all_terms():
        left, right = ours.term_info(field, term), stock.term_info(field, term)
        assert left.doc_frequency() == right.doc_frequency() == ours.doc_frequency(field, term)
        assert left.weight() == right.weight() == ours.frequency(field, term)
        assert left.max_weight() == right.max_weight()
        assert (left.min_id(), left.max_id()) == (right.min_id(), right.max_id())
        if field in ("body", "grams"):
            assert (left.min_length(), left.max_length()) == (right.min_length(), right.max_length())
        left, right = (reader.postings(field, term).all_items() for reader in (ours, stock))
        assert list(left) == [(document, value or b"") for document, value in right]
    for field in ("body", "tags"):
        prefixes = ("", "z", "검색")
        for prefix in prefixes:
            found = [list(reader.expand_prefix(field, prefix)) for reader in (ours, stock)]
            assert found[0] == found[1]


def assert_same_arrays(arrays: ArrayPostings, stock: Any) -> None:
    reader = stock.reader()
    for field in ("body", "grams"):
        seen = {}
        for word in (*WORDS, "absent"):
            docs, weights, places = [], [], []
            if (field, word.encode()) in reader:
                matcher = stock.postings(field, word)
                while matcher.is_active():
                    docs.append(matcher.id())
                    weights.append(matcher.weight())
                    if field == "body":
                        places.append(matcher.value_as("positions"))
                    matcher.next()
            found, counts = arrays.term(field, word)
            assert (found.tolist(), counts.tolist()) == (docs, weights)
            assert arrays.doc_frequency(field, word) == len(docs)
            if docs:
                seen[word] = len(docs)
            if field == "body":
                found, starts, positions = arrays.positions(field, word)
                assert found.tolist() == docs
                assert [positions[a:b].tolist() for a, b in pairwise(starts)] == places
        together = arrays.lists([(word, ("absent", field)) for word in (*WORDS, "absent")])
        assert [WORDS[number] for number in sorted(set(together.terms))] == [word for word in WORDS if word in seen]
        for word in seen:
            lists = [place for place, number in enumerate(together.terms) if WORDS[number] == word]
            assert {together.fields[place] for place in lists} == {1}
            for parts, whole in zip(together[2:], arrays.term(field, word), strict=True):
                assert [value for place in lists for value in parts[place].tolist()] == whole.tolist()
        vocabulary, frequencies = arrays.vocabulary(field)
        assert dict(zip(vocabulary, frequencies.tolist(), strict=True)) == seen
        assert vocabulary == sorted(seen) == list(arrays.terms(field))
        assert list(arrays.terms(field, "검색")) == [word for word in sorted(seen) if word.startswith("검색")]
        lengths = arrays.lengths(field)
        for document in range(arrays.doc_count_all):
            # Whoosh rounds lengths to what a byte can say; ours are exact.
            rounded = byte_to_length(length_to_byte(int(lengths[document])))
            assert rounded == (reader.doc_field_length(document, field) or 0)
        assert arrays.total_length(field) == sum(lengths[document] for document in reader.all_doc_ids())
