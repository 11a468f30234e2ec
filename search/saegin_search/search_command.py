"""`saegin search`: its options, and what it does; typer is told of both by `cli`.

Loading typer takes longer than a search. So a command line that is plainly one of a search is read here; typer reads
all others, those with a mistake and those that ask for help as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from saegin_index.errors import ConfigError
from saegin_search.console import colour, complain, echo, index_or_default, print_json, width
from saegin_search.query import SORTS, Sort
from saegin_search.results import Hit

NO_HITS = 1


class Option(NamedTuple):
    """An option: the parameter of `search` it sets, its flag, its type for typer, how its value is read here.

    What has no `read` is a switch; `sets_apart`: a command line with it is left to typer.
    """

    name: str
    flag: str
    type: Any
    help: str
    metavar: str | None = None
    read: Callable[[str], Any] | None = None
    default: Any = None
    repeats: bool = False
    sets_apart: bool = False


def _sort(value: str) -> Sort:
    return SORTS[SORTS.index(value)]


HELP = """Search the index.

\b
saegin search 검색 엔진
saegin search '"형태소 분석기" -광고 tag:파이썬'
saegin search 회고 --after 2017-03 --sort newest
"""
QUERY_HELP = 'Words, "phrases", -words, tag:, ...'
INDEX = Option(
    "index_dir", "--index", Path | None, "Index directory (default: .saegin beside the settings).", "DIR", Path
)
JSON = Option("as_json", "--json", bool, "Print JSON.", default=False)
OPTIONS = (
    INDEX,
    Option("tag", "--tag", list[str] | None, "Only posts with this tag (may be repeated).", "T", str, repeats=True),
    Option("author", "--author", str | None, "Only posts by this author.", "A", str),
    Option("after", "--after", str | None, "Only posts from this day, month or year on.", "D", str),
    Option("before", "--before", str | None, "Only posts before it.", "D", str),
    Option("sort", "--sort", Sort, "What comes first.", read=_sort, default="relevance"),
    Option("limit", "--limit", int, "Hits to show.", "N", int, 10),
    Option("offset", "--offset", int, "Hits to leave out at the beginning.", "N", int, 0),
    Option("exact", "--exact", bool, "Only the words as typed, whatever they may mean.", default=False),
    JSON,
    Option("open_hit", "--open", int | None, "Open the N-th hit in the browser.", "N", int, sets_apart=True),
)


def parse(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The parameters of `search` for a command line without the program's name; None: it is for typer to read.

    What is read here is read as typer does: options stand anywhere, the last one counts, -단어 rules a word out.
    """
    if arguments[:1] != ["search"] or "_SAEGIN_COMPLETE" in os.environ or os.name == "nt":
        return None
    values: dict[str, Any] = {"query": []} | {option.name: option.default for option in OPTIONS}
    rest = iter(arguments[1:])
    try:
        for argument in rest:
            if argument.startswith("--"):
                _take(argument, rest, values)
            elif argument.startswith("-") and "h" in argument:
                return None  # -h, alone or among other letters, asks for help
            else:
                values["query"].append(argument)
    except (KeyError, ValueError, StopIteration):
        return None
    return values if values["query"] else None


def _take(argument: str, rest: Iterator[str], values: dict[str, Any]) -> None:
    """Read an option, with its value from what follows; raises KeyError, ValueError, StopIteration if it is not one."""
    flag, equals, value = argument.partition("=")
    option = _BY_FLAG[flag]
    if option.sets_apart or (option.read is None and equals):
        raise ValueError(flag)
    if option.read is None:
        values[option.name] = True
        return
    given = option.read(value if equals else next(rest))
    values[option.name] = [*(values[option.name] or ()), given] if option.repeats else given


_BY_FLAG = {option.flag: option for option in OPTIONS}


def search(
    query: list[str],
    index_dir: Path | None,
    tag: list[str] | None,
    author: str | None,
    after: str | None,
    before: str | None,
    sort: Sort,
    limit: int,
    offset: int,
    exact: bool,
    as_json: bool,
    open_hit: int | None,
) -> int:
    """Search the index and show what is found; gives the exit code."""
    from saegin_search.searcher import open_searcher
    from saegin_search.terminal import note_lines, render

    unknown = next((word for word in query if word.startswith("--")), None)
    if unknown:
        _refuse(f"no such option: {unknown}")
    with open_searcher(*index_or_default(index_dir)) as searcher:
        results = searcher.search(
            " ".join(query),
            limit=limit,
            offset=offset,
            tags=tag or (),
            author=author,
            after=after,
            before=before,
            sort=sort,
            exact=exact,
            facets=as_json,
        )
        site_url = searcher.site_url
    if as_json:
        print_json(results.to_json())
    elif results.hits:
        echo("\n".join(render(results, offset, site_url, width(), colour())))
    else:
        filters = " with these filters" if tag or author or after or before else ""
        if results.total:
            complain(f"only {results.total} posts found: --offset {offset} is past the last")
        else:
            complain(f"no posts found for {results.query[:60]}{filters}")
            for line in note_lines(results.interpretations):
                complain(line)
    if open_hit is not None:
        _open(results.hits, open_hit, site_url)
    return 0 if results.hits else NO_HITS


def _open(hits: tuple[Hit, ...], number: int, site_url: str) -> None:
    if not 1 <= number <= len(hits):
        _refuse(f"there is no hit {number} among the {len(hits)} shown", param_hint="--open")
    if not urlsplit(site_url).netloc:
        raise ConfigError("where the blog is, is not known: set site_url in saegin.toml and run `saegin index`")
    import typer

    typer.launch(urljoin(site_url, hits[number - 1].url))


def _refuse(message: str, **options: Any) -> None:
    """A usage error, as typer says it."""
    import typer

    raise typer.BadParameter(message, **options)
