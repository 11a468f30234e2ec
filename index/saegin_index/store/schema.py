"""The fields of the Whoosh index.

Whoosh pickles a schema into its table of contents; it is never read from there: an index is always opened with this
one, and the manifest says whether the two agree.
"""

from __future__ import annotations

from typing import Any

from whoosh import columns, fields

from saegin_index.store.codec.fields import TermsField
from saegin_index.store.document import BIGRAMS, PROSE_FIELDS, STEMS, TERM_FIELDS

NO_DATE = -(2**62)
"""In the date column: a post that states no date. Sorts as the oldest."""

SEPARATOR = "\x1f"
"""Between the values of one post in a column that has several."""


def build_schema() -> Any:
    """The Whoosh schema.

    `path` is the unique key. `tag` and `author_key` hold exact values, folded, for filtering; the columns `date`
    (seconds since 1970 of the wall-clock time), `tag_list` and `name_list` (title and headings), both as written, serve
    filters, sorting, facets and what looks at every post.
    """
    schema: dict[str, Any] = {
        "path": fields.ID(stored=True, unique=True),
        "tag": TermsField(positions=False),
        "author_key": TermsField(positions=False),
        "date": fields.COLUMN(columns.NumericColumn("q", default=NO_DATE)),
        "tag_list": fields.COLUMN(columns.VarBytesColumn()),
        "name_list": fields.COLUMN(columns.VarBytesColumn()),
    }
    for name in TERM_FIELDS:
        schema[name] = TermsField(positions=True)
    for name in PROSE_FIELDS:
        schema[name + BIGRAMS] = TermsField(positions=False)
        schema[name + STEMS] = TermsField(positions=False)
    for name in ("post", "occurrences"):
        schema[name] = fields.STORED()
    return fields.Schema(**schema)
