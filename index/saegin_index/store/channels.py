"""The names of the index's fields of text.

Three channels carry each field: terms (morphemes), bigrams and stems, see `saegin_index.korean`. Code blocks are kept
apart in a field of their own, with terms only, so that listings are found without drowning prose.
"""

from __future__ import annotations

PROSE_FIELDS = ("title", "headings", "tags", "description", "body")
TERM_FIELDS = (*PROSE_FIELDS, "code")
TITLE = ("title",)
BIGRAMS = "_bigrams"
STEMS = "_stems"
WORD_CHANNELS = (*TERM_FIELDS, *(field + STEMS for field in PROSE_FIELDS))
"""All that holds whole words."""
