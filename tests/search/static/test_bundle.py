"""Modules joined into bundles do what they did apart."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import textwrap
from pathlib import Path
from typing import Any

import pytest
from tests.search.static.node import Node

from saegin_search.static.bundle import BundleError, put_bundles, write_scripts
from saegin_search.static.folder import ExportFolder

MODULES = {
    "app/main.js": """
        /** What is at the beginning. */

        import { count, CROSS as shared } from './counter.js';
        import {
          first,
          second as other,
        } from '../words/words.js';

        /** @import { Kind } from './nowhere.js' */

        const CROSS = 'main';

        /** @typedef {import('./nowhere.js').Kind} Kind */
        const told = [CROSS, shared, first(), other, count(), count()];

        async function more() {
          const { CROSS: late, counts } = await import('./late.js');
          const again = await import('./late.js');
          const { deepest } = await again.deep();
          return [late, counts, counts === again.counts, deepest()];
        }

        globalThis.told = more().then((later) => [...told, ...later]);
    """,
    "app/counter.js": """
        let counted = 0; // kept here alone
        const CROSS = 'counter';

        export function count() {
          return ++counted;
        }
        export { CROSS };
    """,
    "app/late.js": """
        import { count } from './counter.js';
        import { second } from '../words/words.js';
        import { only } from './only.js';

        const local = count();

        export { local as counts, second as CROSS };
        export const deep = () => import('./deep/deep.js');
        export const rest = only;
    """,
    "app/only.js": "export class only {}\n",
    "app/deep/deep.js": """
        import { count } from '../counter.js';
        import { only } from '../only.js';
        import { SIGN } from '../../words/sign.js';

        export const deepest = () => `${count()} ${typeof only} import { x } from 'y' ${SIGN}`;
    """,
    "words/words.js": """
        import { SIGN } from './sign.js';

        const CROSS = SIGN;

        export function* all() { yield CROSS; }
        export const first = () => [...all()].join(CROSS);
        export const second = 'second';
    """,
    "words/sign.js": "export const SIGN = '$&';\n",
}


def unindented(modules: dict[str, str]) -> dict[str, str]:
    return {name: textwrap.dedent(source).lstrip() for name, source in modules.items()}


def bundled(folder: Path, modules: dict[str, str], root: str = "app/main.js") -> tuple[Path, list[str]]:
    """The first bundle, and the names of all, as they were written."""
    with ExportFolder(folder, folder.parent / "index") as export:
        names: list[str] = []

        def put(*arguments: Any) -> str:
            names.append(export.put(*arguments))
            return names[-1]

        place = put_bundles(unindented(modules), root, put)
    return folder / place, names


def told(folder: Path, first: Path) -> Any:
    """What the first module tells, once all that it loads is loaded."""
    script = (
        f"await import({json.dumps(first.as_uri())}); const told = await globalThis.told; const answer = () => told;"
    )
    return Node(folder).run(script, [[]])[0]


def test_bundles_do_what_the_modules_did(tmp_path: Path) -> None:
    for name, source in unindented(MODULES).items():
        (tmp_path / "apart" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "apart" / name).write_text(source, "utf-8")
    place, names = bundled(tmp_path / "out", MODULES)
    assert [re.sub("-[0-9a-f]{8}", "", name) for name in names] == ["app/deep.js", "app/late.js", "app/main.js"]
    apart = told(tmp_path, tmp_path / "apart" / "app" / "main.js")
    assert apart == ["main", "counter", "$&", "second", 1, 2, "second", 3, True, "4 function import { x } from 'y' $&"]
    assert told(tmp_path, place) == apart


def test_each_module_is_in_one_bundle_and_none_of_the_comments(tmp_path: Path) -> None:
    _, names = bundled(tmp_path / "out", MODULES)
    sources = [(tmp_path / "out" / name).read_text("utf-8") for name in names]
    assert sum(source.count("class only") for source in sources) == 1
    assert sum(source.count("let counted") for source in sources) == 1
    assert not any("/*" in source or "kept here" in source for source in sources)
    assert bundled(tmp_path / "again", MODULES)[1] == names


def test_a_bundle_that_did_not_come_is_asked_for_again(tmp_path: Path) -> None:
    modules = {
        "app/main.js": """
            const load = () => import('./late.js').then(({ late }) => late, () => 'failed');

            globalThis.told = load().then(async (first) => [first, await globalThis.mend().then(load)]);
        """,
        "app/late.js": "export const late = 'came';\n",
    }
    place, names = bundled(tmp_path / "out", modules)
    (late,) = (tmp_path / "out" / name for name in names if "late" in name)
    late.rename(tmp_path / "late.js")
    mend = f"""
        import {{ rename }} from 'node:fs/promises';
        globalThis.mend = () => rename({json.dumps(str(tmp_path / "late.js"))}, {json.dumps(str(late))});
        await import({json.dumps(place.as_uri())});
        const told = await globalThis.told;
        const answer = () => told;
    """
    assert Node(tmp_path).run(mend, [[]]) == [["failed", "came"]]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import other from './other.js';", "cannot be bundled"),
        ("import * as other from './other.js';", "cannot be bundled"),
        ("import './other.js';", "cannot be bundled"),
        ("export default 1;", "cannot be bundled"),
        ("export let changing = 1;", "cannot be bundled"),
        ("export * from './other.js';", "cannot be bundled"),
        ("export { other } from './other.js';", "cannot be bundled"),
        ("export const { a, b } = {};", "cannot be bundled"),
        ("const name = './other.js';\nimport(name);", "cannot be bundled"),
        ("import { x } from './nowhere.js';", "no module app/nowhere.js"),
        ("import('./nowhere.js');", "no module app/nowhere.js"),
        ("import { x } from '../../outside.js';", "no module"),
        ("import { main } from './main.js';\nexport const x = 1;", "circle"),
        ("import { x } from './other.js';\nconst more = () => import('./other.js');", "there already"),
        ("const more = () => [import('./one.js'), import('./two.js')];", "app/other.js: in several bundles"),
    ],
)
def test_what_cannot_be_bundled_is_an_error(tmp_path: Path, source: str, why: str) -> None:
    modules = {
        "app/main.js": f"{source}\n",
        "app/other.js": "export const x = 1;\n",
        "app/one.js": "import { x } from './other.js';\n\nexport const one = x;\n",
        "app/two.js": "import { x } from './other.js';\n\nexport const two = x;\n",
    }
    with pytest.raises(BundleError, match=why):
        bundled(tmp_path / "out", modules)


# --- our own ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the scripts alone."""
    folder = tmp_path_factory.mktemp("scripts") / "out"
    with ExportFolder(folder, folder.parent / "index") as export:
        export.commit({"edition": "1"}, write_scripts(export))
    return folder


