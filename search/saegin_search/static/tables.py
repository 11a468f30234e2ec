"""The engine's constants for its port to JavaScript, so that every weight, limit and word list is defined once.

A table is a JavaScript module made of the constants of Python modules, by their names without a leading underscore:
sets are sorted arrays, tuples arrays, named tuples and enumerations objects. What is needed later than at the start
stands in a table of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import Enum
from importlib import import_module
from typing import Any

_KOREAN = "saegin_index.korean"
_SEARCH = "saegin_search"
_UNDERSTANDING = "saegin_search.understanding"
_STATIC = "saegin_search.static"

MODULES: dict[str, list[tuple[str, str]]] = {
    "hangul.js": [(f"{_KOREAN}.hangul", "CHOSEONG JUNGSEONG JONGSEONG PARTS")],
    "josa.js": [(f"{_KOREAN}.josa", "JOSA")],
    "keyboard.js": [(f"{_KOREAN}.keyboard", "_ROWS _HANGUL_ROWS _SHIFTED NEIGHBOURS")],
    "dictionary.js": [(f"{_SEARCH}.static.dictionary_filter", "LONGEST PARTS_BITS VALUE_BITS STEP_BITS")],
    "eojeol.js": [
        (
            f"{_KOREAN}.eojeol",
            "LONGEST_TERM _CONTENT _FUNCTION _UNKNOWN _SHRED _INDEPENDENT _PREDICATES _LIGHT_VERBS _LIGHT_WORDS",
        )
    ],
    "latin.js": [(f"{_KOREAN}.latin", "_LONGEST_STAND_IN")],
    "segmenter.js": [
        (
            f"{_SEARCH}.static.segmenter",
            "LATIN_COST NUMBER_COST SYMBOL_COST HANJA_COST NOUN_COSTS FURTHER_SYLLABLE LONGEST_NOUN FIRST_CODE RARE",
        )
    ],
    "sounds.js": [
        (f"{_KOREAN}.transliteration", "_MOST_FORKS"),
        (f"{_KOREAN}.sound_rules", "HANGUL_SOUNDS LATIN_SOUNDS LETTER_SOUNDS ACRONYM"),
    ],
    "alignment.js": [
        (f"{_KOREAN}.transliteration", "_ROUNDING"),
        (
            f"{_KOREAN}.sound_rules",
            "_PLAIN_VOWELS SPELLINGS UNWRITTEN OTHER_VOWEL SILENT TOLERANCES TOLERANCE TOLERANCE_OF_LITTLE",
        ),
    ],
    "lexicon.js": [
        ("saegin_index.store.lexicon", "NAME MORPHEME LATIN"),
        (f"{_STATIC}.words", "NOUN PREDICATE KNOWN LIKELY SOUND_FILES"),
    ],
    "postings.js": [
        (f"{_STATIC}.postings", "LEVELS_PER_OCTAVE LEVEL_OF_ONE PLACES_PER_FIELD BODY_FIRST"),
        (f"{_STATIC}.words", "WEIGHTS_PER_UNIT"),
    ],
    "names.js": [("saegin_index.store.names", "Kind")],
    "format.js": [(f"{_STATIC}.export", "FORMAT")],
    "beginnings.js": [(f"{_STATIC}.names", "_LONGEST_KEY")],
    "query.js": [
        (f"{_SEARCH}.query", "MAX_LENGTH _SIGNS _EXAMPLES"),
        ("saegin_index.posts.characters", "_INVISIBLES"),
    ],
    "matching.js": [(f"{_SEARCH}.matching", "LONG_ENOUGH"), ("saegin_index.store.document", "TERM_FIELDS")],
    "ranking.js": [
        (f"{_SEARCH}.ranking", "K1 CHANNELS _MEMBER_WEIGHT TITLE_ALONE_WEIGHT"),
        ("saegin_index.store.document", "BIGRAMS STEMS"),
    ],
    "slots.js": [(f"{_SEARCH}.slots", "_POSTS _MOST_TOLD _MOST_SHOWN")],
    "engine.js": [
        (f"{_SEARCH}.engine", "_NEARLY_COMPLETE _RELEVANT _OF_THE_YEAR _SAYS_LITTLE _BELOW_EXACT _TAGS_OFFERED"),
        (f"{_SEARCH}.engine", "_SOME_WORDS _NEARLY_ALL_WORDS _WITHOUT_FILTERS _TAGS"),
    ],
    "snippets.js": [
        (
            f"{_SEARCH}.snippets",
            "WINDOW LONGEST MOST _LEAD _SEEN_AGAIN _AGAIN _WORTH_SHOWING _IN_CODE _MOST_SPANS _GAP _ELLIPSIS",
        )
    ],
    "facets.js": [(f"{_SEARCH}.facets", "MOST_TAGS")],
    "suggestions.js": [
        (f"{_SEARCH}.suggestions", "LIMIT LONGEST_PREFIX _ORDER _SHORTEST _MOST_TRIED _FEWEST_POSTS"),
    ],
    "readings.js": [(f"{_UNDERSTANDING}.readings", "Kind EQUIVALENCES ALIKE")],
    "notes.js": [(f"{_UNDERSTANDING}.notes", "_WORDING _DOUBT")],
    "interpreter.js": [
        (
            f"{_UNDERSTANDING}.interpreter",
            "_SYNONYM_WEIGHT _PARAPHRASE_WEIGHT _MOST_WORDS _EXACT_ENOUGH _LONGEST_SPELLED",
        ),
    ],
    "evidence.js": [
        (
            f"{_UNDERSTANDING}.evidence",
            "_SHORTEST_PIECE _SHORTEST_LATIN_PIECE _SHORTEST_PREDICATE _LONGEST_PIECE _MOST_WAYS",
        )
    ],
    "layout.js": [(f"{_UNDERSTANDING}.layout", "_FEWEST_KEYS _FEWEST_CONSONANTS")],
    "partial.js": [(f"{_UNDERSTANDING}.partial", "_LAUGHING")],
    "completion.js": [
        (
            f"{_UNDERSTANDING}.completion",
            "_NAMED _WEIGHTS _MOST _MOST_COMPARED _FEWEST_LETTERS _SURE_LETTERS _MOST_POSTS",
        )
    ],
    "choseong.js": [
        (
            f"{_UNDERSTANDING}.choseong",
            "_NAME_WEIGHTS _INSIDE_A_WORD _TO_THE_END _WHOLE_WORD _WHOLE_TITLE _SHARE_OF_NAME _FURTHER_NAMES"
            " _MOST_FURTHER _SIDE_BY_SIDE _WORDS_WEIGHT _ONE_WORD _ONE_MORE _MOST_BY_WORD _FEWEST_LETTERS _MOST_WORDS"
            " _MOST_TEXTS",
        )
    ],
    "hearing.js": [
        (
            f"{_UNDERSTANDING}.scripts",
            "_HEARD_WEIGHT _MISMATCH_WEIGHT _LEAST_SURE _MOST _MOST_HEARD _CLOSE _FEWEST_UNITS TOLERANCE",
        )
    ],
    "typos.js": [
        (
            f"{_UNDERSTANDING}.typos",
            "_LONG _SHORTEST _SURE _SURE_COST _SURE_COST_OF_LONG _LONG_WORD _SHORT_WORD _HOMOPHONES _HOMOPHONE _SLIP"
            " _SWAP _OTHER_BEGINNING _OTHER_LENGTH _WITHOUT_JOSA _NO_NOUN _POSTS_OF_NAME _RARER _MOST _WEIGHT_OF_COST"
            " _CLOSE_SECOND _SECOND_WEIGHT",
        )
    ],
}
"""The tables by their names, each with the Python modules whose constants make it up and the names of these."""


def table(name: str) -> str:
    """The source of a table."""
    return "".join(
        _constant(constant.lstrip("_"), getattr(import_module(module), constant))
        for module, constants in MODULES[name]
        for constant in constants.split()
    )


def _constant(name: str, value: Any) -> str:
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return f"/** @type {{{_type(value)}}} */\nexport const {name} = {text};\n"


def _plain(value: Any) -> Any:
    """A value as JSON can say it, the same on every run."""
    if isinstance(value, type) and issubclass(value, Enum):
        return {member.name: member.value for member in value}
    if hasattr(value, "_asdict"):
        return value._asdict()
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(_plain, value))
    return list(map(_plain, value)) if isinstance(value, list | tuple) else value


def _type(value: Any) -> str:
    """The type of a value for those who check the port; of a tuple of unlike entries, each entry's."""
    if isinstance(value, type) and issubclass(value, Enum):
        return f"{{{', '.join(f'{member.name}: {_type(member.value)}' for member in value)}}}"
    if hasattr(value, "_asdict"):
        return f"{{{', '.join(f'{name}: {_type(entry)}' for name, entry in value._asdict().items())}}}"
    if isinstance(value, dict):
        return f"Record<string, {_union(value.values())}>"
    if isinstance(value, tuple) and len(set(map(_type, value))) > 1:
        return f"[{', '.join(map(_type, value))}]"
    if isinstance(value, list | tuple | set | frozenset):
        entry = _union(value)
        return f"({entry})[]" if " | " in entry else f"{entry}[]"
    return "boolean" if isinstance(value, bool) else "string" if isinstance(value, str) else "number"


def _union(values: Iterable[Any]) -> str:
    return " | ".join(dict.fromkeys(map(_type, values)))
