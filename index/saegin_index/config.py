"""Settings: what `saegin.toml` or `[tool.saegin]` says, completed by what the site's generator gives away.

Loading costs a few file look-ups: the libraries for TOML and YAML are imported only when there is such a
file to read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saegin_index.errors import ConfigError, ContentError
from saegin_index.korean.dictionary import DICTIONARY_FILE
from saegin_index.posts.conventions import (
    CONVENTIONS,
    DRAFTS,
    KEYS,
    PLAIN,
    SLUG_STYLES,
    Convention,
    Source,
    convention_named,
    fold_key,
    recognise,
    recognise_layout,
)
from saegin_index.posts.privacy import truth
from saegin_index.posts.site_settings import read_site_settings
from saegin_index.synonyms import SYNONYMS_FILE

if TYPE_CHECKING:
    from saegin_index.cluster_settings import ClusterSettings

# Raise when reading changes what it yields for the same file and settings: posts are then read again.
READING_VERSION = 2
SETTINGS_FILE = "saegin.toml"
INDEX_FOLDER = ".saegin"
EMBEDDED, OPENSEARCH = "whoosh", "opensearch"
"""Engines: the index on this machine, or a cluster beside it."""
KOREA = "Asia/Seoul"
KNOWN_SETTINGS = (
    *("content", "index", "generator", "permalink", "site_url", "include", "exclude"),
    *("keys", "drafts", "author", "timezone", "language", "anchors", "future", "engine", "opensearch"),
)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run needs to know about one blog; `load_config` makes it.

    `content` (absolute) is the root that `Post.path` is relative to, `site` the checkout it belongs to (the
    same folder or one above), `file` the settings read, or None. `sources` are folders relative to `site`,
    longest first. `include` and `exclude` are .gitignore-style patterns; an empty `include` means every
    known format in `sources`. `keys` and `drafts` map as in conventions.py, the owner's words before the
    table's. `cluster` is where the posts are kept as well when one machine is not enough.
    """

    content: Path
    index_dir: Path
    site: Path
    file: Path | None = None
    generator: Convention = PLAIN
    sources: tuple[Source, ...] = PLAIN.sources
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    site_url: str = ""
    author: str = ""
    timezone: str = KOREA
    language: str = "ko"
    slugs: str = PLAIN.slugs
    future: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: KEYS)
    drafts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DRAFTS)
    cluster: ClusterSettings | None = None

    @property
    def prefix(self) -> str:
        """What turns a path relative to `content` into one relative to `site`: `""` or `"folder/"`."""
        here = self.content.relative_to(self.site).as_posix()
        return "" if here == "." else f"{here}/"

    @property
    def fingerprint(self) -> str:
        """Changes exactly when the same file could be read differently."""
        places = {"content", "index_dir", "site", "file", "cluster"}
        settings = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in places}
        settings["prefix"] = self.prefix
        settings["keys"], settings["drafts"] = sorted(self.keys.items()), sorted(self.drafts.items())
        return hashlib.sha256(f"{READING_VERSION} {settings!r}".encode()).hexdigest()[:16]

    @property
    def home(self) -> Path:
        """The folder of what the owner writes for saegin: where the settings are, else the site."""
        return self.file.parent.resolve() if self.file else self.site

    @property
    def dictionary_file(self) -> Path:
        """Where the owner's dictionary is, if there is one."""
        return self.home / DICTIONARY_FILE

    @property
    def synonyms_file(self) -> Path:
        """Where the owner's synonyms are, if there are any."""
        return self.home / SYNONYMS_FILE

    def describe(self) -> str:
        """One line that says what was recognised, for the user to agree with or overrule."""
        folders = ", ".join(source.folder or "." for source in self.sources)
        return f"{self.generator.name} ({folders}), {self.sources[0].permalink}"


def load_config(content: Path | None, index_dir: Path | None, cwd: Path) -> Config:
    """The settings for `content` and `index_dir` as given on the command line (None: not given).

    Settings come from the nearest `saegin.toml`, or `pyproject.toml` with `[tool.saegin]`, at or above
    `cwd`, else at or above `content`. Raises ContentError when the content is no directory, ConfigError
    (naming the key) when a setting cannot be used.
    """
    cwd = cwd.absolute()
    file, table = _find_settings(cwd)
    index_home = file.parent if file else cwd
    if file is None and content is not None:
        file, table = _find_settings(cwd / content)
    settings = _Settings(table, file)
    home = file.parent if file else cwd
    root = _content_root(cwd / content if content else home / settings.text("content", "."), content, settings)
    named_index = settings.text("index", "")
    default_index = home / named_index if named_index else index_home / INDEX_FOLDER
    site, generator = _recognise_site(root, settings)
    return _combine(root, cwd / index_dir if index_dir else default_index, site, generator, settings)


