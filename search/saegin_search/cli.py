"""The command line: where settings, index and search meet a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext, suppress
from datetime import datetime
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from saegin_index.errors import ConfigError, SaeginError
from saegin_search.arguments import ContentArgument, IndexOption, JsonOption
from saegin_search.console import INTERRUPTED, colour, complain, echo, index_or_default, print_json, run, width
from saegin_search.dictionary_command import dictionary
from saegin_search.export_command import export
from saegin_search.inspection_commands import UNREADABLE_POSTS, check, status
from saegin_search.query import readable
from saegin_search.related_command import related
from saegin_search.search_command import HELP, NO_HITS, OPTIONS, QUERY_HELP, Option, search
from saegin_search.serve_command import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from saegin_index.config import Config
    from saegin_index.reindex import IndexReport

# Nothing here multiplies matrices: starting a thread per core costs more than a search.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

USAGE = 2

app = typer.Typer(
    name="saegin",
    help="Full-text search for Korean blogs.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(dictionary, name="dict")
app.command()(export)
app.command()(related)
app.command()(serve)
app.command()(status)
app.command()(check)


def main() -> None:
    """Run the command line."""
    run(_command)


def _command() -> int:
    try:
        return int(app(standalone_mode=False) or 0)
    except (SaeginError, OSError):
        raise
    except typer.Abort:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- raised again unless typer made it
        return _usage_error(error)


def _usage_error(error: Exception) -> int:
    """Say in one line what typer says in four; anything that is no usage error is a bug and stays one."""
    message = getattr(error, "format_message", None)
    if message is None:
        raise error
    if type(error).__name__ == "NoArgsIsHelpError":  # nothing asked: the message is the help, on lines of its own
        typer.echo(message(), err=True)
        return USAGE
    command = getattr(getattr(error, "ctx", None), "command_path", "saegin")
    complain(f"saegin: {message().rstrip('.')} (see `{command} --help`)")
    return int(getattr(error, "exit_code", USAGE))


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"saegin {version('saegin')}")
        raise typer.Exit


@app.callback()
def _settings(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what is done to stderr.")] = False,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    if verbose:
        import logging

        logging.basicConfig(level=logging.DEBUG, format="%(relativeCreated)6d ms  %(name)s: %(message)s")


@app.command()
def index(
    content: ContentArgument = None,
    index_dir: IndexOption = None,
    full: Annotated[bool, typer.Option("--full", help="Build anew instead of updating.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing unless something is wrong.")] = False,
    wait: Annotated[float, typer.Option(help="Wait for another run to finish, up to so long.", metavar="SECONDS")] = 0,
    every_blog: Annotated[
        bool, typer.Option("--every-blog", help="Move all blogs of the cluster into a new index there.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Build the index, or bring it up to date.

    \b
    saegin index                      the blog in this directory
    saegin index content/posts        these posts
    saegin index --index /srv/idx -q  for cron
    """
    from saegin_index.config import load_config
    from saegin_index.reindex import index_site

    config = load_config(content, index_dir, Path.cwd())
    if every_blog and config.cluster is None:
        raise ConfigError("--every-blog is about a cluster, and the settings name none")
    with _progress(not quiet and not as_json) as progress:
        report = index_site(config, full=full, progress=progress, processes=os.cpu_count() or 1, wait=wait)
    _print_troubles(report, quiet)
    if not quiet and not as_json:
        if config.file is None:
            complain(f"recognised {config.describe()}; `saegin init` writes it down")
        typer.echo(_summary(report))
    published = None
    if config.cluster is not None:
        from saegin_search.cluster_report import publish_blog, published_summary, published_to_json

        with _progress(not quiet and not as_json) as progress:
            published = publish_blog(
                config.cluster, config.index_dir, full=full, every_blog=every_blog, wait=wait, progress=progress
            )
        for path, fault in published.refused:
            complain(f"not in the cluster: {path}: {fault}")
        if not quiet and not as_json:
            typer.echo(published_summary(config.cluster, published))
    if as_json:
        print_json(_report_to_json(report) | ({"cluster": published_to_json(published)} if published else {}))
    if report.faults or (published and published.refused):
        raise typer.Exit(UNREADABLE_POSTS)


def _print_troubles(report: IndexReport, quiet: bool) -> None:
    for path, warning in () if quiet else report.warnings:
        complain(f"warning: {path}: {warning}")
    for path, fault in report.faults:
        complain(f"not indexed: {path}: {fault}")


def _summary(report: IndexReport) -> str:
    counts = ("added", "changed", "removed", "unchanged")
    changes = ", ".join(f"{getattr(report, name)} {name}" for name in counts)
    reasons = ", ".join(f"{count} {reason}" for reason, count in report.reasons[:3])
    skipped = f"{report.skipped} skipped ({reasons})" if report.skipped else "0 skipped"
    return f"{report.posts} posts: {changes}, {skipped}; {report.seconds:.1f} s"


