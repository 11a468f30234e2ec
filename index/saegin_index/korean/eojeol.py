"""Eojeols, the units between spaces: which morphemes belong to one, and which terms it yields.

The rules: cut the trailing run of particles and endings, keep what carries
meaning, and keep the whole head as well wherever its pieces look like shreds of a word the dictionary does not know
(에어팟 is read as 에|어|팟).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from saegin_index.korean.tagger import Morpheme, Rows, morphemes


class Part(NamedTuple):
    """A term, its start and end counted from its eojeol's, and its step: positions from the first of its word."""

    term: str
    start: int
    end: int
    step: int


LONGEST_TERM = 100
"""Characters; what is longer is data (base64, a key), and nobody searches for it."""

_CONTENT = frozenset("NNG NNP NNB NNBC NR NP XR SH SL SN VV VA MAG MM XPN XSN IC UNKNOWN UNA NA".split())
_FUNCTION = frozenset("VCP VCN VX XSV XSA".split())  # and every J* and E*
_UNKNOWN = frozenset("UNKNOWN UNA NA IC".split())
# One syllable with one of these tags inside a head is a shred.
_SHRED = frozenset("IC JKB JKS JX JKG JC EC EP EF ETM XSV VCP UNKNOWN UNA NA".split())
_RIEUL = 8  # the number of ㄹ among a syllable's final consonants
_LIGHT_VERBS = frozenset("하 되 있 없 이 아니 같 않 못하 지 보 주 싶 그러 이러 어떠 그렇 이렇 어떻".split())
_LIGHT_WORDS = frozenset("것 거 수 때 등 및 또 더 그 이 저 안 못 걸 게 건 데 바 줄 듯 뿐".split())


@lru_cache(maxsize=200_000)
def words(rows: Rows) -> tuple[tuple[Part, ...], ...]:
    """The terms of an eojeol as the tagger answers it, word by word: symbols and Latin words part it.

    The same eojeol comes again and again, in a blog and in Korean: three of four are answered from memory.
    """
    found = (tuple(_parts(run, after_latin)) for run, after_latin in _runs(morphemes(rows)))
    return tuple(word for word in found if word)


def _runs(eojeol: Sequence[Morpheme]) -> Iterator[tuple[list[Morpheme], bool]]:
    """Each run of Korean morphemes, and whether it directly follows a Latin word."""
    run: list[Morpheme] = []
    after_latin = False
    for morpheme in eojeol:
        latin = morpheme.surface.isascii() and morpheme.surface.isalnum()
        if latin or _is_symbol(morpheme):
            if run:
                yield run, after_latin
            run, after_latin = [], latin
        else:
            run.append(morpheme)
    if run:
        yield run, after_latin


def _parts(run: Sequence[Morpheme], after_latin: bool) -> list[Part]:
    """The terms of one run; what follows a Latin word may be particles alone and then yields none."""
    head = _head(run, 0 if after_latin else 1)
    found: list[Part] = []
    for morpheme in head:
        found += _terms(morpheme, found[-1].step + 1 if found else 0, alone=len(head) == 1)
    if len(head) > 1 and (not found or _shredded(head)):
        stem = "".join([morpheme.surface for morpheme in head]).lower()
        if len(stem) <= LONGEST_TERM and stem not in [part.term for part in found]:
            found.insert(0, Part(stem, head[0].start, head[-1].end, 0))
    return found


def _is_function(tag: str) -> bool:
    """Whether a tag marks a particle, an ending, a copula, an auxiliary or a verb-making suffix."""
    return tag[0] in "JE" or tag in _FUNCTION


def _is_symbol(morpheme: Morpheme) -> bool:
    tag = morpheme.analysis.tags[0]
    return tag[0] == "S" and tag not in ("SH", "SL", "SN")


def _head(run: Sequence[Morpheme], shortest: int) -> Sequence[Morpheme]:
    size = len(run)
    while size > shortest and _is_function(run[size - 1].analysis.tags[0]):
        size -= 1
    return run[:size]


def _shredded(head: Sequence[Morpheme]) -> bool:
    return any(
        morpheme.analysis.tags[0] in _UNKNOWN or (len(morpheme.surface) == 1 and morpheme.analysis.tags[0] in _SHRED)
        for morpheme in head
    )


def _terms(morpheme: Morpheme, step: int, alone: bool) -> list[Part]:
    surface, start, end, analysis = morpheme
    tag = analysis.tags[0]
    if tag not in _CONTENT or (tag == "XSN" and surface == "들"):
        return []
    if tag in ("VV", "VA"):
        lemma = analysis.parts[0][0] if analysis.kind == "Inflect" and analysis.parts else surface
        return [] if lemma in _LIGHT_VERBS else [Part(_without_rieul(lemma), start, end, step)]
    if alone and surface in _LIGHT_WORDS:
        return []
    if len(analysis.tags) > 1:
        return _first_member(morpheme, step)
    whole = Part(surface.lower(), start, end, step)
    return [whole, *_members(morpheme, step)] if analysis.kind == "Compound" else [whole]


def _without_rieul(lemma: str) -> str:
    """쓸 -> 쓰, 이끌 -> 이끄: stems lose a final ㄹ before ㄴ, ㅂ and ㅅ, where the tagger can only guess it back."""
    code = ord(lemma[-1]) - ord("가")
    return lemma[:-1] + chr(ord(lemma[-1]) - _RIEUL) if 0 <= code < 11172 and code % 28 == _RIEUL else lemma


def _first_member(morpheme: Morpheme, step: int) -> list[Part]:
    """Of a noun fused with what follows (정진해 = 정진 + 하 + 아), the noun.

    Only where the surface spells it: the dictionary's lemmas of nouns are wrong now and then (물론 -> 몰론).
    """
    surface, start, end, analysis = morpheme
    form = analysis.parts[0][0] if analysis.parts else ""
    if form and surface.startswith(form):
        return [Part(form.lower(), start, start + len(form), step)]
    return [] if _is_function(analysis.tags[-1]) else [Part(surface.lower(), start, end, step)]


def _members(morpheme: Morpheme, step: int) -> Iterator[Part]:
    surface, base, _, analysis = morpheme
    end = 0
    for form, _ in analysis.parts:
        start = surface.find(form, end)
        if start < 0 or form == surface:
            return
        end = start + len(form)
        yield Part(form.lower(), base + start, base + end, step)
        step += 1
