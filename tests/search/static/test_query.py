"""The query language: the same in the browser, for queries as they are typed and as nobody would type them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from tests.search.static.node import Node
from tests.search.static.texts import TEXTS, random_texts

from saegin_index.errors import QueryError
from saegin_search.query import MAX_LENGTH, Query, parse_query, readable, with_options

SCRIPT = """
import { isEmpty, parseQuery, readable, withOptions } from './query.js';
const answer = (text, options) => {
  try {
    const query = withOptions(parseQuery(text), options);
    return { query, isEmpty: isEmpty(query), readable: readable(text) };
  } catch (error) {
    return { kind: error.kind, message: error.message };
  }
};
"""
_FIELDS = ("tag", "author", "title", "after", "before", "year", "TAG", "Year", "t\u0131tle", "\u0130", "std", "http")
_DATES = """
2017 2017-03 2017-3-5 2017.03.05. 2017/12/31 2016-02-29 2017-02-29 2017-13 2017-00 2017-04-31 0000 0001 9999 9999-12-31
9999-13 99 201 20170 2017- 2017-3- 2017--3 ２０１７ ２０１７．３ ٢٠١٧ 내일 2017년 '2017' it's 2017-3-5-1
""".split()
_SIGNS = (
    *'" "" - -- : : ： − – — － “ ” „ ＂ \ufeff \u200b \u202e \x00 \x1f \u3000 \xa0'.split(" "),
    "\n",
    " ",
    " ",
    "",
)


def _typed(count: int) -> Iterator[str]:
    """Clauses of every kind, and whatever their signs come to in another order."""
    random = Random(11)
    words = random_texts(count)
    for _ in range(count):
        clauses = []
        for _ in range(random.randint(1, 5)):
            value = random.choice((random.choice(words), random.choice(_DATES), "검색 엔진", ""))
            value = random.choice((value, value, f'"{value}"', f'"{value}', f"“{value}”"))
            field = random.choice(("", "", f"{random.choice(_FIELDS)}{random.choice((':', ':', '：', ' :', ': '))}"))
            clauses.append(random.choice(("", "", "-", "−", "--")) + field + value)
        yield random.choice((" ", " ", "")).join(clauses)
        yield "".join(random.choices((*_SIGNS, *_FIELDS, *_DATES, *words[:9]), k=random.randint(1, 9)))


def _options(count: int) -> Iterator[dict[str, Any]]:
    random = Random(12)
    for _ in range(count):
        tags = random.choices(("파이썬", "C#", " ", ""), (9, 9, 1, 1), k=random.randint(0, 2))
        dates = {side: random.choice(("", "", random.choice(_DATES))) for side in ("after", "before")}
        yield {"tags": tags, **dates}


def _days(date: datetime | None) -> int | None:
    return (date - datetime(1970, 1, 1)).days if date else None


def _plain(query: Query) -> dict[str, Any]:
    filters = query.filters
    return {
        "words": query.words,
        "phrases": list(query.phrases),
        "titles": list(query.titles),
        "excluded": list(query.excluded),
        "excludedPhrases": list(query.excluded_phrases),
        "excludedTitles": list(query.excluded_titles),
        "filters": {
            "tags": list(filters.tags),
            "authors": list(filters.authors),
            "withoutTags": list(filters.without_tags),
            "withoutAuthors": list(filters.without_authors),
            "after": _days(filters.after),
            "before": _days(filters.before),
        },
    }


def _parsed(text: str, options: dict[str, Any]) -> dict[str, Any]:
    after, before = options["after"] or None, options["before"] or None
    try:
        query = with_options(parse_query(text), options["tags"], after=after, before=before)
    except QueryError as error:
        return {"kind": "refused", "message": str(error)}
    return {"query": _plain(query), "isEmpty": query.is_empty, "readable": readable(text)}


def test_queries_are_parsed_alike(node: Node) -> None:
    long = ("가" * MAX_LENGTH, "😀" * MAX_LENGTH, "a" * (MAX_LENGTH + 1), "😀" * (MAX_LENGTH + 1))
    without = {"tags": [], "after": "", "before": ""}
    typed = list(_typed(4000))
    cases = [(text, without) for text in (*TEXTS, *long, *_DATES, *typed)]
    cases += zip(typed[:2000], _options(2000), strict=True)
    for (text, options), answer in zip(cases, node.run(SCRIPT, cases), strict=True):
        assert answer == _parsed(text, options), (text, options)