def find_index(cwd: Path) -> tuple[Path, ClusterSettings | None]:
    """Where the index of the blog in `cwd` is, and the cluster that answers instead, if one does.

    Without looking at the posts; raises ConfigError as `load_config`.
    """
    file, table = _find_settings(cwd)
    settings = _Settings(table, file)
    home = file.parent if file else cwd
    return home / (settings.text("index", "") or INDEX_FOLDER), settings.cluster()


def as_toml(config: Config, home: Path) -> str:
    """The recognised settings, ready to be changed, for a file in `home` (`content` or a folder above it)."""
    content = config.content.relative_to(home).as_posix()
    lines = [
        "# saegin (색인): settings of this blog. Without a line, saegin recognises it by itself.",
        f"content = {_quoted(content)}",
        f"generator = {_quoted(config.generator.name)}",
        f"permalink = {_quoted(config.sources[0].permalink)}",
        f"site_url = {_quoted(config.site_url)}",
        f"timezone = {_quoted(config.timezone)}",
        f"language = {_quoted(config.language)}",
        "",
        "# Patterns as in .gitignore, relative to the content:",
        '# include = ["posts/**/*.md"]',
        '# exclude = ["about.md"]',
        "",
        "# Names of front matter keys, and values that keep a post out of the index:",
        '# [keys]\n# date = "written_on"',
        '# [drafts]\n# status = ["draft", "review"]',
    ]
    if len(config.sources) > 1:  # one pattern could not say what several folders need
        lines[3] = f"# permalink = {_quoted(config.sources[0].permalink)}"
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _find_settings(start: Path) -> tuple[Path | None, dict[str, Any]]:
    for folder in (start, *start.parents):
        own = folder / SETTINGS_FILE
        if own.is_file():
            return own, _read_toml(own)
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.saegin" in project.read_bytes():
            table = _read_toml(project).get("tool", {}).get("saegin")
            if isinstance(table, dict):
                return project, table
        if (folder / ".git").exists():
            break
    return None, {}


