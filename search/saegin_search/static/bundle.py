"""The scripts of an export: modules joined into few files, so that a reader's browser asks seldom and loads little.

What a page loads at once is one bundle; a module that is imported by need, `import('./module.js')`, begins another one
with all that only it needs. Inside a bundle each module keeps a scope of its own: it becomes a function, run once and
in the order of imports, that returns what the module exports. So no name has to be changed and no two can meet. Modules
may do what ours do, and anything else is an error: they import and export by name, in no circle, and what they export
never changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import normpath

from saegin_search.minified import minified_script, minified_styles, without_comments
from saegin_search.static.folder import ExportFolder
from saegin_search.static.modules import browser_modules

Put = Callable[[str, int | None, bytes, str], str]
"""Writes a file of the export by the name of its part, and returns where: `ExportFolder.put`."""

_STATIC = Path(__file__).parent
_WIDGET = _STATIC.parent / "widget"
_APP = "static/browser/app.js"
_FRAME = "widget/frame.js"
_FOLDER = "app"  # one level below the entry, as the widget expects

_IMPORT = re.compile(r"^import \{([^{}]*)\} from '([^']+)';\n", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?=(?:async )?(?:function\*? ?|class |const )([\w$]+))", re.MULTILINE)
_EXPORTS = re.compile(r"^export \{([^{}]*)\};\n", re.MULTILINE)
_BY_NEED = re.compile(r"\bimport\('([^']+)'\)")
_UNREAD = re.compile(r"^(?:import\b(?!\.)|export\b).*|\bimport\(.*", re.MULTILINE)
_STYLES = re.compile(r"(?<=^const STYLES = )\[([^\]]*)\](?=;$)", re.MULTILINE)

# What loads a bundle by need. `shared` are the modules that it has in common with those loaded before. A browser that
# remembers a failure is given another address the next time.
_LOAD = """let $failures = 0;
const $load = (name, ...shared) =>
  import($failures ? `${name}?${$failures}` : name).then(
    (bundle) => bundle.default(...shared),
    (error) => {
      $failures++;
      throw error;
    },
  );
"""

# The style sheet is fetched beside the script that will want it. Where the script is gone, a newer export has replaced
# it, and this is an old entry out of some cache.
_ENTRY = """const { href } = new URL('STYLES', import.meta.url);
document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'style', href }));
import('./APP').catch((error) => {
  if (import.meta.url.includes('?')) throw error;
  return import(`${import.meta.url}?${Date.now()}`);
});
"""


class BundleError(Exception):
    """A module that does what cannot be bundled: a fault of ours, never one of a blog."""


@dataclass(frozen=True, slots=True)
class _Module:
    """A module's source without its imports and exports, and what these were."""

    body: str
    imports: list[tuple[str, str]]  # names as in `{ a, b as c }`, and the module they are of
    exports: list[str]  # names likewise
    by_need: list[str]


@dataclass(slots=True)
class _Bundle:
    """A module, and after all that it needs at once and is not loaded yet, in the order in which they run."""

    modules: list[str]
    before: _Bundle | None = None
    shared: list[str] = field(default_factory=list)  # what it is given of those loaded before

    @property
    def root(self) -> str:
        return self.modules[-1]

    @property
    def loaded(self) -> set[str]:
        """The modules that are there once it is."""
        return {*self.modules, *(self.before.loaded if self.before else ())}


def write_scripts(folder: ExportFolder) -> str:
    """Write the bundles and the widget's style sheet; the source of the script that begins with them."""
    widget = {f"widget/{path.name}": path.read_text("utf-8") for path in sorted(_WIDGET.glob("*.js"))}
    port = {f"static/browser/{name}": source for name, source in browser_modules().items()}
    styles, frame = _put_styles(widget[_FRAME], folder.put)
    app = put_bundles(widget | port | {_FRAME: frame}, _APP, folder.put)
    return minified_script(_ENTRY.replace("STYLES", styles).replace("APP", app))


def put_bundles(sources: Mapping[str, str], root: str, put: Put) -> str:
    """Write the bundle that starts with a module, and those that are loaded by need; where the first one is.

    Raises BundleError.
    """
    modules: dict[str, _Module] = {}
    bundles = _bundles(sources, root, modules)
    variables = {name: f"${number}" for number, name in enumerate(name for each in bundles for name in each.modules)}
    places: dict[str, str] = {}
    # What is loaded by need is written before what names it.
    for bundle in reversed(bundles):
        source = _source(bundle, modules, variables, places, {each.root: each.shared for each in bundles})
        name = PurePosixPath(bundle.root).stem
        places[bundle.root] = put(f"{_FOLDER}/{name}", None, minified_script(source).encode(), ".js")
    return places[root]


