"""The JavaScript of the export: the port of the engine, and the tables it works by."""

from __future__ import annotations

from pathlib import Path

from saegin_search.static.tables import MODULES, table

_BROWSER = Path(__file__).parent / "browser"


def browser_modules() -> dict[str, str]:
    """The source of every module by its path, such as `korean/hangul.js` and `tables/hangul.js`."""
    port = {path.relative_to(_BROWSER).as_posix(): path.read_text("utf-8") for path in sorted(_BROWSER.rglob("*.js"))}
    return port | {f"tables/{name}": table(name) for name in MODULES}
