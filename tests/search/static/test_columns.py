"""Columns of an export's files, written by Python and read by Node."""

from __future__ import annotations

import base64
import random

import pytest
from tests.search.static.node import Node

from saegin_search.static.columns import javascript_order, lines, sections, steps, varints, words
from saegin_search.static.directory import cuts

_READ = """
import * as columns from './store/columns.js';
function answer(file) {
  const [numbers, differences, texts, shared, rests] = columns.sections(new Uint8Array(Buffer.from(file, 'base64')));
  return [
    [...columns.varints(numbers)], [...columns.steps(differences)], columns.lines(texts), columns.words(shared, rests),
  ];
}
"""
_WORDS = ["", *"검색 검색엔진 검색엔진을 가 kubernetes kube c++ 😀 😀😁 각".split(), "Z" * 300, "Z" * 299]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_is_read(node: Node, seed: int) -> None:
    choose = random.Random(seed)
    numbers = [choose.choice((0, 1, 127, 128, 16383, 16384, 2**21, 2**32 - 1)) for _ in range(choose.randrange(50))]
    ascending = sorted(choose.randrange(10**6) for _ in range(choose.randrange(50)))
    texts = choose.sample(_WORDS[1:], choose.randrange(len(_WORDS)))
    sorted_words = sorted(choose.sample(_WORDS, choose.randrange(len(_WORDS))), key=javascript_order)
    file = sections(varints(numbers), steps(ascending), lines(texts), *words(sorted_words))
    (found,) = node.run(_READ, [[base64.b64encode(file).decode()]])
    assert found == [numbers, ascending, texts, sorted_words]


def test_a_number_that_is_cut_off_ends(node: Node) -> None:
    script = "import { varints } from './store/columns.js'; const answer = (bytes) => varints(bytes).length;"
    assert node.run(script, [[[128]], [[1, 255, 255]]]) == [1, 2]


def test_a_word_more_moves_no_cut_but_those_beside_it() -> None:
    table = [f"낱말{number:05d}" for number in range(5000)]
    before = {table[start] for start in cuts(table, [10] * len(table), 500)}
    longer = [*table[:2500], "낱말02499가", *table[2500:]]
    after = {longer[start] for start in cuts(longer, [10] * len(longer), 500)}
    assert len(before) > 50
    assert len(before ^ after) <= 6


def test_words_are_sorted_as_javascript_compares(node: Node) -> None:
    (found,) = node.run("const answer = (words) => words.sort();", [[_WORDS]])
    assert found == sorted(_WORDS, key=javascript_order)
