"""Parameters of endpoints: the core's, declared in short, and read with their defaults."""

from collections.abc import Iterable, Sequence
from typing import Any

from papersearch.errors import ParameterError, Problem
from papersearch.query.parameters import Parameter, ParameterType, read_given

Given = dict[str, list[str]]
"""Parameters by name, each with its values, as a request gives them."""
Values = dict[str, Any]
"""The value of every parameter by name."""
_LONGEST_TEXT = 1_000


def integer(name: str, doc: str, *, default: int | None = None, low: int = 0, high: int | None = None) -> Parameter:
    """A whole number with bounds."""
    return Parameter(name, doc, ParameterType.INTEGER, default, minimum=low, maximum=high)


def text(name: str, doc: str, *, is_required: bool = False, default: str | None = None) -> Parameter:
    """Any text of up to 1,000 characters."""
    return Parameter(name, doc, default=default, longest=_LONGEST_TEXT, is_required=is_required)


def flag(name: str, doc: str) -> Parameter:
    """True or false; absent is false."""
    return Parameter(name, doc, ParameterType.BOOLEAN, default=False)


def choice(name: str, doc: str, values: Sequence[str], *, default: str | None = None) -> Parameter:
    """One of a closed set."""
    return Parameter(name, doc, default=default, choices=tuple(values))


def in_path(name: str, doc: str, example: str) -> Parameter:
    """A part of the address."""
    return Parameter(name, doc, where="path", is_required=True, example=example)


def read(parameters: Iterable[Parameter], given: Given) -> Values:
    """The value of every query parameter by name, defaults filled in.

    Raises ParameterError with all that is wrong: unknown names, repeated ones, bad values, missing ones.
    """
    known = [each for each in parameters if each.where == "query"]
    problems = [Problem(p.name, f"{p.name} is required.") for p in known if p.is_required and p.name not in given]
    values: Values = {each.name: () if each.is_repeatable else each.default for each in known}
    try:
        values |= read_given(known, given)
    except ParameterError as error:
        problems.extend(error.problems)
    if problems:
        raise ParameterError(*problems)
    return values
