"""Words of a blog that the analyzer's dictionary does not know: proposals for the owner's dictionary.

A word is proposed when three things come together. It stands in the posts as nouns do, with several particles. The
dictionary tears it, into what looks like shreds (에어팟: 에, 어, 팟) or with a piece that this blog has in no other
word (스타벅스: 스타, 벅스). And more than one post has it, so that it is no slip of the keyboard.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from saegin_index.korean.dictionary import Dictionary
from saegin_index.korean.josa import NOUN_JOSA, strip_josa
from saegin_index.korean.normalization import normalize
from saegin_index.posts.post import Post
from saegin_index.store.document import analysed_text
from saegin_index.store.reader import IndexReader

_RUN = re.compile(r"(?<![^\W_])[가-힣]{2,30}(?![가-힣])")
_FEWEST_POSTS, _FEWEST_OCCURRENCES, _FEWEST_FORMS = 2, 3, 2
_OWN_PIECE = 0.8  # of the posts with a piece, how many have the word, if the piece is nothing but a part of it
_CONTEXT = 20  # characters of an example, before and after the word


@dataclass(frozen=True, slots=True)
class NewWord:
    """A proposal: how often it stands in how many posts, and a line of text around it where it does."""

    word: str
    occurrences: int
    posts: int
    example: str


def new_words(index: IndexReader, known: Dictionary) -> list[NewWord]:
    """The proposals, those in most posts first; none of them is `known`."""
    blog = _Runs(index.posts())
    nouns = _nouns(blog)
    spread = _spread(blog, nouns)
    found = []
    for word, runs in nouns.items():
        occurrences = sum(blog.counts[run] for run in runs)
        posts = set().union(*(blog.posts[run] for run in runs))
        enough = len(posts) >= _FEWEST_POSTS and occurrences >= _FEWEST_OCCURRENCES
        if enough and word not in known.words and _is_torn(word, spread[word], index):
            found.append(NewWord(word, occurrences, len(posts), blog.example(max(runs, key=blog.counts.__getitem__))))
    return sorted(found, key=lambda new: (-new.posts, -new.occurrences, new.word))


class _Runs:
    """Every unbroken run of Hangul in the posts: how often it stands there, and the numbers of the posts."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self.texts = [normalize(analysed_text(post)).text for post in posts]
        self.counts: Counter[str] = Counter()
        self.posts: dict[str, set[int]] = defaultdict(set)
        for number, text in enumerate(self.texts):
            for run in _RUN.findall(text):
                self.counts[run] += 1
                self.posts[run].add(number)

    def example(self, run: str) -> str:
        """One line with a run in it, from the last post that has it."""
        text = self.texts[max(self.posts[run])]
        place = next(match for match in _RUN.finditer(text) if match.group() == run)
        start, end = max(0, place.start() - _CONTEXT), place.end() + _CONTEXT
        return " ".join(text[start:end].split())


def _nouns(blog: _Runs) -> dict[str, list[str]]:
    """What stands in the posts as nouns do, and the runs that are such a word with a particle or without."""
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    alone = []
    for run in blog.counts:
        stem = strip_josa(run)
        if stem == run:
            alone.append(run)
        else:
            forms[stem][run[len(stem) :]] = run
    for run in blog.counts:
        stem = strip_josa(run)
        if stem != run and not NOUN_JOSA.isdisjoint(forms.get(run, ())):
            # 에어팟프로 is a word that ends as if in a particle: it takes particles itself.
            del forms[stem][run[len(stem) :]]
            alone.append(run)
    for run in alone:
        forms[run][""] = run
    return {
        stem: list(runs.values())
        for stem, runs in forms.items()
        if len(runs) >= _FEWEST_FORMS and not NOUN_JOSA.isdisjoint(runs)
    }


def _spread(blog: _Runs, nouns: Collection[str]) -> dict[str, int]:
    """In how many posts each word is the beginning of something."""
    found: dict[str, set[int]] = {word: set() for word in nouns}
    for run, posts in blog.posts.items():
        for length in range(2, len(run) + 1):
            if run[:length] in found:
                found[run[:length]] |= posts
    return {word: len(posts) for word, posts in found.items()}


def _is_torn(word: str, spread: int, index: IndexReader) -> bool:
    tearing = index.analyzer.tearing(word)
    if tearing is None:
        return False
    pieces = (piece for piece in tearing.pieces if len(piece) > 1)
    return tearing.is_shredded or any(
        _OWN_PIECE * index.postings.doc_frequency("body", piece) <= spread for piece in pieces
    )
