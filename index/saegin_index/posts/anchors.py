"""Heading anchors: the fragment each generator gives a heading, so that a hit can link to its section."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^\w\- ]")
_VITEPRESS_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'“”‘’<>,.?/]+")
_HEXO_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")


def github(heading: str) -> str:
    """Lower case, punctuation dropped, each space a hyphen; Korean stays.

    Also Gatsby, Astro, Docusaurus, Hugo.
    """
    return _NOT_WORD.sub("", heading.strip().lower()).replace(" ", "-")


def hexo(heading: str) -> str:
    """Case kept, punctuation and spaces become single hyphens."""
    return _HEXO_SPECIAL.sub("-", heading).strip("-")


def vitepress(heading: str) -> str:
    """Compatibility decomposition first, so the anchor of a Korean heading is spelled in loose jamo."""
    slug = _VITEPRESS_SPECIAL.sub("-", unicodedata.normalize("NFKD", heading)).strip("-").lower()
    return f"_{slug}" if slug[:1].isdigit() else slug


def ascii_slug(text: str) -> str:
    """Romanised, everything but letters and digits a hyphen (Zola)."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")


def python_markdown(heading: str) -> str:
    """What is left in ASCII; nothing of a Korean heading, which is numbered instead (`_1`)."""
    kept = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", kept).strip().lower())


# Keys are SLUG_STYLES of conventions.py; the text is what separates a repeated slug from its number.
_STYLES: dict[str, tuple[Callable[[str], str], str]] = {
    "github": (github, "-"),
    "hexo": (hexo, "-"),
    "vitepress": (vitepress, "-"),
    "ascii": (ascii_slug, "-"),
    "python-markdown": (python_markdown, "_"),
}


class Anchors:
    """Hands out the anchors of one page in order, numbering repeats as the generator does."""

    def __init__(self, style: str) -> None:
        self.slug, self.joint = _STYLES[style]
        self.used: dict[str, int] = {}

    def anchor(self, heading: str, own: str) -> str:
        """`own` is an id the author wrote, which is kept as it is."""
        slug = own or self.slug(heading)
        if slug and slug not in self.used:
            self.used[slug] = 0
            return slug
        number = self.used.get(slug, 0)
        while True:
            number += 1
            numbered = f"{slug}{self.joint}{number}"
            if numbered not in self.used:
                break
        self.used[slug] = number
        self.used[numbered] = 0
        return numbered
