"""What is kept of the analysis of paraphrases is what comes out when they are analysed.

`SAEGIN_WRITE=1 pytest tests/search/understanding/test_paraphrases.py` writes it anew.
"""

from __future__ import annotations

import os
from pathlib import Path

from saegin_index.korean import paraphrases
from saegin_index.korean.analyzer import Analyzer
from saegin_search.understanding.readings import Kind
from saegin_search.understanding.synonyms import Synonyms, member_keys
from saegin_search.words import split_words


def test_what_paraphrases_are_known_by_is_kept() -> None:
    analyzer = Analyzer()
    members = {member for group in paraphrases.paraphrases() for member in group}
    keys = {member: list(member_keys(member, analyzer)) for member in members}
    if os.environ.get("SAEGIN_WRITE"):
        file = Path(paraphrases.__file__).with_name("paraphrase_keys.tsv")
        file.write_text(paraphrases.paraphrase_lines(keys), "utf-8")
    assert paraphrases.paraphrase_keys() == keys


def test_what_is_known_of_members_changes_no_answer() -> None:
    groups = paraphrases.paraphrases()
    analyzer = Analyzer()
    quick = Synonyms(groups, analyzer, Kind.PARAPHRASE, 1.0, paraphrases.paraphrase_keys())
    slow = Synonyms(groups, analyzer, Kind.PARAPHRASE, 1.0)
    for member in (member for group in groups for member in group):
        words = split_words(f"{member} 이야기", analyzer)
        assert quick.of(words) == slow.of(words)
