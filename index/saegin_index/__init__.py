"""saegin's indexer: from Markdown posts to a committed full-text index.

>>> from saegin_index import index_posts
>>> report = index_posts("contents", ".saegin")
>>> report.added, report.unchanged
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from saegin_index.reindex import IndexReport, index_posts

__all__ = ["IndexReport", "index_posts"]


def __getattr__(name: str) -> Any:
    # A search imports this package for its errors and its reader; it need not load the indexer with them.
    if name in __all__:
        from saegin_index import reindex

        return getattr(reindex, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
