"""Dates as bloggers write them, and as their file names carry them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from dateutil import parser

# 2022-7-01, 2022.07.01, 2022. 7. 1., 2022/7/1, 2022년 7월 1일
_NUMBERS = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})(?:일|\.(?!\d)|(?=T|\s|$))")
_KOREAN_CLOCK = re.compile(r"(오전|오후)\s*(\d{1,2}:\d{2}(?::\d{2})?)")
_IN_PATH = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-./_](\d{1,2})[-./_](\d{1,2})(?!\d)|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
# The library fills in what a text does not say from this; a year that is still 1 was never said.
_UNSAID = datetime(1, 1, 1)
_ZONES = {"KST": 9, "JST": 9, "UTC": 0, "GMT": 0, "Z": 0}
_LONGEST = 64


def parse_date(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment `text` states, as wall-clock time in `zone` without tzinfo; None when it states none.

    A text without a zone of its own is wall-clock time already.
    """
    text = _NUMBERS.sub(lambda found: f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}", text.strip()[:_LONGEST], count=1)
    text = _KOREAN_CLOCK.sub(lambda found: f"{found[2]} {'AM' if found[1] == '오전' else 'PM'}", text)
    try:
        moment = _parse(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError, TypeError, ArithmeticError, LookupError, AttributeError):
        return None  # the library's parser leaks all of these for one odd text or another
    return moment if moment.year >= 1900 else None


def _parse(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parser.parse(text, default=_UNSAID, tzinfos=_zone)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    return timezone(timedelta(hours=_ZONES[name])) if name in _ZONES else None


def date_in_path(path: str) -> datetime | None:
    """The date a file name or its folders carry (`2020-04-12-title.md`, `2020/04/12/title.md`), the last one
    if many.
    """
    for found in reversed(list(_IN_PATH.finditer(path))):
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
        try:
            return datetime(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
