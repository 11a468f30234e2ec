"""The query language: what was typed, taken apart into words, phrases, exclusions and filters.

    검색 엔진            posts with both words (or with some, when none has both)
    "검색 엔진"          these words next to each other
    -광고  -"검색 광고"  posts without it
    tag:파이썬  author:지은  title:회고
    after:2017-03  before:2020  year:2017

`after` includes its day, `before` excludes it; a month or a year stands for its first day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import MAXYEAR, date, datetime
from typing import Literal, NamedTuple, get_args

from saegin_index.errors import QueryError
from saegin_index.posts.characters import visible

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)

MAX_LENGTH = 2000  # characters; a pasted error message fits, a pasted file does not

_CLAUSE = re.compile(
    r"""
    (?P<minus>-?)
    (?:(?P<field>(?a:tag|author|title|after|before|year)):)?
    (?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(r"(?P<year>[0-9]{4})(?:[-./](?P<month>[0-9]{1,2})(?:[-./](?P<day>[0-9]{1,2}))?)?")
# What phones and word processors make of the signs of the query language.
_SIGNS = str.maketrans({"：": ":", "−": "-", "–": "-", "—": "-", "－": "-", "“": '"', "”": '"', "„": '"', "＂": '"'})
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Filters(NamedTuple):
    """What a post must be, apart from its words. Tags and authors are compared folded, all tags must be there."""

    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    without_authors: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None


class Query(NamedTuple):
    """A parsed query. `words` is the free text in the order typed, to be ranked by."""

    text: str
    words: str = ""
    phrases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    excluded_phrases: tuple[str, ...] = ()
    excluded_titles: tuple[str, ...] = ()
    filters: Filters = Filters()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for at all."""
        return not (self.words or self.phrases or self.titles or self.excludes or self.filters != Filters())

    @property
    def excludes(self) -> bool:
        """Whether some posts are ruled out by words."""
        return bool(self.excluded or self.excluded_phrases or self.excluded_titles)


def parse_query(text: str) -> Query:
    """Take a query apart.

    A quotation mark without its partner runs to the end. Raises QueryError for a query over `MAX_LENGTH` characters,
    a field without a value, and a date that is none.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query is {len(text):,} characters long; the longest allowed is {MAX_LENGTH:,}")
    clauses = _Clauses()
    for match in _CLAUSE.finditer(readable(text).translate(_SIGNS)):
        phrase, word = match["phrase"], match["word"]
        value = (phrase if phrase is not None else word or "").strip()
        if match["field"]:
            clauses.add_field(match["field"].lower(), value, bool(match["minus"]))
        elif value:
            clauses.add_text(value, phrase is not None, bool(match["minus"]))
    return clauses.query(text)


def printable(text: str) -> str:
    """The text with spaces for control and direction characters, one for one: it cannot steer a terminal."""
    return _STEERING.sub(" ", text)


def readable(text: str) -> str:
    """The text as it could have been typed: printable, without what shows nothing, halves of characters as `?`."""
    return printable(visible(text)).encode("utf-8", "replace").decode("utf-8")


class _Clauses:
    """The clauses of a query as they come, by where they belong."""

    def __init__(self) -> None:
        self.wanted: dict[str, list[str]] = {name: [] for name in ("word", "phrase", "title", "tag", "author")}
        self.unwanted: dict[str, list[str]] = {name: [] for name in self.wanted}
        self.period = Filters()

    def add_text(self, value: str, is_phrase: bool, negative: bool) -> None:
        side = self.unwanted if negative else self.wanted
        side["phrase" if is_phrase else "word"].append(value)

    def add_field(self, field: str, value: str, negative: bool) -> None:
        if not value:
            raise QueryError(f"{field}: has no value; write {field}:{_EXAMPLES[field]}")
        if field in self.wanted:
            (self.unwanted if negative else self.wanted)[field].append(value)
        elif negative:
            raise QueryError(
                f"-{field}: is not understood; only words, phrases, tag:, author: and title: can be ruled out"
            )
        elif field == "year":
            self.period = between(self.period, *year_span(parse_date(value).year))
        elif field == "after":
            self.period = between(self.period, parse_date(value), None)
        else:
            self.period = between(self.period, None, parse_date(value))

    def query(self, text: str) -> Query:
        wanted = {name: tuple(values) for name, values in self.wanted.items()}
        unwanted = {name: tuple(values) for name, values in self.unwanted.items()}
        return Query(
            text=text,
            words=" ".join(wanted["word"]),
            phrases=wanted["phrase"],
            titles=wanted["title"],
            excluded=unwanted["word"],
            excluded_phrases=unwanted["phrase"],
            excluded_titles=unwanted["title"],
            filters=self.period._replace(
                tags=wanted["tag"],
                authors=wanted["author"],
                without_tags=unwanted["tag"],
                without_authors=unwanted["author"],
            ),
        )


_EXAMPLES = {
    "tag": "파이썬",
    "author": "지은",
    "title": "회고",
    "after": "2017-03",
    "before": "2020",
    "year": "2017",
}


def between(filters: Filters, after: datetime | None, before: datetime | None) -> Filters:
    """The filters, narrowed to posts from `after` on and earlier than `before`."""
    afters = [date for date in (filters.after, after) if date]
    befores = [date for date in (filters.before, before) if date]
    return filters._replace(after=max(afters, default=None), before=min(befores, default=None))


def year_span(year: int) -> tuple[datetime, datetime | None]:
    """The first moment of a year, and of the next one if there is one."""
    return datetime(year, 1, 1), datetime(year + 1, 1, 1) if year < MAXYEAR else None


def parse_date(value: str) -> datetime:
    """The first moment of a day, month or year: 2017-03-05, 2017-03, 2017, also with dots or slashes.

    Raises QueryError for anything else.
    """
    # Full-width digits are digits.
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", value).strip().rstrip("."))
    try:
        if match:
            return datetime(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        pass
    raise QueryError(f"'{readable(value[:40])}' is not a date; write 2017, 2017-03 or 2017-03-05")


def with_options(
    query: Query,
    tags: Iterable[str] = (),
    author: str | None = None,
    after: date | str | None = None,
    before: date | str | None = None,
) -> Query:
    """The query with filters given beside it; they mean what the same words in the query mean."""
    tags = (tags,) if isinstance(tags, str) else tuple(tags)
    if author == "" or not all(tag.strip() for tag in tags):
        raise QueryError("a filter has no value: give a tag and an author a name")
    filters = query.filters._replace(tags=(*query.filters.tags, *tags))
    if author:
        filters = filters._replace(authors=(*filters.authors, author))
    return query._replace(filters=between(filters, _as_date(after), _as_date(before)))


def _as_date(value: date | str | None) -> datetime | None:
    if value is None or isinstance(value, str):
        return parse_date(value) if value is not None else None
    # The wall clock is what posts are dated by, whatever the zone.
    return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
