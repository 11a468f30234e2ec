"""The owner's synonyms: what may be written in synonyms.toml."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saegin_index.errors import ConfigError
from saegin_index.synonyms import read_synonyms


def written(folder: Path, data: bytes | str) -> Path:
    file = folder / "synonyms.toml"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path / "synonyms.toml") == ()
    assert read_synonyms(written(tmp_path, "# 아직 없다\n")) == ()


def test_words_and_phrases_in_hangul_and_latin(tmp_path: Path) -> None:
    text = '\ufeffsynonyms = [["풋사과", "햇사과"],\n ["이사", " 블로그   이전", "이사"], ["k8s", "쿠버네티스"]]\n'
    assert read_synonyms(written(tmp_path, text)) == (
        ("풋사과", "햇사과"),
        ("이사", "블로그 이전"),
        ("k8s", "쿠버네티스"),
    )


def test_decomposed_members_are_composed(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", 'synonyms = [["풋사과", "햇사과"]]')
    assert read_synonyms(written(tmp_path, text)) == (("풋사과", "햇사과"),)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("synonyms = [", "not readable as TOML"),
        ("이사".encode("cp949"), "is not UTF-8: save the file as UTF-8"),
        ('synonym = [["이사", "이전"]]', "'synonym' is not known: write synonyms = ["),
        ('synonyms = "이사"', "synonyms must be a list of groups: write synonyms = ["),
        ('synonyms = ["이사", "이전"]', "group 1 must be a list of texts in quotes, not '이사'"),
        ('synonyms = [["이사", "이전"], ["이사", 1]]', "group 2 must be a list of texts in quotes"),
        ('synonyms = [["이사"]]', "group 1 needs two different members"),
        ('synonyms = [["이사", " 이사 "]]', "group 1 needs two different members"),
        ('synonyms = [["이사", "?!"]]', "group 1 has a member without a letter, '?!': take it out"),
        (f'synonyms = [["이사", "{"가" * 101}"]]', "is over 100 characters long: shorten it"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str | bytes, advice: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_synonyms(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert advice in str(caught.value)
    assert "\n" not in str(caught.value)


@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=20).map(lambda text: f"synonyms = [['a', '{text}']]".encode("utf-8", "replace")),
    )
)
def test_any_bytes_are_groups_or_one_clear_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = written(tmp_path_factory.getbasetemp(), data)
    groups, complaint = (), "one line"
    try:
        groups = read_synonyms(file)
    except ConfigError as error:
        complaint = str(error)
    assert len(complaint.splitlines()) == 1
    assert all(len(group) > 1 for group in groups)
