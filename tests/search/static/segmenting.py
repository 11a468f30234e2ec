"""Korean cut by the browser's analyzer, out of the files that an export would have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.search.static.node import Node

_FILES = """
import { createAnalyzer } from './korean/analyzer.js';
const made = new Map();
const read = (folder) => (name, decode) => {
  const path = `${folder}/${name}`;
  if (!made.has(path)) made.set(path, decode(new Uint8Array(readFileSync(path))));
  return made.get(path);
};
const analyzer = (folder, classes) =>
  createAnalyzer({ get: read(folder), want() {} }, (word) => classes?.[word]);
"""


def write_files(files: Mapping[str, bytes], folder: Path) -> Path:
    """Files of an export by their names; the folder they are in."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def tokens(node: Node, folder: Path, texts: Iterable[str]) -> list[list[list[Any]]]:
    """Term, start, end and position of each token, text by text; offsets count UTF-16."""
    script = "const answer = (folder, text) => analyzer(folder).analyze(text).map(Object.values);"
    return node.run(_FILES + script, [[str(folder), text] for text in texts])


def word_classes(node: Node, folder: Path, words: Sequence[str], known: Mapping[str, str] | None = None) -> list[str]:
    """What each word is; of those `known` the indexer has told it."""
    script = "const answer = (folder, word, known) => analyzer(folder, known).wordClass(word);"
    return node.run(_FILES + script, [[str(folder), word, known or {}] for word in words])


def wanted(node: Node, folder: Path, texts: Iterable[str]) -> list[list[str]]:
    """The files that a text asks for at once, when no more than the core is there."""
    script = """
    const answer = (folder, text) => {
      const names = new Set();
      const get = (name, decode) => {
        if (name === 'segmenter/core') return read(folder)(name, decode);
        throw new Error('missing');
      };
      try {
        createAnalyzer({ get, want: (name) => names.add(name) }, () => undefined).analyze(text);
      } catch (error) {
        if (error.message !== 'missing') throw error;
      }
      return [...names];
    };
    """
    return node.run(_FILES + script, [[str(folder), text] for text in texts])
