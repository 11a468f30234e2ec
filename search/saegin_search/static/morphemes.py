"""Which morphemes an export has, and what MeCab says of them: all that a post of the blog has, and some more.

Of the verbs among them every short form is taken, not those alone that happen to be written, and of the particles and
endings the commonest of Korean, which a small blog may lack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

from saegin_index.korean import eojeol
from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.eojeol import Part
from saegin_index.korean.hangul import CHOSEONG, FIRST_SYLLABLE, JONGSEONG, JUNGSEONG, decompose, is_syllable
from saegin_index.korean.system_dictionary import Entry, SystemDictionary
from saegin_index.korean.tagger import Morpheme, Rows, morpheme
from saegin_index.posts.post import Post

NOUN = Entry(1784, 3536, 0, "NNG")
"""A noun, as the owner's words are: it costs less than any of the dictionary's."""
_UNKNOWN = Entry(1803, 3564, 9440, "UNKNOWN")  # what MeCab makes of Hangul that the dictionary does not have

_HANGUL = re.compile("[가-힣ㄱ-ㆎ]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_PREDICATES = ("VV", "VA")
# Vowels of stems, and what they become when the vowel of an ending (아, 어) runs into them.
_CONTRACTIONS = {"ㅣ": "ㅕ", "ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅡ": "ㅓㅏ", "ㅏ": "ㅐ", "ㅓ": "ㅐ", "ㅚ": "ㅙ", "ㅕ": "ㅒ"}
_FUSED_FINALS = ("", "ㄴ", "ㄹ", "ㅁ", "ㅂ", "ㅆ")
_GRAMMAR = Path(__file__).parent / "grammar.tsv"


class Kind(NamedTuple):
    """What is common to morphemes that differ by their surface and their cost alone.

    The numbers are the dictionary's: towards the word before, and towards the word after where the surface ends in a
    vowel and where it ends in a consonant. `members` tells how long each member of a compound is; `lemma` how to make
    the first form of what is fused: how many syllables to leave out at the end, how far from the first of these the
    syllable is that takes its place ("" for none), and what follows that.
    """

    tags: str
    left: int
    open_right: int
    closed_right: int
    members: str = ""
    lemma: str = ""


class Figures(NamedTuple):
    """What a morpheme costs, and how often the posts have it."""

    cost: int
    uses: int


Morphemes = dict[tuple[str, Kind], Figures]
"""By surface and kind."""


def kind_of(entry: Entry, dictionary: SystemDictionary, surface: str = "") -> Kind:
    """The kind of a morpheme."""
    found = morpheme(f"{surface}\t{entry.feature}")
    tags = "+".join(_told(found.analysis.tags))
    # How a Chinese character is read does not show, so such a word ends as the dictionary says.
    rights = (entry.right, entry.right) if is_han(surface) else dictionary.endings[entry.right]
    return Kind(tags, entry.left, *rights, _members(found), _lemma(found))


def is_han(surface: str) -> bool:
    """Whether a morpheme is written in Chinese characters."""
    return bool(_HAN.fullmatch(surface))


def grammar_of_korean(dictionary: SystemDictionary) -> Morphemes:
    """The commonest particles, endings, auxiliaries, suffixes and such, with their uses in 100,000 morphemes."""
    found: Morphemes = {}
    for line in _GRAMMAR.read_text("utf-8").splitlines():
        surface, tags, uses = line.split("\t")
        entries = [entry for entry in dictionary.find(surface) if entry.feature.partition(",")[0] == tags]
        _add(found, surface, min(entries, key=lambda entry: entry.cost), dictionary, int(uses))
    return found


def eojeols_of(posts: Iterable[Post], analyzer: Analyzer) -> Counter[Rows]:
    """How often each eojeol comes in all that the posts say, as MeCab answers it."""
    return Counter(
        rows
        for post in posts
        for text in (post.title, *post.tags, post.description, *(part.heading for part in post.sections), post.text)
        for rows in analyzer.eojeols(text)
    )


def entries_of(eojeols: Iterable[Rows], dictionary: SystemDictionary) -> dict[str, Entry]:
    """What the dictionary has for rows of Hangul and of Chinese characters; the owner's words are none of its."""
    found: dict[str, Entry] = {}
    for row in {row for rows in eojeols for row in rows}:
        surface, _, feature = row.partition("\t")
        if not (_HANGUL.fullmatch(surface) or is_han(surface)):
            continue
        if feature.startswith(_UNKNOWN.feature):
            found[row] = _UNKNOWN
        for entry in dictionary.find(surface):
            if entry.feature == feature:
                found[row] = entry
    return found


