"""What was worked out lately and may be asked for again: a memory that never takes more than a bound."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Recent(Generic[_K, _V]):
    """Values by key. May be shared between threads: a value may be lost, which costs working it out again.

    When the younger half is full it becomes the older one, which is dropped whole; what is asked for moves to the
    younger half. So nothing is counted, and no order kept, where a value is only looked up.
    """

    def __init__(self, room: int) -> None:
        """`room` is what all values together may take, in the unit of `keep`'s `size`."""
        self._room = room // 2
        self._taken = 0
        self._younger: dict[_K, tuple[_V, int]] = {}
        self._older: dict[_K, tuple[_V, int]] = {}

    def get(self, key: _K) -> _V | None:
        """The value, if it is still there."""
        kept = self._younger.get(key)
        if kept is None:
            kept = self._older.get(key)
            if kept is None:
                return None
            self.keep(key, *kept)
        return kept[0]

    def clear(self) -> None:
        """Forget everything."""
        self._younger, self._older, self._taken = {}, {}, 0

    def keep(self, key: _K, value: _V, size: int) -> None:
        """Remember a value; one that would take more than half of the room is not worth it."""
        if size > self._room:
            return
        if self._taken + size > self._room:
            self._older, self._younger, self._taken = self._younger, {}, 0
        self._younger[key] = (value, size)
        self._taken += size
