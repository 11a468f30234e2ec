"""Writing an edition's lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.transliteration import sound_keys
from saegin_index.store.channels import PROSE_FIELDS, STEMS, TERM_FIELDS
from saegin_index.store.codec.arrayfile import ArrayFileWriter, Folder
from saegin_index.store.codec.postings import offsets
from saegin_index.store.codec.reading import ArrayPostings
from saegin_index.store.layout import LEXICON
from saegin_index.store.lexicon import LATIN, MORPHEME, NAME, Lexicon, Words, sound_hash, spelling
from saegin_index.store.lexicon_pairs import sound_pairs

_NAMING_FIELDS = ("title", "tags", "headings")
_WORD = re.compile(r"[가-힣]{1,20}|[a-z\u00e0-\u024f][a-z0-9\u00e0-\u024f._+#-]{0,39}|[가-힣a-z0-9]{2,20}")
_PAIRED = re.compile(r"[가-힣]{2,}|[a-z]{2,}")
_MIXED = re.compile(r"\b[가-힣]+[a-z]+\b")
_APOSTROPHE = re.compile("['’]")
_SOUNDED = re.compile(r"[가-힣a-z]+( [가-힣a-z]+)?")
_LONGEST_SOUNDED = {True: 12, False: 24}  # letters of a Hangul word and of another


def write_lexicon(
    postings: ArrayPostings, names: Iterable[str], folder: Folder, previous: Lexicon | None = None
) -> None:
    """Write the lexicon of an edition into its folder.

    `names` are its titles, tags and headings. What `previous`, of the edition before, knows of the words that stay is
    taken from there: most of the work is in what words look and sound like.
    """
    known = {} if previous is None else {word: number for number, word in enumerate(previous.words())}
    frequencies, named, analysed = _vocabulary(postings)
    compounds = {each for name in names for each in _compounds(name)} - frequencies.keys()
    words = sorted([*(word for word in frequencies if word in known or _WORD.fullmatch(word)), *compounds])
    frequencies.update(dict.fromkeys(compounds, 1))
    named |= compounds
    counts = np.fromiter(map(frequencies.__getitem__, words), np.uint32, len(words))
    flags = np.array(
        [NAME * (word in named) | MORPHEME * (word in analysed) | LATIN * word.isascii() for word in words], np.uint8
    )
    before = np.fromiter((known.get(word, -1) for word in words), np.int64, len(words))
    lengths, letters = _spellings(words, (counts > 1) | (flags & NAME > 0), before, previous)
    sounds = _sounds(words, before, previous)
    pairs = sound_pairs(words, sounds, flags & LATIN > 0, lengths > 0, before, previous)
    encoded = [word.encode() for word in words]
    with ArrayFileWriter(folder.create_file(LEXICON), doc_count=0) as file:
        file.write("text", np.frombuffer(b"".join(encoded), np.uint8))
        file.write("starts", offsets(np.fromiter(map(len, encoded), np.int64, len(words))).astype(np.uint32))
        file.write("frequencies", counts)
        file.write("flags", flags)
        file.write("lengths", lengths)
        file.write("letters", letters.view(np.uint32))
        file.write("sounds", sounds[:, 0])
        file.write("sounding", sounds[:, 1])
        file.write("paired", pairs.words)
        file.write("partners", pairs.partners)
        file.write("mismatches", pairs.mismatches.view(np.uint32))


def _vocabulary(postings: ArrayPostings) -> tuple[dict[str, int], set[str], set[str]]:
    """In how many posts each word stands, by the channel that has it in most; those in names; those of the analyzer."""
    frequencies: dict[str, int] = {}
    named: set[str] = set()
    analysed: set[str] = set()
    channels = [(field, field) for field in TERM_FIELDS] + [(field, field + STEMS) for field in PROSE_FIELDS]
    for field, channel in channels:
        words, counts = postings.vocabulary(channel)
        for word, count in zip(words, counts.tolist(), strict=True):
            if count > frequencies.get(word, 0):
                frequencies[word] = count
        if field in _NAMING_FIELDS:
            named.update(words)
        if channel == field:
            analysed.update(words)
    return frequencies, named, analysed


def _compounds(name: str) -> Iterator[str]:
    """What readers write as one word of a name: neighbours (한글 오토마타, lets encrypt), both scripts (우버x)."""
    name = _APOSTROPHE.sub("", name.lower())
    yield from _MIXED.findall(name)
    for one, other in pairwise(_PAIRED.findall(name)):
        if one.isascii() == other.isascii():
            yield f"{one} {other}"


def _spellings(
    words: Sequence[str], likely: NDArray[np.bool_], before: Words, previous: Lexicon | None
) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Lengths and letters of the words that are likely no typing mistakes themselves; 0 for the others."""
    lengths = np.zeros(len(words), np.uint8)
    letters = np.zeros(len(words), np.uint64)
    missing = likely.copy()
    if previous is not None:
        stay = np.flatnonzero(likely & (before >= 0))
        stay = stay[previous.lengths[before[stay]] > 0]
        lengths[stay], letters[stay] = previous.lengths[before[stay]], previous.letters[before[stay]]
        missing[stay] = False
    for number in np.flatnonzero(missing).tolist():
        letters[number], lengths[number] = spelling(words[number])
    return lengths, letters


def _sounds(words: Sequence[str], before: Words, previous: Lexicon | None) -> NDArray[np.uint32]:
    """Pairs of sound key and word, ascending."""
    rows = [
        (sound_hash(key), number)
        for number in np.flatnonzero(before < 0).tolist()
        if len(word := words[number]) <= _LONGEST_SOUNDED[not word.isascii()] and _SOUNDED.fullmatch(word)
        for key in sound_keys(word)
    ]
    pairs = np.array(rows, np.uint32).reshape(-1, 2)
    if previous is not None:
        now = np.full(len(previous), -1, np.int64)
        now[before[before >= 0]] = np.flatnonzero(before >= 0)
        numbers = now[previous.sounding]
        stay = np.column_stack([previous.sounds, numbers])[numbers >= 0].astype(np.uint32)
        pairs = np.concatenate([pairs, stay])
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
