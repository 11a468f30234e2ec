"""What holds for every file, whatever is in it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saegin_index.config import Config
from saegin_index.posts.conventions import CONVENTIONS, EVERY_FORMAT, PLAIN
from saegin_index.posts.discover import PostFile
from saegin_index.posts.post import Reading
from saegin_index.posts.reader import read_post

PIECES = st.sampled_from(
    [
        "---\n",
        "+++\n",
        "title: ",
        "tags: [",
        "date: 2020-01-01\n",
        "# ",
        "```\n",
        "`",
        "<div>",
        "</div>",
        "<pre>",
        "<!--",
        "-->",
        "{{",
        "}}",
        "{% raw %}",
        "[[",
        "]]",
        "](",
        "![",
        "<iframe ",
        "</",
        "$$",
        "\n\n",
        "    ",
        "> ",
        "| a | b |\n|---|---|\n",
        ":::",
        "%%",
        "&#xD800;",
        "&amp;",
        "\x00",
        "하",
        "각",
        "\ud7ff",
        "https://",
        "한글 문장입니다.",
        "<table><td>",
        "<textarea>",
        "import a from 'b'\n",
        ".. include:: /etc/passwd\n",
        ":a: b\n",
    ]
)
DOCUMENTS = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=60).map("".join)


def read(raw: bytes, suffix: str, generator: str = "plain") -> Reading:
    convention = next((each for each in CONVENTIONS if each.name == generator), PLAIN)
    root = Path("/blog")
    config = Config(content=root, index_dir=root / ".saegin", site=root, generator=convention, slugs=convention.slugs)
    return read_post(PostFile(f"글{suffix}", str(root / f"글{suffix}"), len(raw), 0), config, raw)


def check(reading: Reading) -> None:
    assert (reading.post is None) == bool(reading.left_out)
    post = reading.post
    if post is None:
        return
    assert post.title
    assert post.url.startswith(("/", "http"))
    for text in (post.text, post.title, post.description, post.author, *post.tags):
        assert unicodedata.is_normalized("NFC", text)
        text.encode("utf-8")
    for section in post.sections:
        assert 0 <= section.start <= section.body <= len(post.text)
        assert post.text[section.start : section.body] == section.heading
    spans = [offset for span in post.code for offset in span]
    assert spans == sorted(spans)
    assert all(0 <= offset <= len(post.text) for offset in spans)


@pytest.mark.parametrize("suffix", EVERY_FORMAT)
@given(raw=st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_are_read(suffix: str, raw: bytes):
    check(read(raw, suffix))


@pytest.mark.parametrize("suffix", EVERY_FORMAT)
@given(document=DOCUMENTS)
@settings(max_examples=60)
def test_any_mixture_of_syntax_is_read(suffix: str, document: str):
    check(read(document.encode("utf-8", "replace"), suffix))


@given(document=DOCUMENTS, generator=st.sampled_from([each.name for each in CONVENTIONS]))
@settings(max_examples=300)
def test_any_mixture_is_read_by_the_rules_of_every_generator(document: str, generator: str):
    check(read(document.encode("utf-8", "replace"), ".md", generator))


@given(words=st.lists(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=2), min_size=1))
def test_plain_korean_prose_comes_back_whole(words: list[str]):
    post = read(" ".join(words).encode(), ".md").post
    assert post is not None
    assert post.text == " ".join(words)
