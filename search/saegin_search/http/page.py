"""The search page: results as HTML that needs no JavaScript, which the widget takes over where there is some.

Every text goes through a template that escapes it; every address through `links.link`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from saegin_index.errors import IndexMissingError, QueryError, SaeginError
from saegin_search.http.answering import Answering
from saegin_search.http.api import Operation, check_dates, run_search
from saegin_search.http.assets import Assets
from saegin_search.http.links import link
from saegin_search.http.parameters import (
    LONGEST_QUERY,
    PAGE,
    PAGE_PARAMETERS,
    WINDOW,
    ParameterError,
    check_window,
    read,
)
from saegin_search.http.problems import problem_of
from saegin_search.http.texts import Texts, texts_for
from saegin_search.query import readable
from saegin_search.results import Edition, Facets, Hit, Interpretation, Results, Snippet
from saegin_search.searcher import Searcher

_TAGS_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for, and the links that ask for something else."""

    root: str
    q: str = ""
    tag: tuple[str, ...] = ()
    author: str = ""
    after: str = ""
    before: str = ""
    sort: str = "relevance"
    exact: str = "false"
    offset: int = 0
    lang: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is looked for."""
        return not (self.q.strip() or self.tag or self.author or self.after or self.before)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The parameters that say more than the usual, but for q."""
        single = ((name, str(getattr(self, name))) for name in ("author", "after", "before", "sort", "exact", "lang"))
        usual = ("", "relevance", "false")
        return [*(("tag", tag) for tag in self.tag), *((name, value) for name, value in single if value not in usual)]

    def conditions(self, texts: Texts) -> list[tuple[str, str]]:
        """What narrows the search, each with the link that takes it away."""
        tags = [(f"#{tag}", self.link(tag=tuple(each for each in self.tag if each != tag))) for tag in self.tag]
        author = [(self.author, self.link(author=""))] if self.author else []
        after = [(texts.after.format(date=self.after), self.link(after=""))] if self.after else []
        before = [(texts.before.format(date=self.before), self.link(before=""))] if self.before else []
        return [*tags, *author, *after, *before]

    def link(self, **changes: Any) -> str:
        """The page with other parameters, at its first hits unless `offset` is among them."""
        other = replace(self, **{"offset": 0, **changes})
        parameters = [
            *([("q", other.q)] if other.q else []),
            *other.fields,
            *([("offset", str(other.offset))] if other.offset else []),
        ]
        return f"{other.root}/?{urlencode(parameters, errors='replace')}"


