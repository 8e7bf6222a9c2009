"""Parameters: what one is, how its texts are read, and the table of those of a search.

Reading, documentation and OpenAPI derive from the same declarations. Nothing is clamped or ignored silently: an unknown
name, a bad value and a value out of range are reported, together, each with the nearest valid one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from papersearch.errors import ParameterError, Problem
from papersearch.fields import FACETS
from papersearch.paper import JsonObject
from papersearch.query.spelling import nearest

MAX_WINDOW = 10_000
"""The hits that pages reach; what lies beyond needs a cursor."""
MAX_PER_PAGE = 100
MAX_FACET_SIZE = 1_000
MAX_SAMPLE = 1_000
_FACET_NAMES = frozenset(facet.name for facet in FACETS)
LONGEST_INTEGER = 18
"""Digits; more than any number here needs, and few enough for a 64-bit column."""


class ParameterType(StrEnum):
    """How the text of a parameter is read."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an endpoint or of a search. `is_list`: commas separate its values, too.

    `where`: `query`, `path` or `header`. `longest`: characters of its text.
    """

    name: str
    doc: str
    type: ParameterType = ParameterType.STRING
    default: str | int | bool | None = None
    is_repeatable: bool = False
    is_list: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    longest: int | None = None
    example: str | None = None
    where: str = "query"
    is_required: bool = False

    @property
    def schema(self) -> JsonObject:
        """The JSON schema of one value: `{"type": "integer", "minimum": 1, "default": 20}`."""
        limits = {"minimum": self.minimum, "maximum": self.maximum, "maxLength": self.longest, "default": self.default}
        found: JsonObject = {"type": str(self.type)}
        found |= {name: value for name, value in limits.items() if value not in (None, "")}
        return found | ({"enum": list(self.choices)} if self.choices else {})


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """What is chosen in one facet: values, values that no hit may have, and whether any or all must hold."""

    values: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    op: str = "or"


_NO_CHOICE = FacetChoice()
_PARTS = {"": "values", "not": "excluded", "op": "op"}
"""The ending of a facet's parameter (`venue.not`) -> the part of its `FacetChoice`."""


@dataclass(frozen=True, slots=True)
class SearchParams:
    """The parameters of a search as they were given; `build.build_request` checks and reads them.

    `filters`: the choices in facets, by the facet's name.
    """

    q: str = ""
    filters: Mapping[str, FacetChoice] = field(default_factory=dict)
    added_from: str | None = None
    added_to: str | None = None
    sort: str | None = None
    page: int = 1
    per_page: int = 20
    cursor: str | None = None
    facets: tuple[str, ...] = ()
    facet_size: int = 20
    highlight: bool = False
    sample: int | None = None
    seed: int | None = None
    explain: str | None = None
    match: str = "all"
    mode: str = "keyword"
    synonyms: bool = False
    strict: bool = False
    fields: tuple[str, ...] = ()
    format: str | None = None

    def chosen(self, facet: str) -> FacetChoice:
        """What is chosen in a facet."""
        return self.filters.get(facet, _NO_CHOICE)

    def value(self, name: str) -> Any:
        """What was given for a parameter, by its name: `venue.not`, `page`."""
        facet, _, ending = name.partition(".")
        return getattr(self.chosen(facet), _PARTS[ending]) if facet in _FACET_NAMES else getattr(self, name)

    def choose(self, facet: str, choice: FacetChoice) -> "SearchParams":
        """The same search with another choice in a facet."""
        others = {name: each for name, each in self.filters.items() if name != facet}
        return replace(self, filters=others if choice == _NO_CHOICE else {**others, facet: choice})


def _facet_parameters() -> Iterable[Parameter]:
    for facet in FACETS:
        what = "years or ranges of years" if facet.name == "year" else "whole values"
        yield Parameter(
            facet.name, f"{facet.doc} Select {what}; `~missing` selects papers without one.", is_repeatable=True,
            example="2018..2020" if facet.name == "year" else facet.example.partition(":")[2].strip('"'),
        )  # fmt: skip
        yield Parameter(
            f"{facet.name}.op", f"How several values of `{facet.name}` combine.", default="or", choices=("or", "and")
        )
        yield Parameter(f"{facet.name}.not", f"Values of `{facet.name}` to exclude.", is_repeatable=True)


