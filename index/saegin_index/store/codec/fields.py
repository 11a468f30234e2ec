"""The field whose terms come ready made from the analyzer, whole documents at a time."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

from whoosh import fields, formats

from saegin_index.store.codec.arrayfile import Array


class Terms(NamedTuple):
    """What a document has in a TermsField: its terms in order, any text without lone surrogates."""

    terms: Sequence[str]
    positions: Sequence[int] | None = None


class Bigrams(NamedTuple):
    """What a document has in a TermsField without positions, if that is bigrams: `bigram_codes`."""

    codes: Array


class TermsField(fields.FieldType):
    """A scored, unstored field that is given `Terms` (or `Bigrams`) and hands the writer one item per document.

    With `positions`, terms have positions: non-decreasing, any uint32, several terms may share one. It has no
    analyzer, as its terms are made elsewhere, and no boosts. Only `ArrayWriter` can write it.
    """

    def __init__(self, positions: bool) -> None:
        format_ = formats.Positions() if positions else formats.Frequency()
        super().__init__(format_, analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Any, **_: Any) -> Generator[tuple[Any, int, float, Any], None, None]:
        """One item (terms or bigrams, length, weight 1, nothing) for the pool.

        Raises ValueError when positions are missing, unwanted, not one per term, or not uint32.
        """
        if isinstance(value, Bigrams) and not self.supports("positions"):
            if len(value.codes):
                yield value, len(value.codes), 1.0, None
            return
        if not isinstance(value, Terms):
            raise ValueError(f"a TermsField takes Terms, not {type(value).__name__}")
        terms, positions = value
        if (positions is not None) is not self.supports("positions"):
            raise ValueError("positions must be given to a field that keeps them, and to no other")
        if positions is not None:
            if len(positions) != len(terms):
                raise ValueError(f"{len(positions)} positions for {len(terms)} terms")
            try:
                positions = array("I", positions)
            except OverflowError as error:
                raise ValueError("positions must be uint32") from error
        if terms:
            yield Terms(terms, positions), len(terms), 1.0, None
