"""Parameters are read as they are declared, and everything that is wrong is said at once."""

import pytest

from papersearch.errors import ParameterError
from papersearch.query.parameters import Parameter, ParameterType
from papersearch_api.params import choice, integer, read, text

_PARAMETERS = (
    integer("limit", "How many.", default=10, low=1, high=100),
    choice("sort", "Order.", ("count", "value"), default="count"),
    text("title", "A title."),
    Parameter("venue", "Venues.", is_repeatable=True),
    Parameter("strict", "Strict.", ParameterType.BOOLEAN, default=False),
)


def test_absent_parameters_have_their_defaults() -> None:
    assert read(_PARAMETERS, {}) == {"limit": 10, "sort": "count", "title": None, "venue": (), "strict": False}


def test_values_are_converted_by_their_schema() -> None:
    given = {"limit": ["7"], "venue": ["a", "b"], "strict": ["true"]}
    assert read(_PARAMETERS, given) == {
        "limit": 7, "sort": "count", "title": None, "venue": ("a", "b"), "strict": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "parameter", "suggestion"),
    [
        ({"limit": ["0"]}, "limit", "1"),
        ({"limit": ["101"]}, "limit", "100"),
        ({"limit": ["ten"]}, "limit", None),
        ({"limit": ["١"]}, "limit", None),
        ({"limit": ["9" * 400]}, "limit", None),
        ({"limit": ["1", "2"]}, "limit", None),
        ({"sort": ["valeu"]}, "sort", "value"),
        ({"strict": ["maybe"]}, "strict", "true"),
        ({"title": ["x" * 1001]}, "title", None),
        ({"limt": ["5"]}, "limt", "limit"),
        ({"": ["5"]}, "", None),
    ],
)
def test_a_wrong_value_is_reported_with_the_nearest_valid_one(
    given: dict[str, list[str]], parameter: str, suggestion: str | None
) -> None:
    with pytest.raises(ParameterError) as caught:
        read(_PARAMETERS, given)
    assert [(p.parameter, p.suggestion) for p in caught.value.problems] == [(parameter, suggestion)]


def test_all_problems_are_reported_together() -> None:
    with pytest.raises(ParameterError) as caught:
        read(_PARAMETERS, {"limit": ["0"], "sort": ["x"], "nope": ["1"]})
    assert {p.parameter for p in caught.value.problems} == {"limit", "sort", "nope"}


def test_a_required_parameter_may_not_be_absent() -> None:
    with pytest.raises(ParameterError, match="title is required"):
        read((text("title", "A title.", is_required=True),), {})
