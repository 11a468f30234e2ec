"""What each generator expects of a blog: where posts lie, what their keys are called, which URL they get.

Everything here is data. To teach saegin another generator, add a `Convention` to `CONVENTIONS` and a test
with a small blog of that kind to tests/index/posts/test_conventions.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from saegin_index.posts.characters import composed

MARKDOWN = (".md", ".markdown", ".mdx")
EVERY_FORMAT = (*MARKDOWN, ".html", ".htm", ".rst", ".txt", ".ipynb")

# How generators turn a heading into an anchor (anchors.py).
SLUG_STYLES = ("github", "hexo", "vitepress", "ascii", "python-markdown")

# Permalink patterns as Jekyll, Hugo and Hexo write them; urls.py says what each `:word` stands for.
PATH_URL = "/:path/"
DATED_URL = "/:year/:month/:day/:name/"


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of posts, relative to the site (`""` is the site itself), and the URL pattern of what is in
    it.
    """

    folder: str
    permalink: str


@dataclass(frozen=True, slots=True)
class Convention:
    """One generator.

    `marks` give a site away, any of them: `name` (a file), `name/` (a folder), `name:text` (a file holding
    the text). `sources` are all those that exist; the site itself counts only when none of the named
    folders does. `skip` are .gitignore-style patterns of files that are no posts. `slugs` names the heading
    anchors (anchors.py), `url_style` how a path or title becomes part of a URL (urls.py). `settings` are
    files the generator itself keeps its base URL and permalinks in. `inline_tags` says that `#word` in the
    text is a tag (Obsidian), `mdx` that Markdown holds imports and JSX, `templated` that `{{ value }}` is
    filled in when the site is built.
    """

    name: str
    marks: tuple[str, ...]
    sources: tuple[Source, ...]
    suffixes: tuple[str, ...] = MARKDOWN
    skip: tuple[str, ...] = ()
    slugs: str = "github"
    url_style: str = "verbatim"
    settings: tuple[str, ...] = ()
    inline_tags: bool = False
    mdx: bool = False
    templated: bool = False


HUGO_SETTINGS = tuple(
    f"{place}{stem}.{suffix}"
    for place in ("", "config/_default/")
    for stem in ("hugo", "config")
    for suffix in ("toml", "yaml", "yml", "json")
)