def morphemes_of(eojeols: Counter[Rows], entries: Mapping[str, Entry], dictionary: SystemDictionary) -> Morphemes:
    """The morphemes of a blog, and the short forms of its verbs."""
    uses: Counter[str] = Counter()
    for rows, count in eojeols.items():
        for row in rows:
            uses[row] += count
    found: Morphemes = {}
    for row, entry in entries.items():
        _add(found, row.partition("\t")[0], entry, dictionary, uses[row])
    _add_fused(found, dictionary)
    return found


def words_of_owner(analyzer: Analyzer, dictionary: SystemDictionary) -> Morphemes:
    """The words of the owner's dictionary."""
    found: Morphemes = {}
    for word in analyzer.dictionary.words:
        rows = next(analyzer.eojeols(word))
        feature = rows[0].partition("\t")[2] if len(rows) == 1 else NOUN.feature
        _add(found, word, NOUN._replace(feature=feature), dictionary)
    return found


def _add(found: Morphemes, surface: str, entry: Entry, dictionary: SystemDictionary, uses: int = 1) -> None:
    key = surface, kind_of(entry, dictionary, surface)
    known = found.get(key, Figures(entry.cost, 0))
    found[key] = Figures(min(entry.cost, known.cost), uses + known.uses)


def _add_fused(found: Morphemes, dictionary: SystemDictionary) -> None:
    """Verbs and adjectives with the endings that run into their last syllable: of 가 also 갔, 간, 갈 and 감."""
    stems = {(kind.tags[:2], stem(surface, kind)) for surface, kind in found if kind.tags[:2] in _PREDICATES}
    for tag, form in sorted(stems):
        for surface in _fusions(form):
            for entry in dictionary.find(surface):
                tags = entry.feature.partition(",")[0].split("+")
                if tags[0] != tag or len(tags) != 2:
                    continue
                analysis = morpheme(f"{surface}\t{entry.feature}").analysis
                if analysis.parts and analysis.parts[0][0] == form:
                    _add(found, surface, entry, dictionary)


def stem(surface: str, kind: Kind) -> str:
    """What a morpheme is without the endings that it is fused with."""
    if not kind.lemma:
        return surface
    drop, shift, rest = kind.lemma.split(",")
    kept = len(surface) - int(drop)
    return surface[:kept] + (chr(ord(surface[kept]) + int(shift)) if shift else "") + rest


def _fusions(form: str) -> Iterator[str]:
    if not is_syllable(form[-1]):
        return
    initial, vowel, _ = decompose(form[-1])
    for written in (vowel, *_CONTRACTIONS.get(vowel, "")):
        number = (CHOSEONG.index(initial) * len(JUNGSEONG) + JUNGSEONG.index(written)) * len(JONGSEONG)
        for final in _FUSED_FINALS:
            yield form[:-1] + chr(ord(FIRST_SYLLABLE) + number + JONGSEONG.index(final))


def _told(tags: tuple[str, ...]) -> list[str]:
    """The tags as far as the rules of `eojeol` tell them apart.

    These ask for the first and the last, whether a noun is made a verb, and whether all that follows is an ending.
    """
    if len(tags) < 3:
        return list(tags)
    verb_maker = [tags[1]] if tags[1] in ("XSV", "XSA") else []
    others = [tag for tag in tags[1 + len(verb_maker) : -1] if tag[0] != "E" and tag != "VX"]
    is_ending = tags[-1][0] == "E" or tags[-1] == "VX"
    return [tags[0], *verb_maker, *others[: 1 if is_ending else 0], tags[-1]]


def _members(found: Morpheme) -> str:
    """How long the members of a compound are, as many as the rules find in it."""
    if found.analysis.kind != "Compound" or len(found.analysis.tags) > 1 or found.analysis.tags[0] in _PREDICATES:
        return ""
    parts = list(eojeol.members(found))
    is_whole = all(before.end == part.start for before, part in pairwise([Part("", 0, 0, 0), *parts]))
    return ",".join(str(part.end - part.start) for part in parts) if is_whole else ""


def _lemma(found: Morpheme) -> str:
    """How the form before the endings comes out of the surface, where the rules ask for it and it is not the same."""
    surface, (tags, kind, parts) = found
    form = parts[0][0] if parts else ""
    is_asked_for = kind == "Inflect" and form != surface if tags[0] in _PREDICATES else len(tags) > 1
    if not form or not is_asked_for or (tags[0] not in _PREDICATES and not surface.startswith(form)):
        return ""
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(surface, form, strict=False)))
    left_out, rest = surface[kept:], form[kept:]
    shift = ord(rest[0]) - ord(left_out[0]) if left_out and rest else ""
    return f"{len(left_out)},{shift},{rest[1:] if left_out else rest}"