_INTEGER, _BOOLEAN = ParameterType.INTEGER, ParameterType.BOOLEAN
PARAMETERS: tuple[Parameter, ...] = (
    Parameter("q", "The query, in the query language.", default="", example='"data augmentation" -survey'),
    *_facet_parameters(),
    Parameter("added_from", "Papers added on this day or later (UTC).", example="2024-01-01"),
    Parameter("added_to", "Papers added on this day or earlier (UTC).", example="2024-12-31"),
    Parameter(
        "sort", "relevance, year, title, added_at, updated_at or cited (by papers here), each but the first with :asc "
        "or :desc.",
        example="year:desc",
    ),
    Parameter("page", "The page, from 1.", _INTEGER, 1, minimum=1),
    Parameter("per_page", "Results per page.", _INTEGER, 20, minimum=1, maximum=MAX_PER_PAGE),
    Parameter("cursor", "`*` to start a walk over all results, then the `next_cursor` of each answer."),
    Parameter("facets", "Facets to count.", is_repeatable=True, is_list=True, example="venue,year"),
    Parameter("facet_size", "Number of values per facet.", _INTEGER, 20, minimum=1, maximum=MAX_FACET_SIZE),
    Parameter("highlight", "Whether to highlight matches.", _BOOLEAN, default=False),
    Parameter("sample", "Number of random results.", _INTEGER, minimum=1, maximum=MAX_SAMPLE),
    Parameter("seed", "Seed; the same seed gives the same sample.", _INTEGER, minimum=0, maximum=2**31 - 1),
    Parameter("explain", "`clauses` counts the results of each part of the query.", choices=("clauses",)),
    Parameter(
        "match", "`all`: every word must match; `best`: rank by how many and how rare words match; `auto`: all, or "
        "best if no paper has all words of `q`.", default="all", choices=("all", "best", "auto"),
    ),
    Parameter(
        "mode", "`keyword`: rank by words; `hybrid`: rank the first results by meaning, too, and list papers that are "
        "near in meaning although the query does not find them.", default="keyword", choices=("keyword", "hybrid"),
    ),
    Parameter("synonyms", "Also search for synonyms and acronyms.", _BOOLEAN, default=False),
    Parameter("strict", "Reject a query that is not well formed.", _BOOLEAN, default=False),
    Parameter("fields", "Fields to return.", is_repeatable=True, is_list=True, example="title,year"),
    Parameter("format", "Format of the answer."),
)  # fmt: skip
"""Every parameter of a search, in the order in which they are shown."""
PARAMETERS_BY_NAME: Mapping[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}
_BOOLEANS = {"true": True, "1": True, "yes": True, "on": True, "": True,
             "false": False, "0": False, "no": False, "off": False}  # fmt: skip


def read_params(pairs: Iterable[tuple[str, str]]) -> SearchParams:
    """Search parameters from names and texts, as a query string has them.

    Raises ParameterError with everything that is wrong: unknown names, repeated ones, texts of the wrong type, values
    out of range, each with the nearest valid one.
    """
    given: dict[str, list[str]] = {}
    for name, text in pairs:
        given.setdefault(name, []).append(text)
    filters: dict[str, dict[str, Any]] = {}
    others: dict[str, Any] = {}
    for name, value in read_given(PARAMETERS, given).items():
        facet, _, ending = name.partition(".")
        if facet in _FACET_NAMES:
            filters.setdefault(facet, {})[_PARTS[ending]] = value
        else:
            others[name] = value
    return SearchParams(filters={facet: FacetChoice(**parts) for facet, parts in filters.items()}, **others)


def read_given(parameters: Iterable[Parameter], given: Mapping[str, list[str]]) -> dict[str, Any]:
    """The values of those parameters that are given, by name; a tuple where one is repeatable.

    Raises ParameterError with all that is wrong: unknown names, repeated ones, bad values.
    """
    known = {parameter.name: parameter for parameter in parameters}
    problems = unknown_names(known, given)
    values: dict[str, Any] = {}
    for name, texts in given.items():
        try:
            if name in known:
                values[name] = _read(known[name], texts)
        except ParameterError as error:
            problems.extend(error.problems)
    if problems:
        raise ParameterError(*problems)
    return values


def unknown_names(known: Iterable[str], given: Iterable[str]) -> list[Problem]:
    """A problem for each name that is not known, with the nearest one that is."""
    valid = list(known)
    problems = []
    for name in given:
        if name not in valid:
            near = nearest(name, valid)
            hint = f" Did you mean {near}?" if near else ""
            problems.append(Problem(name, f"Unknown parameter {name}.{hint}", suggestion=near))
    return problems


def check_range(parameter: Parameter, number: int) -> None:
    """Raises ParameterError when a number is out of its parameter's bounds."""
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        valid = low if low is not None and number < low else high
        bounds = f"{low} to {high}" if high is not None else f"{low} or more"
        detail = f"{parameter.name} must be {bounds}, not {number}."
        raise ParameterError(Problem(parameter.name, detail, suggestion=str(valid)))


def check_choice(parameter: Parameter, text: str) -> None:
    """Raises ParameterError when a text is none of its parameter's choices."""
    if parameter.choices and text not in parameter.choices:
        near = nearest(text, parameter.choices) or parameter.choices[0]
        detail = f"{parameter.name} must be {' or '.join(parameter.choices)}, not {text!r}."
        raise ParameterError(Problem(parameter.name, detail, suggestion=near))


def _read(parameter: Parameter, texts: list[str]) -> str | int | bool | tuple[str, ...]:
    if parameter.is_list:
        return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())
    if parameter.is_repeatable:
        return tuple(texts)
    if len(texts) > 1:
        detail = f"{parameter.name} was given {len(texts)} times; it takes one value."
        raise ParameterError(Problem(parameter.name, detail))
    text = texts[0]
    match parameter.type:
        case ParameterType.INTEGER:
            digits = text.strip()
            plain = digits.removeprefix("-")
            if not (plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_INTEGER):
                raise ParameterError(Problem(parameter.name, f"{parameter.name} must be a whole number, not {text!r}."))
            check_range(parameter, int(digits))
            return int(digits)
        case ParameterType.BOOLEAN:
            if text.lower() not in _BOOLEANS:
                detail = f"{parameter.name} must be true or false, not {text!r}."
                raise ParameterError(Problem(parameter.name, detail, suggestion="true"))
            return _BOOLEANS[text.lower()]
        case _:
            check_choice(parameter, text)
            if parameter.longest is not None and len(text) > parameter.longest:
                detail = f"{parameter.name} is longer than {parameter.longest:,} characters."
                raise ParameterError(Problem(parameter.name, detail))
            return text
