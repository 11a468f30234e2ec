"""How queries are understood: the same in the browser, for queries of every kind."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.search.static.index_in_memory import IndexInMemory
from tests.search.static.node import Node
from tests.search.static.texts import ODD
from tests.sites import BLOG, Site

from saegin_index import index_posts
from saegin_index.korean.hangul import compose, to_choseong, to_jamo
from saegin_index.korean.keyboard import to_hangul, to_latin
from saegin_index.korean.loanwords import pairs
from saegin_index.korean.paraphrases import paraphrases
from saegin_index.store.reader import IndexReader
from saegin_search.understanding.partial import has_choseong
from saegin_search.understanding.readings import Kind, Understood
from saegin_search.understanding.typos import distance
from saegin_search.words import Word, split_words

INTERPRET = """
import { interpret } from './understanding/interpreter.js';
const ask = (index, words) => interpret(words, index);
"""
SIGHT = """
import { sight } from './understanding/choseong.js';
const ask = (index, text) => {
  const { scores, texts } = sight(text, index);
  return { scores: [...scores], texts };
};
"""
SYNONYMS = """synonyms = [
    ["역색인", "거꾸로 된 색인"], ["쿠버네티스", "k8s"], ["이사", "옮기다", "블로그 이전"], ["Rust", "rust"]
]"""
_JAMO = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅓㅗㅜㅡㅣㅐㅔ"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def memory(node: Node, tmp_path_factory: pytest.TempPathFactory) -> IndexInMemory:
    """The sample blog, with synonyms of its owner's."""
    site = Site.sample(tmp_path_factory.mktemp("understood") / "site")
    (site.root / "synonyms.toml").write_text(SYNONYMS, "utf-8")
    site.index()
    return IndexInMemory(IndexReader.open(site.index_dir), node, "sample.json")


def queries_of(memory: IndexInMemory, size: int) -> Iterator[str]:
    """Queries of the blog's own words, wrong in every way that is understood, and of words that it does not have."""
    chance = random.Random(4)
    words = memory.words()
    hangul = [word for word in words if re.fullmatch("[가-힣]{2,}", word)]
    latin = [word for word in words if re.fullmatch("[a-z]{3,}", word)]
    titles = memory.titles()
    for word in chance.sample(hangul, min(size, len(hangul))):
        yield from (word, word + chance.choice(("을", "으로", "에서는", "이라도")), to_latin(word), to_choseong(word))
        yield word[0] + to_choseong(word[1:])
        jamo = to_jamo(word)
        yield compose(jamo[: chance.randint(2, len(jamo))])
        yield from (compose(slip) for slip in _slips(jamo, _JAMO, chance))
        yield f"{chance.choice(hangul)} {compose(jamo[: chance.randint(1, len(jamo))])}"
        yield word + chance.choice(hangul)
        yield f"{word} {chance.choice((*hangul, *latin))} {chance.choice(('2019', '2021년에', '이야기', 'ㅋㅋ'))}"
    for word in chance.sample(latin, min(size, len(latin))):
        yield from (word, word.upper(), to_hangul(word), word[: chance.randint(3, len(word))], f"{word}를")
        yield from _slips(word, _LETTERS, chance)
        yield word + chance.choice(latin)
    for title in chance.sample(titles, min(size, len(titles))):
        yield from (title, title.replace(" ", ""), to_choseong(title), to_choseong(title).replace(" ", ""))
        yield title[: chance.randint(1, len(title))]
        place = chance.randint(1, len(title))
        yield f"{title[:place]} {title[place:]}"
    for pair in chance.sample(pairs(), min(size, 300)):
        yield from (*pair, f"{pair[0]}를", pair[0][:-1], pair[1][:-1])
    yield from (member for group in paraphrases() for member in group)
    yield from (json.loads(row)["text"] for row in (BLOG / "queries.jsonl").read_text("utf-8").splitlines())
    yield from (
        "거꾸로 된 색인",
        "거꾸로 된 색인을 만들기",
        "블로그 이전하는 법",
        "옮긴",
        "k8s 운영",
        "조르프텍",
        "2019년",
        *ODD,
    )


def _slips(letters: str, alphabet: str, chance: random.Random) -> Iterator[str]:
    """One letter more, one less, another one, two swapped; and two mistakes."""
    place = chance.randrange(len(letters))
    yield letters[:place] + chance.choice(alphabet) + letters[place:]
    yield letters[:place] + letters[place + 1 :]
    other = letters[:place] + chance.choice(alphabet) + letters[place + 1 :]
    yield other
    yield letters[:place] + letters[place : place + 2][::-1] + letters[place + 2 :]
    yield other[:-2] + other[-2:][::-1]


