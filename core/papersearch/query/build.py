"""From the parameters of a search to the request that an engine gets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import NoReturn, TypeVar

from papersearch.errors import ParameterError, Problem
from papersearch.fields import BY_NAME, FACETS, FIELDS, HAS_VALUES, MISSING
from papersearch.naming.names import author_key
from papersearch.naming.venues import resolve_venue
from papersearch.paper import NOT_IN_LISTS, Paper
from papersearch.query.compounds import expand_compounds
from papersearch.query.cursors import START, decode_cursor
from papersearch.query.lift import lift
from papersearch.query.nodes import And, Node, Not, Range, Tag, Word, conjunction, disjunction, has_text, map_leaves
from papersearch.query.parameters import (
    MAX_WINDOW,
    PARAMETERS,
    Parameter,
    ParameterType,
    SearchParams,
    check_choice,
    check_range,
)
from papersearch.query.ranking import is_scored
from papersearch.query.render import render
from papersearch.query.request import FacetSpec, Interval, Op, Order, SearchRequest, Selection, Sort
from papersearch.query.spelling import nearest
from papersearch.query.synonyms import expand_synonyms
from papersearch.query.syntax import ParsedQuery, parse
from papersearch.query.values import read_interval, swap_ends
from papersearch.query.warnings import QueryWarning, WarningCode
from papersearch.text import fold, plain_value, tag_key, words

_SORT_NAMES = tuple(
    name for sort in Sort for name in (sort.value, *(f"{sort}:{way}" for way in ("asc", "desc") if sort != "relevance"))
)
_ASCENDING_BY_DEFAULT = frozenset({Sort.TITLE})
_SHOWN_FIELDS = {name: f.json_name.partition(".")[0] for f in FIELDS if f.is_exported for name in (f.name, f.json_name)}
_EXTRA_FIELDS = tuple(name for name in Paper.__struct_fields__ if name not in {"id", *NOT_IN_LISTS - {"version"}})


@dataclass(frozen=True, slots=True)
class BuiltRequest:
    """A request with what is to be told about it.

    `prepared`: the query as an engine gets it, together with the atoms that became selections: what hits are marked by.
    `rest`: the query's text without the facet values that became selections; together with `request.selections` it
    stands for the same search, and is what links of a page are made of. `fields`: keys of a paper's JSON to answer
    with, none for all.
    """

    request: SearchRequest
    parsed: ParsedQuery
    prepared: Node
    rest: str
    warnings: tuple[QueryWarning, ...] = ()
    fields: tuple[str, ...] = ()


def build_request(params: SearchParams) -> BuiltRequest:
    """The request for these parameters.

    Raises ParameterError with every parameter that is wrong, or QueryError; a query's unknown facet values are only
    warned of.
    """
    errors: list[ParameterError] = []
    for parameter in PARAMETERS:
        _attempt(errors, _check_value, params, parameter)
    if errors:
        _raise(errors)
    selections = [found for facet in FACETS if (found := _attempt(errors, _selection, params, facet.name))]
    facets = _attempt(errors, _facets, params)
    filters = _attempt(errors, _filters, params)
    fields = _attempt(errors, answer_fields, params.fields)
    _attempt(errors, _check_page, params)
    order = _attempt(errors, _order, params.sort)
    parsed = _attempt(errors, partial(parse, strict=params.strict), params.q)
    if errors or parsed is None:
        _raise(errors)
    lifted = lift(parsed.tree, selections, canonical_value)
    every = prepare(lifted.query, with_synonyms=params.synonyms)
    prepared = best_match(every) if params.match == "best" else every
    request = SearchRequest(
        query=conjunction(prepared, *(filters or ())),
        selections=lifted.selections,
        rank_phrases=parsed.rank_phrases,
        order=_effective(order or Order(), parsed.tree),
        offset=0 if params.cursor else (params.page - 1) * params.per_page,
        limit=params.per_page,
        facets=facets or (),
        is_hybrid=params.mode == "hybrid",
    )
    request = _with_cursor(request, params.cursor)
    marked, warnings = conjunction(prepared, *lifted.atoms), (*parsed.warnings, *_unknown_has(params))
    return BuiltRequest(request, parsed, marked, render(lifted.query), warnings, fields or ())


def prepare(tree: Node, *, with_synonyms: bool = False) -> Node:
    """The tree as an engine gets it: facet values canonical, synonyms when asked for, compounds in all their forms."""
    canonical = map_leaves(tree, _canonical_tag)
    return expand_compounds(expand_synonyms(canonical) if with_synonyms else canonical)


def best_match(tree: Node) -> Node:
    """The tree with the texts that stand side by side at its top optional: one is enough, more rank higher.

    Stop words are none of them, unless there is nothing else: they would find nearly every paper and are not scored.
    """
    if not isinstance(tree, And):
        return tree
    texts = [child for child in tree.children if has_text(child)]
    scored = [child for child in texts if not (isinstance(child, Word) and not any(map(is_scored, words(child.text))))]
    if not texts:
        return tree
    return conjunction(disjunction(*(scored or texts)), *(child for child in tree.children if not has_text(child)))


def canonical_value(field: str, value: str) -> str:
    """A facet's own value for an id, label or alias of it: NIPS -> neurips, `LeCun, Yann` -> `yann lecun`."""
    plain = plain_value(value) if field != "venue" else " ".join(value.split())
    if plain == MISSING:
        return plain
    match field:
        case "venue":
            found = resolve_venue(plain)
            return found.venue.id if found else fold(plain)
        case "author":
            return author_key(plain) or plain
        case "has":
            return next((known for known in HAS_VALUES if tag_key(known) == tag_key(plain)), plain)
        case _:
            return plain


