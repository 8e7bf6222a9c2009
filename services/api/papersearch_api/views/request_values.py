"""What the body of a request gives: JSON, or parameters with lists of values."""

from typing import Any

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from papersearch.errors import ParameterError, Problem
from papersearch.text import without_surrogates
from papersearch_api.params import Given


def json_body() -> Any:
    """The request's JSON. Raises UnsupportedMediaType (415) and ParameterError."""
    if not request.is_json:
        raise UnsupportedMediaType("The body must be JSON, with Content-Type: application/json.")
    try:
        body = _readable(request.get_json(silent=True))
    except RecursionError:
        raise ParameterError(Problem("body", "The body is nested too deeply.")) from None
    if body is None:
        raise ParameterError(Problem("body", "The body is not well-formed JSON."))
    return body


def values_of_body() -> Given:
    """A JSON object whose members are parameters: scalars, or lists where a parameter repeats."""
    body = json_body()
    if not isinstance(body, dict):
        raise ParameterError(Problem("body", "The body must be a JSON object with the parameters as members."))
    given: Given = {}
    for name, value in body.items():
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if any(isinstance(each, (dict, list)) or each is None for each in listed):
            raise ParameterError(Problem(name, f"{name} must be a value or a list of values."))
        given[name] = [str(each).lower() if isinstance(each, bool) else str(each) for each in listed]
    return given


def _readable(value: Any) -> Any:
    """The value as an answer can hold it."""
    match value:
        case str():
            return without_surrogates(value)
        case list():
            return [_readable(each) for each in value]
        case dict():
            return {_readable(name): _readable(each) for name, each in value.items()}
        case _:
            return value
