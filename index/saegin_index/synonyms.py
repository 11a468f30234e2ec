"""The owner's synonyms, `synonyms.toml`: groups of words that stand for one another when something is searched.

    synonyms = [
        ["풋사과", "햇사과"],
        ["이사", "옮기다", "블로그 이전"],
    ]

A member is a word or several, in Hangul or Latin.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from saegin_index.errors import ConfigError
from saegin_index.korean.normalization import normalize

SYNONYMS_FILE = "synonyms.toml"

Synonyms = tuple[tuple[str, ...], ...]
"""Groups in the order written; the members of one, two or more, are distinct, composed and singly spaced."""

_LONGEST = 100  # characters of a member
_EXAMPLE = 'write synonyms = [["이사", "이전"], ["k8s", "쿠버네티스"]]'


def read_synonyms(file: Path) -> Synonyms:
    """The owner's groups of synonyms; none when there is no such file.

    Raises ConfigError for a file that is not such a table, naming the group that is wrong.
    """
    import tomllib

    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8: save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: not readable as TOML: {error}") from error
    unknown = sorted(table.keys() - {"synonyms"})
    if unknown:
        raise ConfigError(f"{file}: {unknown[0]!r} is not known: {_EXAMPLE}")
    groups = table.get("synonyms", [])
    if not isinstance(groups, list):
        raise ConfigError(f"{file}: synonyms must be a list of groups: {_EXAMPLE}")
    try:
        return tuple(_group(number, group) for number, group in enumerate(groups, 1))
    except ValueError as error:
        raise ConfigError(f"{file}: {error}") from None


def _group(number: int, group: Any) -> tuple[str, ...]:
    if not isinstance(group, list) or not all(isinstance(member, str) for member in group):
        raise ValueError(f"group {number} must be a list of texts in quotes, not {group!r:.60}: {_EXAMPLE}")
    members = tuple(dict.fromkeys(" ".join(normalize(member).text.split()) for member in group))
    for member in members:
        if not any(character.isalnum() for character in member):
            raise ValueError(f"group {number} has a member without a letter, {member!r:.60}: take it out")
        if len(member) > _LONGEST:
            raise ValueError(f"group {number}: {member[:20]!r}… is over {_LONGEST} characters long: shorten it")
    if len(members) < 2:
        raise ValueError(f"group {number} needs two different members: {_EXAMPLE}")
    return members
