"""What an answer can do without: asked while the request has time, else left out, and the answer says so.

A page of results is worth having without the labels, counts and other searches around it; 503 in its place is not.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from enum import StrEnum
from typing import TypeVar

from papersearch.deadline import is_over, share
from papersearch.errors import UnavailableError
from papersearch.query.warnings import QueryWarning, WarningCode
from papersearch.search.labels import STORE_WITHIN_S, LabelSource

T = TypeVar("T")

LEAST_S = 0.1
"""With less than this left nothing is asked any more."""


class OptionalPart(StrEnum):
    """Parts of an answer, in the words of the warning."""

    LABELS = "labels of authors and venues, keyword spellings"
    MERGED_IDS = "ids of merged papers"
    PAGES = "matches in full texts"
    CLAUSES = "results per term"
    VALUES = "checks of selected values"
    OFFERS = "suggested searches"


_OF_STORE = frozenset({OptionalPart.LABELS, OptionalPart.MERGED_IDS, OptionalPart.PAGES})


class OptionalParts:
    """Those of one answer. A store that was silent once is not asked again for it."""

    def __init__(self) -> None:
        self._left_out: dict[OptionalPart, None] = {}

    def ask(self, part: OptionalPart, question: Callable[[], T], instead: T) -> T:
        """The answer to the question, or `instead` when the time is over or the service is away."""
        is_of_store = part in _OF_STORE
        if is_over(LEAST_S) or (is_of_store and not _OF_STORE.isdisjoint(self._left_out)):
            self._left_out[part] = None
            return instead
        try:
            with share(STORE_WITHIN_S) if is_of_store else nullcontext():
                return question()
        except UnavailableError:
            self._left_out[part] = None
            return instead

    def warnings(self) -> tuple[QueryWarning, ...]:
        """One that names what was left out, or none."""
        if not self._left_out:
            return ()
        detail = f"Could not be computed in time: {'; '.join(self._left_out)}."
        return (QueryWarning(WarningCode.LEFT_OUT, detail),)


class OptionalLabels:
    """A source of labels that has none when they cannot be had in time."""

    def __init__(self, source: LabelSource, optional: OptionalParts) -> None:
        self._source = source
        self._optional = optional

    def get(self, field: str, keys: Iterable[str]) -> Mapping[str, str]:
        """As the source's."""
        wanted = tuple(keys)
        return self._optional.ask(OptionalPart.LABELS, lambda: self._source.get(field, wanted), {})
