"""Labels for canonical values: `iclr` is shown as `ICLR`, `yann lecun` as `Yann LeCun`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace as changed
from typing import Protocol

from msgspec.structs import replace

from papersearch.deadline import share
from papersearch.errors import StoreUnavailableError
from papersearch.fields import BY_NAME, MISSING, Kind
from papersearch.query.request import Selection
from papersearch.results import Facet
from papersearch.text import index_text, tag_key

MISSING_LABEL = "(none)"
STORE_WITHIN_S = 1.5
"""What the store may take of a request's time for something that can be left out."""
_MOST_REMEMBERED = 100_000
"""Labels kept in a process: some 20 MB."""
_LABELLED = frozenset({"author", "venue"})
"""Fields whose canonical values are not fit for showing."""


class LabelSource(Protocol):
    """Where labels are kept: the store. Of `keyword` it knows the canonical value by its tag key."""

    def get(self, field: str, keys: Iterable[str]) -> Mapping[str, str]:
        """Labels by canonical value; a value without one has no entry."""


class RememberedLabels:
    """A source of labels that asks for each only once: the first label of a value stands for ever.

    What has none yet is asked for again. Safe for threads.
    """

    def __init__(self, source: LabelSource) -> None:
        self._source = source
        self._known: dict[tuple[str, str], str] = {}

    def get(self, field: str, keys: Iterable[str]) -> Mapping[str, str]:
        """As the source's."""
        wanted = tuple(keys)
        found = {key: label for key in wanted if (label := self._known.get((field, key))) is not None}
        missing = [key for key in wanted if key not in found]
        if not missing:
            return found
        asked = self._source.get(field, missing)
        if len(self._known) > _MOST_REMEMBERED:
            self._known = {}
        self._known |= {(field, key): label for key, label in asked.items()}
        return found | dict(asked)


def label_values(source: LabelSource, field: str, values: Iterable[str]) -> Mapping[str, str]:
    """A label for each value: the value itself where none is known, or while the store is away."""
    wanted = tuple(values)
    known = _known(source, field, wanted) if field in _LABELLED else {}
    return {value: MISSING_LABEL if value == MISSING else known.get(value, value) for value in wanted}


def canonical_selections(source: LabelSource, selections: Iterable[Selection]) -> tuple[Selection, ...]:
    """The selections with keywords as facets count them: `data-augmentation` and `data augmentation` are one."""
    return tuple(
        changed(
            selection,
            values=canonical_keywords(source, selection.values),
            excluded=canonical_keywords(source, selection.excluded),
        )
        if selection.field == "keyword"
        else selection
        for selection in selections
    )


def canonical_keywords(source: LabelSource, values: Iterable[str]) -> tuple[str, ...]:
    """Keywords in the spelling that facets count; an unknown one stays as it is."""
    wanted = tuple(values)
    known = _known(source, "keyword", (tag_key(value) for value in wanted))
    return tuple(dict.fromkeys(known.get(tag_key(value), value) for value in wanted))


def _known(source: LabelSource, field: str, keys: Iterable[str]) -> Mapping[str, str]:
    wanted = tuple(keys)
    try:
        with share(STORE_WITHIN_S):
            return source.get(field, wanted) if wanted else {}
    except StoreUnavailableError:
        return {}


def label_facet(source: LabelSource, field: str, facet: Facet, *, by_value: bool = False) -> Facet:
    """The facet as it is shown: ordered by count, then label, or as it stands where it is listed by value."""
    labels = label_values(source, field, (str(bucket.value) for bucket in facet.buckets))
    is_number = BY_NAME[field].kind is Kind.INTEGER
    buckets = [
        replace(bucket, value=int(bucket.value) if is_number else bucket.value, label=labels[str(bucket.value)])
        for bucket in facet.buckets
    ]
    if not by_value:
        buckets.sort(key=lambda each: (-each.count, index_text(each.label), str(each.value)))
    return replace(facet, buckets=tuple(buckets))
