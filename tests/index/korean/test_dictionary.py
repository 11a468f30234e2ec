"""The owner's dictionary: what may be written in it, and that every word becomes one noun."""

from __future__ import annotations

import os
import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saegin_index.errors import ConfigError
from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.binary_dictionary import compile_nouns
from saegin_index.korean.dictionary import NO_WORDS, Dictionary, read_dictionary

WORDS = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), min_size=2, max_size=30)


def written(folder: Path, data: bytes | str) -> Path:
    file = folder / "dictionary.txt"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


# --- the file --------------------------------------------------------------------------------------------------------


def test_without_a_file_there_are_no_words(tmp_path: Path) -> None:
    assert read_dictionary(tmp_path / "dictionary.txt") is NO_WORDS


def test_lines_comments_and_repetitions(tmp_path: Path) -> None:
    text = "\ufeff# 제품\r\n에어팟\r\n\r\n  쿠버네티스  # 31 in 7 posts: 쿠버네티스 한 달\r\n에어팟\r\n#뷰\n"
    assert read_dictionary(written(tmp_path, text)).words == ("에어팟", "쿠버네티스")


def test_decomposed_words_are_composed(tmp_path: Path) -> None:
    file = written(tmp_path, unicodedata.normalize("NFD", "에어팟\n") + "에어팟\n")
    assert read_dictionary(file).words == ("에어팟",)


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("에어팟 프로", "is several words: write each on a line of its own"),
        ("kubernetes", "is not of Hangul syllables alone: leave out what is not"),
        ("에어팟3", "is not of Hangul syllables alone"),
        ("에어팟,1784,3537,0,NNG", "is not of Hangul syllables alone"),
        ('"에어팟"', "is not of Hangul syllables alone"),
        ("에어ㅍㅏㅅ", "is not of Hangul syllables alone"),
        ("에어\x00팟", "is several words"),
        ("뷰", "is one syllable, and would cut up every word it is in: leave it out"),
        ("가" * 31, "has 31 syllables; the most are 30"),
        ("에어팟".encode("cp949"), "is not UTF-8: save the file as UTF-8"),
        ("에어팟".encode("utf-16"), "is not UTF-8"),
    ],
)
def test_a_line_that_is_no_word_is_named(tmp_path: Path, line: str | bytes, advice: str) -> None:
    file = written(tmp_path, b"# \xec\x9d\xb4\xeb\xa6\x84\n" + (line if isinstance(line, bytes) else line.encode()))
    with pytest.raises(ConfigError) as caught:
        read_dictionary(file)
    assert str(caught.value).startswith(f"{file}:2: ")
    assert advice in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_of_that_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "dictionary.txt").mkdir()
    with pytest.raises(ConfigError, match="cannot read"):
        read_dictionary(tmp_path / "dictionary.txt")


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_words_or_one_clear_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = written(tmp_path_factory.getbasetemp(), data)
    words, complaint = (), "one line"
    try:
        words = read_dictionary(file).words
    except ConfigError as error:
        complaint = str(error)
    assert len(complaint.splitlines()) == 1
    assert all("가" <= syllable <= "힣" for word in words for syllable in word)


# --- which words a text has ------------------------------------------------------------------------------------------


@given(st.lists(st.text("가나다라", min_size=2, max_size=4)), st.text("가나다라 \n.a", max_size=60))
def test_words_in_a_text_are_those_it_contains(words: list[str], text: str) -> None:
    assert Dictionary.of(words).words_in(text) == sorted(word for word in set(words) if word in text)


def test_a_word_is_in_text_that_spells_it_otherwise() -> None:
    assert Dictionary.of(["에어팟"]).words_in(unicodedata.normalize("NFD", "내 에어팟을")) == ["에어팟"]


def test_only_words_in_the_text_change_its_fingerprint() -> None:
    plain, with_words = Analyzer(), Analyzer(Dictionary.of(["에어팟", "이어팟"]))
    assert with_words.fingerprint("버즈를 샀다") == plain.fingerprint("버즈를 샀다")
    assert with_words.fingerprint("에어팟을 샀다") == Analyzer(Dictionary.of(["에어팟"])).fingerprint("에어팟을 샀다")
    assert with_words.fingerprint("에어팟을 샀다") != plain.fingerprint("에어팟을 샀다")


# --- compiled --------------------------------------------------------------------------------------------------------


def test_a_particle_after_a_word_goes_by_its_final_consonant() -> None:
    analyzer = Analyzer(Dictionary.of(["에어팟", "유유시키"]))
    for text in ("에어팟은 에어팟과 에어팟으로", "유유시키는 유유시키와 유유시키로"):
        assert {token.term for token in analyzer.analyze(text)} == {text[: text.index(" ") - 1]}


@settings(max_examples=50)
@given(st.lists(WORDS, min_size=1, max_size=40, unique=True))
def test_every_word_is_one_noun(words: list[str]) -> None:
    analyzer = Analyzer(Dictionary.of(words))
    for word in words:
        # Another word may begin inside of this one, or be all of it but its end: then two readings are as good.
        if not any(word != other and (other in word or word in other) for other in words):
            # What the word is made of may follow, at its own place.
            (whole, *members) = analyzer.analyze(word)
            assert (whole.term, whole.start, whole.end) == (word, 0, len(word))
            assert all(member.position < len(word) for member in members)


def test_thousands_of_words_compile_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    words = [
        f"{chr(first)}{chr(second)}팟" for first in range(0xAC00, 0xD7A4, 157) for second in range(0xAC00, 0xD7A4, 157)
    ]
    assert len(words) > 5000
    analyzer = Analyzer(Dictionary.of(words))
    assert [token.term for token in analyzer.analyze(f"{words[-1]}을 샀다")] == [words[-1], "사"]
    assert capfd.readouterr() == ("", "")


def test_equal_words_give_equal_bytes() -> None:
    words = Dictionary.of(["쿠버네티스", "에어팟"]).words
    assert compile_nouns(words) == compile_nouns(Dictionary.of(["에어팟", "쿠버네티스"]).words)
    assert compile_nouns(()) == b""


@pytest.mark.parametrize("in_memory", [True, False])
def test_threads_that_come_later_load_it_too(in_memory: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not in_memory:
        monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    analyzer = Analyzer(Dictionary.of(["에어팟"]))
    found: list[list[str]] = []

    def work() -> None:
        found.append([token.term for token in analyzer.analyze("에어팟을 샀다")])

    for _ in range(3):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert found == [["에어팟", "사"]] * 3
    assert list(tmp_path.iterdir()) == []
