"""Values instead of papers: facets, pivots, completion, keywords, venues, authors."""

import base64
import binascii

import msgspec
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError, ParameterError, Problem
from papersearch.fields import FACETS
from papersearch.query.parameters import Parameter, SearchParams
from papersearch.query.request import FacetSpec
from papersearch.results import Facet
from papersearch.search.answers import ValueProfile
from papersearch.search.values import LARGEST_FACET
from papersearch_api.answers import (
    Completions,
    FacetList,
    FacetListMeta,
    PivotMeta,
    PivotRow,
    PivotTable,
    ValueList,
    value_list,
)
from papersearch_api.auth import View
from papersearch_api.delivery import json_response, tagged_json
from papersearch_api.endpoints import Operation
from papersearch_api.params import Given, Values, choice, in_path, integer, text
from papersearch_api.services import services
from papersearch_api.views.filters import FILTER_PARAMETERS, read_filtered
from papersearch_api.views.responses import random_seed

_TAG = "values"
_FACET_NAMES = tuple(facet.name for facet in FACETS)
_LARGEST_PIVOT = 50


def list_facet(values: Values, search: SearchParams, field: str) -> ResponseReturnValue:
    """The counted values of one facet under any query."""
    if field not in _FACET_NAMES:
        raise NotFoundError(f"Facet {field!r} does not exist; the facets are {', '.join(_FACET_NAMES)}.")
    return values_answer(field, values, search)


def list_keywords(values: Values, search: SearchParams) -> ResponseReturnValue:
    """All keywords."""
    return values_answer("keyword", values, search)


def list_venues(values: Values, search: SearchParams) -> ResponseReturnValue:
    """All venues."""
    return values_answer("venue", values, search)


def list_authors(values: Values, search: SearchParams) -> ResponseReturnValue:
    """All authors."""
    return values_answer("author", values, search)


def show_keyword(values: Values, value: str) -> ResponseReturnValue:
    """A keyword: papers by year, and the keywords that stand with it more often than chance has it."""
    return _show_profile("keyword", value, values)


def show_venue(values: Values, value: str) -> ResponseReturnValue:
    """A venue: papers by year, and its significant keywords."""
    return _show_profile("venue", value, values)


def random_keywords(values: Values) -> ResponseReturnValue:
    """Keywords at random, for inspiration; the same seed gives the same ones."""
    seed = random_seed(values["seed"])
    return json_response(value_list(services().values.random_keywords(values["size"], seed), seed))


def pivot(values: Values, search: SearchParams) -> ResponseReturnValue:
    """Two facets at once: each result is a row with its counts, in the order of `meta.columns`."""
    rows, columns, size = values["rows"], values["cols"], values["size"]
    table = services().search.pivot(FacetSpec(rows, size=size), FacetSpec(columns, size=size), search)
    return tagged_json(
        PivotTable(
            PivotMeta(count=len(table.rows), rows=rows, cols=columns, columns=table.columns),
            tuple(
                PivotRow(**msgspec.structs.asdict(row), counts=counts)
                for row, counts in zip(table.rows, table.counts, strict=True)
            ),
        )
    )


def suggest(values: Values) -> ResponseReturnValue:
    """What a beginning may lead to: papers, authors, venues and keywords, each with its count."""
    return tagged_json(Completions(**services().values.suggest(values["q"], values["size"])))


def read_listing(given: Given) -> tuple[Values, SearchParams]:
    """The parameters of a list of values. Raises ParameterError with all that is wrong."""
    return read_filtered(_LISTING, given)


def listed_facet(field: str, values: Values, search: SearchParams) -> Facet:
    """The part of a facet's values that the parameters of a list ask for."""
    by_value = values["sort"] == "value"
    after = _read_cursor(values["cursor"], by_value=by_value)
    spec = FacetSpec(field, size=values["size"], prefix=values["prefix"] or "", by_value=by_value, after=after)
    return services().search.facet(spec, search)


def values_answer(field: str, values: Values, search: SearchParams) -> ResponseReturnValue:
    """The values of a facet under any query, as JSON."""
    facet = listed_facet(field, values, search)
    meta = FacetListMeta(
        count=len(facet.buckets),
        field=field,
        next_cursor=_next_cursor(facet, values),
        distinct=facet.distinct,
        base_count=facet.base_count,
        other_count=facet.other_count,
        missing_count=facet.missing_count,
    )
    return tagged_json(FacetList(meta, facet.buckets))


