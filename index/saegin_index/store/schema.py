"""The fields of the Whoosh index.

Whoosh pickles a schema into its table of contents; it is never read from there: an index is always opened with this
one, and the manifest says whether the two agree.
"""

from __future__ import annotations

from typing import Any

from whoosh import fields

from saegin_index.store.channels import BIGRAMS, PROSE_FIELDS, STEMS, TERM_FIELDS
from saegin_index.store.codec.documents import NO_DATE as NO_DATE
from saegin_index.store.codec.fields import TermsField


def build_schema() -> Any:
    """The Whoosh schema.

    `path` is the unique key. `tag` and `author_key` hold exact values, folded, for filtering. Nothing is stored: what
    is shown of a post, and what is looked at for all of them, are rows beside Whoosh's own (`codec.documents`), so that
    a search needs no Whoosh.
    """
    schema: dict[str, Any] = {
        "path": fields.ID(unique=True),
        "tag": TermsField(positions=False),
        "author_key": TermsField(positions=False),
    }
    for name in TERM_FIELDS:
        schema[name] = TermsField(positions=True)
    for name in PROSE_FIELDS:
        schema[name + BIGRAMS] = TermsField(positions=False)
        schema[name + STEMS] = TermsField(positions=False)
    return fields.Schema(**schema)
