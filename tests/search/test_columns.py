"""What is known of widths without rich is what rich says."""

from __future__ import annotations

import random
import sys

from rich.cells import cell_len as of_rich

from saegin_search.columns import _width, cell_len

ORDINARY = [character for character in map(chr, range(sys.maxunicode + 1)) if _width(character)]


def test_each_ordinary_character_is_as_wide_as_rich_says() -> None:
    assert [character for character in ORDINARY if _width(character) != of_rich(character)] == []
    assert {*"가힣ㄱa~·…‘”※→×一ア、ａ"} <= {*ORDINARY}


def test_ordinary_characters_are_as_wide_together() -> None:
    chance = random.Random(1)
    for _ in range(2000):
        text = "".join(chance.choices(ORDINARY, k=12))
        assert cell_len(text) == of_rich(text)


def test_others_are_left_to_rich() -> None:
    for text in ("👨‍👩‍👧 가족", "e\u0301", "☀️ 맑음", "\u200b", "🇰🇷", "각\u11a8", "a\tb"):
        assert cell_len(text) == of_rich(text)