class Page:
    """The handlers of the page, its OpenSearch description, and the page of the API."""

    def __init__(self, answering: Answering, assets: Assets) -> None:
        self._answering = answering
        self._assets = assets
        self._templates = Environment(
            loader=PackageLoader("saegin_search.http"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["longest"] = LONGEST_QUERY

    async def search(self, request: Request) -> Response:
        """GET /"""
        texts = texts_for(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        try:
            values = read(PAGE_PARAMETERS, request.query_params.multi_items(), strict=False) | {"limit": PAGE}
            check_window(values)
            check_dates(values)
        except ParameterError as error:
            return self._refusal(request, texts, Asked(_root(request)), error)
        asked = _asked(request, values)
        try:
            response = await self._answering.answer(
                request,
                lambda searcher, edition: self._results(request, texts, asked, values, searcher, edition),
                lang=texts.lang,
                assets=self._assets.version,
            )
        except (SaeginError, TimeoutError) as error:
            return self._refusal(request, texts, asked, error)
        response.headers["Vary"] = "Accept-Language"
        return response

    def _results(
        self,
        request: Request,
        texts: Texts,
        asked: Asked,
        values: dict[str, Any],
        searcher: Searcher,
        edition: Edition,
    ) -> Response:
        results = None if asked.is_blank else run_search(searcher, values)
        shown = results and {
            "total": results.total,
            "notes": [_note(note, asked, texts) for note in results.interpretations],
            "hits": [_hit(hit, edition.site_url, asked) for hit in results.hits],
            "facets": _facets(results.facets, asked),
            "pages": _pages(results, asked),
        }
        return self._page(request, texts, asked, site=_site(edition), posts=edition.posts, results=shown)

    def _refusal(self, request: Request, texts: Texts, asked: Asked, error: Exception) -> Response:
        """The page with what is wrong in place of results."""
        problem = problem_of(error)
        message = texts.no_index if isinstance(error, IndexMissingError) else texts.failed
        if isinstance(error, QueryError | ParameterError):
            message = str(error)
        response = self._page(request, texts, asked, error=message)
        response.status_code = problem.status
        response.headers.update({"Cache-Control": "no-store", **(problem.headers or {})})
        return response

    def _page(self, request: Request, texts: Texts, asked: Asked, **shown: Any) -> Response:
        unless_shown = {"site": "", "posts": None, "results": None, "error": ""}
        values = {**unless_shown, **shown, "conditions": asked.conditions(texts)}
        return self._render(request, "page.html", texts, asked=asked, **values)

    async def opensearch(self, request: Request) -> Response:
        """GET /opensearch.xml: for browsers that offer to add a site's search."""
        texts = texts_for(request.query_params.get("lang"), request.headers.get("accept-language", ""))

        def describe(_: Searcher, edition: Edition) -> Response:
            response = self._render(request, "opensearch.xml", texts, site=_site(edition), base=_base(request))
            response.headers["Content-Type"] = "application/opensearchdescription+xml; charset=utf-8"
            return response

        response = await self._answering.answer(request, describe, lang=texts.lang, base=_base(request))
        response.headers["Vary"] = "Accept-Language"
        return response

    def api(self, request: Request, operations: Sequence[Operation]) -> Response:
        """GET /docs: every operation as a form that tries it."""
        return self._render(request, "docs.html", texts_for("en", ""), operations=operations)

    def _render(self, request: Request, template: str, texts: Texts, **values: Any) -> Response:
        root = _root(request)
        html = self._templates.get_template(template).render(
            t=texts, root=root, asset=lambda name: self._assets.url(name, request.scope.get("root_path", "")), **values
        )
        return Response(html.encode("utf-8", "replace"), media_type="text/html")


def _root(request: Request) -> str:
    """The path under which the application is mounted, as it is written in URLs."""
    return quote(request.scope.get("root_path", "").rstrip("/"))


def _base(request: Request) -> str:
    """The absolute address of that path, as the client wrote it."""
    return f"{request.url.scheme}://{request.url.netloc}{_root(request)}"


def _asked(request: Request, values: dict[str, Any]) -> Asked:
    return Asked(
        root=_root(request),
        q=readable(values["q"] or ""),
        tag=values["tag"],
        author=values["author"] or "",
        after=values["after"] or "",
        before=values["before"] or "",
        sort=values["sort"],
        exact=values["exact"],
        offset=values["offset"],
        lang=values["lang"] or "",
    )


def _site(edition: Edition) -> str:
    """What to call the blog: its host."""
    return urlsplit(edition.site_url).hostname or ""


def _note(note: Interpretation, asked: Asked, texts: Texts) -> dict[str, str]:
    """What is told, and where it leads: away from what was understood, or to what may have been meant."""
    if note.kind == "without-filters":
        return {"text": texts.note(note), "link": asked.link(tag=(), author="", after="", before=""), "label": asked.q}
    if note.kind == "tags":
        return {"text": texts.note(note), "link": "", "label": ""}
    if not note.applied:
        meant = asked.q.replace(note.original, note.replacement) if note.original else note.replacement
        label = texts.did_you_mean.format(meant=meant)
        return {"text": texts.note(note), "link": asked.link(q=meant), "label": label}
    if note.original:
        label = texts.search_exactly.format(query=asked.q)
        return {"text": texts.note(note), "link": asked.link(exact="true"), "label": label}
    return {"text": texts.note(note), "link": "", "label": ""}


def _hit(hit: Hit, site_url: str, asked: Asked) -> dict[str, Any]:
    return {
        "title": hit.title,
        "url": link(hit.url, site_url),
        "date": hit.date,
        "tags": [(tag, asked.link(q="", tag=(tag,))) for tag in hit.tags],
        "snippets": [list(_pieces(snippet)) for snippet in hit.snippets],
        "sections": [(section.heading, link(section.url, site_url)) for section in hit.sections],
    }


def _pieces(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """The snippet cut at its marks: text and whether it is marked."""
    borders = [0, *(border for mark in snippet.marks for border in mark), len(snippet.text)]
    for number, (start, end) in enumerate(pairwise(borders)):
        if start < end:
            yield snippet.text[start:end], number % 2 == 1


def _facets(facets: Facets, asked: Asked) -> dict[str, list[tuple[str, int, str]]]:
    """Value, count, and the link that narrows the search to it; what is chosen already is not offered again."""
    tags = [facet for facet in facets.tags if facet.value not in asked.tag][:_TAGS_SHOWN]
    years = facets.years if len(facets.years) > 1 else ()
    return {
        "tags": [(facet.value, facet.count, asked.link(tag=(*asked.tag, facet.value))) for facet in tags],
        "years": [(facet.value, facet.count, asked.link(**_year(int(facet.value)))) for facet in years],
    }


def _year(year: int) -> dict[str, str]:
    # Whole dates, as the widget's date fields hold no others. The year after 9999 cannot be written.
    return {"after": f"{year:04}-01-01", **({"before": f"{year + 1:04}-01-01"} if year < 9999 else {})}


def _pages(results: Results, asked: Asked) -> dict[str, str]:
    """Links to the hits before and after these."""
    following = asked.offset + PAGE
    last = min(results.total, WINDOW)
    return {
        "previous": asked.link(offset=max(0, asked.offset - PAGE)) if asked.offset else "",
        "following": asked.link(offset=following) if following < last and following + PAGE <= WINDOW else "",
    }
