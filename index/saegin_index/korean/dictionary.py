"""The owner's dictionary, `dictionary.txt`: words of this blog that the analyzer's dictionary does not know.

    # names
    에어팟
    쿠버네티스   # 31 times in 7 posts

One word a line; `#` begins a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from saegin_index.errors import ConfigError
from saegin_index.korean.normalization import normalize

DICTIONARY_FILE = "dictionary.txt"

_WORD = re.compile("[가-힣]+")
_SHORTEST, _LONGEST = 2, 30  # syllables


@dataclass(frozen=True)
class Dictionary:
    """Words of the owner's: distinct, sorted, each of 2 to 30 whole Hangul syllables."""

    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, words: Iterable[str]) -> Dictionary:
        """A dictionary of words in any order. Raises ValueError, saying how to mend it, for one that cannot be one."""
        checked = set(map(_checked, words))
        return cls(tuple(sorted(checked)))

    def words_in(self, text: str) -> list[str]:
        """Those of the words that the analyzer may meet in a text, sorted."""
        if not self.words:
            return []
        text = normalize(text).text
        pairs = {text[i : i + _SHORTEST] for i in range(len(text))} & self._by_beginning.keys()
        return sorted(word for pair in pairs for word in self._by_beginning[pair] if word in text)

    def differing(self, other: Dictionary) -> Dictionary:
        """The words that are in one of the two only."""
        return Dictionary(tuple(sorted({*self.words} ^ {*other.words})))

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(word[:_SHORTEST], []).append(word)
        return found


NO_WORDS = Dictionary()


def read_dictionary(file: Path) -> Dictionary:
    """The owner's words; none when there is no such file.

    Raises ConfigError, naming the line, for a file that cannot be read and for what cannot be a word.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return NO_WORDS
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error
    words: set[str] = set()
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        try:
            word = line.decode().partition("#")[0].strip()
            words.update([_checked(word)] if word else [])
        except UnicodeDecodeError:
            raise ConfigError(f"{file}:{number}: is not UTF-8: save the file as UTF-8") from None
        except ValueError as error:
            raise ConfigError(f"{file}:{number}: {error}") from None
    return Dictionary.of(words)


def _checked(word: str) -> str:
    """The word, composed. What passes cannot mean anything to MeCab but itself."""
    word = normalize(word).text.strip()
    shown = repr(word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…")
    if len(word.split()) > 1:
        raise ValueError(f"{shown} is several words: write each on a line of its own")
    if not _WORD.fullmatch(word):
        raise ValueError(f"{shown} is not of Hangul syllables alone: leave out what is not, it is found without help")
    if len(word) < _SHORTEST:
        raise ValueError(f"{shown} is one syllable, and would cut up every word it is in: leave it out")
    if len(word) > _LONGEST:
        raise ValueError(f"{shown} has {len(word)} syllables; the most are {_LONGEST}: is a line break missing?")
    return word