def _report_to_json(report: IndexReport) -> dict[str, Any]:
    names = ("posts", "added", "changed", "removed", "unchanged", "skipped", "analysed")
    return {name: getattr(report, name) for name in names} | {
        "seconds": round(report.seconds, 3),
        "warnings": [{"path": path, "message": message} for path, message in report.warnings],
        "faults": [{"path": path, "message": message} for path, message in report.faults],
    }


def _progress(wanted: bool) -> AbstractContextManager[Callable[[int, int], None] | None]:
    if not wanted or not sys.stderr.isatty() or "NO_COLOR" in os.environ:
        return nullcontext()
    from saegin_search.progress import progress_bar

    return progress_bar()


def _for_typer(command: Callable[..., int], options: Iterable[Option], query_help: str) -> Callable[..., None]:
    """A command of a query and options as typer takes one."""
    query = Annotated[list[str], typer.Argument(help=query_help, metavar="QUERY...")]
    parameters = [Parameter("query", Parameter.KEYWORD_ONLY, annotation=query)]
    for option in options:
        told: Any = Annotated[option.type, typer.Option(option.flag, help=option.help, metavar=option.metavar)]
        parameters.append(Parameter(option.name, Parameter.KEYWORD_ONLY, default=option.default, annotation=told))

    def call(**values: Any) -> None:
        code = command(**values)
        if code:
            raise typer.Exit(code)

    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return call


SEARCH_SETTINGS = {"ignore_unknown_options": True}  # -단어 rules a word out
app.command("search", help=HELP, context_settings=SEARCH_SETTINGS)(_for_typer(search, OPTIONS, QUERY_HELP))


@app.command()
def suggest(
    prefix: Annotated[list[str], typer.Argument(help="The beginning of a query.", metavar="PREFIX...")],
    index_dir: IndexOption = None,
    limit: Annotated[int, typer.Option(help="Suggestions to show.", metavar="N")] = 8,
    as_json: JsonOption = False,
) -> None:
    """Complete a query from the titles, tags and words of the blog.

    \b
    saegin suggest 데이텁             데이터베이스
    saegin suggest ㅎㄱ ㅇㅌ          한글 오토마타
    """
    from saegin_search.searcher import open_searcher

    text = " ".join(prefix)
    with open_searcher(*index_or_default(index_dir)) as searcher:
        suggestions = searcher.suggest(text, limit=limit)
    if as_json:
        print_json({"query": readable(text), "suggestions": [suggestion.to_json() for suggestion in suggestions]})
    else:
        from saegin_search.terminal import render_suggestions

        if suggestions:
            echo("\n".join(render_suggestions(suggestions, width(), colour())))
    if not suggestions:
        complain(f"nothing in the blog begins like {readable(text)[:60]}")
        raise typer.Exit(NO_HITS)


@app.command()
def init(content: ContentArgument = None) -> None:
    """Write saegin.toml with what is recognised of the blog, to be changed by hand."""
    from saegin_index.config import SETTINGS_FILE, as_toml, load_config

    cwd = Path.cwd()
    config = load_config(content, None, cwd)
    home = cwd if config.content.is_relative_to(cwd) else config.site
    file = config.file or home / SETTINGS_FILE
    try:
        with file.open("x", encoding="utf-8") as settings:
            settings.write(as_toml(config, home))
    except FileExistsError:
        complain(f"saegin: {file} holds the settings already: change them there")
        raise typer.Exit(USAGE) from None
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror}") from error
    typer.echo(f"{file}: {config.describe()}")


@app.command()
def watch(content: ContentArgument = None, index_dir: IndexOption = None) -> None:
    """Index every post as it is saved, until Ctrl-C."""
    from saegin_index.config import load_config
    from saegin_index.reindex import index_site

    try:
        from saegin_search.watching import watch_site
    except ModuleNotFoundError as error:
        raise SaeginError("watching needs watchfiles: run `pip install 'saegin[watch]'`") from error

    def load() -> Config:
        return load_config(content, index_dir, Path.cwd())

    def run_both(config: Config) -> IndexReport:
        report = index_site(config)
        if config.cluster is not None:
            from saegin_search.cluster_report import publish_blog

            publish_blog(config.cluster, config.index_dir)
        return report

    load()  # a mistyped folder ends the command; a mistake made later is only reported
    with suppress(KeyboardInterrupt):
        for outcome in watch_site(load, run_both):
            if isinstance(outcome, SaeginError):
                complain(f"saegin: {outcome}")
            else:
                _print_troubles(outcome, quiet=False)
                typer.echo(f"{datetime.now():%H:%M:%S}  {_summary(outcome)}")
