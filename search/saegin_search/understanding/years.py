"""Years among the words: in 뮤지컬 2012, what was seen that year is meant, whether or not the post says so."""

from __future__ import annotations

import re

from saegin_search.understanding.readings import Kind, Reading

_YEAR = re.compile("((?:19|20)[0-9]{2})(?:년(?:도|에|의)?)?")


def posts_of_year(word: str) -> list[Reading]:
    """The reading of a word that names a year."""
    match = _YEAR.fullmatch(word)
    return [Reading(match[1], Kind.YEAR)] if match else []
