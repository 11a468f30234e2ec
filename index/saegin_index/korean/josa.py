"""Josa, the particles glued to nouns, for words cut without a dictionary."""

from __future__ import annotations

from functools import lru_cache

_JOSA = """
은 는 이 가 을 를 의 에 에서 에게 에게서 한테 께 께서 로 으로 로서 으로서 로써 으로써 와 과 랑 이랑 하고 도 만 까지 부터
마저 조차 밖에 뿐 처럼 같이 보다 마다 이나 나 든지 이든지 라도 이라도 라는 이라는 라고 이라고 란 이란 에는 에도 에만
에서는 에서도 에서의 으로는 로는 으로도 로도 으로의 로의 에게는 과는 와는 과의 와의 까지의 까지는 부터는 만의 만이 만을
이며 며 이고 인 이다 입니다 이었다 였다 으로부터 로부터 에서부터 들 들이 들은 들을 들의 들에게 들도 들과 들로
"""
NOUN_JOSA = frozenset(
    """
    을 를 의 에 에는 에도 에서 에서는 에서도 에서의 으로 로 으로는 로는 으로의 로의 와 과 와의 과의
    이란 란 까지 부터 처럼 보다 들 들이 들은 들을 들의 들에게 들과 들로
    """.split()
)
"""Josa that follow nouns alone; others are spelled like endings of verbs (는, 고, 지만) or follow these too (은)."""

JOSA = tuple(sorted(_JOSA.split(), key=lambda josa: (-len(josa), josa)))
_LONGEST = len(JOSA[0])
_SET = frozenset(JOSA)


@lru_cache(maxsize=1 << 14)
def strip_josa(word: str, shortest_stem: int = 2) -> str:
    """The word without its longest josa, if at least `shortest_stem` characters remain."""
    for length in range(min(_LONGEST, len(word) - shortest_stem), 0, -1):
        if word[-length:] in _SET:
            return word[:-length]
    return word
