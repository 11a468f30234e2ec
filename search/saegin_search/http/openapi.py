"""The OpenAPI document, made from the same table of parameters that requests are read by."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from saegin_search.http.api import Operation
from saegin_search.http.problems import MEDIA_TYPE

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}

_ERRORS = {
    "400": "A parameter cannot be used; `parameter` says which",
    "404": "There is no such post",
    "413": "The request has a body",
    "414": "The query string is too long",
    "429": "Too many requests; Retry-After says when to go on",
    "431": "The header fields are too long",
    "503": "There is no usable index yet, or too much to do; Retry-After says when to try again",
}


def openapi(operations: Sequence[Operation], root_path: str) -> dict[str, Any]:
    """The document, for the application under `root_path`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "saegin",
            "version": version("saegin"),
            "description": "Full-text search for a Korean blog.",
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": root_path or "/"}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in operations},
        "components": {"schemas": _SCHEMAS, "responses": {status: _problem(text) for status, text in _ERRORS.items()}},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/{operation.answers}"}}}
    errors = [status for status in _ERRORS if status != "404" or operation.name == "related"]
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [
            {
                "name": parameter.name,
                "in": "query",
                "required": parameter.required,
                "description": parameter.description,
                "schema": parameter.schema,
            }
            for parameter in operation.parameters
        ],
        "responses": {
            "200": {"description": operation.summary, "headers": _HEADERS, "content": answer},
            "304": {"description": "What If-None-Match names is still right"},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in errors},
        },
    }


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


_HEADERS = {"ETag": {"description": "Names this answer of this edition of the index", "schema": _TEXT}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _schema(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_URL = {"type": "string", "description": "Absolute where the blog's address is known; empty when it is no address"}
_HITS = _list(_schema("Hit"))

_SCHEMAS: dict[str, Any] = {
    "Results": _object(
        query=_TEXT,
        total=_COUNT,
        took_ms={"type": "number", "minimum": 0},
        interpretations=_list(_schema("Interpretation")),
        hits=_HITS,
        facets=_object(tags=_list(_schema("Facet")), years=_list(_schema("Facet"))),
    ),
    "Hit": _object(
        path=_TEXT,
        url=_URL,
        title=_TEXT,
        date={"type": ["string", "null"], "description": "ISO 8601, by the wall clock of the blog"},
        tags=_list(_TEXT),
        author=_TEXT,
        score={"type": "number"},
        snippets=_list(_schema("Snippet")),
        sections=_list(_object(heading=_TEXT, anchor=_TEXT, url=_URL)),
    ),
    "Snippet": _object(
        text={"type": "string", "description": "Plain text: escape it before it becomes HTML"},
        marks={
            "type": "array",
            "description": "Start and end of what matched, in characters (code points)",
            "items": {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
        },
    ),
    "Interpretation": {
        **_object(kind=_TEXT, text=_TEXT, applied={"type": "boolean"}, **{"from": _TEXT, "to": _TEXT}),
        "description": "How the query was understood: `to` was searched for `from`, or, not applied, may be meant",
    },
    "Facet": _object(value=_TEXT, count=_COUNT),
    "Suggestions": _object(
        query=_TEXT,
        suggestions=_list(
            _object(
                text=_TEXT,
                kind={"type": "string", "enum": ["tag", "term", "title"]},
                count=_COUNT,
                path=_TEXT,
                url=_URL,
            )
        ),
    ),
    "Related": _object(path=_TEXT, hits=_HITS),
    "Status": _object(version=_TEXT, edition=_TEXT, posts=_COUNT, built=_TEXT, analyzer=_TEXT, site_url=_TEXT),
    "Health": _object(status={"type": "string", "const": "ok"}),
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "parameter": {"type": "string", "description": "The parameter to blame, if one is"},
        },
    },
}
