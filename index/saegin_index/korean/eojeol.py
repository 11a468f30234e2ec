"""Eojeols, the units between spaces: which morphemes belong to one, and which terms it yields.

The rules: cut the trailing run of particles and endings, keep what carries
meaning, and keep the whole head as well wherever its pieces look like shreds of a word the dictionary does not know
(에어팟 is read as 에|어|팟).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from saegin_index.korean.tagger import Morpheme, Rows, morpheme


class Part(NamedTuple):
    """A term, its start and end counted from its eojeol's, and its step: positions from the first of its word."""

    term: str
    start: int
    end: int
    step: int


_REMEMBERED = 1 << 15
"""Eojeols, and morphemes: the frequent ones. Six times as many save no time, and take 150 MB in every process."""

LONGEST_TERM = 100
"""Characters; what is longer is data (base64, a key), and nobody searches for it."""

_CONTENT = frozenset("NNG NNP NNB NNBC NR NP XR SH SL SN VV VA MAG MM XPN XSN IC UNKNOWN UNA NA".split())
_FUNCTION = frozenset("VCP VCN VX XSV XSA".split())  # and every J* and E*
_UNKNOWN = frozenset("UNKNOWN UNA NA IC".split())
# One syllable with one of these tags inside a head is a shred.
_SHRED = frozenset("IC JKB JKS JX JKG JC EC EP EF ETM XSV VCP UNKNOWN UNA NA".split())
# What may stand alone, as a whole word.
_INDEPENDENT = frozenset("NNG NNP NP MAG MM IC NR".split())
_PREDICATES = ("VV", "VA")
_SYLLABLES, _FINALS = 11172, 28  # of Unicode's Hangul, and of each initial and vowel in it
_RIEUL = 8  # the number of ㄹ among the finals
_VERBAL = frozenset("VV VA VX VCP VCN XSV XSA".split())
LEANING = frozenset("때 중 시 후 전 뒤".split())
"""Nouns of time that lean on the word before, in spite of the rules written as one with it (이동중, 저장시)."""
_LIGHT_VERBS = frozenset("하 되 있 없 이 아니 같 않 못하 지 보 주 싶 그러 이러 어떠 그렇 이렇 어떻".split())
_LIGHT_WORDS = frozenset("것 거 수 때 등 및 또 더 그 이 저 안 못 걸 게 건 데 바 줄 듯 뿐".split())


@lru_cache(maxsize=_REMEMBERED)
def words(rows: Rows) -> tuple[tuple[Part, ...], ...]:
    """The terms of an eojeol as the tagger answers it, word by word: symbols and Latin words part it.

    The same eojeol comes again and again, in a blog and in Korean: two of three are answered from memory.
    """
    found: list[tuple[Part, ...]] = []
    run: list[tuple[int, _Piece]] = []
    after_latin = False
    place = 0
    for row in rows:
        piece = _piece(row)
        if piece.parts_words:
            found.append(_parts(run, after_latin))
            run, after_latin = [], piece.is_latin
        else:
            run.append((place, piece))
        place += len(piece.surface)
    found.append(_parts(run, after_latin))
    return tuple(word for word in found if word)


class Tearing(NamedTuple):
    """The pieces in which a word is read that is neither known nor inflected, and whether they look like shreds."""

    pieces: tuple[str, ...]
    is_shredded: bool


def tearing(rows: Rows) -> Tearing | None:
    """How an eojeol without particles is torn; None for one word, and for what grammar puts together.

    That is a verb with its endings, and a noun with a particle, a suffix or a noun that cannot stand alone.
    """
    found = [_piece(row) for row in rows]
    tags = [morpheme(row).analysis.tags[0] for row in rows]
    last, suffixed = tags[-1], len(tags) == 2 and tags[-1] == "XSN"
    inflected = any(tag in _VERBAL or tag[0] == "E" for tag in tags)
    leaning = last[0] == "J" or last in ("NNB", "NNBC") or suffixed or found[0].is_light
    if len(found) < 2 or inflected or leaning or any(piece.parts_words for piece in found):
        return None
    return Tearing(tuple(piece.surface for piece in found), any(piece.is_shred for piece in found))


class _Piece(NamedTuple):
    """A morpheme in a run: what it does there, and the terms it yields, counted from its own beginning."""

    surface: str
    tag: str
    stem: str  # what it is at the end of a head
    parts_words: bool  # a symbol, or what stands in for a Latin word
    is_latin: bool
    is_function: bool
    is_shred: bool
    is_light: bool
    terms: tuple[Part, ...]
    steps: int