# First match wins, so a kind that shares its file names with another stands before it.
CONVENTIONS = (
    Convention(
        "zvc",
        marks=("config.yaml:publication", "contents/"),
        sources=(Source("contents", DATED_URL), Source("", DATED_URL)),
    ),
    Convention(
        "obsidian",
        marks=(".obsidian/",),
        sources=(Source("", PATH_URL),),
        skip=("/Templates/", "/templates/", "/_templates/", "/템플릿/", "*.excalidraw.md"),
        inline_tags=True,
    ),
    Convention(
        "docusaurus",
        marks=("docusaurus.config.js", "docusaurus.config.ts", "package.json:@docusaurus/core"),
        sources=(Source("blog", "/blog/:dated_path"), Source("docs", "/docs/:path")),
        mdx=True,
    ),
    Convention(
        "vitepress",
        marks=(".vitepress/", "docs/.vitepress/", 'package.json:"vitepress"'),
        sources=(Source("docs", "/:path_html"), Source("", "/:path_html")),
        skip=("/README.md", "/CONTRIBUTING.md"),
        slugs="vitepress",
        templated=True,
    ),
    Convention(
        "astro",
        marks=("astro.config.mjs", "astro.config.ts", "astro.config.js", 'package.json:"astro"'),
        sources=(
            Source("src/content", "/:path/"),
            Source("src/pages", "/:path/"),
            Source("src/data/blog", "/posts/:path/"),
        ),
        url_style="slug",
    ),
    Convention(
        "gatsby",
        marks=("gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs", 'package.json:"gatsby"'),
        sources=(
            Source("content/blog", PATH_URL),
            Source("content", PATH_URL),
            Source("src/pages", PATH_URL),
            Source("posts", PATH_URL),
        ),
    ),
    Convention(
        "next",
        marks=("next.config.js", "next.config.mjs", "next.config.ts", 'package.json:"next"'),
        sources=tuple(
            Source(folder, f"/{url}:path")
            for folder, url in (
                ("data/blog", "blog/"),
                ("content/posts", "posts/"),
                ("content/blog", "blog/"),
                ("content", ""),
                ("_posts", "posts/"),
                ("posts", "posts/"),
                ("blog", "blog/"),
                ("src/posts", "posts/"),
                ("src/content", ""),
                ("pages", ""),
            )
        ),
    ),
    Convention(
        "hexo",
        marks=("source/_posts/", 'package.json:"hexo"', "_config.yml:source_dir"),
        sources=(Source("source/_posts", "/:year/:month/:day/:title/"),),
        skip=("/source/_drafts/",),
        slugs="hexo",
        templated=True,
        settings=("_config.yml",),
    ),
    Convention(
        "jekyll",
        marks=("_config.yml", "_posts/", "_config.yaml"),
        sources=(Source("_posts", "/:categories/:year/:month/:day/:title.html"),),
        suffixes=(*MARKDOWN, ".html"),
        url_style="slug",
        templated=True,
        settings=("_config.yml", "_config.yaml"),
    ),
    Convention(
        "zola",
        marks=("config.toml:base_url", "zola.toml"),
        sources=(Source("content", "/:sections/:slug/"),),
        slugs="ascii",
        templated=True,
        url_style="ascii",
        settings=("config.toml", "zola.toml"),
    ),
    Convention(
        "pelican",
        marks=("pelicanconf.py", "publishconf.py"),
        sources=(Source("content", "/:title_slug.html"),),
        suffixes=(*MARKDOWN, ".rst", ".html"),
        skip=("/content/images/", "/content/extra/"),
        slugs="python-markdown",
        url_style="ascii",
    ),
    Convention(
        "hugo",
        marks=(*HUGO_SETTINGS, "archetypes/", "config/_default/"),
        sources=(Source("content", "/:sections/:slug/"),),
        suffixes=(*MARKDOWN, ".html", ".htm", ".rst", ".ipynb"),
        url_style="slug",
        settings=HUGO_SETTINGS,
        templated=True,
    ),
    Convention(
        "mkdocs",
        marks=("mkdocs.yml",),
        sources=(Source("docs", "/:path/"),),
        slugs="python-markdown",
        settings=("mkdocs.yml",),
    ),
    Convention(
        "velog",
        marks=("package.json:velog-backup",),
        sources=(Source("backup", "/:name"),),
    ),
)

# No generator is recognised: every file of a known format, at its own path. TIL repositories are of this
# kind.
PLAIN = Convention("plain", marks=(), sources=(Source("", PATH_URL),), suffixes=EVERY_FORMAT)

# Files that sit among posts but are written for machines or for visitors of the repository.
NOT_POSTS = frozenset(
    {"robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "security.txt", "llms.txt", "requirements.txt"}
    | {"license.txt", "license.md", "license", "404.html", "404.md", "cmakelists.txt"}
)
DRAFT_FOLDERS = frozenset({"_drafts", "drafts", "draft", "private", "비공개", "초안"})
# What generators and package managers write; never written by the author.
BUILT_FOLDERS = frozenset({"node_modules", "bower_components", "_site", "__pycache__", "venv", "site-packages"})

# Front matter keys by meaning, compared after `fold_key`; the first that holds something wins (tags: all of
# them).
KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "제목"),
    "date": (
        "date",
        "pubdate",
        "publishdate",
        "published",
        "publishedat",
        "publishedon",
        "datepublished",
        "postdate",
        "createdat",
        "created",
        "createddate",
        "datecreated",
        "creationdate",
        "작성일",
        "날짜",
    ),
    "updated": (
        "updated",
        "lastmod",
        "modified",
        "lastmodifiedat",
        "lastmodified",
        "updateddate",
        "updatedat",
        "datemodified",
        "moddatetime",
        "lastupdated",
        "lastupdate",
        "수정일",
    ),
    "expires": ("expirydate", "expires", "unpublishdate"),
    "tags": (
        "tags",
        "tag",
        "taxonomies.tags",
        "categories",
        "category",
        "taxonomies.categories",
        "태그",
        "분류",
    ),
    "categories": ("categories", "category"),
    "author": ("author", "authors", "taxonomies.authors", "작성자", "글쓴이"),
    "description": ("description", "summary", "excerpt", "subtitle", "desc", "설명", "요약"),
    "slug": ("slug",),
    "url": ("url", "permalink", "path"),
}

