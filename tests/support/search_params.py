"""Parameters of a search, with a facet's parts as `venue`, `venue_not` and `venue_op`."""

from typing import Any

from papersearch.fields import FACETS
from papersearch.query.parameters import FacetChoice, SearchParams

_PARTS = {"": "values", "_not": "excluded", "_op": "op"}


def search_params(**given: Any) -> SearchParams:
    filters: dict[str, FacetChoice] = {}
    for facet in FACETS:
        parts = {part: given.pop(facet.name + end) for end, part in _PARTS.items() if facet.name + end in given}
        if parts and FacetChoice(**parts) != FacetChoice():
            filters[facet.name] = FacetChoice(**parts)
    return SearchParams(filters=filters, **given)
