"""The options of a search as keyword arguments, and how they become parameters of an address.

An option has the parameter's name, except that Python has no dots: `venue_op` is `venue.op`, `not_venue` is
`venue.not`. None means not given.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, TypedDict

Values = str | Iterable[str]
Years = int | str | Iterable[int | str]
"""`2018`, or a range as text: `"2018..2020"`, `">=2018"`."""
Op = Literal["or", "and"]
Params = tuple[tuple[str, str], ...]


class Filters(TypedDict, total=False):
    """Which papers are meant: several values of one filter are alternatives, different filters must all match."""

    venue: Values | None
    year: Years | None
    keyword: Values | None
    author: Values | None
    source: Values | None
    has: Values | None
    not_venue: Values | None
    not_year: Years | None
    not_keyword: Values | None
    not_author: Values | None
    not_source: Values | None
    not_has: Values | None
    venue_op: Op | None
    year_op: Op | None
    keyword_op: Op | None
    author_op: Op | None
    source_op: Op | None
    has_op: Op | None
    added_from: str | date | None
    added_to: str | date | None
    match: Literal["all", "best", "auto"] | None
    synonyms: bool | None
    strict: bool | None


class WalkOptions(Filters, total=False):
    """A search of which all results are wanted, page after page. `per_page` is 1 to 100."""

    sort: str | None
    per_page: int | None
    facets: Values | None
    facet_size: int | None
    highlight: bool | None
    fields: Values | None
    explain: Literal["clauses"] | None
    mode: Literal["keyword", "hybrid"] | None


class SearchOptions(WalkOptions, total=False):
    """A search for one page of results."""

    page: int | None
    cursor: str | None
    sample: int | None
    seed: int | None


class ValueOptions(Filters, total=False):
    """A list of a facet's values: `prefix` of any word of a value, `size` up to 1,000."""

    prefix: str | None
    size: int | None
    sort: Literal["count", "value"] | None
    cursor: str | None


def parameters(query: str, options: Mapping[str, object]) -> Params:
    """Return the query and the options as names and texts, repeated where an option has several values."""
    named = [("q", query)] if query else []
    for option, value in options.items():
        named += [(parameter_name(option), text) for text in _texts(value)]
    return tuple(named)


def parameter_name(option: str) -> str:
    """Return the API's name of an option: `not_venue` -> `venue.not`, `keyword_op` -> `keyword.op`."""
    if option.startswith("not_"):
        return f"{option.removeprefix('not_')}.not"
    return f"{option.removesuffix('_op')}.op" if option.endswith("_op") else option


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, date):
        return [value.isoformat()[:10]]
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [str(value)]
    return [str(each) for each in value]
