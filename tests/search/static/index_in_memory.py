"""An index written out for `index_in_memory.js`, so that a port is compared on the very words of its original.

The analyzer's answers are given beforehand, as they are MeCab's: what the browser's own analyzer makes of words is
tested by itself. Words that a port turns out to ask for as well are told, and the question is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tests.search.static.node import Node
from tests.search.static.texts import utf16

from saegin_index.korean.josa import strip_josa
from saegin_index.korean.paraphrases import paraphrases
from saegin_index.store.document import BIGRAMS, PROSE_FIELDS, STEMS, TERM_FIELDS
from saegin_index.store.lexicon import LATIN
from saegin_index.store.names import Kind
from saegin_index.store.reader import IndexReader
from saegin_search.ranking import ArrayRanker
from saegin_search.static.export import synonym_groups
from saegin_search.static.words import NOUN, PREDICATE, in_other_script
from saegin_search.understanding.interpreter import Interpreter

_CLASSES = {"noun": NOUN, "predicate": PREDICATE, "": 0}
_MOST_ROUNDS = 12


class IndexInMemory:
    """An index for Node. `number[i]` is document i as an export numbers it: the newest last."""

    def __init__(self, index: IndexReader, node: Node, name: str) -> None:
        self._node = node
        self._index = index
        self._file = node.folder / name
        self.interpreter = Interpreter(index, ArrayRanker(index))
        order = np.lexsort((-np.arange(index.size), index.dates))
        self.number = np.argsort(order)
        plain: dict[str, Any] = {
            "size": index.size,
            "names": [
                {"text": name.text, "kind": name.kind, "documents": self._documents(name.documents)}
                for name in index.names
            ],
            "texts": [index.post(document)[0].text for document in order.tolist()],
            "synonyms": synonym_groups(index.synonyms, index.analyzer),
            "paraphrases": synonym_groups(paraphrases(), index.analyzer),
            "postings": {channel: self._postings(channel) for channel in ("", BIGRAMS, STEMS)},
            "classes": {},
            "analyses": {},
        }
        self._plain = plain | self._words()

    def _documents(self, documents: Iterable[int]) -> list[int]:
        return sorted(self.number[list(documents)].tolist())

    def _words(self) -> dict[str, Any]:
        lexicon, word_class = self._index.lexicon, self._index.analyzer.word_class
        words = lexicon.words()
        likely = lexicon.is_likely(np.arange(len(words))).tolist()
        flags = [
            flag if flag & LATIN else flag | _CLASSES[word_class(word)]
            for word, flag in zip(words, lexicon.flags.tolist(), strict=True)
        ]
        evidence = self.interpreter.evidence
        return {
            "words": list(zip(words, lexicon.frequencies.tolist(), flags, likely, strict=True)),
            "others": in_other_script(evidence),
            "loanwords": [word for word in words if not word.isascii() and evidence.may_be_loanword(word)],
        }

    def _postings(self, channel: str) -> dict[str, tuple[list[int], list[float]]]:
        fields = [field + channel for field in (PROSE_FIELDS if channel else TERM_FIELDS)]
        ranker, postings = ArrayRanker(self._index), self._index.postings
        found = {}
        for term in {term for field in fields for term in postings.vocabulary(field)[0]}:
            documents, frequencies = ranker.frequencies(term, channel)
            numbers = self.number[documents]
            order = np.argsort(numbers)
            found[term] = (numbers[order].tolist(), frequencies[order].tolist() if channel == STEMS else [])
        return found

    def _analysis(self, text: str) -> list[dict[str, Any]]:
        return [
            {
                "term": token.term,
                "start": utf16(text, token.start),
                "end": utf16(text, token.end),
                "position": token.position,
            }
            for token in self._index.analyzer.analyze(text)
        ]

    def _tell(self, words: Iterable[str]) -> None:
        for form in {form for word in words for form in (word, strip_josa(word), strip_josa(word, 1))}:
            self._plain["classes"][form] = self._index.analyzer.word_class(form)
            self._plain["analyses"][form] = self._analysis(form)

    def words(self) -> list[str]:
        """The words of the blog."""
        return self._index.lexicon.words()

    def titles(self) -> list[str]:
        """The titles of its posts."""
        return [name.text for name in self._index.names if name.kind is Kind.TITLE]

    def run(self, script: str, cases: Sequence[Sequence[Any]]) -> list[Any]:
        """What the script's `ask(index, ...)` gives for the arguments of each case."""
        script = f"""
            import {{ openIndex, Unknown }} from './index_in_memory.js';
            {script}
            const index = openIndex({json.dumps(self._file.name)});
            const answer = (...parameters) => {{
              try {{
                return {{ answer: ask(index, ...parameters) }};
              }} catch (error) {{
                if (error instanceof Unknown) return {{ unknown: error.message }};
                throw error;
              }}
            }};
        """
        source = Path(__file__).with_name("index_in_memory.js").read_text("utf-8")
        (self._node.folder / "index_in_memory.js").write_text(source, "utf-8")
        answers: dict[int, Any] = {}
        for _ in range(_MOST_ROUNDS):
            left = [number for number in range(len(cases)) if number not in answers]
            if not left:
                break
            self._file.write_text(json.dumps(self._plain, ensure_ascii=False), "utf-8")
            found = self._node.run(script, [cases[number] for number in left])
            self._tell(each["unknown"] for each in found if "unknown" in each)
            answers |= {
                number: each["answer"] for number, each in zip(left, found, strict=True) if "unknown" not in each
            }
        return [answers[number] for number in range(len(cases))]
