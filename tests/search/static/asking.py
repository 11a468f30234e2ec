"""Questions to an export, put to the browser's modules in Node."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.search.static.node import Node

_ASK = """
import {{ readFile }} from 'node:fs/promises';
import {{ StaticBackend }} from './store/backend.js';
globalThis.fetch = async (url) => new Response(await readFile(url));
const backend = new StaticBackend(new URL({folder}));
const found = [];
for (const [method, asked] of {questions}) {{
  found.push(await backend[method](asked).catch((error) => {{
    if (error.kind === 'refused') return {{ refused: error.message }};
    throw error;
  }}));
}}
const answer = (number) => found[number];
"""


def ask(node: Node, folder: Path, questions: Sequence[tuple[str, Any]]) -> list[Any]:
    """What the browser answers from an export to questions: a method of the widget's backend, and what it is given."""
    script = _ASK.format(
        folder=json.dumps(f"{folder.resolve().as_uri()}/"), questions=json.dumps(questions, ensure_ascii=False)
    )
    return node.run(script, [[number] for number in range(len(questions))])
