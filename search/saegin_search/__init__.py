"""saegin's search: from a query string to ranked, highlighted answers.

>>> from saegin_search import open_searcher
>>> with open_searcher(".saegin") as searcher:
...     results = searcher.search("검색 엔진", limit=10)
"""

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
