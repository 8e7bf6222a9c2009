"""The parameters of a search: the one table that reading them, their documentation and OpenAPI derive from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from papersearch.errors import ParameterError, Problem
from papersearch.fields import FACETS
from papersearch.query.spelling import nearest

MAX_WINDOW = 10_000
"""The hits that pages reach; what lies beyond needs a cursor."""
MAX_PER_PAGE = 100
MAX_FACET_SIZE = 1_000
MAX_SAMPLE = 1_000
_MAX_DIGITS = 18


class ParameterType(StrEnum):
    """How the text of a parameter is read."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class SearchParameter:
    """One parameter. `attribute`: its name in `SearchParams`; `is_list`: commas separate its values, too."""

    name: str
    doc: str
    type: ParameterType = ParameterType.STRING
    default: str | int | bool | None = None
    is_repeatable: bool = False
    is_list: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()
    example: str | None = None

    @property
    def attribute(self) -> str:
        """The field of `SearchParams` that holds it."""
        return self.name.replace(".", "_")


@dataclass(frozen=True, slots=True)
class SearchParams:
    """The parameters of a search as they were given; `build.build_request` checks and reads them."""

    q: str = ""
    venue: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    venue_op: str = "or"
    year_op: str = "or"
    keyword_op: str = "or"
    author_op: str = "or"
    source_op: str = "or"
    has_op: str = "or"
    venue_not: tuple[str, ...] = ()
    year_not: tuple[str, ...] = ()
    keyword_not: tuple[str, ...] = ()
    author_not: tuple[str, ...] = ()
    source_not: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()
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
    synonyms: bool = False
    strict: bool = False
    fields: tuple[str, ...] = ()
    format: str | None = None


def _facet_parameters() -> Iterable[SearchParameter]:
    for facet in FACETS:
        what = "years or ranges of years" if facet.name == "year" else "values, whole"
        yield SearchParameter(
            facet.name, f"{facet.doc} Selected {what}; `~missing` for papers without one.", is_repeatable=True,
            example="2018..2020" if facet.name == "year" else facet.example.partition(":")[2].strip('"'),
        )  # fmt: skip
        yield SearchParameter(
            f"{facet.name}.op", f"How several values of `{facet.name}` combine.", default="or", choices=("or", "and")
        )
        yield SearchParameter(
            f"{facet.name}.not", f"Values of `{facet.name}` that no hit may have.", is_repeatable=True
        )


_INTEGER, _BOOLEAN = ParameterType.INTEGER, ParameterType.BOOLEAN
PARAMETERS: tuple[SearchParameter, ...] = (
    SearchParameter("q", "The query, in the query language.", default="", example='"data augmentation" -survey'),
    *_facet_parameters(),
    SearchParameter("added_from", "Papers added on this day or later (UTC).", example="2024-01-01"),
    SearchParameter("added_to", "Papers added on this day or earlier (UTC).", example="2024-12-31"),
    SearchParameter(
        "sort", "relevance, year, title, added_at or updated_at, each but the first with :asc or :desc.",
        example="year:desc",
    ),
    SearchParameter("page", "The page, from 1.", _INTEGER, 1, minimum=1),
    SearchParameter("per_page", "Hits on a page.", _INTEGER, 20, minimum=1, maximum=MAX_PER_PAGE),
    SearchParameter("cursor", "`*` begins a walk over all hits; then the `next_cursor` of the last answer."),
    SearchParameter("facets", "Facets to count.", is_repeatable=True, is_list=True, example="venue,year"),
    SearchParameter("facet_size", "Values of each facet.", _INTEGER, 20, minimum=1, maximum=MAX_FACET_SIZE),
    SearchParameter("highlight", "Mark what matched.", _BOOLEAN, default=False),
    SearchParameter("sample", "This many hits at random.", _INTEGER, minimum=1, maximum=MAX_SAMPLE),
    SearchParameter("seed", "The same seed gives the same sample.", _INTEGER, minimum=0, maximum=2**31 - 1),
    SearchParameter("explain", "`clauses`: the hits of each part of the query.", choices=("clauses",)),
    SearchParameter("match", "`all` words, or the `best` mixture.", default="all", choices=("all", "best")),
    SearchParameter("synonyms", "Search for synonyms and acronyms, too.", _BOOLEAN, default=False),
    SearchParameter("strict", "Refuse a query that is not well formed.", _BOOLEAN, default=False),
    SearchParameter("fields", "Fields of the answer.", is_repeatable=True, is_list=True, example="title,year"),
    SearchParameter("format", "The form of the answer."),
)  # fmt: skip
"""Every parameter of a search, in the order in which they are shown."""
PARAMETERS_BY_NAME: Mapping[str, SearchParameter] = {parameter.name: parameter for parameter in PARAMETERS}
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
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, texts in given.items():
        parameter = PARAMETERS_BY_NAME.get(name)
        if parameter is None:
            near = nearest(name, PARAMETERS_BY_NAME)
            hint = f" Did you mean {near}?" if near else ""
            problems.append(Problem(name, f"There is no parameter {name}.{hint}", suggestion=near))
        elif len(texts) > 1 and not parameter.is_repeatable:
            problems.append(Problem(name, f"{name} is given {len(texts)} times; it takes one value."))
        else:
            try:
                values[parameter.attribute] = _read(parameter, texts)
            except ParameterError as error:
                problems.extend(error.problems)
    if problems:
        raise ParameterError(*problems)
    return SearchParams(**values)


def check_range(parameter: SearchParameter, number: int) -> None:
    """Raises ParameterError when a number is out of its parameter's bounds."""
    low, high = parameter.minimum, parameter.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        valid = low if low is not None and number < low else high
        bounds = f"{low} to {high}" if high is not None else f"{low} or more"
        detail = f"{parameter.name} must be {bounds}, not {number}."
        raise ParameterError(Problem(parameter.name, detail, suggestion=str(valid)))


def check_choice(parameter: SearchParameter, text: str) -> None:
    """Raises ParameterError when a text is none of its parameter's choices."""
    if parameter.choices and text not in parameter.choices:
        near = nearest(text, parameter.choices) or parameter.choices[0]
        detail = f"{parameter.name} must be {' or '.join(parameter.choices)}, not {text!r}."
        raise ParameterError(Problem(parameter.name, detail, suggestion=near))


def _read(parameter: SearchParameter, texts: list[str]) -> str | int | bool | tuple[str, ...]:
    if parameter.is_list:
        return tuple(part.strip() for text in texts for part in text.split(",") if part.strip())
    if parameter.is_repeatable:
        return tuple(texts)
    text = texts[0]
    match parameter.type:
        case ParameterType.INTEGER:
            digits = text.strip()
            plain = digits.removeprefix("-")
            if not (plain.isascii() and plain.isdigit() and len(plain) <= _MAX_DIGITS):
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
            return text
