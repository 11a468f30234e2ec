"""Writing one edition: the previous one's segments, less what was removed, plus the documents of this run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.reading import SegmentReader

from saegin_index.store import layout
from saegin_index.store.codec.arrayfile import Folder
from saegin_index.store.codec.fields import Bigrams, Terms
from saegin_index.store.codec.writer import ArrayWriter
from saegin_index.store.indexable import Indexable
from saegin_index.store.lexicon import Lexicon
from saegin_index.store.lexicon_pairs import Each
from saegin_index.store.lexicon_writer import write_lexicon
from saegin_index.store.manifest import Manifest, check_bytes
from saegin_index.store.names import each_name
from saegin_index.store.schema import build_schema
from saegin_index.store.segments import Segment, open_segments, write_segments

_MERGE_RATIO = 3
_SMALL = 10  # documents
_LEAST_LIVE = 0.75  # of a segment's documents


def write_edition(
    index_dir: Path,
    number: int,
    previous: Manifest | None,
    documents: Iterable[Indexable],
    removed: Iterable[str],
    each: Each = map,
) -> Path:
    """Write edition `number` and force it to disk; nothing refers to it before a manifest names it.

    `removed` are the paths of posts of the previous edition that go: the deleted and the changed ones. `each` is `map`,
    perhaps in several processes. Raises IndexDamagedError when the previous edition is not as it was written: merged,
    what is wrong in it could not be told any more.
    """
    folder = layout.edition_path(index_dir, number)
    layout.remove_editions([folder])
    folder.mkdir(parents=True)
    schema = build_schema()
    if previous is None:
        known_words = None
        index = whoosh_index.create_in(str(folder), schema)
    else:
        before = layout.edition_path(index_dir, previous.edition)
        check_bytes(before, previous)
        layout.link_files(previous.files.keys() - layout.WRITTEN_ANEW, before, folder)
        known_words = Lexicon.open(Folder(before))
        index = whoosh_index.open_dir(str(folder), schema=schema)
    writer: Any = ArrayWriter(index)
    try:
        for path in removed:
            writer.delete_by_term("path", path)
        for document in documents:
            writer.add_document(document.row, **_fields(document))
    except BaseException:
        # Going on after a failed document would leave its postings without their document.
        writer.cancel()
        raise
    writer.commit(mergetype=_merge_into)
    write_segments(folder, _segments(index))
    index.close()
    segments = open_segments(folder)
    names = (name.text for name in each_name(segments))
    write_lexicon(segments.postings, names, Folder(folder), known_words, each)
    for lock in folder.glob("*LOCK"):
        lock.unlink()
    return folder


def _segments(index: Any) -> list[Segment]:
    return [
        Segment(segment.segment_id(), segment.doc_count_all(), sorted(segment.deleted_docs()))
        for segment in index._segments()
    ]


def _merge_into(writer: Any, segments: list[Any]) -> list[Any]:
    """Which segments stay as they are; the others go into the one being written.

    Those not much larger than what is written already are merged, smallest first, so that sizes grow geometrically:
    however many runs there were, there are few segments, and each post is rewritten a logarithmic number of times. So
    are those of which a good part was deleted.
    """
    size = writer.doc_count()
    kept = []
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        live, every = segment.doc_count(), segment.doc_count_all()
        if live <= _MERGE_RATIO * size + _SMALL or live < _LEAST_LIVE * every:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
            size += live
        else:
            kept.append(segment)
    return [segment for segment in segments if segment in kept]


def _fields(document: Indexable) -> dict[str, Any]:
    values: dict[str, Any] = {name: Terms(field.split(), field.positions) for name, field in document.terms.items()}
    values.update((name, Bigrams(codes)) for name, codes in document.bigrams.items())
    values.update(
        path=document.path,
        tag=Terms(document.tags),
        author_key=Terms((document.author,) if document.author else ()),
    )
    return values