def _canonical_tag(leaf: Node) -> Node:
    return Tag(leaf.field, canonical_value(leaf.field, leaf.value)) if isinstance(leaf, Tag) else leaf


_T = TypeVar("_T")


def _attempt(errors: list[ParameterError], read: Callable[..., _T], *arguments: object) -> _T | None:
    """The result, or None with the error put aside: all that is wrong is told at once."""
    try:
        return read(*arguments)
    except ParameterError as error:
        errors.append(error)
        return None


def _raise(errors: list[ParameterError]) -> NoReturn:
    if len(errors) == 1:
        raise errors[0]
    raise ParameterError(*(problem for error in errors for problem in error.problems))


def _check_value(params: SearchParams, parameter: Parameter) -> None:
    """Bounds and choices, for parameters that did not come through `parameters.read_params`."""
    value = params.value(parameter.name)
    if parameter.type is ParameterType.INTEGER and value is not None:
        check_range(parameter, value)
    elif parameter.choices and value is not None:
        check_choice(parameter, value)


def _selection(params: SearchParams, field: str) -> Selection | None:
    chosen = params.chosen(field)
    values, intervals = _values(field, chosen.values)
    excluded_values, _ = _values(f"{field}.not", chosen.excluded)
    if not (values or intervals or excluded_values):
        return None
    return Selection(field, values, intervals, Op(chosen.op), excluded_values)


def _values(parameter: str, given: Iterable[str]) -> tuple[tuple[str, ...], tuple[Interval, ...]]:
    field = parameter.partition(".")[0]
    values: dict[str, str] = {}
    intervals: list[Interval] = []
    problems: list[Problem] = []
    for text in given:
        if not text.strip():
            continue
        if field != "year" or text.strip() == MISSING:
            value = canonical_value(field, text)
            values.setdefault(tag_key(value), value)
            continue
        interval = read_interval(BY_NAME["year"], text)
        if interval is None or _is_reversed(interval):
            detail = f"{parameter} must be a year or a range such as 2018..2020, not {text!r}."
            problems.append(Problem(parameter, detail, suggestion=swap_ends(text) if interval else "2018..2020"))
        elif interval.low is not None and interval.low == interval.high:
            values.setdefault(str(interval.low), str(interval.low))
        elif interval not in intervals:
            intervals.append(interval)
    if problems:
        raise ParameterError(*problems)
    return tuple(values.values()), tuple(intervals)


def _is_reversed(interval: Interval) -> bool:
    return interval.low is not None and interval.high is not None and interval.low > interval.high


