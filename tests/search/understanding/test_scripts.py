"""The same word in Hangul and in Latin letters, and in its other spellings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.search.understanding.conftest import Ask

from saegin_index.korean import transliteration
from saegin_index.korean.transliteration import mismatch
from saegin_index.store.reader import IndexReader
from saegin_search.understanding.evidence import Evidence
from saegin_search.understanding.scripts import OtherScript


@pytest.mark.parametrize(
    ("typed", "post"),
    [
        ("inception", "film-inception"),
        ("포스트그레스큐엘", "postgres-index-story"),
        ("턴테이블", "turntable-bill-evans"),
        ("lisbon", "lisbon-tram-28"),
        ("타입스크립트 업그레이드", "nodejs-typescript-upgrade"),
        ("도커 이미지", "docker-image-diet"),
        ("쿠버네티스 운영 첫 달", "kubernetes-first-month"),
    ],
)
def test_either_script_finds_the_other(ask: Ask, typed: str, post: str) -> None:
    assert ask(typed).posts[0] == post


def test_both_spellings_find_the_same_posts(ask: Ask) -> None:
    assert (
        set(ask("쿠버네티스").posts)
        == set(ask("kubernetes").posts)
        == {
            "kubernetes-first-month",
            "쿠버네티스-이전기",
        }
    )
    # The post that has the word as it was typed comes first.
    assert ask("쿠버네티스").posts[0] == "쿠버네티스-이전기"
    assert ask("kubernetes").posts[0] == "kubernetes-first-month"


def test_what_no_list_has_is_found_by_sound(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of(
        {
            "ride": "---\ntitle: 우버X 타 본 날\n---\n\n차가 왔다.\n",
            "tool": "---\ntitle: zorptek 써 보기\n---\n\nzorptek은 빠르다.\n",
        }
    )
    assert ask("uberx").posts == ["ride"]
    assert ask("조르프텍").posts == ["tool"]


def test_other_spellings_of_a_loanword(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of({"note": "---\ntitle: 메시지 큐\n---\n\n메시지를 보냈다.\n"})
    assert ask("메세지").posts == ["note"]


def test_native_words_are_not_taken_for_foreign_ones(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of({"tab": "---\ntitle: table을 그리다\n---\n\nmake와 jump와 byte를 썼다.\n"})
    for word in ("탑을", "음악", "점프대", "받아"):
        assert ask(word).applied == [], word


def test_a_word_that_the_blog_has_in_parts_is_found_by_these(ask_blog_of: Callable[[dict[str, str]], Ask]) -> None:
    ask = ask_blog_of({"note": "---\ntitle: kolbrintorpek 메모\n---\n\n콜브린 옆에 토르펙. kolbrintorpek\n"})
    understood = ask("콜브린토르펙")
    assert (understood.posts, understood.applied) == (["note"], [])


def test_no_other_word_has_readings_than_those_that_may(blog_index: Path) -> None:
    index = IndexReader.open(blog_index)
    other_script = OtherScript(Evidence(index))
    words = index.lexicon.words()
    with_readings = [word for word in words if other_script.readings(word, known=True)]
    maybe = list(other_script.known_words())
    assert {"쿠버네티스", "kubernetes", "docker"} <= set(with_readings) <= set(maybe)
    assert len(maybe) < len(words) / 4
    assert maybe == sorted(maybe)


def test_words_of_the_blog_are_not_aligned_for_a_query(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def aligned(hangul: str, latin: str, limit: float) -> float:
        assert (hangul, latin, limit) == ()
        return mismatch(hangul, latin, limit)

    monkeypatch.setattr(transliteration, "mismatch", aligned)
    assert ask("쿠버네티스 운영 첫 달").posts[0] == "kubernetes-first-month"