def test_our_scripts_begin_without_a_fault(scripts: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(scripts, tmp_path / "out")
    imports = "\n".join(f"await import({json.dumps(script.as_uri())});" for script in sorted(copy.glob("app/*.js")))
    page = """
        const defined = [];
        globalThis.HTMLElement = class {};
        globalThis.customElements = { define: (name) => defined.push(name) };
        IMPORTS
        const answer = () => defined;
    """
    assert Node(copy).run(textwrap.dedent(page).replace("IMPORTS", imports), [[]]) == [["saegin-search"]]


def test_the_entry_names_the_first_bundle_and_the_styles(scripts: Path) -> None:
    entry = (scripts / "saegin-search.js").read_text("utf-8")
    named = re.findall(r"'\.?/?(app/[a-z]+-[0-9a-f]{8}\.[a-z]+)'", entry)
    assert [name.partition("-")[0] for name in named] == ["app/styles", "app/app"]
    assert all((scripts / name).is_file() for name in named)
    first = (scripts / named[1]).read_text("utf-8")
    assert f"STYLES=['{Path(named[0]).name}']" in first
    (search,) = scripts.glob("app/backend-*.js")
    assert f"'./{search.name}'" in first


def test_our_scripts_are_small(scripts: Path) -> None:
    def size(*patterns: str) -> int:
        return sum(len(gzip.compress(path.read_bytes(), 9)) for pattern in patterns for path in scripts.glob(pattern))

    assert size("saegin-search.js", "app/app-*", "app/styles-*") < 16_500
    assert size("app/*.js") < 54_000


def test_the_same_sources_make_the_same_scripts(scripts: Path, tmp_path: Path) -> None:
    with ExportFolder(tmp_path / "out", tmp_path / "index") as export:
        assert write_scripts(export).encode() == (scripts / "saegin-search.js").read_bytes()
