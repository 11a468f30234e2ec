"""What a bounded memory keeps, and what it lets go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from saegin_search.recent import Recent


def test_a_value_is_there_until_others_need_its_room() -> None:
    recent: Recent[str, int] = Recent(10)
    recent.keep("one", 1, 2)
    assert recent.get("one") == 1
    assert recent.get("other") is None
    for number in range(20):
        recent.keep(f"other {number}", number, 2)
    assert recent.get("one") is None
    assert recent.get("other 19") == 19


def test_what_is_asked_for_again_and_again_stays() -> None:
    recent: Recent[str, int] = Recent(10)
    recent.keep("one", 1, 2)
    for number in range(100):
        recent.keep(f"other {number}", number, 2)
        assert recent.get("one") == 1


def test_what_would_fill_the_memory_by_itself_is_not_kept() -> None:
    recent: Recent[str, int] = Recent(10)
    recent.keep("small", 1, 1)
    recent.keep("large", 2, 6)
    assert recent.get("large") is None
    assert recent.get("small") == 1


def test_threads_never_get_a_value_of_another_key() -> None:
    recent: Recent[int, int] = Recent(40)

    def work(start: int) -> bool:
        right = True
        for number in range(start, start + 5000):
            recent.keep(number % 60, number % 60, 1)
            right &= recent.get(number % 50) in (None, number % 50)
        return right

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(work, range(4)))
