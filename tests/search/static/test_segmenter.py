"""Korean in the browser: cut as the indexer cuts it, by no more morphemes than an export has."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.search.static.node import Node, differing
from tests.search.static.segmenting import tokens, wanted, word_classes, write_files
from tests.search.static.texts import TEXTS, utf16

from saegin_index.korean import eojeol
from saegin_index.korean.analyzer import Analyzer
from saegin_index.korean.dictionary import Dictionary
from saegin_index.korean.eojeol import words
from saegin_index.korean.system_dictionary import SystemDictionary
from saegin_index.korean.tagger import morpheme
from saegin_index.posts.post import Post
from saegin_index.store.reader import IndexReader
from saegin_search.static.dictionary_filter import dictionary_files, is_listed
from saegin_search.static.morphemes import Kind, entries_of, eojeols_of, kind_of, stem
from saegin_search.static.segmenter import segmenter_files, write_segmenter

SENTENCES = """
검색 엔진을 직접 만들어 보았다
쿠버네티스로 서비스를 옮긴 이야기
형태소 분석기를 비교한 글
파이썬으로 크롤러를 만들 때 주의할 점
데이터베이스 인덱스가 느려지는 이유는?
회고를 쓰면서 느낀 것들
군산에 기차를 타고 갔다
아이가 자꾸 묻는다
김치찌개를 맛있게 끓이는 방법
육아휴직을 신청했습니다
이직하면서 배운 것
첫 캠핑에서 비를 만났다
한글로 된 이름을 찾는 법
도커 이미지를 줄여서 배포하기
React 훅으로 다시 쓰면서 3번 후회했다
node.js를 20으로 올렸더니 깨진 것들
키보드를 반으로 나눴다
책 읽는 사람들이 지하철에서 사라졌다
"""


@pytest.fixture(scope="module")
def posts(blog_index: Path) -> Iterator[list[Post]]:
    reader = IndexReader.open(blog_index)
    yield list(reader.posts())
    reader.close()


@pytest.fixture(scope="module")
def files(blog_index: Path) -> dict[str, bytes]:
    reader = IndexReader.open(blog_index)
    files = segmenter_files(reader)
    reader.close()
    return files


@pytest.fixture(scope="module")
def folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_files(files, tmp_path_factory.mktemp("segmenter"))


def expected(text: str, analyzer: Analyzer | None = None) -> list[list[Any]]:
    """The indexer's tokens, with places as JavaScript counts them."""
    found = (analyzer or Analyzer()).analyze(text)
    return [[token.term, utf16(text, token.start), utf16(text, token.end), token.position] for token in found]


def test_sentences_of_the_blogs_words_are_cut_alike(node: Node, folder: Path) -> None:
    sentences = SENTENCES.strip().split("\n")
    assert differing(sentences, tokens(node, folder, sentences), map(expected, sentences)) == []


def test_the_blogs_own_text_is_cut_alike_but_for_rounded_figures(node: Node, folder: Path, posts: list[Post]) -> None:
    lines = [line for post in posts for line in (post.title, *post.tags, *post.text.split("\n"))]
    found, wanted = (
        {(number, term, start, end) for number, line in enumerate(cut) for term, start, end, _ in line}
        for cut in (tokens(node, folder, lines), map(expected, lines))
    )
    assert 2 * len(found & wanted) / (len(found) + len(wanted)) > 0.975


def test_words_that_no_post_has_are_guessed(node: Node, folder: Path) -> None:
    sentences = {"철원에서 겨울을": ["철원", "겨울"], "사과나무에": ["사과", "나무"]}
    cut = [[term for term, *_ in each] for each in tokens(node, folder, sentences)]
    assert cut == [*sentences.values()]


def test_words_of_the_blog_that_the_dictionary_tears_are_torn(node: Node, folder: Path) -> None:
    """Their posts are found by the pieces."""
    words = ["쿠버네티스로", "커밋은"]
    assert differing(words, tokens(node, folder, words), map(expected, words)) == []


def test_any_text_gives_terms_at_its_places(node: Node, folder: Path) -> None:
    for text, found in zip(TEXTS, tokens(node, folder, TEXTS), strict=True):
        length = utf16(text, len(text))
        assert all(term and 0 <= start < end <= length for term, start, end, _ in found), text
        assert [position for *_, position in found][:1] in ([], [0]), text


def test_text_without_hangul_is_cut_alike(node: Node, folder: Path) -> None:
    texts = [text for text in TEXTS if text.isascii()]
    assert differing(texts, tokens(node, folder, texts), map(expected, texts)) == []


@pytest.mark.parametrize(
    "text", ["ελληνικά", "кот", "ラーメン", "é", "😀을 보냈다", "検索과 한글", "검색…엔진", "ＡＢＣ 한글"]
)
def test_other_scripts_and_signs_are_cut_alike(node: Node, folder: Path, text: str) -> None:
    assert tokens(node, folder, [text]) == [expected(text)]


def test_chinese_characters_are_cut_alike(node: Node, tmp_path: Path) -> None:
    text = "大韓民國 憲法 第一條. 日本語 공부 機械學習 노트 搜索引擎 全文检索 朴先生은 學校에서 形態素解析(漢字)은 10月"
    folder = write_files(write_segmenter([Post("p.md", "/p/", "제목", text)], Analyzer()), tmp_path)
    texts = [*text.split(), text, "検索", "日々", "検索する", "ラーメンを食べる", "공부全文检索은", "é검색", "學校"]
    assert differing(texts, tokens(node, folder, texts), map(expected, texts)) == []


