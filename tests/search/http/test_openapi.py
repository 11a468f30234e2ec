"""The OpenAPI document, held against what is answered: schemathesis makes up requests from it, and judges."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import schemathesis
from hypothesis import HealthCheck, assume, settings

from saegin_search.http.answering import Answering
from saegin_search.http.api import Api
from saegin_search.http.openapi import openapi

# A query has a grammar of its own, a date a calendar, an index its paths, and all parameters together a length: what
# JSON Schema lets pass may be refused.
_CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404", "414"]},
        "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "414"]},
    }
}


_DOCUMENT = openapi(Api(Answering(Path("nowhere"), 1)).operations, "")
schema = schemathesis.openapi.from_dict(_DOCUMENT, config=schemathesis.Config.from_dict(_CONFIG))


@schema.parametrize()
@settings(max_examples=200, derandomize=True, suppress_health_check=list(HealthCheck))
def test_answers_are_those_described(case: schemathesis.Case, client: httpx.Client) -> None:
    response = case.call(base_url=str(client.base_url))
    # An empty value counts as none, which no schema can say.
    assume(all(value for _, value in parse_qsl(urlsplit(str(response.request.url)).query, keep_blank_values=True)))
    case.validate_response(response)


def test_the_document_is_valid_and_knows_where_it_is(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert document == _DOCUMENT
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "/"}]
    assert set(document["paths"]) == {"/api/search", "/api/suggest", "/api/related", "/api/status", "/healthz"}


def test_the_page_of_the_api_offers_every_parameter(client: httpx.Client) -> None:
    document, page = client.get("/openapi.json").json(), client.get("/docs").text
    for path, operations in document["paths"].items():
        assert f'action="{path}"' in page
        for parameter in operations["get"]["parameters"]:
            assert f'name="{parameter["name"]}"' in page
