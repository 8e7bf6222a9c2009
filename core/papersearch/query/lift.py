"""Facet values that a query asks for by name, taken out of the text and put where a click would have put them.

Lifted are `venue: year: keyword: source: has:` atoms that stand at the top of the query, joined by AND and not
negated; nested and negated ones stay. Lifting never changes which papers are found:

- `author:` stays. It knows initials, other orders and names without their middle part, a selection only the whole name.
- Of a facet that has selected values by parameter too, the atoms stay: the two are AND-ed, and a selection of several
  values is OR-ed. The facet then counts under the atoms, so that adding a value still adds what its count says. Only an
  atom that repeats the one selected value is dropped.
- Several atoms of one facet become one selection with `op=and`; years become the one interval that they share, and
  stay where they share none.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from papersearch.fields import FACETS, MISSING, Kind
from papersearch.query.nodes import And, Node, Range, Tag, conjunction
from papersearch.query.request import Interval, Op, Selection
from papersearch.text import tag_key

LIFTED_TAGS = frozenset(facet.name for facet in FACETS if facet.kind is Kind.TAG) - {"author"}
Canonical: TypeAlias = Callable[[str, str], str]
"""Field and typed value to the facet's own value."""


class Lifted(NamedTuple):
    """What stays in the query, at most one selection for each field, and the atoms that were taken out."""

    query: Node
    selections: tuple[Selection, ...]
    atoms: tuple[Node, ...]


def lift(tree: Node, selections: Iterable[Selection] = (), canonical: Canonical = lambda _, value: value) -> Lifted:
    """The query without the atoms that became selections, and these merged with those given (one for a field)."""
    merged = {selection.field: selection for selection in selections}
    children = tree.children if isinstance(tree, And) else (tree,)
    by_field: dict[str, list[Tag | Range]] = {}
    for child in children:
        if isinstance(child, Tag) and child.field in LIFTED_TAGS:
            by_field.setdefault(child.field, []).append(replace(child, value=canonical(child.field, child.value)))
        elif isinstance(child, Range) and child.field == "year":
            by_field.setdefault("year", []).append(child)
    lifted: set[str] = set()
    for field, atoms in by_field.items():
        selection = _merge(merged.get(field, Selection(field)), atoms)
        if selection is not None:
            merged[field] = selection
            lifted.add(field)
    taken = tuple(child for child in children if isinstance(child, Tag | Range) and child.field in lifted)
    return Lifted(conjunction(*(each for each in children if each not in taken)), tuple(merged.values()), taken)


def _merge(selection: Selection, atoms: list[Tag | Range]) -> Selection | None:
    """The selection with the atoms in it, or None where they have to stay in the query."""
    if selection.field == "year":
        return _merge_years(selection, [atom for atom in atoms if isinstance(atom, Range)])
    values = {tag_key(atom.value): atom.value for atom in atoms if isinstance(atom, Tag)}
    if selection.values:
        is_same = set(values) == {tag_key(value) for value in selection.values} and len(values) == 1
        return selection if is_same else None
    if MISSING in values.values() and len(values) > 1:
        return None
    return replace(selection, values=tuple(values.values()), op=Op.AND if len(values) > 1 else selection.op)


def _merge_years(selection: Selection, ranges: list[Range]) -> Selection | None:
    low = max((each.low for each in ranges if each.low is not None), default=None)
    high = min((each.high for each in ranges if each.high is not None), default=None)
    if low is not None and high is not None and low > high:
        return None
    is_one = low is not None and low == high
    own = replace(selection, values=(str(low),) if is_one else (), intervals=() if is_one else (Interval(low, high),))
    return own if own == selection or not (selection.values or selection.intervals) else None
