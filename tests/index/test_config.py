from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from saegin_index.config import as_toml, load_config
from saegin_index.errors import ConfigError, ContentError


@pytest.fixture
def settings(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        (tmp_path / "saegin.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_without_settings_everything_is_beside_the_caller(tmp_path: Path):
    config = load_config(None, None, tmp_path)
    assert (config.content, config.index_dir, config.file) == (tmp_path, tmp_path / ".saegin", None)
    assert (config.generator.name, config.timezone, config.language) == ("plain", "Asia/Seoul", "ko")


def test_settings_are_found_from_a_folder_below(settings):
    home = settings('content = "글"\nsite_url = "https://blog.example/"\n')
    (home / "글" / "하위").mkdir(parents=True)
    config = load_config(None, None, home / "글" / "하위")
    assert (config.content, config.index_dir) == (home / "글", home / ".saegin")
    assert config.site_url == "https://blog.example"


def test_settings_in_pyproject(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text('[tool.saegin]\nlanguage = "en"\n', encoding="utf-8")
    config = load_config(None, None, tmp_path)
    assert (config.language, config.file) == ("en", tmp_path / "pyproject.toml")


def test_a_pyproject_of_something_else_is_no_settings(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert load_config(None, None, tmp_path).file is None


def test_what_the_command_line_says_comes_first(settings, tmp_path: Path):
    home = settings('content = "없는 곳"\nindex = "색인"\n')
    (tmp_path / "다른 글").mkdir()
    config = load_config(Path("다른 글"), Path("다른 색인"), home)
    assert (config.content, config.index_dir) == (home / "다른 글", home / "다른 색인")
    assert load_config(Path("다른 글"), None, home).index_dir == home / "색인"


def test_settings_beside_the_content_leave_the_index_where_it_will_be_looked_for(settings, tmp_path: Path):
    home = settings('permalink = "/:name/"\n')
    (tmp_path / "here" / ".git").mkdir(parents=True)  # keeps the search upward from finding the settings
    config = load_config(home, None, tmp_path / "here")
    assert config.sources[0].permalink == "/:name/"
    assert config.index_dir == tmp_path / "here" / ".saegin"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("contnet = 'x'", "contnet"),
        ("content = 3", "content"),
        ("content = '없음'", "content"),
        ("site_url = 'blog.example'", "site_url"),
        ("timezone = 'Asia/Pyeongtaek'", "timezone"),
        ("timezone = '../etc'", "timezone"),
        ("include = [1]", "include"),
        ("generator = 'wordpress'", "generator"),
        ("anchors = 'x'", "anchors"),
        ("future = 'yes'", "future"),
        ("keys = 'date'", "keys"),
        ("[keys]\nwhen = 'date'", "keys.when"),
        ("[drafts]\nstatus = 3", "drafts.status"),
    ],
)
def test_a_wrong_setting_is_named(settings, text: str, key: str):
    with pytest.raises(ConfigError, match=rf"saegin\.toml: {key}: ") as caught:
        load_config(None, None, settings(text))
    assert "\n" not in str(caught.value)


def test_settings_that_are_no_toml(settings):
    with pytest.raises(ConfigError, match="not readable as TOML"):
        load_config(None, None, settings("content = "))


def test_content_that_is_no_directory(tmp_path: Path):
    with pytest.raises(ContentError, match="없음 does not exist"):
        load_config(Path("없음"), None, tmp_path)
    (tmp_path / "파일").write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match="파일 is not a directory"):
        load_config(Path("파일"), None, tmp_path)


def test_own_names_come_before_the_known_ones(settings):
    config = load_config(
        None, None, settings('[keys]\ndate = "Written-On"\n[drafts]\nstage = ["review"]\nready = false\n')
    )
    assert config.keys["date"][:2] == ("writtenon", "date")
    assert (config.drafts["stage"], config.drafts["ready"]) == (("review",), ("false",))
    assert "true" in config.drafts["draft"]


def test_own_words_for_drafts_mean_what_the_known_ones_mean(settings):
    config = load_config(None, None, settings('[drafts]\nwip = "YES"\nsealed = "*"\n'))
    assert (config.drafts["wip"], config.drafts["sealed"]) == (("true",), ("*",))


def test_the_fingerprint_is_of_what_reading_depends_on(settings):
    config = load_config(None, None, settings(""))
    assert config.fingerprint == load_config(None, None, settings("# nothing")).fingerprint
    assert config.fingerprint == replace(config, index_dir=Path("/elsewhere")).fingerprint
    assert config.fingerprint != load_config(None, None, settings('permalink = "/:name/"')).fingerprint
    assert config.fingerprint != load_config(None, None, settings("[drafts]\nstage = 'x'")).fingerprint


def test_written_settings_say_what_was_recognised(tmp_path: Path):
    (tmp_path / "hugo.toml").write_text('baseURL = "https://blog.example/"\n', encoding="utf-8")
    (tmp_path / "content").mkdir()
    recognised = load_config(None, None, tmp_path)
    assert recognised.describe() == "hugo (content), /:sections/:slug/"
    (tmp_path / "saegin.toml").write_text(as_toml(recognised, tmp_path), encoding="utf-8")
    assert replace(load_config(None, None, tmp_path), file=None) == recognised
