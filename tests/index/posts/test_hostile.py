"""Posts written to keep a reader busy: each of these took from five seconds to minutes once."""

from __future__ import annotations

import os
import time

import pytest

from saegin_index.config import load_config
from saegin_index.posts.characters import composed
from saegin_index.posts.discover import find_posts
from saegin_index.posts.reader import read_post

SHORTCODES = "{{< figure >}}\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("키.md", f"+++\n{'.'.join('a' * 40_000)} = 1\n+++\n본문"),
        ("머리.md", f"+++\n[{'.'.join('a' * 40_000)}]\nb = 1\n+++\n본문"),
        ("따옴표.md", '{{< "' + "가" * 100_000),
        ("닫은 따옴표.md", SHORTCODES + '{{< "' + "가" * 200_000 + " >}}"),
        ("꼬리표.md", "<div>\n" * 401 + "<" + "a" * 60_000),
        ("열쇠.md", 'title: "\n' + "a: b\n" * 40_000),
        ("제목.md", "# " + "제목 " * 300_000),
        ("줄.rst", "=\n" * 20_000),
        ("목록.rst", "- a\n" * 12_000),
        ("소리 표.md", "a" + "\u0301\u0316" * 100_000),
        ("숨은 소리 표.md", "a" + "&#x301;&#x316;" * 50_000),
        ("열쇠의 소리 표.md", "---\na" + "\u0301\u0316" * 20_000 + ": b\n---\n본문"),
    ],
)
def test_no_post_takes_the_square_of_its_length(write, name: str, text: str):
    site = write({"saegin.toml": 'include = ["*"]\n', "hugo.toml": "", name: text})
    config = load_config(None, None, site)
    (file,) = find_posts(config).files
    started = time.process_time()
    read_post(file, config, file.absolute.read_bytes())
    assert time.process_time() - started < 10  # the square takes minutes


def test_letters_with_few_marks_are_composed_and_keep_them():
    assert composed("e\u0301 \u1112\u1161\u11ab") == "é 한"
    assert composed("q" + "\u0301" * 20) == "q" + "\u0301" * 20
    assert composed("e" + "\u0301\u0316" * 100) == "e"


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders there")
@pytest.mark.parametrize(
    "name", [".gitignore", "글.md", "_config.yml", "package.json", "saegin.toml", "pyproject.toml"]
)
def test_a_pipe_is_not_waited_for(write, name: str):
    site = write({"다른 글.md": "본문"})
    os.mkfifo(site / name)
    assert [file.path for file in find_posts(load_config(None, None, site)).files] == ["다른 글.md"]


def test_lines_of_gitignore_that_are_no_patterns_are_passed_over(write):
    site = write({".gitignore": "!\n\\\n초안.md\n", "초안.md": "본문", "글.md": "본문"})
    assert [file.path for file in find_posts(load_config(None, None, site)).files] == ["글.md"]
