"""Writing an edition's lexicon."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saegin_index.korean.transliteration import sound_keys
from saegin_index.store.codec.arrayfile import ArrayFileWriter, Folder
from saegin_index.store.codec.reading import ArrayPostings
from saegin_index.store.layout import LEXICON
from saegin_index.store.lexicon import LATIN, NAME, Lexicon, Words, sound_hash, spelling
from saegin_index.store.lexicon_pairs import Each, sound_pairs
from saegin_index.store.lexicon_words import Texts, numbers_of, vocabulary

_WORD = re.compile(r"[가-힣]{1,20}|[a-z\u00e0-\u024f][a-z0-9\u00e0-\u024f._+#-]{0,39}|[가-힣a-z0-9]{2,20}")
_END = "\n"  # of a name
_PAIRED = re.compile(rf"[가-힣]{{2,}}|[a-z]{{2,}}|{_END}")
_MIXED = re.compile(r"\b[가-힣]+[a-z]+\b")
_APOSTROPHE = re.compile("['’]")
_SOUNDED = re.compile(r"[가-힣a-z]+( [가-힣a-z]+)?")
_WORDS_AT_ONCE = 1 << 13
_LONGEST_SOUNDED = {True: 12, False: 24}  # letters of a Hangul word and of another


def write_lexicon(
    postings: ArrayPostings,
    names: Iterable[str],
    folder: Folder,
    previous: Lexicon | None = None,
    each: Each = map,
) -> None:
    """Write the lexicon of an edition into its folder.

    `names` are its titles, tags and headings. What `previous`, of the edition before, knows of the words that stay is
    taken from there: most of the work is in what words look and sound like. `each` does what of it can be shared.
    """
    words, before, counts, flags = _words(postings, names, previous)
    lengths, letters = _spellings(words, (counts > 1) | (flags & NAME > 0), before, previous)
    sounds = _sounds(words, before, previous, each)
    pairs = sound_pairs(words, sounds, flags & LATIN > 0, lengths > 0, before, previous, each)
    with ArrayFileWriter(folder.create_file(LEXICON), doc_count=0) as file:
        file.write("text", words.joined)
        file.write("starts", words.starts)
        file.write("frequencies", counts.astype(np.uint16) if counts.max(initial=0) < 1 << 16 else counts)
        file.write("flags", flags)
        file.write("lengths", lengths)
        file.write("letters", letters.view(np.uint32))
        file.write("sounds", sounds[:, 0])
        file.write("sounding", sounds[:, 1])
        file.write("paired", pairs.words)
        file.write("partners", pairs.partners)
        file.write("mismatches", pairs.mismatches.view(np.uint32))


class _Words(NamedTuple):
    """All words in order: their numbers in the lexicon before (-1 of new ones), frequencies, flags."""

    texts: Texts
    before: Words
    frequencies: NDArray[np.uint32]
    flags: NDArray[np.uint8]


def _words(postings: ArrayPostings, names: Iterable[str], previous: Lexicon | None) -> _Words:
    known = Texts(*previous.joined) if previous is not None else Texts.of([])
    found = vocabulary(postings)
    compounds = Texts.of(sorted(_compounds(names)))
    hashes = compounds.hashes()
    # What is written as one word anywhere is no compound.
    alone = np.flatnonzero(numbers_of(hashes, found.hashes) < 0)
    hashes = np.concatenate([found.hashes, hashes[alone]])
    counts = np.concatenate([found.frequencies, np.ones(len(alone), np.uint32)])
    flags = np.concatenate([found.flags, np.full(len(alone), NAME, np.uint8)])
    before = numbers_of(hashes, known.hashes())
    stay = np.flatnonzero(before >= 0)
    stay = stay[np.argsort(before[stay])]
    is_new = before < 0
    new = [word for word in found.spelled(np.flatnonzero(is_new[: len(found.hashes)])) if _WORD.fullmatch(word)]
    new += (compounds[number] for number in alone[is_new[len(found.hashes) :]].tolist())
    new.sort()
    added = Texts.of(new)
    # A new word goes before the first one known that is greater.
    places = [2 * previous.between(word, word).start for word in new] if previous is not None else np.zeros(len(new))
    order = np.argsort(np.concatenate([2 * before[stay] + 1, places]), kind="stable")
    rows = np.concatenate([stay, numbers_of(added.hashes(), hashes)])[order]
    numbers = np.concatenate([before[stay], np.arange(len(known), len(known) + len(new))])[order]
    latin = np.array([LATIN * word.isascii() for word in new], np.uint8)
    if previous is not None:
        latin = np.concatenate([previous.flags & LATIN, latin])
    return _Words(Texts.joining(known, added, numbers), before[rows], counts[rows], flags[rows] | latin[numbers])


def _compounds(names: Iterable[str]) -> set[str]:
    """What readers write as one word of a name: neighbours (한글 오토마타, lets encrypt), both scripts (우버x)."""
    text = _APOSTROPHE.sub("", _END.join(names).lower())
    found = {
        f"{one} {other}"
        for one, other in pairwise(word[0] for word in _PAIRED.finditer(text))
        if one.isascii() == other.isascii() and _END not in (one, other)
    }
    found.update(_MIXED.findall(text))
    return found


def _spellings(
    words: Texts, likely: NDArray[np.bool_], before: Words, previous: Lexicon | None
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


def _sounds_of_some(words: Iterable[tuple[int, str]]) -> NDArray[np.uint32]:
    rows = array("I")
    for number, word in words:
        if len(word) <= _LONGEST_SOUNDED[not word.isascii()] and _SOUNDED.fullmatch(word):
            for key in sound_keys(word):
                rows.extend((sound_hash(key), number))
    return np.array(rows, np.uint32).reshape(-1, 2)


def _sounds(words: Texts, before: Words, previous: Lexicon | None, each: Each) -> NDArray[np.uint32]:
    """Pairs of sound key and word, ascending."""
    new = np.flatnonzero(before < 0)
    some = (new[start : start + _WORDS_AT_ONCE].tolist() for start in range(0, len(new), _WORDS_AT_ONCE))
    parts = each(_sounds_of_some, ([(number, words[number]) for number in numbers] for numbers in some))
    pairs = np.concatenate([np.zeros((0, 2), np.uint32), *parts])
    if previous is not None:
        now = np.full(len(previous), -1, np.int64)
        now[before[before >= 0]] = np.flatnonzero(before >= 0)
        numbers = now[previous.sounding]
        stay = np.column_stack([previous.sounds, numbers])[numbers >= 0].astype(np.uint32)
        pairs = np.concatenate([pairs, stay])
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
