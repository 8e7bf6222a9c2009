"""All keywords, venues and authors as data, under the addresses of their pages and in the words of the API."""

from collections.abc import Iterable, Iterator

from flask import Response, request
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError
from papersearch.results import Bucket
from papersearch_api.formats import BY_SUFFIX, FORMATS
from papersearch_api.formats.csv import csv_row
from papersearch_api.formats.json import json_lines
from papersearch_api.negotiation import format_instead_of_page
from papersearch_api.views.values import listed_facet, read_listing, values_answer

VALUE_FORMATS = ("json", "csv", "ndjson")
"""Values are no papers: the other formats have no word for them."""
_COLUMNS = ("value", "label", "count")


def values_instead_of_page(field: str, suffix: str | None = None) -> ResponseReturnValue | None:
    """The values that the parameters of the API ask for, where a program asks; None for the page.

    JSON is the answer of the API; a table or lines have the values alone. Raises ParameterError and NotFoundError.
    """
    if suffix is not None and (suffix not in BY_SUFFIX or BY_SUFFIX[suffix].name not in VALUE_FORMATS):
        suffixes = ", ".join(FORMATS[name].suffix for name in VALUE_FORMATS)
        raise NotFoundError(f"This list is not available as .{suffix}. The suffixes are {suffixes}.")
    form = format_instead_of_page(suffix, request.args.get("format"), VALUE_FORMATS)
    if form is None:
        return None
    given = {name: texts for name, texts in request.args.to_dict(flat=False).items() if name != "format"}
    values, search = read_listing(given)
    if form.name == "json":
        return values_answer(field, values, search)
    buckets = listed_facet(field, values, search).buckets
    written = json_lines(buckets) if form.name == "ndjson" else _table(buckets)
    return Response("".join(written), content_type=f"{form.media_type}; charset=utf-8")


def _table(buckets: Iterable[Bucket]) -> Iterator[str]:
    yield csv_row(_COLUMNS)
    yield from (csv_row((bucket.value, bucket.label, bucket.count)) for bucket in buckets)