def _read_toml(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: not readable as TOML: {error}") from error


def _content_root(root: Path, given: Path | None, settings: _Settings) -> Path:
    if not root.is_dir():
        problem = "is not a directory" if root.exists() else "does not exist"
        where = f"content directory {given if given is not None else root} {problem}"
        if given is None:
            raise settings.fault("content", where)
        raise ContentError(where)
    return root.resolve()


def _recognise_site(root: Path, settings: _Settings) -> tuple[Path, Convention]:
    """The checkout `root` belongs to and its generator: `root` itself, or a folder above whose posts lie in
    `root`.
    """
    name = settings.text("generator", "")
    named = convention_named(name)
    if name and named is None:
        known = ", ".join(each.name for each in (*CONVENTIONS, PLAIN))
        raise settings.fault("generator", f"{name!r} is not known; choose one of {known}")
    for folder in (root, *root.parents[:4]):
        found = recognise(folder)
        here = f"{root.relative_to(folder).as_posix()}/"
        if found is not PLAIN and (folder == root or any(_within(here, source) for source in found.sources)):
            return folder, named or found
        if (folder / ".git").exists():
            break
    return root, named or recognise_layout(root)


def _within(path: str, source: Source) -> bool:
    return bool(source.folder) and path.startswith(f"{source.folder}/")


def _combine(root: Path, index_dir: Path, site: Path, generator: Convention, settings: _Settings) -> Config:
    stated = read_site_settings(site, generator)
    sources = _sources(root, site, generator, stated.permalinks)
    permalink = settings.text("permalink", "")
    if permalink:
        sources = tuple(Source(source.folder, permalink) for source in sources)
    return Config(
        content=root,
        index_dir=index_dir,
        site=site,
        file=settings.file,
        generator=generator,
        sources=sources,
        include=settings.texts("include"),
        exclude=settings.texts("exclude"),
        site_url=settings.url("site_url", stated.site_url),
        author=settings.text("author", stated.author),
        timezone=settings.timezone("timezone", stated.timezone or KOREA),
        language=settings.text("language", stated.language or "ko"),
        slugs=settings.choice("anchors", generator.slugs, SLUG_STYLES),
        future=settings.flag("future", stated.future),
        keys=settings.words_table("keys", KEYS),
        drafts=settings.words_table("drafts", DRAFTS),
        cluster=settings.cluster(),
    )


def _sources(root: Path, site: Path, generator: Convention, permalinks: tuple[Source, ...]) -> tuple[Source, ...]:
    """The generator's folders that exist and share something with `root`, longest first; `root` itself if
    none does.
    """
    here = root.relative_to(site).as_posix()
    prefix = "" if here == "." else f"{here}/"
    present = [each for each in generator.sources if each.folder and (site / each.folder).is_dir()]
    present = [each for each in present if f"{each.folder}/".startswith(prefix) or _within(prefix, each)]
    if not present:
        present = [Source(prefix.rstrip("/"), generator.sources[-1].permalink)]
    stated = {each.folder: each for each in permalinks}
    everywhere = stated.pop("", None)
    if everywhere:
        present = [Source(each.folder, everywhere.permalink) for each in present]
    merged = {each.folder: each for each in present} | stated
    return tuple(sorted(merged.values(), key=lambda each: (-len(each.folder), each.folder)))


class _Settings:
    """A table of settings being taken apart: unknown keys are refused, values checked when asked for."""

    def __init__(self, table: Mapping[str, Any], file: Path | None) -> None:
        self.table, self.file = table, file
        unknown = sorted(set(table) - set(KNOWN_SETTINGS))
        if unknown:
            raise self.fault(unknown[0], f"is not a setting; the settings are {', '.join(KNOWN_SETTINGS)}")

    def fault(self, key: str, problem: str) -> ConfigError:
        return ConfigError(f"{self.file}: {key}: {problem}")

    def text(self, key: str, default: str) -> str:
        value = self.table.get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.fault(key, f"must be text in quotes, not {value!r}")
        return value.strip()

    def choice(self, key: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.fault(key, f"{value!r} is not known; choose one of {', '.join(choices)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key)
        return () if value is None else self.words(key, value)

    def words(self, key: str, value: Any) -> tuple[str, ...]:
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise self.fault(key, f"must be text or a list of texts, not {value!r}")
        return tuple(words)

    def flag(self, key: str, default: bool) -> bool:
        value = self.table.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.fault(key, f"must be true or false, not {value!r}")
        return default if value is None else value

    def url(self, key: str, default: str) -> str:
        value = self.text(key, default)
        if value and not value.startswith(("http://", "https://", "/")):
            raise self.fault(key, f"must begin with https:// or http://, or be a path such as /blog, not {value!r}")
        return value.rstrip("/")

    def timezone(self, key: str, default: str) -> str:
        from zoneinfo import ZoneInfo

        value = self.text(key, default)
        try:
            ZoneInfo(value)
        except (OSError, ValueError, KeyError) as error:
            raise self.fault(key, f"{value!r} is no time zone; write it like {KOREA!r}") from error
        return value

    def cluster(self) -> ClusterSettings | None:
        """The cluster, when the engine is one."""
        engine = self.choice("engine", EMBEDDED, (EMBEDDED, OPENSEARCH))
        table = self.table.get(OPENSEARCH, {})
        if not isinstance(table, dict):
            raise self.fault(OPENSEARCH, f"must be a table, not {table!r}")
        if engine == EMBEDDED:
            return None
        from saegin_index.cluster_settings import read_cluster_settings

        return read_cluster_settings(table, self.file)

    def words_table(self, key: str, known: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """`known` with the owner's words before its own."""
        table = self.table.get(key)
        if table is None:
            return known
        if not isinstance(table, dict):
            raise self.fault(key, f"must be a table, not {table!r}")
        merged = dict(known)
        for name, value in table.items():
            if known is KEYS and name not in KEYS:
                raise self.fault(f"{key}.{name}", f"is not known; choose one of {', '.join(KEYS)}")
            words = self.words(f"{key}.{name}", str(value).lower() if isinstance(value, bool) else value)
            folded = tuple(fold_key(word) if known is KEYS else truth(word) for word in words)
            place = name if known is KEYS else fold_key(name)
            merged[place] = (*folded, *merged.get(place, ()))
        return merged
