"""Scripts and style sheets mean the same after what only people read is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import saegin_search
from saegin_search.minified import ScriptError, minified_script, minified_styles, without_comments

PACKAGE = Path(saegin_search.__file__).parent
SCRIPTS = sorted(PACKAGE.rglob("*.js"))
STYLES = sorted(PACKAGE.rglob("*.css"))

# Expressions and what is left of them.
EXPRESSIONS = {
    "1 + 2": "1+2",
    "1 + +'2'": "1+ +'2'",
    "1 - -2": "1- -2",
    "8 / 2 / 2": "8/2/2",
    "1 .toFixed(1)": "1 .toFixed(1)",
    "typeof 'a' + typeof /b/": "typeof'a'+typeof/b/",
    "'// none' + \"/* none */\"": "'// none'+\"/* none */\"",
    "'it\\'s  two  spaces'": "'it\\'s  two  spaces'",
    "/[/]\\/ \\/\\/ */.test('// //  ')": "/[/]\\/ \\/\\/ */.test('// //  ')",
    "'a/b'.split(/\\//).map((a) => a.replace(/ +/g, ' '))": "'a/b'.split(/\\//).map((a)=>a.replace(/ +/g,' '))",
    "((8) / 2) / (4 / 1)": "((8)/2)/(4/1)",
    "[8][0] / 2 / 1": "[8][0]/2/1",
    "`a ${ 1 + 1 } /* b */ ${ `c ${ { d: 1 }.d } // e` } `": "`a ${1+1} /* b */ ${`c ${{d:1}.d} // e`} `",
    "`\\` \\${ 1 } $ {`": "`\\` \\${ 1 } $ {`",
    "(1, /* one */ 2)": "(1,2)",
    "{ a: 1 }.a": "{a:1}.a",
    "true ? .5 : 1": "true?.5:1",
    "'한글' + /[가-힣]+/u.exec('a 힣 b')[0]": "'한글'+/[가-힣]+/u.exec('a 힣 b')[0]",
    "[3, 1, 2]\n  .sort()\n  .join(\n    ',',\n  )": "[3,1,2].sort().join(',',)",
    "1 in [1, 2]": "1 in[1,2]",
    "'a' in { a: 1 }": "'a'in{a:1}",
}

PROGRAM = """
/** What is here once. */
let count = 0
let other = 1 // and no semicolons
;[1, 2].forEach((n) => { count += n })
count
++other
function answer() {
  return [count, other]
}
/* two */ class Thing { #secret = 1; static make() { return new Thing() } get secret() { return this.#secret }
  has(other) { return #secret in other } }
const odd = Thing.make().has(new Thing())
if (odd)
  /x/.test('x') && (count += 10)
else count = 0
console.log(JSON.stringify([answer(), Thing.make().secret, odd]))
"""


def node(program: str) -> str:
    found = shutil.which("node")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Node is missing")
        pytest.skip("Node is missing: install nodejs")
    done = subprocess.run(
        [found, "--input-type=module"], input=program, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_expressions_lose_only_what_separates_nothing() -> None:
    for expression, expected in EXPRESSIONS.items():
        assert minified_script(expression) == expected + "\n"


def test_expressions_mean_the_same() -> None:
    values = ", // a comment\n".join(f"({expression})" for expression in EXPRESSIONS)
    program = f"console.log(JSON.stringify([{values}]))"
    assert node(minified_script(program)) == node(program)


def test_statements_without_semicolons_mean_the_same() -> None:
    assert minified_script(PROGRAM).count("//") == 0
    assert node(minified_script(PROGRAM)) == node(PROGRAM) == node(without_comments(PROGRAM)) == "[[13,2],1,true]\n"


@pytest.mark.parametrize("source", ["'open", '"open\n"', "`open ${1}", "`open ${ {} ", "x = /open", "\\"])
def test_what_cannot_be_read_is_an_error(source: str) -> None:
    with pytest.raises(ScriptError, match="line 1"):
        minified_script(source)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_our_scripts_keep_their_lines_without_comments(script: Path) -> None:
    source = script.read_text("utf-8")
    assert without_comments(source).count("\n") == source.count("\n")
    assert minified_script(minified_script(source)) == minified_script(source)
    assert len(minified_script(source)) < len(source)


def test_styles() -> None:
    source = """
    /* The 'field' */
    .a , .b > .c:hover  .d { color : red ; content: ' ; } /* a */ ' ; }
    @media (min-width: 30em) and (hover) { :host([mode='a']) { margin: 0 auto calc(1px + 2px); } }
    """
    assert minified_styles(source) == (
        ".a,.b > .c:hover .d{color :red;content:' ; } /* a */ '}"
        "@media (min-width:30em) and (hover){:host([mode='a']){margin:0 auto calc(1px + 2px)}}\n"
    )


@pytest.mark.parametrize("sheet", STYLES, ids=lambda path: path.name)
def test_our_styles_stay_as_they_are_once_they_are_short(sheet: Path) -> None:
    short = minified_styles(sheet.read_text("utf-8"))
    assert minified_styles(short) == short
    assert short.count("{") == short.count("}") == sheet.read_text("utf-8").count("}")
