"""Searching papers: a page of results, the same by POST, and the whole result list."""

from contextlib import ExitStack
from weakref import finalize

import msgspec
from flask import Response, request
from flask.typing import ResponseReturnValue

from papersearch.errors import TooManyExportsError
from papersearch.paper import Paper
from papersearch.query.parameters import Parameter, SearchParams
from papersearch.query.warnings import WarningCode
from papersearch.search.answers import ResultPage
from papersearch_api.answers import SearchAnswer, search_answer, without_timings
from papersearch_api.delivery import tag_of, with_etag
from papersearch_api.endpoints import Operation, read_nothing
from papersearch_api.formats import BY_SUFFIX, EXPORT_FORMATS, FORMATS, RESULT_FORMATS, Format
from papersearch_api.links import given_pairs
from papersearch_api.metrics import observe_search
from papersearch_api.negotiation import negotiate_format
from papersearch_api.params import Given, Values, choice
from papersearch_api.services import services
from papersearch_api.url_prefix import root
from papersearch_api.views.filters import (
    FILTER_PARAMETERS,
    SEARCH_PARAMETERS,
    read_filtered,
    read_search,
    search_body_schema,
)
from papersearch_api.views.request_values import values_of_body
from papersearch_api.views.responses import file_name, heading_of, papers_file, papers_response, search_title

_TAG = "search"
LARGEST_ANSWER_KEPT = 200_000
"""Bytes."""


def search_papers(given: Given, suffix: str | None = None) -> ResponseReturnValue:
    """A page of results with facets and suggestions."""
    return answer_search(given, negotiate_format(RESULT_FORMATS, suffix, next(iter(given.get("format", ())), None)))


def search_papers_by_post() -> ResponseReturnValue:
    """The same with the parameters as a JSON object, for queries too long for an address."""
    given = values_of_body()
    return answer_search(given, negotiate_format(RESULT_FORMATS, None, next(iter(given.get("format", ())), None)))


def export_papers(values: Values, search: SearchParams) -> ResponseReturnValue:
    """The whole result list, streamed, in id order; without parameters every paper."""
    form = negotiate_format(EXPORT_FORMATS, None, values["format"])
    name = file_name(list(request.args.items(multi=True)))
    exports = services().exports
    if not exports.acquire(blocking=False):
        raise TooManyExportsError("As many exports as this server makes at the same time are being made.")
    with ExitStack() as stack:
        stack.callback(exports.release)
        response = papers_file(form, services().search.export(search, is_whole=form.is_whole), name)
        response.vary.add("Accept")
        stack.pop_all()
    response.call_on_close(finalize(response, exports.release))  # once, also where nobody closes it
    return response


def read_given_alone(_: tuple[Parameter, ...], given: Given) -> tuple[Given]:
    """The parameters as they are given: the search reads them, and its links repeat them."""
    return (given,)


def answer_search(given: Given, form: Format) -> Response:
    """A page of results in a format; also what a page's address answers to programs."""
    if form.has_answer:
        return _answer_json(given, form)
    params = read_search(given)
    page = services().search.search(params)
    observe_search(page.meta.took_ms)
    services().background.remember_search(params.q)
    pairs = given_pairs(given)
    body = search_answer(page, pairs)
    papers = [hit.body for hit in page.hits]
    response = papers_response(form, papers, heading_of(search_title(pairs), papers, html_address=body.links.html))
    response.vary.add("Accept")
    return with_etag(response, [form.name, without_timings(body)])


def _answer_json(given: Given, form: Format) -> Response:
    """The answer in JSON. While the index stays as it is, equal requests get an equal answer, made once."""
    params, pairs = read_search(given), given_pairs(given)
    state = services().reader.state()
    key = (state, root(), *pairs)
    content = services().answers.find(key)
    took_ms = 0
    if content is None:
        page = services().search.search(params)
        took_ms = page.meta.took_ms
        observe_search(took_ms)
        content = msgspec.json.encode(without_timings(search_answer(page, pairs)))
        if state is not None and _is_repeatable(page) and len(content) <= LARGEST_ANSWER_KEPT:
            services().answers.put(key, content)
    services().background.remember_search(params.q)
    response = Response(content.replace(b'"took_ms":0', b'"took_ms":%d' % took_ms, 1), mimetype=form.media_type)
    response.vary.add("Accept")
    response.set_etag(tag_of(form.name.encode() + content), weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _is_repeatable(page: ResultPage) -> bool:
    """Whether the same request to the same index has the same answer: it is no walk, and nothing was left out.

    Nor is it ranked by meaning: vectors change while the index stays as it is.
    """
    left_out = any(warning.code == WarningCode.LEFT_OUT for warning in page.meta.query.warnings)
    return not (page.params.cursor or page.meta.is_timed_out or left_out or page.params.mode == "hybrid")


_MEDIA_TYPES = tuple(each.media_type for each in FORMATS.values())

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET", "/papers", ("/papers", f"/papers.<any({','.join(BY_SUFFIX)}):suffix>"), search_papers, "Search papers",
        _TAG, parameters=SEARCH_PARAMETERS, reads=read_given_alone, answers={200: SearchAnswer, 304: None},
        media_types=_MEDIA_TYPES, errors=(400, 406, 410),
    ),
    Operation(
        "POST", "/papers/search", ("/papers/search",), search_papers_by_post,
        "Search papers (parameters as JSON)", _TAG, reads=read_nothing, answers={200: SearchAnswer},
        media_types=_MEDIA_TYPES, errors=(400, 406, 410, 413, 415), body=search_body_schema(),
    ),
    Operation(
        "GET", "/export", ("/export",), export_papers, "Export all results", _TAG,
        parameters=(choice("format", "Format of the file.", EXPORT_FORMATS), *FILTER_PARAMETERS),
        reads=read_filtered, answers={200: list[Paper]}, errors=(400, 406),
        media_types=tuple(FORMATS[name].media_type for name in EXPORT_FORMATS),
    ),
)  # fmt: skip
