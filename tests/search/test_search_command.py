"""A command line of a search is read without typer as typer reads it, or left to typer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from saegin_search import cli
from saegin_search.search_command import OPTIONS, QUERY_HELP, parse

READ = [
    ["검색"],
    ["검색", "엔진"],
    ["검색", "-광고", "-BM25", "--limit", "3"],
    ["--limit=3", "검색", "--offset", "2", "--limit", "4"],
    ["검색", "--tag", "일상", "--tag=개발", "--json"],
    ["--exact", "검색", "--json", "--json", "--sort", "newest"],
    ["검색", "--index", "어디/여기", "--author", "이한솔", "--after=2017-03", "--before", "2020"],
    ["검색", "--author", "-x"],
    ["검색", "-"],
    ["", "tag:일상"],
    ["검색", "--limit", " 3 "],
    ["검색", "--tag="],
]
LEFT = [
    [],
    ["--help"],
    ["검색", "-h"],
    ["검색", "-xh"],
    ["검색", "--lim", "3"],
    ["검색", "--없음"],
    ["검색", "--", "--json"],
    ["검색", "--limit"],
    ["검색", "--limit", "셋"],
    ["검색", "--sort", "best"],
    ["검색", "--json=1"],
    ["검색", "--open", "1"],
    ["--json"],
]


def by_typer(arguments: list[str]) -> dict[str, Any]:
    """The parameters that typer gives `search`."""
    found: dict[str, Any] = {}
    app = typer.Typer()
    app.command(context_settings=cli.SEARCH_SETTINGS)(
        cli._for_typer(lambda **values: found.update(values) or 0, OPTIONS, QUERY_HELP)
    )
    app(arguments, standalone_mode=False)
    return found


@pytest.mark.parametrize("arguments", READ)
def test_what_is_read_is_read_as_by_typer(arguments: list[str]) -> None:
    values = parse(["search", *arguments])
    assert values is not None
    assert values == by_typer(arguments)
    assert isinstance(values["index_dir"], Path | None)


@pytest.mark.parametrize("arguments", LEFT)
def test_what_is_not_plain_is_left_to_typer(arguments: list[str]) -> None:
    assert parse(["search", *arguments]) is None


def test_other_commands_are_left_to_typer() -> None:
    assert parse([]) is None
    assert parse(["status"]) is None
    assert parse(["--verbose", "search", "검색"]) is None


def test_every_option_has_a_parameter_of_its_own() -> None:
    assert len({option.name for option in OPTIONS}) == len({option.flag for option in OPTIONS}) == len(OPTIONS)
