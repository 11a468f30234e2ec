"""Addresses that go into answers: only such as may become a link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

_SCHEMES = ("http", "https", "")


def link(url: str, site_url: str) -> str:
    """Where a post is, absolute when the site's address is known; "" for what is no http address (`javascript:`)."""
    try:
        address = urljoin(site_url, url)
        return address if urlsplit(address).scheme in _SCHEMES else ""
    except ValueError:
        return ""


def linked(hit: dict[str, Any], site_url: str) -> dict[str, Any]:
    """A hit's or a suggestion's JSON with its addresses made safe and absolute."""
    sections = [{**section, "url": link(section["url"], site_url)} for section in hit.get("sections", ())]
    return {**hit, "url": link(hit["url"], site_url), **({"sections": sections} if sections else {})}