# Plural keys whose text may hold several words (`tags: java spring`), as in Jekyll; `category: 일상 기록` is one.
SPACE_SEPARATED = frozenset({"tags", "categories"})

_NOT_PUBLIC = ("draft", "private", "protected", "hidden", "unlisted", "secret", "비공개", "초안", "임시저장")

# A post stays out when a key holds one of the words ("*": anything that does not say no). Privacy by
# default: when a value could mean "not for everyone", the post stays out and `saegin check` says why.
DRAFTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *("draft", "isdraft", "private", "isprivate", "protected", "unlisted", "hidden", "secret", "noindex"),
            *("초안", "비공개", "임시저장"),
        ),
        ("true", "*"),
    ),
    **dict.fromkeys(
        ("published", "publish", "public", "ispublished", "ispublic", "searchable", "search", "공개"),
        ("false", "draft", "private", "비공개"),
    ),
    **dict.fromkeys(("status", "상태"), (*_NOT_PUBLIC, "pending", "trash", "future", "wip", "skip")),
    "visibility": (*_NOT_PUBLIC, "password", "members"),
    **dict.fromkeys(("password", "비밀번호"), ("*",)),
    "robots": ("noindex", "none"),
    "search.exclude": ("true",),  # Material for MkDocs
    **dict.fromkeys(("build.list", "build.render"), ("never", "false")),  # Hugo
    "excalidrawplugin": ("*",),  # a drawing kept as compressed data
}

_NOT_IN_KEY = re.compile(r"[^\w.]|_")


def fold_key(key: str) -> str:
    """`pub_date`, `pubDate` and `Pub-Date` are one key to every generator's reader, and here."""
    return _NOT_IN_KEY.sub("", composed(key, "NFKC").casefold())


def convention_named(name: str) -> Convention | None:
    """The convention called `name`, or None."""
    return next((each for each in (*CONVENTIONS, PLAIN) if each.name == name), None)


def recognise(site: Path) -> Convention:
    """The generator that builds `site`, going by its files; `PLAIN` when nothing gives one away."""
    return next((each for each in CONVENTIONS if any(_bears(site, mark) for mark in each.marks)), PLAIN)


def _bears(site: Path, mark: str) -> bool:
    name, _, text = mark.partition(":")
    path = f"{site}/{name}"  # a Path for each of a hundred marks would cost more than looking
    if name.endswith("/"):
        return os.path.isdir(path)  # noqa: PTH112
    if not os.path.isfile(path):  # noqa: PTH113
        return False
    if not text:
        return True
    try:
        return text in Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def recognise_layout(content: Path) -> Convention:
    """zvc when most folders hold a post named like them (`NAME/NAME.md`), else `PLAIN`.

    For a folder of posts taken out of its site: the posts' own layout is all there is to go by.
    """
    try:
        with os.scandir(content) as entries:
            folders = [entry for entry in islice(entries, 200) if entry.is_dir() and entry.name[0] not in "._"]
    except OSError:
        return PLAIN
    named = sum(os.path.isfile(f"{folder.path}/{folder.name}.md") for folder in folders)  # noqa: PTH113
    return CONVENTIONS[0] if named > len(folders) / 2 else PLAIN
