"""Queries made from the words of three real blogs must be understood as floors.json demands; a floor is only raised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from saegin_index import index_posts
from tests.quality.generated import Blog, measure

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["generated"]
BLOGS = {"ash84": "ash84/contents", "taetaetae": "blogs/taetaetae", "subicura": "blogs/subicura-jekyll"}


@pytest.fixture(scope="module")
def indexes(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    places = {name: tmp_path_factory.mktemp(name) / ".saegin" for name in BLOGS}
    for name, folder in BLOGS.items():
        index_posts(corpora / folder, places[name])
    return places


@pytest.mark.parametrize("name", BLOGS)
def test_what_readers_get_wrong_is_understood(name: str, indexes: dict[str, Path]) -> None:
    other = next(each for each in BLOGS if each != name)
    shares = measure(Blog(indexes[name]), Blog(indexes[other], seed=12))
    for kind, share in shares.items():
        print(f"{name} {kind}: {share.right} of {share.queries} = {share.share:.3f}")
    assert {kind: shares[kind].wrong for kind, floor in FLOORS.items() if shares[kind].share < floor} == {}