def _as_json(word: Word) -> dict[str, Any]:
    units = [{"names": unit.names, "members": unit.members} for unit in word.units]
    return {"surface": word.surface, "stem": word.stem, "units": units, "names": word.names}


def _plain(understood: list[Understood]) -> list[Any]:
    return [
        [each.first, each.last, each.known, [[r.text, r.kind.value, round(r.weight, 6), r.sure] for r in each.readings]]
        for each in understood
    ]


def _plain_answer(understood: list[dict[str, Any]]) -> list[Any]:
    return [
        [
            each["first"],
            each["last"],
            each["known"],
            [[r["text"], r["kind"], round(r["weight"], 6), r["sure"]] for r in each["readings"]],
        ]
        for each in understood
    ]


def interpreted_otherwise(memory: IndexInMemory, queries: list[str]) -> tuple[list[Any], set[str]]:
    """The queries that the browser understands otherwise, with both ways; and the kinds of readings that there were."""
    words = [split_words(query, memory.interpreter.analyzer) for query in queries]
    answers = map(_plain_answer, memory.run(INTERPRET, [[[_as_json(word) for word in each]] for each in words]))
    expected = [_plain(memory.interpreter.interpret(each)) for each in words]
    kinds = {reading[1] for understood in expected for *_, readings in understood for reading in readings}
    return [case for case in zip(queries, answers, expected, strict=True) if case[1] != case[2]], kinds


def test_every_kind_of_query_is_understood_the_same(memory: IndexInMemory) -> None:
    queries = list(dict.fromkeys(queries_of(memory, 60)))
    wrong, kinds = interpreted_otherwise(memory, queries)
    assert wrong == []
    assert kinds == set(Kind)


def test_choseong_are_seen_in_the_same_posts(memory: IndexInMemory) -> None:
    spelt = [filter(has_choseong, to_choseong(title).split()) for title in memory.titles()]
    texts = [text for words in spelt if (text := " ".join(words))]
    texts += [text.replace(" ", "") for text in texts] + [
        "ㅋ",
        "ㄱㄴ",
        "ㄱ😀ㅅ",
        "ㅎㅌㅅ ㅂㅅㄱ",
        "ㅅㄱ ㅇㅈ",
        "김ㅊㅉㄱ",
    ]
    sightings = [memory.interpreter.choseong.sight(text) for text in texts]
    for text, answer, sighting in zip(texts, memory.run(SIGHT, [[text] for text in texts]), sightings, strict=True):
        assert answer["texts"] == list(sighting.texts), text
        scores = [answer["scores"][number] for number in memory.number.tolist()]
        assert scores == pytest.approx(sighting.scores.tolist(), rel=1e-5), text


def test_distances_are_the_same(node: Node) -> None:
    chance = random.Random(3)
    cases = []
    for _ in range(3000):
        one = "".join(chance.choices("ㄱㄲㄴㅏㅐㅔab", k=chance.randint(0, 12)))
        other = chance.choice(list(_slips(one, "ㄱㄲㄴㅏㅐㅔab", chance))) if one else "ㄱ"
        cases.append((one, other, chance.randint(1, 3)))
    script = "import { distance } from './understanding/typos.js'; const answer = (...of) => distance(...of) + 1;"
    answers = [None if cost is None else cost - 1 for cost in node.run(script, cases)]
    expected = [None if (cost := distance(*case)) == float("inf") else cost for case in cases]
    assert answers == pytest.approx(expected)


def test_a_real_blog_is_understood_the_same(node: Node, corpora: Path, tmp_path: Path) -> None:
    index_posts(corpora / "ash84" / "contents", tmp_path / ".saegin")
    memory = IndexInMemory(IndexReader.open(tmp_path / ".saegin"), node, "real.json")
    rows = (corpora / "ash84" / "queries.jsonl").read_text("utf-8").splitlines()
    queries = [*(json.loads(row)["text"] for row in rows), *queries_of(memory, 60)]
    wrong, _ = interpreted_otherwise(memory, list(dict.fromkeys(queries)))
    # A listed loanword that the blog has in parts may count as known with a josa and not without it, or the reverse.
    assert len(wrong) <= len(queries) / 500, wrong