@lru_cache(maxsize=_REMEMBERED)
def _piece(row: str) -> _Piece:
    found = morpheme(row)
    surface, tag = found.surface, found.analysis.tags[0]
    is_latin = surface.isascii() and surface.isalnum()
    is_symbol = tag[0] == "S" and tag not in ("SH", "SL", "SN")
    terms = tuple(_terms(found))
    return _Piece(
        surface=surface,
        tag=tag,
        stem=terms[0].term if terms and tag in _PREDICATES else surface,
        parts_words=is_latin or is_symbol,
        is_latin=is_latin,
        is_function=is_function(tag),
        is_shred=tag in _UNKNOWN or (len(surface) == 1 and tag in _SHRED),
        is_light=surface in _LIGHT_WORDS,
        terms=terms,
        steps=terms[-1].step + 1 if terms else 0,
    )


def _parts(run: Sequence[tuple[int, _Piece]], after_latin: bool) -> tuple[Part, ...]:
    """The terms of one run; what follows a Latin word may be particles alone and then yields none."""
    size = len(run)
    shortest = 0 if after_latin else 1
    while size > shortest and run[size - 1][1].is_function:
        size -= 1
    if size == 1 and run[0][1].is_light:
        return ()
    found: list[Part] = []
    step = 0
    for place, piece in run[:size]:
        found += [Part(term, place + start, place + end, step + within) for term, start, end, within in piece.terms]
        step += piece.steps
    head = [piece for _, piece in run[:size]]
    if size > 1 and (not found or _is_torn(head)):
        stem = ("".join([piece.surface for piece in head[:-1]]) + head[-1].stem).lower()
        if len(stem) <= LONGEST_TERM and stem not in [part.term for part in found]:
            found.insert(0, Part(stem, run[0][0], run[size - 1][0] + len(run[size - 1][1].surface), 0))
    return tuple(found)


def _is_torn(head: Sequence[_Piece]) -> bool:
    """Whether the pieces look like shreds of one word, for what they are or for how they follow one another."""
    if any(piece.is_shred for piece in head):
        return True
    # A determiner is a word of its own, and never stands before a verb.
    return any(first.tag == "MM" and second.tag in _PREDICATES for first, second in pairwise(head))


def word_class(rows: Rows) -> Literal["noun", "predicate", ""]:
    """What an eojeol is by the dictionary; see `Analyzer.word_class`."""
    head, *endings = (tag for row in rows for tag in morpheme(row).analysis.tags)
    if not endings:
        return "noun" if head in _INDEPENDENT else ""
    if head not in _PREDICATES and not (head in ("NNG", "XR") and endings.pop(0) in ("XSV", "XSA")):
        return ""
    return "predicate" if endings and all(tag[0] == "E" or tag == "VX" for tag in endings) else ""


def is_function(tag: str) -> bool:
    """Whether a tag marks a particle, an ending, a copula, an auxiliary or a verb-making suffix."""
    return tag[0] in "JE" or tag in _FUNCTION


def _terms(morpheme: Morpheme) -> list[Part]:
    surface, analysis = morpheme
    tag = analysis.tags[0]
    if tag not in _CONTENT or (tag == "XSN" and surface == "들"):
        return []
    if tag in ("VV", "VA"):
        lemma = analysis.parts[0][0] if analysis.kind == "Inflect" and analysis.parts else surface
        return [] if lemma in _LIGHT_VERBS else [Part(_without_rieul(lemma, surface), 0, len(surface), 0)]
    if len(analysis.tags) > 1:
        return _first_member(morpheme)
    whole = Part(surface.lower(), 0, len(surface), 0)
    return [whole, *members(morpheme)] if analysis.kind == "Compound" else [whole]


def _without_rieul(lemma: str, surface: str) -> str:
    """이끌 -> 이끄: stems lose a final ㄹ before ㄴ, ㅂ and ㅅ, where the tagger can only guess it back.

    So none has it. Of one syllable, where many differ by it alone (살다, 사다), a stem keeps it if it is written.
    """
    code = ord(lemma[-1]) - ord("가")
    if not (0 <= code < _SYLLABLES and code % _FINALS == _RIEUL) or (len(lemma) == 1 and surface.startswith(lemma)):
        return lemma
    return lemma[:-1] + chr(ord(lemma[-1]) - _RIEUL)


def _first_member(morpheme: Morpheme) -> list[Part]:
    """Of a noun fused with what follows (정진해 = 정진 + 하 + 아), the noun.

    Only where the surface spells it: the dictionary's lemmas of nouns are wrong now and then (물론 -> 몰론).
    """
    surface, analysis = morpheme
    form = analysis.parts[0][0] if analysis.parts else ""
    if form and surface.startswith(form):
        return [Part(form.lower(), 0, len(form), 0)]
    return [] if is_function(analysis.tags[-1]) else [Part(surface.lower(), 0, len(surface), 0)]


def members(morpheme: Morpheme) -> Iterator[Part]:
    """The members of a compound, as far as its surface spells them."""
    surface, analysis = morpheme
    end = 0
    for step, (form, _) in enumerate(analysis.parts):
        start = surface.find(form, end)
        if start < 0 or form == surface:
            return
        end = start + len(form)
        yield Part(form.lower(), start, end, step)
