"""Array files that are not what was written are refused on opening."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh import fields, index
from whoosh.filedb.filestore import FileStorage

from saegin_index.errors import IndexDamagedError
from saegin_index.store.codec.fields import Terms, TermsField
from saegin_index.store.codec.reading import ArrayPostings
from saegin_index.store.codec.segment import postings_of
from saegin_index.store.codec.writer import ArrayWriter


@pytest.fixture
def array_file(tmp_path: Path) -> Path:
    schema = fields.Schema(path=fields.ID(stored=True), body=TermsField(positions=True))
    writer = ArrayWriter(FileStorage(str(tmp_path)).create_index(schema))
    for number in range(30):
        writer.add_document(path=f"p{number}", body=Terms(["가", f"w{number}"], [0, 1]))
    writer.commit()
    (found,) = tmp_path.glob("*.arrays")
    return found


def opened(file: Path) -> ArrayPostings:
    return postings_of(index.open_dir(str(file.parent)).reader())


def test_whole_file_opens(array_file: Path) -> None:
    assert opened(array_file).doc_frequency("body", "가") == 30


def test_every_truncation(array_file: Path) -> None:
    content = array_file.read_bytes()
    for length in [*range(0, len(content), 97), len(content) - 1]:
        array_file.write_bytes(content[:length])
        with pytest.raises(IndexDamagedError, match="saegin index --full"):
            opened(array_file)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content + b"\0",
        lambda content: content[16:],
        lambda content: b"PK\3\4" * (len(content) // 4),
        lambda content: b"saeginA2" + content[8:],
        lambda content: content[:-8] + b"saeginA2",
        lambda content: content.replace(b'"doc_count": 30', b'"doc_count": 31'),
        lambda content: content.replace(b"<u4", b"<u2", 1),
    ],
)
def test_foreign_and_changed_files(array_file: Path, change: Callable[[bytes], bytes]) -> None:
    array_file.write_bytes(change(array_file.read_bytes()))
    with pytest.raises(IndexDamagedError):
        opened(array_file)


def test_missing_file(array_file: Path) -> None:
    array_file.unlink()
    with pytest.raises(IndexDamagedError):
        opened(array_file)


def test_file_of_another_segment(array_file: Path, tmp_path: Path) -> None:
    schema = fields.Schema(path=fields.ID(stored=True), body=TermsField(positions=True))
    other = tmp_path / "other"
    other.mkdir()
    writer = ArrayWriter(FileStorage(str(other)).create_index(schema))
    writer.add_document(path="p", body=Terms(["가"], [0]))
    writer.commit()
    (file,) = other.glob("*.arrays")
    array_file.write_bytes(file.read_bytes())
    with pytest.raises(IndexDamagedError, match="documents"):
        opened(array_file)


def test_directory_is_readable_by_later_versions(array_file: Path) -> None:
    """The layout that version 1 promises: magic, directory at the offset the tail names."""
    content = array_file.read_bytes()
    offset = int.from_bytes(content[-32:-24], "little")
    assert content.startswith(b"saeginA1")
    assert content.endswith(b"saeginA1")
    assert content[offset:].startswith(b'{"doc_count": 30, "arrays": {"body/term_bytes": [16, "|u1", ')
