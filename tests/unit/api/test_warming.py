"""A program that starts asks its engine for what takes long, and minds no outage."""

import pytest

from papersearch.errors import EngineUnavailableError
from papersearch_api.warming import warm_in_background


class Asked:
    """A reader that counts facets, or is away."""

    def __init__(self, *, is_away: bool) -> None:
        self.facets: list[str] = []
        self._is_away = is_away

    def facet(self, spec: object, query: object, selections: object = ()) -> None:
        self.facets.append(spec.field)  # type: ignore[attr-defined]
        if self._is_away:
            raise EngineUnavailableError("away")


@pytest.mark.parametrize("is_away", [False, True])
def test_a_facet_is_counted_beside_the_first_searches(is_away: bool) -> None:
    reader = Asked(is_away=is_away)
    thread = warm_in_background(reader)  # type: ignore[arg-type]
    thread.join(10)
    assert reader.facets == ["venue"]
