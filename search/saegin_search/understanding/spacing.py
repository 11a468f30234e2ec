"""Words joined that the posts part, and parted that they join: 한글오 토마타, springboot."""

from __future__ import annotations

import re

from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.readings import Kind, Reading

_WORD = re.compile("[가-힣]+|[a-z]+")


def respaced(words: list[str], evidence: Evidence) -> list[Reading]:
    """How a run of words (lower case) is spaced in the posts, if not like this; one word may be several."""
    joined = "".join(words)
    if not _WORD.fullmatch(joined):
        return []
    if len(words) > 1 and evidence.frequency(joined):
        return [Reading(joined, Kind.SPACING)]
    pieces = evidence.split(joined)
    return [Reading(" ".join(pieces), Kind.SPACING)] if pieces and list(pieces) != words else []