def test_the_owners_words_are_nouns_wherever_they_stand(node: Node, posts: list[Post], tmp_path: Path) -> None:
    analyzer = Analyzer(Dictionary.of(["유유시키", "여자친구", "맥갤러리"]))
    folder = write_files(write_segmenter(posts, analyzer), tmp_path)
    texts = ["유유시키를 샀다", "여자친구와 맥갤러리에서", "유유시키유유시키"]
    assert differing(texts, tokens(node, folder, texts), [expected(text, analyzer) for text in texts]) == []


def test_an_index_gives_the_same_bytes_again(posts: list[Post], files: dict[str, bytes]) -> None:
    assert write_segmenter(reversed(posts), Analyzer()).items() <= files.items()


def test_no_file_is_large(files: dict[str, bytes]) -> None:
    sizes = {name: len(zlib.compress(content, 9)) for name, content in files.items()}
    assert sizes.pop("segmenter/core") < 6000
    assert all(size < 5500 for size in sizes.values()), sizes


def test_an_empty_blog_has_the_grammar_alone(node: Node, tmp_path: Path) -> None:
    folder = write_files(write_segmenter([], Analyzer()), tmp_path)
    [[term, *_], *_] = tokens(node, folder, ["노래를 부르면서"])[0]
    assert term == "노래"


def test_a_text_asks_for_all_its_files_at_once(node: Node, folder: Path) -> None:
    one, both, none = wanted(node, folder, ["가방", "가방 하나 후회", "docker"])
    assert len(one) < len(both)
    assert {*one} < {*both}
    assert none == []


# The rules of eojeols


def test_eojeols_give_the_same_terms(node: Node, posts: list[Post]) -> None:
    analyzer = Analyzer()
    eojeols = sorted({rows for post in posts for rows in analyzer.eojeols(f"{post.title}\n{post.text}")})
    given = [[list(map(_as_in_the_browser, rows))] for rows in eojeols]
    script = "import { words } from './korean/eojeol.js';\n"
    script += "const answer = (eojeol) => words(eojeol).map((word) => word.map(Object.values));"
    ours = [[list(map(list, word)) for word in words(rows)] for rows in eojeols]
    assert differing(eojeols, node.run(script, given), ours) == []
    classes = node.call("korean/eojeol.js", "wordClass", given)
    assert differing(eojeols, classes, map(eojeol.word_class, eojeols)) == []


def _as_in_the_browser(row: str) -> dict[str, Any]:
    surface, (tags, kind, parts) = morpheme(row)
    is_compound = kind == "Compound" and len(tags) == 1 and tags[0] not in ("VV", "VA")
    is_fused = bool(parts) and (kind == "Inflect" if tags[0] in ("VV", "VA") else len(tags) > 1)
    forms = [form for form, _ in parts] if is_compound else [parts[0][0]] if is_fused else []
    return {"surface": surface, "tags": list(tags), "forms": forms, "isGuess": False}


def test_kinds_tell_all_that_the_rules_ask_of_a_morpheme(posts: list[Post]) -> None:
    dictionary = SystemDictionary()
    eojeols = eojeols_of(posts, Analyzer())
    entries = entries_of(eojeols, dictionary)
    for rows in eojeols:
        if all(row in entries for row in rows):
            surfaces = [row.partition("\t")[0] for row in rows]
            kinds = [kind_of(entries[row], dictionary, surface) for row, surface in zip(rows, surfaces, strict=True)]
            told = tuple(map(_told, surfaces, kinds))
            assert words(told) == words(rows)
            assert eojeol.word_class(told) == eojeol.word_class(rows)


def _told(surface: str, kind: Kind) -> str:
    """The row that MeCab would give for a morpheme of a kind."""
    tags = kind.tags.split("+")
    if kind.members:
        ends = [*accumulate(map(int, kind.members.split(",")), initial=0)]
        parts = [surface[start:end] for start, end in pairwise(ends)]
        return f"{surface}\t{kind.tags},*,*,*,Compound,*,*,{'+'.join(f'{part}/NNG/*' for part in parts)}"
    form = f"{stem(surface, kind)}/{tags[0]}/*" if kind.lemma else "*"
    return f"{surface}\t{kind.tags},*,*,*,Inflect,*,*,{form}"


# What a word is


def test_word_classes(node: Node, folder: Path) -> None:
    words = ["사과", "배포하는", "먹었다", "느려지는", "샤괴", "검색을", "두 낱말", "docker", "", "괅쉝"]
    assert word_classes(node, folder, words) == ["noun", "predicate", "predicate", "predicate", "", "", "", "", "", ""]


def test_what_the_indexer_told_of_a_word_counts(node: Node, folder: Path) -> None:
    known = {"사과": "", "샤괴": "noun", "검색": "predicate"}
    assert word_classes(node, folder, ["사과", "샤괴", "검색"], known) == ["", "noun", "predicate"]


def test_the_filter_has_the_dictionarys_nouns_and_little_else(node: Node, folder: Path) -> None:
    listed = {word: is_listed(word) for word in SystemDictionary().words()[::150]}
    script = """
    import { isNoun } from './korean/dictionary.js';
    const get = (name, decode) => decode(new Uint8Array(readFileSync(`${FOLDER}/${name}`)));
    const answer = (word) => isNoun({ get }, word);
    """.replace("${FOLDER}", str(folder))
    found = dict(zip(listed, node.run(script, [[word] for word in listed]), strict=True))
    assert [word for word, is_noun in listed.items() if is_noun and not found[word]] == []
    others = [word for word, is_noun in listed.items() if not is_noun]
    assert sum(found[word] for word in others) < 0.02 * len(others)
    assert sum(listed.values()) > 1500


def test_the_filter_comes_in_64_files() -> None:
    files = dictionary_files()
    assert [*files] == [f"dictionary/{number}" for number in range(64)]
    assert all(4000 < len(content) < 5000 for content in files.values())
