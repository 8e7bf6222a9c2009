"""Labels for canonical values: `iclr` is shown as `ICLR`, `yann lecun` as `Yann LeCun`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from papersearch.deadline import share
from papersearch.errors import StoreUnavailableError
from papersearch.fields import MISSING
from papersearch.query.request import Selection
from papersearch.results import Facet
from papersearch.search.answers import FacetValue, FacetView
from papersearch.text import index_text, tag_key

MISSING_LABEL = "(none)"
STORE_WITHIN_S = 1.5
"""What the store may take of a request's time for something that can be left out."""
_LABELLED = frozenset({"author", "venue"})
"""Fields whose canonical values are not fit for showing."""


class LabelSource(Protocol):
    """Where labels are kept: the store. Of `keyword` it knows the canonical value by its tag key."""

    def get(self, field: str, keys: Iterable[str]) -> Mapping[str, str]:
        """Labels by canonical value; a value without one has no entry."""
        ...


def label_values(source: LabelSource, field: str, values: Iterable[str]) -> Mapping[str, str]:
    """A label for each value: the value itself where none is known, or while the store is away."""
    wanted = tuple(values)
    known = _known(source, field, wanted) if field in _LABELLED else {}
    return {value: MISSING_LABEL if value == MISSING else known.get(value, value) for value in wanted}


def canonical_selections(source: LabelSource, selections: Iterable[Selection]) -> tuple[Selection, ...]:
    """The selections with keywords as facets count them: `data-augmentation` and `data augmentation` are one."""
    return tuple(
        replace(
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


def label_facet(source: LabelSource, facet: Facet, *, by_value: bool = False) -> FacetView:
    """The facet as it is shown: ordered by count, then label, or as it stands where it is listed by value."""
    labels = label_values(source, facet.field, (bucket.value for bucket in facet.buckets))
    values = [FacetValue(b.value, labels[b.value], b.count, b.is_selected, b.is_excluded) for b in facet.buckets]
    if not by_value:
        values.sort(key=lambda each: (-each.count, index_text(each.label), each.value))
    return FacetView(
        facet.field,
        tuple(values),
        facet.base_count,
        facet.other_count,
        facet.missing_count,
        facet.distinct,
        facet.is_distinct_exact,
    )
