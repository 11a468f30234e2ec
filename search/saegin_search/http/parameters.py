"""What a request may say: every parameter once, as the JSON Schema that both reads it and documents it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from saegin_search.query import SORTS

WINDOW = 1000
"""The furthest hit that can be asked for: offset + limit."""

LONGEST_QUERY = 300  # characters
PAGE = 10
_LARGEST_PAGE = 100
_DATE = r"^[0-9]{4}([-./][0-9]{1,2}([-./][0-9]{1,2})?)?$"
_INTEGER = re.compile("-?[0-9]{1,9}")


class ParameterError(Exception):
    """A parameter has a value that cannot be used; the message says what it must be."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter. `schema` is JSON Schema, of which `read` obeys the keywords used here."""

    name: str
    schema: dict[str, Any]
    description: str
    required: bool = False

    def read(self, values: Sequence[str]) -> Any:
        """The value of what was given for it; the default, or None, when that is nothing.

        Raises ParameterError for what the schema does not allow. Empty values count as not given, as HTML forms
        send all their fields.
        """
        given = [value for value in values if value]
        if self.schema["type"] == "array":
            if len(given) > self.schema["maxItems"]:
                raise ParameterError(self.name, f"{self.name} is given more than {self.schema['maxItems']} times")
            return tuple(self._scalar(value, self.schema["items"]) for value in given)
        if len(given) > 1:
            raise ParameterError(self.name, f"{self.name} is given more than once")
        if not given and self.required:
            raise ParameterError(self.name, f"{self.name} is missing")
        return self._scalar(given[0], self.schema) if given else self.schema.get("default")

    def _scalar(self, value: str, schema: dict[str, Any]) -> Any:
        if schema["type"] == "integer":
            return self._integer(value, schema)
        if len(value) > schema.get("maxLength", len(value)):
            raise ParameterError(self.name, f"{self.name} is longer than {schema['maxLength']} characters")
        if "enum" in schema and value not in schema["enum"]:
            raise ParameterError(self.name, f"{self.name} must be one of {', '.join(schema['enum'])}")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            raise ParameterError(self.name, f"{self.name} must be a date as in 2017, 2017-03 or 2017-03-05")
        return value

    def _integer(self, value: str, schema: dict[str, Any]) -> int:
        low, high = schema["minimum"], schema["maximum"]
        if not _INTEGER.fullmatch(value) or not low <= int(value) <= high:
            raise ParameterError(self.name, f"{self.name} must be a number from {low} to {high}")
        return int(value)


def read(parameters: Sequence[Parameter], given: Iterable[tuple[str, str]], *, strict: bool) -> dict[str, Any]:
    """The values of all parameters by name.

    Raises ParameterError for a value that is not allowed and, when `strict`, for a name that is not among them.
    """
    values: dict[str, list[str]] = {parameter.name: [] for parameter in parameters}
    for name, value in given:
        if name in values:
            values[name].append(value)
        elif strict:
            raise ParameterError(name[:100], f"there is no such parameter; those there are: {', '.join(values)}")
    return {parameter.name: parameter.read(values[parameter.name]) for parameter in parameters}


def check_window(values: dict[str, Any]) -> None:
    """Raises ParameterError when the hits asked for lie beyond the window."""
    if values["offset"] + values["limit"] > WINDOW:
        raise ParameterError("offset", f"offset + limit must not be over {WINDOW}: narrow the search instead")


def _text(most: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": most}


_DAY = {"type": "string", "pattern": _DATE, "maxLength": 10}

QUERY = Parameter(
    "q",
    _text(LONGEST_QUERY),
    'Words, "phrases", -words, tag:, author:, title:, after:, before:, year:. May be empty if filtered.',
)
FILTERS = (
    Parameter("tag", {"type": "array", "items": _text(100), "maxItems": 10}, "Only posts with this tag; repeatable."),
    Parameter("author", _text(100), "Only posts by this author."),
    Parameter("after", _DAY, "Only posts from this day, month or year on."),
    Parameter("before", _DAY, "Only posts before it."),
)
_SORT = Parameter("sort", {"type": "string", "enum": list(SORTS), "default": SORTS[0]}, "What comes first.")
_EXACT = Parameter(
    "exact",
    {"type": "string", "enum": ["true", "false"], "default": "false"},
    "Search the words as typed and nothing else.",
)
_OFFSET = Parameter(
    "offset",
    {"type": "integer", "minimum": 0, "maximum": WINDOW - 1, "default": 0},
    f"Hits to leave out at the beginning; offset + limit may be up to {WINDOW}.",
)


def _limit(default: int, most: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Parameter("limit", schema, "How many to answer at most.")


SEARCH = (QUERY, _limit(PAGE, _LARGEST_PAGE), _OFFSET, *FILTERS, _SORT, _EXACT)
SUGGEST = (Parameter("q", _text(100), "The beginning of a query.", required=True), _limit(8, 50))
RELATED = (Parameter("path", _text(500), "A post's path, as hits have it.", required=True), _limit(5, 50))
PAGE_PARAMETERS = (QUERY, _OFFSET, *FILTERS, _SORT, _EXACT, Parameter("lang", _text(10), "ko or en."))
