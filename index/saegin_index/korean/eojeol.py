"""Eojeols, the units between spaces: which morphemes belong to one, and which terms it yields.

The rules: cut the trailing run of particles and endings, keep what carries
meaning, and keep the whole head as well wherever its pieces look like shreds of a word the dictionary does not know
(에어팟 is read as 에|어|팟).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from saegin_index.korean.tagger import Morpheme

Part = tuple[str, int, int, int]
"""A term, its start and end in the line, and its step: positions from the first of its word."""

CONTENT = frozenset("NNG NNP NNB NNBC NR NP XR SH SL SN VV VA MAG MM XPN XSN IC UNKNOWN UNA NA".split())
_FUNCTION = frozenset("VCP VCN VX XSV XSA".split())  # and every J* and E*
_UNKNOWN = frozenset("UNKNOWN UNA NA IC".split())
# One syllable with one of these tags inside a head is a shred.
_SHRED = frozenset("IC JKB JKS JX JKG JC EC EP EF ETM XSV VCP UNKNOWN UNA NA".split())
_RIEUL = 8  # the number of ㄹ among a syllable's final consonants
_LIGHT_VERBS = frozenset("하 되 있 없 이 아니 같 않 못하 지 보 주 싶 그러 이러 어떠 그렇 이렇 어떻".split())
_LIGHT_WORDS = frozenset("것 거 수 때 등 및 또 더 그 이 저 안 못 걸 게 건 데 바 줄 듯 뿐".split())


def eojeols(morphemes: Sequence[Morpheme]) -> Iterator[tuple[list[Morpheme], bool]]:
    """Each run of morphemes between spaces, symbols and Latin words; and whether it directly follows a Latin word."""
    run: list[Morpheme] = []
    glued = False
    for morpheme in morphemes:
        letters = morpheme.surface.isascii() and morpheme.surface.isalnum()
        if run and (morpheme.spaced or letters or _is_symbol(morpheme)):
            yield run, glued
            run, glued = [], False
        if letters:
            glued = True
        elif _is_symbol(morpheme):
            glued = False
        else:
            glued = glued and not (morpheme.spaced and not run)
            run.append(morpheme)
    if run:
        yield run, glued


def parts(eojeol: Sequence[Morpheme], after_latin: bool) -> list[Part]:
    """The terms of one eojeol; what follows a Latin word may be particles alone and then yields none."""
    head = _head(eojeol, 0 if after_latin else 1)
    found: list[Part] = []
    step = 0
    for morpheme in head:
        terms = _terms(morpheme, alone=len(head) == 1)
        found.extend((term, start, end, step + within) for term, start, end, within in terms)
        step += max((within for *_, within in terms), default=-1) + 1
    if len(head) > 1 and (not found or _shredded(head)):
        stem = "".join(morpheme.surface for morpheme in head).lower()
        if all(stem != term for term, *_ in found):
            found.insert(0, (stem, head[0].start, head[-1].end, 0))
    return found


def is_function(tag: str) -> bool:
    """Whether a tag marks a particle, an ending, a copula, an auxiliary or a verb-making suffix."""
    return tag[0] in "JE" or tag in _FUNCTION


def _is_symbol(morpheme: Morpheme) -> bool:
    tag = morpheme.analysis.tags[0]
    return tag[0] == "S" and tag not in ("SH", "SL", "SN")


def _head(eojeol: Sequence[Morpheme], shortest: int) -> Sequence[Morpheme]:
    size = len(eojeol)
    while size > shortest and is_function(eojeol[size - 1].analysis.tags[0]):
        size -= 1
    return eojeol[:size]


def _shredded(head: Sequence[Morpheme]) -> bool:
    return any(
        morpheme.analysis.tags[0] in _UNKNOWN
        or (len(morpheme.surface) == 1 and morpheme.analysis.tags[0] in _SHRED)
        for morpheme in head
    )


def _terms(morpheme: Morpheme, alone: bool) -> list[Part]:
    surface, start, end, analysis, _ = morpheme
    tag = analysis.tags[0]
    if tag not in CONTENT or (tag == "XSN" and surface == "들"):
        return []
    if tag in ("VV", "VA"):
        lemma = analysis.parts[0][0] if analysis.kind == "Inflect" and analysis.parts else surface
        return [] if lemma in _LIGHT_VERBS else [(_without_rieul(lemma), start, end, 0)]
    if alone and surface in _LIGHT_WORDS:
        return []
    if analysis.kind == "Compound":
        return [(surface.lower(), start, end, 0), *_members(morpheme)]
    if len(analysis.tags) > 1:
        return _first_member(morpheme)
    return [(surface.lower(), start, end, 0)]


def _without_rieul(lemma: str) -> str:
    """쓸 -> 쓰, 이끌 -> 이끄: stems lose a final ㄹ before ㄴ, ㅂ and ㅅ, where the tagger can only guess it back."""
    code = ord(lemma[-1]) - ord("가")
    return lemma[:-1] + chr(ord(lemma[-1]) - _RIEUL) if 0 <= code < 11172 and code % 28 == _RIEUL else lemma


def _first_member(morpheme: Morpheme) -> list[Part]:
    """Of a noun fused with what follows (정진해 = 정진 + 하 + 아), the noun.

    Only where the surface spells it: the dictionary's lemmas of nouns are wrong now and then (물론 -> 몰론).
    """
    form = morpheme.analysis.parts[0][0] if morpheme.analysis.parts else ""
    if form and morpheme.surface.startswith(form):
        return [(form.lower(), morpheme.start, morpheme.start + len(form), 0)]
    return [] if is_function(morpheme.analysis.tags[-1]) else [(morpheme.surface.lower(), *morpheme[1:3], 0)]


def _members(morpheme: Morpheme) -> Iterator[Part]:
    end = 0
    for step, (form, _) in enumerate(morpheme.analysis.parts):
        start = morpheme.surface.find(form, end)
        if start < 0 or form == morpheme.surface:
            return
        end = start + len(form)
        yield form.lower(), morpheme.start + start, morpheme.start + end, step
