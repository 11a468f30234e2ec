"""What the index in a cluster looks like: fields, and how the terms that saegin sends are taken.

Text is analysed by saegin; the cluster splits at spaces. Two kinds of fields carry it:

- *weighed* ones, a term once per post with a number: BM25F's frequency, which adds up a term's occurrences over title,
  text and the rest, each weighed by its field and the field's length. The cluster saturates it and multiplies it by
  what the query says the term is worth; its own statistics, which are about all blogs, play no part.
- *placed* ones, terms in reading order, for phrases. Terms that stand at the same place are joined by `|`.
"""

from __future__ import annotations

from typing import Any

from saegin_index.cluster_settings import ClusterSettings
from saegin_search.ranking import CHANNELS, K1

VERSION = 1
"""Raised when posts that were sent before could not be found or shown any more."""

SCALE = 256
"""What a weighed frequency is multiplied by, to be sent as a whole number."""

JOINER = "|"
GAP = "␣"  # no term: analysis leaves words, and signs such as C++ has
LONGEST_TERM = 400  # characters; longer ones are in no query that a person typed
WEIGHED = "terms"
WEIGHED_TITLE = "title_terms"
PLACED = "text"
PLACED_TITLE = "title"
_FIELD_GAP = 1000  # places between one part of a post and the next, over which no phrase runs


def index_body(settings: ClusterSettings) -> dict[str, Any]:
    """Settings and mapping of a new index."""
    weighed = {
        "type": "text",
        "analyzer": "weighed",
        "search_analyzer": "keyword",
        "similarity": "saturated",
        "index_options": "freqs",
        "norms": False,
    }
    placed = {
        "type": "text",
        "analyzer": "placed",
        "search_analyzer": "keyword",
        "position_increment_gap": _FIELD_GAP,
        "norms": False,
    }
    keyword = {"type": "keyword"}
    kept = {"type": "binary"}
    return {
        "settings": {
            "number_of_shards": settings.shards,
            "number_of_replicas": settings.replicas,
            # Posts of a blog side by side: a search goes through those of one blog alone.
            "index.sort.field": ["blog", "path"],
            "codec": "best_compression",
            "refresh_interval": "30s",
            "analysis": {
                "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 2 * LONGEST_TERM}},
                "filter": {
                    "weight": {"type": "delimited_term_freq", "delimiter": JOINER},
                    "same_place": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": [rf"([^{JOINER}]+)"],
                    },
                },
                "analyzer": {
                    "weighed": {"type": "custom", "tokenizer": "spaces", "filter": ["weight"]},
                    "placed": {"type": "custom", "tokenizer": "spaces", "filter": ["same_place"]},
                },
            },
            "similarity": {
                "saturated": {
                    "type": "scripted",
                    "script": {"source": f"double f = doc.freq; return query.boost * f / (f + {K1 * SCALE});"},
                }
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_routing": {"required": True},
            "_meta": {"saegin": VERSION},
            "properties": {
                "blog": keyword,
                "path": keyword,
                "digest": {**keyword, "index": False},
                "date": {"type": "date", "format": "epoch_second"},
                "year": {"type": "short"},
                "tags": keyword,
                "author": keyword,
                **{WEIGHED + channel: weighed for channel in CHANNELS},
                **{WEIGHED_TITLE + channel: weighed for channel in CHANNELS},
                PLACED: placed,
                PLACED_TITLE: placed,
                "post": kept,
                "occurrences": kept,
            },
        },
    }


def blogs_body(settings: ClusterSettings) -> dict[str, Any]:
    """Settings and mapping of the index that says of each blog what is known of it as a whole, and who writes it."""
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": settings.replicas},
        "mappings": {
            "dynamic": False,
            "_meta": {"saegin": VERSION},
            "properties": {"kind": {"type": "keyword"}, "blog": {"type": "keyword"}, "until": {"type": "long"}},
        },
    }
