"""The URL of a post: what its front matter demands, else its generator's permalink pattern filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from saegin_index.config import Config
from saegin_index.posts.anchors import ascii_slug
from saegin_index.posts.conventions import PATH_URL, Source

_TOKEN = re.compile(r":(?:[a-z_]+)")
_DATE_TOKEN = re.compile(r":(?:short_year|year|i_month|month|i_day|day|y_day|hour|minute|second)\b")
_DATE_PREFIX = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]?(?=.)")
_DATED_PATH = re.compile(r"(?P<folder>.*?)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<rest>.*)")
_NOT_IN_SLUG = re.compile(r"[^\w.\-]+")
_SAFE = "/:@!$&'()*+,;=~-._"
_SAFE_IN_OWN = f"{_SAFE}%?#"  # an address the author wrote may be escaped already, and go on after its path


@dataclass(frozen=True, slots=True)
class Place:
    """What of a post its URL may be made of. `path` is relative to the site; `categories` as written."""

    path: str
    title: str
    date: datetime | None
    slug: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()


def post_url(place: Place, config: Config) -> str:
    """The address of the post from the root of its host (`/2017/03/a/`), absolute when the post itself says so.

    A pattern that needs a date falls back to the path when the post has none.
    """
    base = urlsplit(config.site_url).path.rstrip("/")
    own = next((each for each in (place.url, place.slug) if each.startswith(("/", "http://", "https://"))), "")
    if own.startswith("http"):
        return _escaped(own, _SAFE_IN_OWN)
    source = _source_of(place.path, config)
    if own and not _TOKEN.search(own):
        return _escaped(base + own, _SAFE_IN_OWN)
    pattern = own or source.permalink
    if place.date is None and _DATE_TOKEN.search(pattern):
        pattern = PATH_URL
    filled = _fill(pattern, place, source, config)
    return _escaped(base + re.sub(r"/{2,}", "/", f"/{filled}"), _SAFE)


def _source_of(path: str, config: Config) -> Source:
    """The source whose folder holds `path`; sources are longest first."""
    for source in config.sources:
        if not source.folder or path.startswith(f"{source.folder}/"):
            return source
    return Source("", config.sources[0].permalink)


def _fill(pattern: str, place: Place, source: Source, config: Config) -> str:
    words = _words(place, source, config)
    return _TOKEN.sub(lambda found: words[found[0][1:]]() if found[0][1:] in words else found[0], pattern)


def _words(place: Place, source: Source, config: Config) -> dict[str, Callable[[], str]]:
    """What each `:word` of a pattern stands for."""
    below = place.path[len(source.folder) :].lstrip("/")
    *folders, file = below.rsplit(".", 1)[0].split("/")
    bundle = bool(folders) and file.lower() in ("index", "_index", "readme", folders[-1].lower())
    name = folders[-1] if bundle else file
    parents = folders[:-1] if bundle else folders
    undated = _DATE_PREFIX.sub("", name, count=1)
    style = _STYLES[config.generator.url_style]
    date = place.date or datetime(1, 1, 1)
    slug = place.slug.strip("/") or style(undated)
    sections = "/".join(style(part) for part in parents)
    path = "/".join([*([sections] if sections else []), place.slug.strip("/") or style(name)])
    if file.lower() in ("index", "_index", "readme") and not folders:
        path = ""
    return {
        "year": lambda: f"{date.year:04}",
        "short_year": lambda: f"{date.year % 100:02}",
        "month": lambda: f"{date.month:02}",
        "i_month": lambda: str(date.month),
        "day": lambda: f"{date.day:02}",
        "i_day": lambda: str(date.day),
        "y_day": lambda: f"{date.timetuple().tm_yday:03}",
        "hour": lambda: f"{date.hour:02}",
        "minute": lambda: f"{date.minute:02}",
        "second": lambda: f"{date.second:02}",
        "name": lambda: name,
        "path": lambda: path,
        "path_html": lambda: path if path == "" else f"{path}/" if bundle else f"{path}.html",
        "sections": lambda: sections,
        "section": lambda: sections.split("/")[0],
        "slug": lambda: slug,
        "filename": lambda: style(undated),
        "contentbasename": lambda: style(undated),
        "slugorfilename": lambda: slug,
        "slugorcontentbasename": lambda: slug,
        "post_title": lambda: undated,
        "title": lambda: _title_word(place, slug, undated, parents, config),
        "title_slug": lambda: place.slug or style(place.title),
        "category": lambda: "/".join(style(each.lower()) for each in place.categories),
        "categories": lambda: "/".join(style(each.lower()) for each in place.categories),
        "dated_path": lambda: _dated_path(below, place.slug),
        "output_ext": lambda: ".html",
    }


def _title_word(place: Place, slug: str, undated: str, parents: list[str], config: Config) -> str:
    """`:title` is the title to Hugo, the path below _posts to Hexo, and the file name to Jekyll."""
    if config.generator.name == "hugo":
        return _STYLES["slug"](place.title)
    if config.generator.name == "hexo":
        return "/".join([*parents, undated])
    return slug


def _dated_path(below: str, slug: str) -> str:
    """As Docusaurus: a date in the file or folder name becomes folders, the rest follows."""
    if slug:
        return slug.strip("/")
    path = re.sub(r"/index$", "", below.rsplit(".", 1)[0])
    found = _DATED_PATH.fullmatch(path)
    if not found:
        return path
    rest = f"{found['folder']}{found['rest']}".strip("/")
    return "/".join(part for part in (found["date"].replace("-", "/"), rest) if part)


def _slug(text: str) -> str:
    """Lower case, everything but letters, digits, dots and hyphens a single hyphen; Korean stays."""
    return re.sub(r"-{2,}", "-", _NOT_IN_SLUG.sub("-", text)).strip("-.").lower()


def _verbatim(text: str) -> str:
    return text


_STYLES: dict[str, Callable[[str], str]] = {"verbatim": _verbatim, "slug": _slug, "ascii": ascii_slug}


def _escaped(url: str, safe: str) -> str:
    """Korean stays readable; only what would end or break the address is percent-encoded."""
    return "".join(char if not char.isascii() or char.isalnum() or char in safe else quote(char) for char in url)
