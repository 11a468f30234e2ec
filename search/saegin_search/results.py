"""What a search answers, and its one JSON shape for `--json` and the HTTP API."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple


class Snippet(NamedTuple):
    """A piece of plain text; `marks` are the (start, end) character ranges of what matched, ascending, disjoint."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class SectionHit(NamedTuple):
    """A part of a post in which something matched; `url` leads to its heading."""

    heading: str
    anchor: str
    url: str


class Hit(NamedTuple):
    """One post that was found. `date` is the wall-clock time it states, None where it states none."""

    path: str
    url: str
    title: str
    date: datetime | None
    tags: tuple[str, ...]
    author: str
    score: float
    snippets: tuple[Snippet, ...]
    sections: tuple[SectionHit, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values in the shape of the JSON contract."""
        return {
            "path": self.path,
            "url": self.url,
            "title": self.title,
            "date": self.date and self.date.isoformat(),
            "tags": list(self.tags),
            "author": self.author,
            "score": round(self.score, 4),
            "snippets": [
                {"text": snippet.text, "marks": [list(mark) for mark in snippet.marks]} for snippet in self.snippets
            ],
            "sections": [section._asdict() for section in self.sections],
        }


class Interpretation(NamedTuple):
    """How a query was understood beyond its letters; `kind` is stable, `text` is for people.

    Where something else than `original` was searched, or might have been meant (not `applied`), `replacement` is that.
    """

    kind: str
    text: str
    applied: bool = True
    original: str = ""
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a query may become. `kind` is "title", "tag" or "term"; `count` posts have it; a title leads to its post."""

    text: str
    kind: str
    count: int
    path: str = ""
    url: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


class Edition(NamedTuple):
    """One state of the index. No two have the same `name`; `built` is an ISO time in UTC, `site_url` what the URLs of
    hits are relative to ("" when the settings do not say)."""

    name: str
    posts: int
    built: str
    analyzer: str
    site_url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A value and in how many of the posts found it occurs."""

    value: str
    count: int


class Facets(NamedTuple):
    """Counts over all posts found, not only the page shown: tags by count, years newest first."""

    tags: tuple[Facet, ...] = ()
    years: tuple[Facet, ...] = ()


class Results(NamedTuple):
    """The answer to a query: `total` posts were found, `hits` are those asked for."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Facets
    interpretations: tuple[Interpretation, ...]
    took_ms: float

    def to_json(self) -> dict[str, Any]:
        """Plain values in the shape of the JSON contract."""
        return {
            "query": self.query,
            "total": self.total,
            "took_ms": round(self.took_ms, 2),
            "interpretations": [_interpretation_to_json(note) for note in self.interpretations],
            "hits": [hit.to_json() for hit in self.hits],
            "facets": {
                "tags": [{"value": facet.value, "count": facet.count} for facet in self.facets.tags],
                "years": [{"value": facet.value, "count": facet.count} for facet in self.facets.years],
            },
        }


def _interpretation_to_json(note: Interpretation) -> dict[str, Any]:
    return {
        "kind": note.kind,
        "text": note.text,
        "applied": note.applied,
        "from": note.original,
        "to": note.replacement,
    }
