"""What an answer can do without is left out and named, instead of failing the answer or making it late."""

from collections.abc import Callable, Iterable, Mapping

import pytest

from papersearch.deadline import seconds_left, within
from papersearch.errors import EngineUnavailableError, StoreUnavailableError
from papersearch.search.labels import STORE_WITHIN_S
from papersearch.search.optional_parts import Aside, AsideLabels, Asides

LONG_S = 3600.0


def answer() -> str:
    return "answer"


def failing(error: Exception) -> Callable[[], str]:
    def ask() -> str:
        raise error

    return ask


def test_what_can_be_had_is_asked_and_nothing_is_said() -> None:
    asides = Asides()
    assert asides.ask(Aside.OFFERS, answer, "") == "answer"
    with within(LONG_S):
        assert asides.ask(Aside.LABELS, answer, "") == "answer"
    assert asides.warnings() == ()


def test_what_fails_or_comes_too_late_is_named_once() -> None:
    asides = Asides()
    assert asides.ask(Aside.CLAUSES, failing(EngineUnavailableError("away")), "none") == "none"
    with within(0.0):
        assert asides.ask(Aside.OFFERS, answer, "none") == "none"
        assert asides.ask(Aside.OFFERS, answer, "none") == "none"
    (warning,) = asides.warnings()
    assert warning.code == "left_out"
    assert warning.detail.endswith(f": {Aside.CLAUSES}; {Aside.OFFERS}.")


def test_a_silent_store_is_asked_once_and_the_engine_still_is() -> None:
    asides = Asides()
    assert asides.ask(Aside.LABELS, failing(StoreUnavailableError("away")), "none") == "none"
    assert asides.ask(Aside.PAGES, answer, "none") == "none"
    assert asides.ask(Aside.CLAUSES, answer, "none") == "answer"


def test_the_store_gets_a_share_of_a_request_s_time_and_the_engine_all_of_it() -> None:
    asides = Asides()
    with within(LONG_S):
        assert (asides.ask(Aside.PAGES, seconds_left, None) or LONG_S) <= STORE_WITHIN_S
        assert (asides.ask(Aside.OFFERS, seconds_left, None) or 0.0) > STORE_WITHIN_S
    assert asides.ask(Aside.PAGES, seconds_left, 0.0) is None


def test_a_mistake_is_no_outage() -> None:
    with pytest.raises(ZeroDivisionError):
        Asides().ask(Aside.OFFERS, failing(ZeroDivisionError()), "")


def test_labels_that_cannot_be_had_are_none() -> None:
    class Silent:
        def get(self, field: str, keys: Iterable[str]) -> Mapping[str, str]:
            raise StoreUnavailableError(f"{field} {list(keys)}")

    asides = Asides()
    assert AsideLabels(Silent(), asides).get("venue", iter(["iclr"])) == {}
    assert [warning.code for warning in asides.warnings()] == ["left_out"]