def _read_cursor(cursor: str | None, *, by_value: bool) -> str | None:
    if cursor is None or cursor == "*":
        return None
    if not by_value:
        raise ParameterError(Problem("cursor", "A cursor needs sort=value.", suggestion="sort=value"))
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise ParameterError(Problem("cursor", "This is not a valid cursor."), code="cursor_mismatch") from None


def _next_cursor(facet: Facet, values: Values) -> str | None:
    """Where the list goes on, or None at its end and where it is not listed by value."""
    if values["sort"] != "value" or len(facet.buckets) != values["size"]:
        return None
    return base64.urlsafe_b64encode(str(facet.buckets[-1].value).encode()).decode().rstrip("=")


def _show_profile(field: str, value: str, values: Values) -> ResponseReturnValue:
    return tagged_json(services().values.profile(field, value, neighbours=values["neighbours"]))


_LISTING: tuple[Parameter, ...] = (
    text("prefix", "Only values with a word that starts with this."),
    integer("size", "Number of values.", default=20, low=1, high=LARGEST_FACET),
    choice("sort", "Order: by count, or by value (which allows a cursor).", ("count", "value"), default="count"),
    text("cursor", "`meta.next_cursor` of the previous page, for a list by value."),
    *FILTER_PARAMETERS,
)
_VALUE = in_path("value", "A value, its label or an alias.", "data augmentation")
_NEIGHBOURS = integer("neighbours", "Number of related keywords.", default=20, high=100)


def _listing(path: str, view: View, summary: str, *leading: Parameter) -> Operation:
    rule = path.replace("{", "<").replace("}", ">")
    return Operation(
        "GET", path, (rule,), view, summary, _TAG, parameters=(*leading, *_LISTING), answers={200: FacetList},
        reads=read_filtered, errors=(400, 404) if leading else (400,),
    )  # fmt: skip


_FIELD = Parameter("field", "Name of the facet.", choices=tuple(_FACET_NAMES), where="path", is_required=True)

OPERATIONS: tuple[Operation, ...] = (
    _listing("/facets/{field}", list_facet, "List the values of a facet", _FIELD),
    Operation(
        "GET", "/pivot", ("/pivot",), pivot, "Count two facets at once", _TAG,
        parameters=(choice("rows", "Facet of the rows.", _FACET_NAMES, default="venue"),
                    choice("cols", "Facet of the columns.", _FACET_NAMES, default="year"),
                    integer("size", "Largest number of rows and of columns.", default=20, low=1, high=_LARGEST_PIVOT),
                    *FILTER_PARAMETERS),
        reads=read_filtered, answers={200: PivotTable},
    ),
    Operation(
        "GET", "/suggest", ("/suggest",), suggest, "Complete a prefix", _TAG,
        parameters=(text("q", "Text typed so far.", is_required=True),
                    integer("size", "Largest number per section.", default=5, low=1, high=20)),
        answers={200: Completions},
    ),
    _listing("/keywords", list_keywords, "List keywords"),
    Operation(
        "GET", "/keywords/random", ("/keywords/random",), random_keywords, "Get random keywords", _TAG,
        parameters=(integer("size", "Number of results.", default=20, low=1, high=100),
                    integer("seed", "Seed; the same seed gives the same results.", high=2**31)),
        answers={200: ValueList},
    ),
    Operation(
        "GET", "/keywords/{value}", ("/keywords/<path:value>",), show_keyword, "Get a keyword", _TAG,
        parameters=(_VALUE, _NEIGHBOURS), answers={200: ValueProfile}, errors=(400, 404),
    ),
    _listing("/venues", list_venues, "List venues"),
    Operation(
        "GET", "/venues/{value}", ("/venues/<path:value>",), show_venue, "Get a venue", _TAG,
        parameters=(_VALUE, _NEIGHBOURS), answers={200: ValueProfile}, errors=(400, 404),
    ),
    _listing("/authors", list_authors, "List authors"),
)  # fmt: skip
