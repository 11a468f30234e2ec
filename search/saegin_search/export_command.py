"""`saegin export`: the search of a site without a server."""

from __future__ import annotations

import os
import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlsplit

import typer

from saegin_search.arguments import IndexOption, JsonOption
from saegin_search.console import index_or_default, print_json

if TYPE_CHECKING:
    from saegin_search.static.export import ExportReport
    from saegin_search.static.folder import Outcome


def export(
    out: Annotated[
        Path, typer.Argument(help="Folder of the built site to write into, such as public/saegin.", metavar="OUT_DIR")
    ],
    index_dir: IndexOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing unless something is wrong.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write the search as files that any static host can serve.

    \b
    saegin export public/saegin
    """
    from saegin_index.korean.analyzer import RULES
    from saegin_index.store.manifest import check_version, read_manifest
    from saegin_search.static.folder import check_place, unchanged

    begun = time.perf_counter()
    index, _ = index_or_default(index_dir)
    check_place(out, index)
    manifest = read_manifest(index)
    check_version(manifest, RULES)
    report: Outcome | ExportReport | None = unchanged(out, manifest.edition_name)
    if report is None:
        from saegin_search.static.export import export_index

        with _spinner(not quiet and not as_json):
            report = export_index(index, out)
    seconds = time.perf_counter() - begun
    if as_json:
        print_json({"out": str(out), **_counts(report), "seconds": round(seconds, 3)})
    elif not quiet:
        typer.echo(_summary(out, report, seconds))
        if sys.stdout.isatty():
            typer.echo("\n".join(("", *theme_lines(out, manifest.site_url))))


def theme_lines(out: Path, site_url: str) -> tuple[str, str]:
    """What a theme needs to have the search, if the folder of the export is in that of the site."""
    place = f"{urlsplit(site_url).path.rstrip('/')}/{quote(out.resolve().name)}"
    return f'<script type="module" src="{place}/saegin-search.js"></script>', "<saegin-search></saegin-search>"


def _counts(report: Outcome | ExportReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in ("written", "kept", "removed", "bytes")}


def _summary(out: Path, report: Outcome | ExportReport, seconds: float) -> str:
    changes = ", ".join(f"{count} {name}" for name, count in _counts(report).items() if name != "bytes")
    files = report.written + report.kept
    return f"{out}: {files} files: {changes}; {report.bytes / 1e6:.1f} MB; {seconds:.1f} s"


def _spinner(wanted: bool) -> AbstractContextManager[object]:
    if not wanted or not sys.stderr.isatty() or "NO_COLOR" in os.environ:
        return nullcontext()
    from saegin_search.progress import spinner

    return spinner("exporting")
