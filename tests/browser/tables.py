"""Writes the engine's constants where TypeScript finds them beside the modules that import them; see tsconfig.json."""

from __future__ import annotations

from pathlib import Path

from saegin_search.static.tables import MODULES, table

FOLDER = Path(__file__).parent / "generated" / "tables"

FOLDER.mkdir(parents=True, exist_ok=True)
for old in FOLDER.glob("*.js"):
    old.unlink()
for name in MODULES:
    (FOLDER / name).write_text(table(name), "utf-8")
