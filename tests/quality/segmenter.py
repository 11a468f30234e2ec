"""How nearly the browser cuts Korean as the indexer does: `SAEGIN_CORPORA=... python -m tests.quality.segmenter`.

An export of a real blog cuts that blog's judged queries, its own lines, questions of another kind, and eojeols of
other blogs that this one does not have. F1 is counted over the sets of terms of each text: of all terms, and of those
that the blog has, which are those that find anything. The costs of guessed nouns were chosen by `--half tuned`; what
that half says of them is not told by `--half kept`.

    --costs 0,5800,5000,6900,8400 --further 500     tries other costs
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from saegin_index import index_posts
from saegin_index.korean.analyzer import Analyzer
from saegin_index.posts.post import Post
from saegin_index.store.reader import IndexReader
from saegin_search.static import segmenter
from saegin_search.static.modules import browser_modules
from tests.search.static.node import Node
from tests.search.static.segmenting import tokens, write_files

_BLOG = "ash84"
_OTHERS = ("yceffort-next", "homoefficio-hexo", "lovit-jekyll")
_EOJEOL = re.compile("[0-9A-Za-z가-힣]*[가-힣][0-9A-Za-z가-힣]*")
_MOST = 3000  # of each collection, before it is halved
_LONGEST_LINE = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["tuned", "kept"], default="kept")
    parser.add_argument("--costs", help="of guessed nouns of 0, 1, 2, ... syllables")
    parser.add_argument("--further", type=int, default=segmenter.FURTHER_SYLLABLE)
    options = parser.parse_args()
    if options.costs:
        segmenter.NOUN_COSTS = tuple(map(int, options.costs.split(",")))
    segmenter.FURTHER_SYLLABLE = options.further
    corpora = Path(os.environ["SAEGIN_CORPORA"])
    with tempfile.TemporaryDirectory() as folder:
        _report(corpora, Path(folder), int(options.half == "kept"))


def _report(corpora: Path, folder: Path, half: int) -> None:
    posts, analyzer = _posts(corpora / _BLOG / "contents", folder / "index")
    files = segmenter.write_segmenter(posts, analyzer)
    _print_sizes(files)
    write_files(browser_modules_as_bytes(), folder / "browser")
    node = Node(folder / "browser")
    export = write_files(files, folder / "export")
    vocabulary = {token.term for post in posts for text in _texts(post) for token in analyzer.analyze(text)}
    for name, texts in _collections(corpora, folder, posts, half).items():
        found = [{term for term, *_ in each} for each in tokens(node, export, texts)]
        expected = [{token.term for token in analyzer.analyze(text)} for text in texts]
        of_blog = [[terms & vocabulary for terms in each] for each in (found, expected)]
        alike = sum(one == other for one, other in zip(found, expected, strict=True)) / len(texts)
        print(
            f"{name:32}{len(texts):6} texts  F1 {_f1(found, expected):.3f}  of the blog's terms {_f1(*of_blog):.3f}",
            end="",
        )
        print(f"  alike {alike:.3f}")


def _collections(corpora: Path, folder: Path, posts: list[Post], half: int) -> dict[str, list[str]]:
    lines = [line for post in posts for line in post.text.split("\n") if not line.isascii()]
    known = {eojeol for post in posts for text in _texts(post) for eojeol in _EOJEOL.findall(text)}
    found = {
        "judged queries": _queries(corpora / _BLOG),
        "lines of the blog": _half([line for line in lines if len(line) < _LONGEST_LINE], half),
        "questions (KorQuAD)": _half(_queries(corpora / "korquad"), half),
    }
    for name in _OTHERS:
        others, _ = _posts(corpora / "blogs" / name, folder / name)
        eojeols = {eojeol for post in others for eojeol in _EOJEOL.findall(post.text)} - known
        found[f"unseen eojeols of {name}"] = _half(sorted(eojeols), half)
    return found


def _posts(content: Path, index: Path) -> tuple[list[Post], Analyzer]:
    index_posts(content, index)
    reader = IndexReader.open(index)
    try:
        return list(reader.posts()), reader.analyzer
    finally:
        reader.close()


def _texts(post: Post) -> list[str]:
    return [post.title, *post.tags, post.description, post.text]


def _queries(folder: Path) -> list[str]:
    lines = (folder / "queries.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def _half(texts: list[str], half: int) -> list[str]:
    return random.Random(1).sample(texts, min(_MOST, len(texts)))[half::2]


def _f1(found: Iterable[set[str]], expected: Iterable[set[str]]) -> float:
    pairs = [*zip(found, expected, strict=True)]
    return 2 * sum(len(one & other) for one, other in pairs) / sum(len(one) + len(other) for one, other in pairs)


def _print_sizes(files: dict[str, bytes]) -> None:
    sizes = {name: len(zlib.compress(content, 9)) for name, content in files.items()}
    core = sizes.pop("segmenter/core")
    print(
        f"core {core}, {len(sizes)} further files {sum(sizes.values())} (largest {max(sizes.values())}) bytes deflated"
    )


def browser_modules_as_bytes() -> dict[str, bytes]:
    """The modules, made after the costs were chosen."""
    return {name: source.encode() for name, source in browser_modules().items()}


if __name__ == "__main__":
    main()
