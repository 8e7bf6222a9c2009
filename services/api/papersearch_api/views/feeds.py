"""Atom feeds: the papers of any search, the latest first, in pages (RFC 5005)."""

from dataclasses import replace

from flask import request
from flask.typing import ResponseReturnValue

from papersearch.query.parameters import MAX_PER_PAGE, SearchParams
from papersearch_api.delivery import with_etag
from papersearch_api.endpoints import Operation
from papersearch_api.formats import FORMATS
from papersearch_api.links import Pairs, address, feed_address
from papersearch_api.params import Values, integer
from papersearch_api.services import services
from papersearch_api.views.filters import FILTER_PARAMETERS, read_filtered
from papersearch_api.views.responses import heading_of, papers_response, search_title

_ATOM = FORMATS["atom"]
_ON_A_PAGE = 50
_NEWEST_FIRST = "added_at"


def papers_feed(values: Values, search: SearchParams) -> ResponseReturnValue:
    """The papers of a search as an Atom feed, those added last first; without parameters all papers."""
    number = values["page"]
    page = services().search.search(replace(search, sort=_NEWEST_FIRST, page=number, per_page=values["per_page"]))
    papers = [hit.body for hit in page.hits]
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    heading = heading_of(
        search_title(pairs), papers, html_address=_html_address(pairs),
        neighbours=_neighbours(pairs, number, has_next=page.has_next),
    )  # fmt: skip
    return with_etag(papers_response(_ATOM, papers, heading), [request.full_path, heading.neighbours, papers])


def _html_address(pairs: Pairs) -> str:
    """The page with the same papers in the same order."""
    return address("/", [*((name, value) for name, value in pairs if name != "per_page"), ("sort", _NEWEST_FIRST)])


def _neighbours(pairs: Pairs, number: int, *, has_next: bool) -> tuple[tuple[str, str], ...]:
    numbers = (
        {"first": 1} | ({"previous": number - 1} if number > 1 else {}) | ({"next": number + 1} if has_next else {})
    )
    return tuple(
        (rel, feed_address([*pairs, ("page", str(each))] if each > 1 else pairs)) for rel, each in numbers.items()
    )


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET", "/feeds/papers.atom", ("/feeds/papers.atom",), papers_feed, "Follow a search as an Atom feed", "feeds",
        parameters=(integer("page", "The page, from 1.", default=1, low=1),
                    integer("per_page", "Papers on a page.", default=_ON_A_PAGE, low=1, high=MAX_PER_PAGE),
                    *FILTER_PARAMETERS),
        reads=read_filtered, answers={200: str, 304: None}, media_types=(_ATOM.media_type,), is_rooted=True,
        has_papers=True,
    ),
)  # fmt: skip
