"""What terms come to in scores, asked for together or one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from saegin_index.store.channels import BIGRAMS, STEMS
from saegin_index.store.reader import IndexReader
from saegin_search.ranking import FIELDS, K1, TITLE_ALONE, ArrayRanker

TERMS = ("검색", "파이썬", "형태소", "python", "글", "없는낱말")


@pytest.fixture
def index(blog_index: Path) -> IndexReader:
    return IndexReader.open(blog_index)


@pytest.mark.parametrize("channel", ["", BIGRAMS, STEMS])
@pytest.mark.parametrize("fields", [FIELDS, TITLE_ALONE])
def test_frequencies_are_summed_over_fields(index: IndexReader, channel: str, fields: dict) -> None:
    ranker = ArrayRanker(index)
    for term in TERMS:
        expected = np.zeros(index.size)
        for name, weight in fields.items():
            documents, counts = index.postings.term(name + channel, term)
            if len(documents):
                expected[documents] += counts * ranker.damper(name + channel, weight)[documents]
        documents, frequencies = ranker.frequencies(term, channel, fields)
        assert sorted(documents.tolist()) == np.flatnonzero(expected).tolist()
        assert frequencies == pytest.approx(expected[documents], rel=1e-5)


def test_terms_score_together_as_one_by_one(index: IndexReader) -> None:
    together = ArrayRanker(index).score_terms(dict.fromkeys(TERMS, 1.0))
    alone = [ArrayRanker(index).score_terms({term: 1.0}) for term in TERMS]
    assert together == pytest.approx(np.sum(alone, 0), rel=1e-5)
    documents, frequencies = ArrayRanker(index).frequencies("검색", "")
    rarity = ArrayRanker(index).rarity(["검색"])
    assert alone[0][documents] == pytest.approx(rarity * frequencies * (K1 + 1) / (K1 + frequencies), rel=1e-5)


def test_what_was_looked_up_scores_the_same(index: IndexReader) -> None:
    text = "파이썬으로 만든 검색 엔진"
    prepared = ArrayRanker(index)
    prepared.look_up([text, "형태소"])
    assert prepared.score(text).tolist() == ArrayRanker(index).score(text).tolist()
    assert prepared.score("").tolist() == [0.0] * index.size


def test_terms_that_no_post_has_come_to_nothing(index: IndexReader) -> None:
    ranker = ArrayRanker(index)
    assert ranker.rarity(["qzxjq"]) == ranker.ceiling("qzxjq") == 0
    assert not len(ranker.documents(["없는낱말"])[0])
    assert not ranker.score_terms({}).any()
