"""The parameters of a search, from the core's table: whole for searching, in part for every question under a query."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from papersearch.errors import ParameterError
from papersearch.fields import FACETS
from papersearch.paper import JsonObject
from papersearch.query.limits import MAX_CHARACTERS
from papersearch.query.parameters import (
    PARAMETERS,
    PARAMETERS_BY_NAME,
    Parameter,
    SearchParams,
    read_params,
    unknown_names,
)
from papersearch_api.formats import RESULT_FORMATS
from papersearch_api.links import given_pairs
from papersearch_api.params import Given, Values, read

_FILTERING = frozenset(
    {"q", "added_from", "added_to", "match", "synonyms", "strict"}
    | {f"{facet.name}{end}" for facet in FACETS for end in ("", ".op", ".not")}
)


_DESCRIBED: dict[str, dict[str, Any]] = {"q": {"longest": MAX_CHARACTERS}, "format": {"choices": tuple(RESULT_FORMATS)}}
"""What is described here and checked elsewhere, with errors of its own."""
SEARCH_PARAMETERS: tuple[Parameter, ...] = tuple(replace(p, **_DESCRIBED.get(p.name, {})) for p in PARAMETERS)
"""All parameters of a search."""
FILTER_PARAMETERS: tuple[Parameter, ...] = tuple(each for each in SEARCH_PARAMETERS if each.name in _FILTERING)
"""Those that say which papers are meant, and nothing about how they are shown."""


def read_search(given: Given) -> SearchParams:
    """The parameters of a search. Raises ParameterError with all that is wrong."""
    return read_params(given_pairs(given))


def read_filtered(parameters: Iterable[Parameter], given: Given) -> tuple[Values, SearchParams]:
    """An endpoint's own parameters by name, and the search under which it asks.

    Raises ParameterError with all that is wrong in either.
    """
    taken = [each for each in parameters if each.where == "query"]
    own = [each for each in taken if each.name not in PARAMETERS_BY_NAME or each.name not in _FILTERING]
    own_names = {each.name for each in own}
    problems = unknown_names((each.name for each in taken), given)
    unknown = {problem.parameter for problem in problems}
    values: Values = {}
    search = SearchParams()
    try:
        values = read(own, {name: texts for name, texts in given.items() if name in own_names})
    except ParameterError as error:
        problems.extend(error.problems)
    try:
        search = read_search({n: texts for n, texts in given.items() if n not in own_names and n not in unknown})
    except ParameterError as error:
        problems.extend(error.problems)
    if problems:
        raise ParameterError(*problems)
    return values, search


def search_body_schema() -> JsonObject:
    """The JSON schema of a search's parameters as one object."""
    return {
        "type": "object",
        "properties": {
            each.name: {"oneOf": [each.schema, {"type": "array", "items": each.schema}]}
            if each.is_repeatable
            else each.schema
            for each in SEARCH_PARAMETERS
        },
        "additionalProperties": False,
    }
