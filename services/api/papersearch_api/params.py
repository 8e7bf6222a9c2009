"""Parameters of an endpoint: declared once, read by the code that serves and shown by the OpenAPI document.

Nothing is clamped or ignored silently: an unknown name, a bad value and a value out of range are all reported,
together, each with the nearest valid one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from papersearch.errors import ParameterError, Problem
from papersearch.paper import JsonObject

_TRUE = frozenset({"true", "1", "yes", "on", ""})
_FALSE = frozenset({"false", "0", "no", "off"})
LONGEST_INTEGER = 18
"""Digits; more than any number here needs, and few enough for a 64-bit column."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `schema` is its JSON schema, of one value where `is_repeated`; it decides how text is read.

    `where` is `query`, `path` or `header`; `default` is what an absent parameter stands for.
    """

    name: str
    doc: str
    schema: JsonObject
    is_repeated: bool = False
    where: str = "query"
    is_required: bool = False
    default: Any = None
    example: Any = None


class MultiValues(Protocol):
    """What a query string and a JSON body have in common once they are read: names with lists of texts."""

    def lists(self) -> Iterable[tuple[str, list[str]]]:
        """Every name with all its values, in order."""
        ...


def integer(name: str, doc: str, *, default: int | None = None, low: int = 0, high: int | None = None) -> Parameter:
    """A whole number with bounds."""
    schema: JsonObject = {"type": "integer", "minimum": low}
    if high is not None:
        schema["maximum"] = high
    if default is not None:
        schema["default"] = default
    return Parameter(name, doc, schema, default=default)


def text(name: str, doc: str, *, is_required: bool = False, default: str | None = None) -> Parameter:
    """Any text of up to 1,000 characters."""
    return Parameter(name, doc, {"type": "string", "maxLength": 1000}, is_required=is_required, default=default)


def flag(name: str, doc: str) -> Parameter:
    """True or false; absent is false."""
    return Parameter(name, doc, {"type": "boolean", "default": False}, default=False)


def choice(name: str, doc: str, values: Sequence[str], *, default: str | None = None) -> Parameter:
    """One of a closed set."""
    return Parameter(name, doc, {"type": "string", "enum": list(values)}, default=default)


def in_path(name: str, doc: str, example: str) -> Parameter:
    """A part of the address."""
    return Parameter(name, doc, {"type": "string"}, where="path", is_required=True, example=example)


def read(parameters: Iterable[Parameter], given: Mapping[str, list[str]]) -> dict[str, Any]:
    """The value of every query parameter by name, defaults filled in.

    Raises ParameterError with all that is wrong: unknown names, repeated ones, bad values, missing ones.
    """
    known = {each.name: each for each in parameters if each.where == "query"}
    problems = unknown_names(known, given)
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        texts = given.get(name, [])
        if not texts:
            values[name] = [] if parameter.is_repeated else parameter.default
            if parameter.is_required:
                problems.append(Problem(name, f"{name} is required."))
            continue
        if len(texts) > 1 and not parameter.is_repeated:
            problems.append(Problem(name, f"{name} was given {len(texts)} times; it takes one value."))
            continue
        try:
            converted = [_convert(parameter, value) for value in texts]
        except ParameterError as error:
            problems.extend(error.problems)
            continue
        values[name] = converted if parameter.is_repeated else converted[0]
    if problems:
        raise ParameterError(*problems)
    return values


def unknown_names(known: Iterable[str], given: Iterable[str]) -> list[Problem]:
    """A problem for each name that is not known, with the nearest one that is."""
    valid = list(known)
    problems = []
    for name in given:
        if name not in valid:
            near = get_close_matches(name, valid, 1, 0.5)
            hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(valid)}." if valid else ""
            problems.append(Problem(name, f"There is no parameter {name}.{hint}", suggestion=near[0] if near else None))
    return problems


def _convert(parameter: Parameter, value: str) -> Any:
    schema, name = parameter.schema, parameter.name
    match schema.get("type"):
        case "integer":
            return _integer(name, schema, value)
        case "boolean":
            if value.lower() not in _TRUE | _FALSE:
                raise ParameterError(Problem(name, f"{name} must be true or false, not {value!r}."))
            return value.lower() in _TRUE
    if "enum" in schema and value not in schema["enum"]:
        near = get_close_matches(value, schema["enum"], 1, 0.0)
        detail = f"{name} must be one of {', '.join(schema['enum'])}, not {value!r}."
        raise ParameterError(Problem(name, detail, suggestion=near[0] if near else None))
    if len(value) > schema.get("maxLength", len(value)):
        raise ParameterError(Problem(name, f"{name} is longer than {schema['maxLength']} characters."))
    return value


def _integer(name: str, schema: JsonObject, value: str) -> int:
    low, high = schema.get("minimum"), schema.get("maximum")
    digits = value.strip()
    if (
        not digits.removeprefix("-").isascii()
        or not digits.removeprefix("-").isdigit()
        or len(digits) > LONGEST_INTEGER
    ):
        raise ParameterError(Problem(name, f"{name} must be a whole number, not {value!r}."))
    number = int(digits)
    if (low is not None and number < low) or (high is not None and number > high):
        nearest = low if low is not None and number < low else high
        bounds = f"{low} to {high}" if high is not None else f"at least {low}"
        raise ParameterError(Problem(name, f"{name} must be {bounds}, not {number}.", suggestion=str(nearest)))
    return number
