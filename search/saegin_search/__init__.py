"""saegin's search: from a query string to ranked, highlighted answers.

>>> from saegin_search import open_searcher
>>> with open_searcher(".saegin") as searcher:
...     results = searcher.search("검색 엔진", limit=10)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from saegin_search.results import Facet, Facets, Hit, Interpretation, Results, SectionHit, Snippet
    from saegin_search.searcher import Searcher, open_searcher

__all__ = [
    "Facet",
    "Facets",
    "Hit",
    "Interpretation",
    "Results",
    "Searcher",
    "SectionHit",
    "Snippet",
    "open_searcher",
]


def __getattr__(name: str) -> Any:
    # The command line lives in this package too, and most of its commands need no searcher.
    if name in __all__:
        module = "searcher" if name in ("Searcher", "open_searcher") else "results"
        return getattr(import_module(f"saegin_search.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
