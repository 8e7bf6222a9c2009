"""Addresses of the search page: the same search with one thing more, or one thing less."""

from collections.abc import Sequence

from papersearch.fields import FACETS
from papersearch.query.build import BuiltRequest
from papersearch.query.parameters import SearchParams
from papersearch.query.render import render
from papersearch.query.request import Op
from papersearch_api.links import Pairs

_FACET_NAMES = frozenset(name for f in FACETS for name in (f.name, f"{f.name}.op", f"{f.name}.not"))
_NOT_FOR_EXPORT = frozenset(
    {"page", "per_page", "sort", "facets", "facet_size", "highlight", "explain", "cursor", "sample", "seed", "fields",
     "format", "mode"}
)  # fmt: skip


def without(pairs: Pairs, name: str, value: str | None = None) -> list[tuple[str, str]]:
    """The parameters without one value of a name, or without the name; always back on the first page."""
    return [(n, v) for n, v in pairs if n != "page" and not (n == name and value in (None, v))]


def with_value(pairs: Pairs, name: str, value: str) -> list[tuple[str, str]]:
    """The parameters with one value of a name more, back on the first page."""
    return [*without(pairs, name, value), (name, value)]


def for_export(pairs: Pairs) -> list[tuple[str, str]]:
    """Those that say which papers are meant."""
    return [(n, v) for n, v in pairs if n not in _NOT_FOR_EXPORT]


def canonical_pairs(built: BuiltRequest, params: SearchParams, given: Pairs) -> list[tuple[str, str]]:
    """The same search with every facet selection as a parameter of its own in its canonical form.

    `venue:NIPS graphs` and `q=graphs&venue=NeurIPS` both become `q=graphs&venue=neurips`, so that links can take any
    one value back.
    """
    pairs: list[tuple[str, str]] = []
    text = built.rest if built.rest != render(built.parsed.tree) else params.q
    if text:
        pairs.append(("q", text))
    for selection in built.request.selections:
        pairs += [(selection.field, value) for value in selection.values]
        pairs += [(selection.field, f"{_end(i.low)}..{_end(i.high)}") for i in selection.intervals]
        pairs += [(f"{selection.field}.not", value) for value in selection.excluded]
        if selection.op is Op.AND:
            pairs.append((f"{selection.field}.op", "and"))
    return pairs + [(n, v) for n, v in given if n != "q" and n not in _FACET_NAMES]


def with_range(given: Sequence[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """`year_from` and `year_to` of a form as one `year`; None where neither was given."""
    ends = {name: value.strip() for name, value in given if name in {"year_from", "year_to"}}
    if not ends:
        return None
    kept = [(n, v) for n, v in given if n not in {"year", "page", *ends} and v]
    low, high = ends.get("year_from", ""), ends.get("year_to", "")
    return [*kept, ("year", f"{low}..{high}")] if low or high else kept


def _end(bound: int | None) -> str:
    return "" if bound is None else str(bound)