def _put_styles(frame: str, put: Put) -> tuple[str, str]:
    """Where the joined style sheets are, and the widget's frame, which loads these."""
    found = _STYLES.search(frame)
    if not found:
        raise BundleError(f"{_FRAME} names no style sheets")
    names = re.findall(r"'([^']+)'", found[1])
    joined = "".join(minified_styles((_WIDGET / name).read_text("utf-8")) for name in names)
    place = put(f"{_FOLDER}/styles", None, joined.encode(), ".css")
    return place, _STYLES.sub(f"['{PurePosixPath(place).name}']", frame)


def _bundles(sources: Mapping[str, str], root: str, modules: dict[str, _Module]) -> list[_Bundle]:
    """All bundles, each after the one that loads it."""
    found = [_Bundle(_in_order(sources, root, modules, set()))]
    for bundle in found:  # which grows
        for needed in dict.fromkeys(needed for name in bundle.modules for needed in modules[name].by_need):
            if needed in bundle.loaded:
                raise BundleError(f"{needed} is imported by need where it is there already")
            found.append(_Bundle(_in_order(sources, needed, modules, bundle.loaded), bundle))
    names = [name for bundle in found for name in bundle.modules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BundleError(f"{', '.join(twice)}: in several bundles; import it in one that all of them come after")
    for bundle in reversed(found):
        needed_here = {target for name in bundle.modules for _, target in modules[name].imports}
        passed_on = {name for later in found if later.before is bundle for name in later.shared}
        bundle.shared = sorted((needed_here | passed_on) - set(bundle.modules))
    return found


def _in_order(
    sources: Mapping[str, str], root: str, modules: dict[str, _Module], loaded: set[str], above: tuple[str, ...] = ()
) -> list[str]:
    """A module after those it needs that are not loaded; all are read into `modules`."""
    if root in above:
        raise BundleError(f"imports in a circle: {' -> '.join((*above, root))}")
    if root in loaded:
        return []
    if root not in modules:
        modules[root] = _read(root, sources)
    order: list[str] = []
    for _, target in modules[root].imports:
        order += _in_order(sources, target, modules, loaded | set(order), (*above, root))
    return [*order, root]


def _read(name: str, sources: Mapping[str, str]) -> _Module:
    """A module of the sources, taken apart."""
    if name not in sources:
        raise BundleError(f"there is no module {name}")
    source = without_comments(sources[name])
    folder = PurePosixPath(name).parent
    imports = [(match[1], normpath(folder / match[2])) for match in _IMPORT.finditer(source)]
    by_need = [normpath(folder / match[1]) for match in _BY_NEED.finditer(source)]
    exports = [match[1] for match in (*_EXPORTED.finditer(source), *_EXPORTS.finditer(source))]
    body = _EXPORTED.sub("", _EXPORTS.sub("", _IMPORT.sub("", source)))
    if unread := _UNREAD.search(_BY_NEED.sub("", body)):
        raise BundleError(f"{name}: {unread[0]!r} cannot be bundled")
    return _Module(body, imports, exports, by_need)


def _source(
    bundle: _Bundle,
    modules: Mapping[str, _Module],
    variables: Mapping[str, str],
    places: Mapping[str, str],
    shared: Mapping[str, list[str]],
) -> str:
    """The source of a bundle, given where those are that it loads."""

    parts = [_LOAD] if any(modules[name].by_need for name in bundle.modules) else []
    for name in bundle.modules:
        module, loads = modules[name], {}
        for by_need in module.by_need:
            arguments = [f"'./{PurePosixPath(places[by_need]).name}'", *(variables[each] for each in shared[by_need])]
            loads[by_need] = f"$load({', '.join(arguments)})"
        body = _BY_NEED.sub(partial(_loaded, PurePosixPath(name).parent, loads), module.body)
        imports = "".join(
            f"const {{{names.replace(' as ', ': ')}}} = {variables[target]};\n" for names, target in module.imports
        )
        exports = ", ".join(map(_exported, module.exports))
        parts.append(f"const {variables[name]} = (() => {{\n{imports}{body}\nreturn {{{exports}}};\n}})();\n")
    if bundle.before is None:
        return "".join(parts)
    given = ", ".join(variables[name] for name in bundle.shared)
    return "".join(
        [
            f"let $made;\nconst $make = ({given}) => {{\n",
            *parts,
            f"return {variables[bundle.root]};\n}};\n",
            "export default (...shared) => ($made ??= $make(...shared));\n",
        ]
    )


def _loaded(folder: PurePosixPath, loads: Mapping[str, str], by_need: re.Match[str]) -> str:
    """What stands in a bundle where a module imports by need."""
    return loads[normpath(folder / by_need[1])]


def _exported(names: str) -> str:
    """`a, b as c` as parts of an object."""
    return re.sub(r"([\w$]+) as ([\w$]+)", r"\2: \1", names.strip().rstrip(","))
