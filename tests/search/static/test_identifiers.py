"""Scripts with other names do the same: variables are told from properties, and what is declared from what is not."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from tests.search.static.node import Node

from saegin_search.static.identifiers import KEYWORDS, Identifiers, short_names

# Every way to write a name that our sources know, and some that they might.
PROGRAM = """
const from = { from: 1, to: 2, get size() { return 3; }, set size(value) {}, async later() {}, *all() { yield from; } };
const { to, from: begin, missing = from.to, ...others } = from;
const [first, , third = first, ...rest] = [1, 2, undefined, 4];
let count = 0, total = begin + to;
const nested = ({ text, marks: [[start, end]] = [[0, 1]] } = { text: 'ab' }, ...more) =>
  text.slice(start, end) + more.length;
const curried = (first) => (second) => ({ first, second, sum: first + second });
const chosen = count ? first : third, other = count === 0 ? { count } : { total };
const single = name => ({ name, [name]: name, 'name': name });

function* walk(tree, depth = 0) {
  for (const { name, children = [] } of tree) {
    yield { name, depth };
    yield* walk(children, depth + 1);
  }
  for (let at = 0, last = tree.length; at < last; at++) count += at;
  for (const key in { a: 1 }) count += key.length;
}

class Shape {
  #sides;
  static made = 0;
  size = count;
  name = 'shape';
  constructor(sides, { size } = { size: 5 }) {
    this.#sides = sides;
    this.size = size;
    Shape.made++;
  }
  get sides() { return this.#sides; }
  static of(...sides) { return new Shape(sides); }
  has(other) { return #sides in other; }
  async area({ size: by = 2 }) { return this.#sides.map((side) => side * by); }
}
class Square extends Shape {
  constructor(side) { super([side, side, side, side]); }
  get size() { return 9; } set size(to) {}
}

function sign(value) {
  switch (typeof value) {
    case 'number': {
      const text = `${value < 0 ? 'minus' : `${{ value }.value}`} ${Math.abs(value)}`;
      return text;
    }
    case String.name.toLowerCase():
      return value?.length ?? 0;
    default:
      return { default: value, class: 'none', case: first };
  }
}

const caught = () => {
  try {
    throw { kind: 'busy', message: first };
  } catch ({ kind, message: text }) {
    return [kind, text];
  } finally {
    count += 1;
  }
};
const failed = () => { try { missingEverywhere(); } catch (error) { return error instanceof ReferenceError; } };
outer: for (;;) { for (;;) break outer; }
const regular = /from|to/g[Symbol.replace]('from here to there', 'to');
if (first) { count++, total++; }
const area = await Square.of(1, 2).area({});
export const answer = () => [
  from, to, begin, missing, others, first, third, rest, total, nested(), nested({ text: 'xyz', marks: [[1, 3]] }, 1, 2),
  curried(1)(2), chosen, other, single('n'), [...walk([{ name: 'a', children: [{ name: 'b' }] }, { name: 'c' }])],
  new Shape(3).sides, Shape.made, new Square(2).size, new Shape(1).has(new Shape(2)), area, sign(-1),
  sign(2), sign('abc'), sign(null), caught(), failed(), regular, count, typeof Shape, Object.keys(new Shape(1, {})),
];
"""


def answer(folder: Path, program: str) -> object:
    """What the program's function answers."""
    (folder / "program.js").write_text(program, "utf-8")
    return Node(folder).call("program.js", "answer", [[]])[0]


def test_a_script_with_other_names_does_the_same(tmp_path: Path) -> None:
    program = PROGRAM.replace("outer: for (;;) { for (;;) break outer; }\n", "")  # labels are names, too
    found = Identifiers(program)
    free = set(found.used) - found.declared
    assert free == {"Math", "Object", "ReferenceError", "String", "Symbol", "missingEverywhere"}
    kept = free | {"answer"}
    names = dict(zip(sorted(found.declared - kept), short_names(kept), strict=False))
    names |= {
        private: f"#{short}" for private, short in zip(sorted(set(found.private)), short_names(set()), strict=False)
    }
    renamed = found.renamed(names)
    for name in ("begin", "curried", "nested", "Square", "#sides", "tree"):
        assert name not in renamed
    assert answer(tmp_path, renamed) == answer(tmp_path, program)


def test_what_is_declared_outside_of_everything() -> None:
    outermost = Identifiers(PROGRAM).outermost
    assert outermost >= {
        "from",
        "to",
        "begin",
        "missing",
        "others",
        "first",
        "third",
        "rest",
        "count",
        "total",
        "answer",
    }
    assert outermost >= {"nested", "walk", "Shape", "Square", "sign", "chosen", "other"}
    assert not outermost & {"tree", "depth", "sides", "text", "name", "value", "kind", "error", "start", "Math", "size"}


@pytest.mark.parametrize("source", ["", "call();", "`${call(`${1}`)}`", "({}).x", "label: while (1) break label;"])
def test_scripts_that_declare_nothing(source: str) -> None:
    found = Identifiers(source)
    assert found.declared == set()
    assert found.renamed({}) == source


def test_short_names_are_all_different_and_none_is_taken() -> None:
    names = list(islice(short_names({"a", "b1"}), 4000))
    assert names[0] == "b"
    assert len(set(names)) == len(names)
    assert not {"a", "b1"} & set(names)
    assert not KEYWORDS & set(names)
    assert [len(name) for name in names] == sorted(len(name) for name in names)
