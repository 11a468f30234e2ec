"""The READMEs, held against the command line: commands, options, exit codes, settings, and every example they show.

`SAEGIN_UPDATE_DOCS=1 pytest tests/test_docs.py` writes what the examples print today into them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from saegin_index import index_posts
from saegin_index.config import load_config
from saegin_index.errors import ConfigError, SaeginError
from saegin_search import Searcher
from saegin_search.cli import NO_HITS, UNREADABLE_POSTS, app, main

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.ko.md")
UPDATE = bool(os.environ.get("SAEGIN_UPDATE_DOCS"))

FINE, USAGE = 0, 2


def commands(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its name, which is of two words where it belongs to a group."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


COMMANDS: dict[str, Any] = dict(commands(typer.main.get_command(app)))


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> Path:
    return ROOT / str(request.param)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the sample blog where the READMEs expect it, indexed as they say."""
    shutil.copytree(ROOT / "tests" / "blog", tmp_path / "tests" / "blog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    index_posts("tests/blog/contents", ".saegin")
    return tmp_path


def blocks(readme: Path, language: str) -> list[str]:
    """The contents of the fenced code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", readme.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def tables(readme: Path) -> Iterator[list[list[str]]]:
    """The tables, as rows of cells, without their headings."""
    for lines in re.findall(r"(?:^\|.*\n)+", readme.read_text("utf-8"), re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in lines.splitlines()]
        yield rows[2:]


def table(readme: Path, first_cell: str) -> list[list[str]]:
    """The table whose first row starts with this cell."""
    return next(rows for rows in tables(readme) if rows[0][0] == first_cell)


def quoted(text: str) -> list[str]:
    """What stands in backticks, code blocks left out."""
    return re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def options(command: Any) -> set[str]:
    return {name for param in command.params for name in param.opts if name.startswith("-")} - {"-h", "--help"}


def run(command_line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """What a `saegin ...` line prints to stdout, and its exit code."""
    capsys.readouterr()
    monkeypatch.setattr("sys.argv", shlex.split(command_line))
    try:
        main()
        code: Any = 0
    except SystemExit as end:
        code = end.code or 0
    return capsys.readouterr().out, code


def without_times(text: str) -> str:
    return re.sub(r"\d+\.\d+ (?=m?s\b)", "0.0 ", text)


def check_block(readme: Path, language: str, shown: str, actual: str) -> None:
    """The block is what the program prints, but for times; or is made so."""
    if without_times(shown) == without_times(actual):
        return
    if UPDATE:
        text = readme.read_text("utf-8")
        readme.write_text(text.replace(f"```{language}\n{shown}```", f"```{language}\n{actual}```", 1), "utf-8")
    else:
        assert without_times(shown) == without_times(actual), "SAEGIN_UPDATE_DOCS=1 writes the new output"


# --- commands --------------------------------------------------------------------------------------------------------


def test_every_command_and_option_has_help() -> None:
    for name, command in COMMANDS.items():
        assert command.help, f"saegin {name}"
        for param in command.params:
            assert getattr(param, "help", None), f"saegin {name} {param.name}"


def test_documented_commands_and_options_are_those_there_are(readme: Path) -> None:
    documented: dict[str, set[str]] = {}
    command = ""
    for first, option, _ in table(readme, "`saegin index [CONTENT]`"):
        if first:
            command = re.match("saegin ([a-z ]*[a-z])", first.strip("`"))[1]  # type: ignore[index]
        documented.setdefault(command, set()).update(word.split()[0] for word in quoted(option))
    assert documented == {name: options(command) for name, command in COMMANDS.items()}


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_commands_named_anywhere_exist(name: str) -> None:
    shell = [block for language in ("sh", "console") for block in blocks(ROOT / name, language)]
    lines = [*quoted((ROOT / name).read_text("utf-8")), *re.split(r"&&|\n", "\n".join(shell))]
    for line in lines:
        named = re.match(r"\W*(?:\S*/)?saegin (dict [a-z]+|[a-z]+)(.*)", line)
        if named:
            outside_quotes = re.sub("'[^']*'", "", named[2])
            given = set(re.findall(r"(?<= )--?[a-z][a-z-]*", outside_quotes))
            assert given <= options(COMMANDS[named[1]]), line


def test_documented_exit_codes_are_those_there_are(readme: Path) -> None:
    documented = [int(code) for code, _ in table(readme, "0")]
    errors = {error.exit_code for error in _errors(SaeginError)}
    assert documented == sorted({FINE, NO_HITS, USAGE, UNREADABLE_POSTS} | errors)


def _errors(base: type[SaeginError]) -> Iterator[type[SaeginError]]:
    yield base
    for error in base.__subclasses__():
        yield from _errors(error)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("saegin search 자연어", FINE),
        ("saegin search 쀍쀍", NO_HITS),
        ("saegin search", USAGE),
        ("saegin search tag:", USAGE),
        ("saegin index nowhere", 2),
        ("saegin search --index nowhere 자연어", 3),
        ("saegin status --index nowhere", 3),
    ],
)
@pytest.mark.usefixtures("checkout")
def test_exit_codes(line: str, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(line, capsys, monkeypatch)[1] == code


# --- examples --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("checkout")
def test_terminal_examples(readme: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert blocks(readme, "console")
    for shown in blocks(readme, "console"):
        command, _, _ = shown.partition("\n")
        output, code = run(command.removeprefix("$ "), capsys, monkeypatch)
        assert code == FINE
        check_block(readme, "console", shown, f"{command}\n{output}")


@pytest.mark.usefixtures("checkout")
def test_python_example(readme: Path) -> None:
    (example,) = blocks(readme, "python")
    (shown,) = blocks(readme, "text")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(example, str(readme), "exec"), {})
    check_block(readme, "text", shown, printed.getvalue())


def test_json_example_has_the_shape_of_an_answer(readme: Path, blog: Searcher) -> None:
    (shown,) = blocks(readme, "json")
    example = json.loads(shown)
    assert shape(example) == shape(blog.search(example["query"]).to_json())


def shape(value: Any) -> Any:
    """The keys at every level, and the types of what is not a table or a list."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    return type(value).__name__


def test_query_examples_find_something(readme: Path, blog: Searcher) -> None:
    rows = table(readme, "`검색 엔진`")
    for query in (query for first, _ in rows for query in quoted(first)):
        assert blog.search(query).total, query


def test_documented_settings_are_those_there_are(readme: Path, tmp_path: Path) -> None:
    (tmp_path / "saegin.toml").write_text("no-such-setting = 1\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(None, None, tmp_path)
    known = str(caught.value).partition("the settings are ")[2].split(", ")
    assert sorted(name for first, _ in table(readme, "`content`") for name in quoted(first)) == sorted(known)


def test_documented_quality_is_what_the_tests_demand(readme: Path) -> None:
    floors = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text("utf-8"))
    rows = next(rows for rows in tables(readme) if "(`josa`)" in rows[0][0])
    documented = {quoted(first)[0]: float(floor) for first, _, floor in rows}
    assert documented == floors["ash84"] | {"korquad": floors["korquad"]["all"]}


def test_both_languages_show_the_same_code() -> None:
    english, korean = (ROOT / name for name in READMES)
    for language in ("sh", "python", "json"):
        assert blocks(english, language) == blocks(korean, language)