def _filters(params: SearchParams) -> tuple[Node, ...]:
    """What is no facet selection: the days of adding, and excluded ranges of years."""
    _, excluded = _values("year.not", params.chosen("year").excluded)
    nodes: list[Node] = [Not(Range("year", each.low, each.high)) for each in excluded]
    low, high = _day("added_from", params.added_from), _day("added_to", params.added_to)
    if low and high and low.low is not None and high.high is not None and low.low > high.high:
        raise ParameterError(Problem("added_from", "added_from is later than added_to.", suggestion=params.added_to))
    if low or high:
        nodes.append(Range("added", low.low if low else None, high.high if high else None))
    return tuple(nodes)


def _day(parameter: str, text: str | None) -> Interval | None:
    if not text:
        return None
    interval = read_interval(BY_NAME["added"], text)
    if interval is None or interval.low is None or interval.high is None or ".." in text:
        detail = f"{parameter} must be a day such as 2024-01-31, not {text!r}."
        raise ParameterError(Problem(parameter, detail, suggestion="2024-01-31"))
    return interval


def _facets(params: SearchParams) -> tuple[FacetSpec, ...]:
    specs: dict[str, FacetSpec] = {}
    names = [facet.name for facet in FACETS]
    for name in params.facets:
        field = BY_NAME.get(name)
        if field is None or not field.is_facet:
            detail = f"{name!r} is not a facet; the facets are {', '.join(names)}."
            raise ParameterError(Problem("facets", detail, suggestion=nearest(name, names)))
        specs[field.name] = FacetSpec(field.name, params.facet_size)
    return tuple(specs.values())


def answer_fields(names: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a paper's JSON for names of fields. Raises ParameterError for an unknown one."""
    valid = {**_SHOWN_FIELDS, **{name: name for name in _EXTRA_FIELDS}}
    for name in names:
        if name not in valid:
            raise ParameterError(Problem("fields", f"Unknown result field {name!r}.", suggestion=nearest(name, valid)))
    return tuple(dict.fromkeys(valid[name] for name in names))


def _check_page(params: SearchParams) -> None:
    if params.cursor is not None:
        if params.page != 1:
            raise ParameterError(Problem("page", "Give either page or cursor, not both."))
        return
    if params.page * params.per_page > MAX_WINDOW:
        last = MAX_WINDOW // params.per_page
        detail = f"Pages reach the first {MAX_WINDOW:,} results (page {last}); use cursor=* to go beyond them."
        raise ParameterError(Problem("page", detail, suggestion=str(last)))


def _order(text: str | None) -> Order:
    if not text:
        return Order()
    name, _, way = text.strip().lower().partition(":")
    if text.strip().lower() not in _SORT_NAMES:
        near = nearest(name, [sort.value for sort in Sort]) or Sort.RELEVANCE.value
        suggestion = f"{near}:{way}" if f"{near}:{way}" in _SORT_NAMES else near
        detail = f"sort must be one of {', '.join(Sort)} (:asc or :desc but for relevance), not {text!r}."
        raise ParameterError(Problem("sort", detail, suggestion=suggestion))
    sort = Sort(name)
    return Order(sort, way == "desc" if way else sort not in _ASCENDING_BY_DEFAULT)


def _effective(order: Order, tree: Node) -> Order:
    """Without text that could match better or worse, relevance means the newest first."""
    return Order(Sort.YEAR) if order.sort is Sort.RELEVANCE and not has_text(tree) else order


def _with_cursor(request: SearchRequest, cursor: str | None) -> SearchRequest:
    if cursor is None:
        return request
    keeps = request.order.needs_snapshot
    if cursor == START:
        return replace(request, keep_snapshot=keeps)
    found = decode_cursor(cursor, request)
    return replace(
        request,
        after=None if found.head_left else found.after,
        snapshot=found.snapshot,
        keep_snapshot=keeps,
        as_of=found.as_of,
        head_left=found.head_left,
    )


def _unknown_has(params: SearchParams) -> Iterable[QueryWarning]:
    known = {*HAS_VALUES, MISSING}
    chosen = params.chosen("has")
    for text in (*chosen.values, *chosen.excluded):
        if text.strip() and canonical_value("has", text) not in known:
            near = nearest(text, HAS_VALUES)
            yield QueryWarning(WarningCode.UNKNOWN_VALUE, f"No papers here have {text!r}", 0, near and f"has={near}")
