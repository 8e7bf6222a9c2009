"""What an answer can do without is left out and named, instead of failing the answer or making it late."""

from collections.abc import Callable, Iterable, Mapping

import pytest

from papersearch.deadline import seconds_left, within
from papersearch.errors import EngineUnavailableError, StoreUnavailableError
from papersearch.search.labels import STORE_WITHIN_S
from papersearch.search.optional_parts import OptionalLabels, OptionalPart, OptionalParts

LONG_S = 3600.0


def answer() -> str:
    return "answer"


def failing(error: Exception) -> Callable[[], str]:
    def ask() -> str:
        raise error

    return ask


def test_what_can_be_had_is_asked_and_nothing_is_said() -> None:
    optional = OptionalParts()
    assert optional.ask(OptionalPart.OFFERS, answer, "") == "answer"
    with within(LONG_S):
        assert optional.ask(OptionalPart.LABELS, answer, "") == "answer"
    assert optional.warnings() == ()


def test_what_fails_or_comes_too_late_is_named_once() -> None:
    optional = OptionalParts()
    assert optional.ask(OptionalPart.CLAUSES, failing(EngineUnavailableError("away")), "none") == "none"
    with within(0.0):
        assert optional.ask(OptionalPart.OFFERS, answer, "none") == "none"
        assert optional.ask(OptionalPart.OFFERS, answer, "none") == "none"
    (warning,) = optional.warnings()
    assert warning.code == "left_out"
    assert warning.detail.endswith(f": {OptionalPart.CLAUSES}; {OptionalPart.OFFERS}.")


def test_a_silent_store_is_asked_once_and_the_engine_still_is() -> None:
    optional = OptionalParts()
    assert optional.ask(OptionalPart.LABELS, failing(StoreUnavailableError("away")), "none") == "none"
    assert optional.ask(OptionalPart.PAGES, answer, "none") == "none"
    assert optional.ask(OptionalPart.CLAUSES, answer, "none") == "answer"


def test_the_store_gets_a_share_of_a_request_s_time_and_the_engine_all_of_it() -> None:
    optional = OptionalParts()
    with within(LONG_S):
        assert (optional.ask(OptionalPart.PAGES, seconds_left, None) or LONG_S) <= STORE_WITHIN_S
        assert (optional.ask(OptionalPart.OFFERS, seconds_left, None) or 0.0) > STORE_WITHIN_S
    assert optional.ask(OptionalPart.PAGES, seconds_left, 0.0) is None


def test_a_mistake_is_no_outage() -> None:
    with pytest.raises(ZeroDivisionError):
        OptionalParts().ask(OptionalPart.OFFERS, failing(ZeroDivisionError()), "")


def test_labels_that_cannot_be_had_are_none() -> None:
    class Silent:
        def get(self, field: str, keys: Iterable[str]) -> Mapping[str, str]:
            raise StoreUnavailableError(f"{field} {list(keys)}")

    optional = OptionalParts()
    assert OptionalLabels(Silent(), optional).get("venue", iter(["iclr"])) == {}
    assert [warning.code for warning in optional.warnings()] == ["left_out"]
