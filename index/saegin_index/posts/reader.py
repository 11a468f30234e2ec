"""One post file to a `Reading`: the only place where bytes, settings and conventions meet."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from saegin_index.config import Config
from saegin_index.posts.characters import clean_line
from saegin_index.posts.conventions import SPACE_SEPARATED
from saegin_index.posts.dates import date_in_path, parse_date
from saegin_index.posts.discover import SIZE_LIMIT, PostFile
from saegin_index.posts.encoding import decode
from saegin_index.posts.formats import body_to_plain, front_matter_of
from saegin_index.posts.front_matter import FrontMatter
from saegin_index.posts.markup import Plain, html_to_plain, markdown_to_html
from saegin_index.posts.post import Post, Reading
from saegin_index.posts.privacy import truth, why_withheld, why_withheld_unread
from saegin_index.posts.urls import Place, post_url

_ESCAPED_NAME = re.compile(r"(?:-[0-9a-f]{2}){3,}")
_DATE_PREFIX = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]")
_INLINE_TAG = re.compile(r"(?<![^\s(])#([^\W\d][\w/-]*)")
_SEPARATORS = re.compile("[,;、，]")
_LEFTOVERS = re.compile(r"!?\[!?\[?|\]\(?|\*\*|`{1,3}|#{2,}", re.MULTILINE)
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_LINE_ENDS = "\r\x85\u2028\u2029"
_DESCRIPTION_LIMIT = 1_000


def read_post(file: PostFile, config: Config, raw: bytes) -> Reading:
    """What `raw`, the content of `file`, says as a post of the blog `config`.

    Never raises, whatever the bytes are.
    """
    if len(raw) > SIZE_LIMIT:
        size = f"{len(raw) / 1e6:.1f} MB, the limit is {SIZE_LIMIT / 1e6:.0f} MB"
        return Reading(file.path, left_out=f"too large ({size})", failed=True)
    try:
        text, trouble = decode(raw)
    except ValueError as error:
        return Reading(file.path, left_out=str(error), failed=True)
    if any(end in text for end in _LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    if not text.replace("\ufeff", "").strip():
        return Reading(file.path, left_out="empty", failed=True)
    matter = front_matter_of(text, PurePosixPath(file.path).suffix.lower())
    return _Reader(file.path, config, matter, [trouble] if trouble else []).read()


@dataclass(slots=True)
class _Reader:
    path: str
    config: Config
    matter: FrontMatter
    warnings: list[str] = field(default_factory=list)

    def read(self) -> Reading:
        self.warnings += self.matter.warnings
        zone = ZoneInfo(self.config.timezone)
        now = datetime.now(UTC).astimezone(zone).replace(tzinfo=None)
        reason = self.why_left_out()
        date = self.date("date", zone)
        expires = self.date("expires", zone)
        recheck = None
        if not reason and date and date > now and not self.config.future:
            reason, recheck = "future date", date
        elif not reason and expires:
            reason, recheck = ("expired", None) if expires <= now else ("", expires)
        if reason:
            return Reading(self.path, left_out=reason, warnings=tuple(self.warnings), recheck=_utc(recheck, zone))
        plain = body_to_plain(self.matter.body, PurePosixPath(self.path).suffix.lower(), self.config)
        if not plain.text and PurePosixPath(self.path).stem == "_index":
            return Reading(self.path, left_out="section page without text")
        date = date or date_in_path(self.path)
        post = self.post(plain, date, self.date("updated", zone))
        return Reading(self.path, post, warnings=tuple(self.warnings), recheck=_utc(recheck, zone))

    def post(self, plain: Plain, date: datetime | None, updated: datetime | None) -> Post:
        title = self.title(plain)
        place = Place(
            path=self.config.prefix + self.path,
            title=title,
            date=date,
            slug=self.first("slug"),
            url=self.first("url"),
            categories=tuple(self.listed("categories")),
        )
        return Post(
            path=self.path,
            url=post_url(place, self.config),
            title=title,
            text=plain.text,
            date=date,
            updated=updated,
            tags=self.tags(plain),
            author=", ".join(self.listed("author")) or self.config.author,
            description=self.description(),
            sections=plain.sections,
            code=plain.code,
        )

    def why_left_out(self) -> str:
        """The author's wish; in doubt, the post stays out."""
        reason = why_withheld(self.matter.keys, self.config.drafts)
        if not reason and self.matter.unread:
            reason = why_withheld_unread(self.matter.unread, self.config.drafts)
            if reason:
                self.warnings.append(f"front matter: not wholly readable, but it says {reason!r}: mend it")
        return reason

    def first(self, meaning: str) -> str:
        """The first key of that meaning that holds something, as one line."""
        for key in self.config.keys[meaning]:
            value = self.matter.keys.get(key)
            text = clean_line(value if isinstance(value, str) else " ".join(value or ()))
            if text:
                return text
        return ""

    def date(self, meaning: str, zone: ZoneInfo) -> datetime | None:
        """The first key of that meaning that holds a date; one that holds something else is warned about."""
        for key in self.config.keys[meaning]:
            value = self.matter.keys.get(key)
            text = value if isinstance(value, str) else ""
            if not text or truth(text) in ("true", "false"):
                continue
            moment = parse_date(text, zone)
            if moment is not None:
                return moment
            if not text.startswith(("{{", "<%", "0001")):
                self.warnings.append(f"{key}: {clean_line(text)[:60]!r} is no date; write it like 2017-03-09")
        return None

    def listed(self, meaning: str) -> list[str]:
        """All values of the keys of that meaning, in order, without repeats (whatever their case)."""
        found: dict[str, str] = {}
        for key in self.config.keys[meaning]:
            value = self.matter.keys.get(key, "")
            for word in _split_words(value, key in SPACE_SEPARATED) if isinstance(value, str) else value:
                clean = clean_line(html.unescape(word)).strip("\"'").lstrip("#")
                if clean:
                    found.setdefault(clean.casefold(), clean)
        return list(found.values())

    def tags(self, plain: Plain) -> tuple[str, ...]:
        tags = {tag.casefold(): tag for tag in self.listed("tags")}
        if self.config.generator.inline_tags:
            at = 0
            for start, end in (*plain.code, (len(plain.text), len(plain.text))):
                for found in _INLINE_TAG.finditer(plain.text, at, start):
                    tags.setdefault(found[1].casefold(), found[1])
                at = end
        return tuple(tags.values())

    def title(self, plain: Plain) -> str:
        stated = html.unescape(self.first("title"))
        if stated and not stated.startswith(("{{", "<%")):
            return clean_line(stated)
        first = next((section.heading for section in plain.sections if section.level == 1), "")
        return first or self.name_as_title()

    def name_as_title(self) -> str:
        path = PurePosixPath(self.path)
        name = path.stem
        if name.lower() in ("index", "readme", "_index") and path.parent.name:
            name = path.parent.name
        name = _ESCAPED_NAME.sub(_unescaped, name)
        return clean_line(_DATE_PREFIX.sub("", name, count=1).replace("_", " ")) or path.name

    def description(self) -> str:
        """The description as plain text: bloggers and their tools paste Markdown there, often cut in the
        middle.
        """
        text = self.first_written("description")[:_DESCRIPTION_LIMIT]
        if not any(mark in text for mark in "<[*`&#_\\"):
            return html_to_plain(html.escape(text)).text.replace("\n", " ")
        plain = html_to_plain(markdown_to_html(text)).text
        return clean_line(_LEFTOVERS.sub(" ", plain))

    def first_written(self, meaning: str) -> str:
        """Like `first`, with its line breaks."""
        values = (self.matter.keys.get(key) for key in self.config.keys[meaning])
        return next((value for value in values if isinstance(value, str) and value), "")


def _split_words(text: str, spaces: bool) -> list[str]:
    """Items in one string: between commas or semicolons, else (if `spaces`) between spaces."""
    parts = _SEPARATORS.split(text.strip().strip("[]"))
    return parts[0].split() if spaces and len(parts) == 1 else parts


def _unescaped(found: re.Match[str]) -> str:
    """A folder name that is escaped UTF-8 (`-ec-95-84`) as the word it was."""
    try:
        return bytes.fromhex(found[0].replace("-", "")).decode()
    except ValueError:
        return found[0]


def _utc(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.replace(tzinfo=zone).astimezone(UTC) if moment else None
