"""What a generator's own configuration states: base URL, permalinks, author, time zone, language.

Only data is read (YAML, TOML, JSON). Configuration written in JavaScript or Python is a program, and is not
run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from saegin_index.posts.conventions import Convention, Source
from saegin_index.posts.lenient import read_key_lines

# Jekyll's names for whole patterns: https://jekyllrb.com/docs/permalinks/#built-in-formats
JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the site says about itself; empty where it says nothing.

    `permalinks` by folder (`""`: all folders).
    """

    site_url: str = ""
    author: str = ""
    timezone: str = ""
    language: str = ""
    future: bool = False
    permalinks: tuple[Source, ...] = ()


def read_site_settings(site: Path, convention: Convention) -> SiteSettings:
    """The first settings file of the generator that holds any; empty settings when none does."""
    for name in convention.settings:
        table = _read_table(site / name)
        if table:
            return SiteSettings(
                site_url=_site_url(table),
                author=_author(table),
                timezone=_timezone(table),
                language=_text(table, "language", "languageCode", "defaultContentLanguage", "default_language", "lang"),
                future=table.get("future") is True or table.get("buildFuture") is True,
                permalinks=_permalinks(table, convention),
            )
    return SiteSettings()


def _read_table(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    try:
        text = file.read_text(encoding="utf-8-sig")
        table = _parse(text, file.suffix)
    except (OSError, ValueError, RecursionError):  # a broken one is the generator's to complain about
        return {}
    return table if isinstance(table, dict) else {}


def _parse(text: str, suffix: str) -> Any:
    """Raises ValueError for anything but the format the suffix names."""
    if suffix == ".toml":
        import tomllib

        return tomllib.loads(text)
    if suffix == ".json":
        import json

        return json.loads(text)
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return read_key_lines(text)  # Ruby's and JavaScript's parsers forgive more than Python's


def _text(table: Mapping[str, Any], *keys: str) -> str:
    return next((value.strip() for key in keys if isinstance(value := table.get(key), str) and value.strip()), "")


def _site_url(table: Mapping[str, Any]) -> str:
    """Base URL with the path the site is mounted at (Jekyll's `baseurl`), or that path alone; no trailing slash."""
    url = _text(table, "baseURL", "baseUrl", "base_url", "site_url", "url")
    mounted = _text(table, "baseurl", "root").strip("/")
    if not url.startswith(("http://", "https://")):
        return f"/{mounted}" if mounted else ""
    url = url.rstrip("/")
    return f"{url}/{mounted}" if mounted and not url.endswith(f"/{mounted}") else url


def _author(table: Mapping[str, Any]) -> str:
    params = table.get("params")
    for place in (table, params if isinstance(params, dict) else {}):
        author = place.get("author")
        if isinstance(author, dict):
            author = author.get("name")
        if isinstance(author, str) and author.strip():
            return author.strip()
    return ""


def _timezone(table: Mapping[str, Any]) -> str:
    """A zone that exists, or "": Hexo and Jekyll accept names that only their own system knows."""
    from zoneinfo import ZoneInfo

    name = _text(table, "timezone", "timeZone")
    try:
        return str(ZoneInfo(name)) if name else ""
    except (OSError, ValueError, KeyError):
        return ""


def _permalinks(table: Mapping[str, Any], convention: Convention) -> tuple[Source, ...]:
    whole = table.get("permalink")
    if isinstance(whole, str) and whole.strip():
        pattern = JEKYLL_STYLES.get(whole.strip(), whole.strip())
        return (Source("", pattern if pattern.startswith("/") else f"/{pattern}"),)
    by_section = table.get("permalinks")
    if not isinstance(by_section, dict):
        return ()
    pages = by_section.get("page", by_section)  # Hugo 0.131 moved the sections of pages below "page"
    root = convention.sources[0].folder
    return tuple(
        Source(f"{root}/{section}".rstrip("/"), pattern)
        for section, pattern in (pages.items() if isinstance(pages, dict) else ())
        if isinstance(pattern, str)
    )
