"""A field's terms are found, and nothing else is, however many were looked for before."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from saegin_index.store.codec.postings import Postings, join_terms

# Few letters, so that terms are within others and across the borders of two.
_TEXTS = st.text("가나a", max_size=4)


def _field(terms: list[str]) -> Postings:
    """A field whose terms have a posting each."""
    texts, starts = join_terms(terms)
    ones = np.ones(len(terms), np.uint8)
    none = np.zeros(0, np.uint32)
    numbers = np.arange(len(terms) + 1, dtype=np.uint32)
    return Postings(texts, starts, numbers, np.zeros(len(terms), np.uint16), ones, none, none)


@given(st.sets(_TEXTS, min_size=1, max_size=60), st.sets(_TEXTS), st.sampled_from([0, 40]))
@example({"가"}, {""}, 40)
@example({"가나", "나가"}, {"가나나가", "나나"}, 40)
def test_what_is_there_is_found(there: set[str], others: set[str], before: int) -> None:
    terms = sorted(there)
    field = _field(terms)
    for _ in range(before):
        field.first_at_or_after(b"a")  # many look-ups go another way than the first few
    for number, term in enumerate(terms):
        assert field.find(term.encode()) == number
    for absent in others - there:
        assert field.find(absent.encode()) == -1
