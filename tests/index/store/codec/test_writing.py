"""What ArrayWriter writes, refuses and leaves alone."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import fields, index
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import LockError

from saegin_index.errors import IndexVersionError
from saegin_index.store.codec.fields import Terms, TermsField
from saegin_index.store.codec.segment import ArrayCodec, postings_of
from saegin_index.store.codec.writer import ArrayWriter

SCHEMA = fields.Schema(
    path=fields.ID(unique=True, stored=True),
    body=TermsField(positions=True),
    grams=TermsField(positions=False),
    tags=fields.KEYWORD,
)


def write(place: Any, documents: Iterable[tuple[str, list[str]]], **commit: Any) -> None:
    writer = ArrayWriter(place)
    for path, terms in documents:
        writer.update_document(
            path=path, body=Terms(terms, range(len(terms))), grams=Terms(terms), tags=" ".join(terms)
        )
    writer.commit(**commit)


def created(directory: Path) -> Any:
    directory.mkdir(exist_ok=True)
    return FileStorage(str(directory)).create_index(SCHEMA)


def array_files(directory: Path) -> list[Path]:
    return sorted(directory.glob("*.arrays"))


DOCUMENTS = [(f"p{number}", [f"단어{number % 7}", "공통", f"w{number}"]) for number in range(50)]


def test_same_documents_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(created(tmp_path / name), DOCUMENTS)
    (one,), (two,) = array_files(tmp_path / "one"), array_files(tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


def test_a_written_segment_is_never_touched(tmp_path: Path) -> None:
    place = created(tmp_path)
    write(place, DOCUMENTS[:20])
    before = {file: file.read_bytes() for file in tmp_path.glob("MAIN_*.*")}
    assert before
    write(place, [("p3", ["새"]), ("p99", ["새"])], merge=False)
    for file, content in before.items():
        assert file.read_bytes() == content


def test_nothing_but_segments_and_contents_is_left(tmp_path: Path) -> None:
    place = created(tmp_path)
    write(place, DOCUMENTS)
    write(place, DOCUMENTS[:5], optimize=True)
    left = sorted(file.suffix for file in tmp_path.iterdir() if "LOCK" not in file.name)
    assert left == [".arrays", ".documents", ".seg", ".toc"]


def test_empty_index(tmp_path: Path) -> None:
    with created(tmp_path).reader() as reader:
        postings = postings_of(reader)
    assert postings.doc_count_all == postings.doc_count == postings.total_length("body") == 0
    assert postings.live is None
    assert [len(part) for part in postings.term("body", "w1")] == [0, 0]
    assert [len(part) for part in postings.positions("body", "w1")] == [0, 1, 0]
    assert list(postings.terms("body")) == postings.vocabulary("body")[0] == []


def test_documents_without_terms(tmp_path: Path) -> None:
    place = created(tmp_path)
    write(place, [("a", []), ("b", [])])
    postings = postings_of(place.reader())
    assert postings.lengths("body").tolist() == [0, 0]
    assert postings.doc_frequency("path", "a") == 1


def test_everything_deleted(tmp_path: Path) -> None:
    place = created(tmp_path)
    write(place, DOCUMENTS[:2])
    writer = ArrayWriter(place)
    for path, _ in DOCUMENTS[:2]:
        writer.delete_by_term("path", path)
    writer.commit(optimize=True)
    assert postings_of(place.reader()).vocabulary("body")[0] == []


def test_in_memory_storage() -> None:
    place = RamStorage().create_index(SCHEMA)
    write(place, DOCUMENTS)
    docs, frequencies = postings_of(place.reader()).term("body", "단어3")
    assert docs.tolist() == list(range(3, 50, 7))
    assert set(frequencies.tolist()) == {1}


def test_one_segment_is_not_copied(tmp_path: Path) -> None:
    place = created(tmp_path)
    write(place, DOCUMENTS)
    postings = postings_of(place.reader())
    for array in (postings.term("body", "공통")[1], postings.positions("body", "공통")[2]):
        assert not array.flags.owndata
        assert not array.flags.writeable


def test_large_frequency_does_not_widen_the_others(tmp_path: Path) -> None:
    place = created(tmp_path)
    write(place, [("a", ["많은"] * 1000 + ["적은"]), ("b", ["많은", "적은"])])
    postings = postings_of(place.reader())
    assert postings.term("body", "많은")[1].tolist() == [1000, 1]
    assert postings.term("body", "적은")[1].dtype == np.uint8
    assert postings.lengths("body").tolist() == [1001, 2]


def test_shared_and_far_positions(tmp_path: Path) -> None:
    place = created(tmp_path)
    writer = ArrayWriter(place)
    writer.add_document(path="a", body=Terms(["x", "y", "x", "x"], [7, 7, 7, 2**32 - 1]))
    writer.commit()
    _, offsets, positions = postings_of(place.reader()).positions("body", "x")
    assert offsets.tolist() == [0, 3]
    assert positions.tolist() == [7, 7, 2**32 - 1]


@pytest.mark.parametrize(
    "value",
    [
        "text",
        Terms(["a"]),
        Terms(["a"], [1, 2]),
        Terms(["a"], [-1]),
        Terms(["a"], [2**32]),
    ],
)
def test_unusable_values(value: Any) -> None:
    with pytest.raises(ValueError, match=r"Terms|positions"):
        list(TermsField(positions=True).index(value))


def test_boosts_are_refused(tmp_path: Path) -> None:
    writer = ArrayWriter(created(tmp_path))
    with pytest.raises(ValueError, match="boost"):
        writer.add_document(path="a", body=Terms(["a"], [0]), _boost=2.0)
    writer.cancel()


def test_segments_of_another_codec_are_refused(tmp_path: Path) -> None:
    place = FileStorage(str(tmp_path)).create_index(fields.Schema(path=fields.ID))
    with place.writer() as writer:
        writer.add_document(path="a")
    with pytest.raises(IndexVersionError):
        ArrayWriter(place)
    with pytest.raises(IndexVersionError):
        postings_of(place.reader())
    place.writer().cancel()  # the refused writer holds no lock


def test_one_writer(tmp_path: Path) -> None:
    place = created(tmp_path)
    writer = ArrayWriter(place)
    with pytest.raises(LockError):
        ArrayWriter(place)
    writer.cancel()


def test_changed_field_type_is_refused(tmp_path: Path) -> None:
    write(created(tmp_path), DOCUMENTS[:3])
    schema = fields.Schema(path=fields.ID(unique=True, stored=True), body=TermsField(positions=False))
    writer = ArrayWriter(index.open_dir(str(tmp_path), schema=schema))
    writer.schema = schema
    writer.add_document(path="new", body=Terms(["a"]))
    with pytest.raises(IndexVersionError, match="body"):
        writer.commit(optimize=True)


def test_pickled_codec_is_a_name() -> None:
    pickled = pickle.dumps(ArrayCodec(), 2)
    assert len(pickled) < 80
    assert b"saegin_index.store.codec.segment" in pickled
