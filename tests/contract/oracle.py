"""The oracle: what every engine must answer, found by looking at each paper in turn.

Written from the documentation of the port and of the query tree. It shares with the engines only the definitions of
words, stems, tags, names and fields, and imports no engine; it is slow and plain on purpose.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, product

import msgspec

from papersearch import text
from papersearch.document import tie_of
from papersearch.fields import HAS_VALUES, MISSING, SEARCHED
from papersearch.naming import names
from papersearch.naming.venue_table import venue_aliases
from papersearch.paper import KeywordSource, Paper, TldrSource, Venue, paper_to_json
from papersearch.query.identifiers import mentioned
from papersearch.query.nodes import (
    ANY,
    And,
    AuthorName,
    Everything,
    Identifier,
    Mention,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Run,
    Tag,
    Word,
    conjunction,
)
from papersearch.query.request import FacetSpec, Op, Order, SearchRequest, Selection, Sort, SortKey
from papersearch.references import paper_keys, reference_keys, title_keys
from papersearch.results import Bucket, Facet

SEARCHED_NAMES = tuple(field.name for field in SEARCHED)

Predicate = Callable[["Scanned"], bool]

stem = lru_cache(maxsize=200_000)(text.stem)


@dataclass
class Scanned:
    """A paper and what a scan sees of it; each view is made when it is first asked for."""

    paper: Paper

    @cached_property
    def values(self) -> dict[str, list[list[str]]]:
        """The words of every value of every searched field, as the sources wrote them.

        What we extracted is left out: `extracted` has the keywords.
        """
        paper = self.paper
        tldr = paper.tldr if paper.tldr and paper.tldr.source is not TldrSource.EXTRACTED else None
        own_keywords = [keyword.value for keyword in paper.keywords if keyword.source is not KeywordSource.EXTRACTED]
        raw: dict[str, list[str | None]] = {
            "title": [paper.title],
            "keyword": [*own_keywords],
            "tldr": [tldr.text if tldr else None],
            "author": [author.name for author in paper.authors],
            "abstract": [paper.abstract],
            "comments": [paper.comments],
            "fulltext": [paper.full_text],
        }
        return {name: [text.words(value) for value in raw[name] if value] for name in SEARCHED_NAMES}

    @cached_property
    def extracted(self) -> list[list[str]]:
        """The words of every extracted keyword."""
        found = [keyword.value for keyword in self.paper.keywords if keyword.source is KeywordSource.EXTRACTED]
        return [text.words(value) for value in found]

    @cached_property
    def spelled_names(self) -> list[list[str]]:
        """The words of each name of year and venue: its label and its acronyms, which unquoted words find."""
        venue, year = self.paper.venue, self.paper.year
        spelled = [*([] if venue is None else _names_of(venue)), *([] if year is None else [str(year)])]
        return [text.words(name) for name in spelled]

    @cached_property
    def names(self) -> frozenset[str]:
        """All words of these names."""
        return frozenset(word for name in self.spelled_names for word in name)

    def has_name(self, letters: list[str]) -> bool:
        """Whether a name has these words side by side."""
        return any(_has_phrase(name, letters, 0) for name in self.spelled_names)

    @cached_property
    def words(self) -> dict[str, frozenset[str]]:
        found = {name: frozenset(w for value in values for w in value) for name, values in self.values.items()}
        return {**found, ANY: frozenset().union(*found.values())}

    @cached_property
    def stems(self) -> dict[str, frozenset[str]]:
        stems = {name: frozenset(stem(word) for word in found) for name, found in self.words.items()}
        return {**stems, ANY: stems[ANY] | frozenset(stem(word) for word in self.names)}

    @cached_property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """The values that facets count, each once."""
        paper = self.paper
        comes_with = {*map(str, paper.materials), *paper.links, *paper.ids}
        named = {
            "abstract": paper.abstract,
            "tldr": paper.tldr and paper.tldr.source is not TldrSource.EXTRACTED,
            "keywords": paper.keywords,
            "fulltext": paper.full_text,
        }
        comes_with |= {name for name, value in named.items() if value}
        states = {"retracted": paper.is_retracted, "merged": len(paper.sources) >= 2}
        values: dict[str, Iterable[str]] = {
            "venue": [paper.venue.id] if paper.venue else [],
            "year": [] if paper.year is None else [str(paper.year)],
            "keyword": [keyword.value for keyword in paper.keywords],
            "author": [names.author_key(author.name) for author in paper.authors],
            "source": [source.name for source in paper.sources],
            "has": [value for value in HAS_VALUES if value in comes_with],
            "is": [name for name, holds in states.items() if holds],
        }
        return {name: tuple(dict.fromkeys(found)) for name, found in values.items()}

    @cached_property
    def tag_keys(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(_tag_key(name, value) for value in values) for name, values in self.tags.items()}

    @cached_property
    def author_forms(self) -> frozenset[str]:
        return frozenset(form for author in self.paper.authors for form in names.author_forms(author.name))

    @cached_property
    def identifiers(self) -> frozenset[tuple[str, str]]:
        pairs = {(scheme, text.fold(value)) for scheme, value in self.paper.ids.items()}
        pairs |= {(scheme, text.fold(value)) for scheme, values in self.paper.other_ids.items() for value in values}
        cited = (key for each in self.paper.references for key in reference_keys(msgspec.structs.asdict(each)))
        pairs |= {("cites", key) for key in cited}
        pairs |= {("title", key.partition(":")[2]) for key in title_keys(self.paper.title, [self.paper.year, None])}
        return frozenset(pairs | {("id", text.fold(self.paper.id))})

    def number(self, field: str) -> int | None:
        """The value that a range compares."""
        if field == "year":
            return self.paper.year
        moment = {"added": self.paper.added_at, "updated": self.paper.updated_at}[field]
        return None if moment is None else int(moment.timestamp() * 1_000_000)


def matches(node: Node, paper: Paper) -> bool:
    """Whether a query matches a paper."""
    return predicate(node)(Scanned(paper))


def predicate(node: Node) -> Predicate:  # noqa: C901 - one case for each kind of node
    """The query as a test on scanned papers."""
    match node:
        case Everything():
            return lambda _: True
        case Nothing():
            return lambda _: False
        case And(children):
            every = [predicate(child) for child in children]
            return lambda paper: all(test(paper) for test in every)
        case Or(children):
            some = [predicate(child) for child in children]
            return lambda paper: any(test(paper) for test in some)
        case Not(child):
            inner = predicate(child)
            return lambda paper: not inner(paper)
        case Word(typed, field):
            (word,) = text.words(typed)
            sought = stem(word)
            return lambda paper: sought in paper.stems[field]
        case Prefix(typed, field):
            (beginning,) = text.words(typed)
            return lambda paper: any(word.startswith(beginning) for word in _begun_words(paper, field))
        case Mention(typed):
            return _mention(typed)
        case Run(typed, field):
            in_texts = _phrase(text.words(typed), field, 0)
            if field != ANY:
                return in_texts
            return lambda paper: in_texts(paper) or paper.has_name(text.words(typed))
        case Phrase(typed, field, slop):
            return _phrase(text.words(typed), field, slop)
        case Tag(field, value):
            return _tag(field, value)
        case AuthorName(value):
            form = names.author_query_form(value)
            return lambda paper: form in paper.author_forms
        case Identifier(scheme, value):
            folded = text.fold(value)
            pair = (scheme, re.sub(r"v[0-9]+$", "", folded) if scheme == "arxiv" else folded)
            return lambda paper: pair in paper.identifiers
        case Range(field, low, high):
            return lambda paper: _is_between(paper.number(field), low, high)


def _mention(typed: str) -> Predicate:
    """The paper with an identifier, or words: side by side, but the words of a bare OpenReview id anywhere."""
    found = mentioned(typed)
    assert found is not None
    named, letters = predicate(found), text.words(typed)
    is_loose = found.scheme == "openreview" and "/" not in typed and ":" not in typed
    by_words = (
        predicate(conjunction(*map(Word, letters))) if is_loose or len(letters) == 1 else _phrase(letters, ANY, 0)
    )
    return lambda paper: named(paper) or by_words(paper)


def _begun_words(paper: Scanned, field: str) -> Iterable[str]:
    """The words whose beginnings are looked for; of keywords the extracted ones as well."""
    return (
        [*paper.words[field], *(w for value in paper.extracted for w in value)]
        if field == "keyword"
        else paper.words[field]
    )


@lru_cache(maxsize=1_000)
def _names_of(venue: Venue) -> tuple[str, ...]:
    acronyms = [alias.spelling for alias in venue_aliases().values() if alias.is_acronym and alias.venue.id == venue.id]
    return (venue.label, *acronyms)


def _phrase(words: list[str], field: str, slop: int) -> Predicate:
    fields = SEARCHED_NAMES if field == ANY else (field,)
    sought = frozenset(words)

    def test(paper: Scanned) -> bool:
        if not words or not sought <= paper.words[field]:
            return False
        return any(_has_phrase(value, words, slop) for name in fields for value in paper.values[name])

    return test


def _has_phrase(value: Sequence[str], words: Sequence[str], slop: int) -> bool:
    if slop == 0:
        return any(list(value[i : i + len(words)]) == list(words) for i in range(len(value) - len(words) + 1))
    places = [[i for i, found in enumerate(value) if found == word] for word in words]
    return any(
        len(set(chosen)) == len(chosen) and max(chosen) - min(chosen) <= len(words) - 1 + slop
        for chosen in product(*places)
    )


def _tag(field: str, value: str) -> Predicate:
    if value == MISSING:
        return lambda paper: not paper.tags[field]
    key = _tag_key(field, value)
    return lambda paper: key in paper.tag_keys[field]


def _tag_key(field: str, value: str) -> str:
    """Authors are told apart by the words of their names, other tags by `text.tag_key`."""
    return " ".join(text.words(value)) if field == "author" else text.tag_key(value)


def _is_between(number: int | None, low: int | None, high: int | None) -> bool:
    return number is not None and (low is None or low <= number) and (high is None or number <= high)


def _selected(selection: Selection) -> Predicate:
    """The positive part of a selection."""
    tests = [_tag(selection.field, value) for value in selection.values]
    tests += [predicate(Range(selection.field, interval.low, interval.high)) for interval in selection.intervals]
    if not tests:
        return lambda _: True
    combine = all if selection.op is Op.AND else any
    return lambda paper: combine(test(paper) for test in tests)


def _not_excluded(selection: Selection) -> Predicate:
    tests = [_tag(selection.field, value) for value in selection.excluded]
    return lambda paper: not any(test(paper) for test in tests)


class Oracle:
    """An engine over a fixed list of papers that answers by scanning them."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.papers = [Scanned(paper) for paper in papers]

    @cached_property
    def citations(self) -> dict[str, int]:
        """How many of the papers cite each: an identifier, or the title with the same year or none, is the same."""
        citing: dict[str, set[str]] = {}
        for each in self.papers:
            for scheme, value in each.identifiers:
                if scheme == "cites":
                    citing.setdefault(value, set()).add(each.paper.id)
        keys = {each.paper.id: paper_keys(paper_to_json(each.paper)) for each in self.papers}
        return {one: len({i for key in some for i in citing.get(key, ())}) for one, some in keys.items()}

    def key(self, paper: Paper, sort: Sort) -> SortKey:
        """What a paper is sorted by; None where it has no value."""
        if sort is Sort.CITED:
            return self.citations[paper.id] or None, tie_of(paper.id)
        return sort_key(paper, sort)

    def found(self, query: Node, selections: Sequence[Selection] = ()) -> list[Scanned]:
        """The papers that match the query and every selection, in no order that means anything."""
        tests = [predicate(query)]
        tests += [test for selection in selections for test in (_selected(selection), _not_excluded(selection))]
        return [paper for paper in self.papers if all(test(paper) for test in tests)]

    def ids(self, query: Node, selections: Sequence[Selection] = ()) -> set[str]:
        return {paper.paper.id for paper in self.found(query, selections)}

    def ordered(self, request: SearchRequest) -> list[tuple[str, SortKey]]:
        """Ids and sort keys of the whole result list, for every sort but relevance."""
        keyed = [
            (p.paper.id, self.key(p.paper, request.order.sort)) for p in self.found(request.query, request.selections)
        ]
        keyed.sort(key=lambda pair: pair[1][1])
        present = [pair for pair in keyed if pair[1][0] is not None]
        present.sort(key=lambda pair: pair[1][0], reverse=request.order.is_descending)
        return present + [pair for pair in keyed if pair[1][0] is None]

    def page(self, request: SearchRequest) -> list[tuple[str, SortKey]]:
        """The hits of one page."""
        every = self.ordered(request)
        start = request.offset
        if request.after is not None:
            start = next((i + 1 for i, (_, key) in enumerate(every) if key == request.after), len(every))
        return every[start : start + request.limit]

    def facet(self, spec: FacetSpec, query: Node, selections: Sequence[Selection] = ()) -> Facet:
        """A facet by the law."""
        own = next((s for s in selections if s.field == spec.field), Selection(spec.field))
        others = [s for s in selections if s.field != spec.field]
        counted_under = [*others, own] if own.op is Op.AND else [*others, Selection(spec.field, excluded=own.excluded)]
        papers = self.found(query, counted_under)
        counts = Counter(value for paper in papers for value in paper.tags[spec.field])
        listable = {value: count for value, count in counts.items() if _begins_so(value, spec.prefix)}
        marked = {
            value: (value in own.values, value in own.excluded)
            for value in (*own.values, *own.excluded)
            if value != MISSING and _begins_so(value, spec.prefix)
        }
        if spec.by_value:
            in_order = sorted(listable, key=lambda value: _value_order(spec.field, value))
            if spec.after is not None:
                bound = _value_order(spec.field, spec.after)
                in_order = [value for value in in_order if _value_order(spec.field, value) > bound]
            listed = in_order[: spec.size]
        else:
            in_order = _by_count(listable)
            listed = _by_count({v: counts[v] for v in {*in_order[: spec.size], *marked}})
        return Facet(
            buckets=tuple(Bucket(v, v, counts[v], *marked.get(v, (False, False))) for v in listed),
            base_count=len(papers),
            other_count=sum(listable.values()) - sum(counts[v] for v in listed),
            missing_count=sum(not paper.tags[spec.field] for paper in papers),
            distinct=len(listable),
        )


def sort_key(paper: Paper, sort: Sort) -> SortKey:
    """What a paper is sorted by where that is in the paper itself; None where it has no value."""
    scanned = Scanned(paper)
    value: dict[Sort, int | str | None] = {
        Sort.YEAR: paper.year,
        Sort.TITLE: " ".join(text.words(paper.title or "")) or None,
        Sort.ADDED_AT: scanned.number("added"),
        Sort.UPDATED_AT: scanned.number("updated"),
    }
    return value[sort], tie_of(paper.id)


def is_ordered(keys: Sequence[SortKey], order: Order) -> bool:
    """Whether keys without None stand in this order, ties ascending."""
    for (value, tie), (following, next_tie) in pairwise(keys):
        if value == following:
            if tie >= next_tie:
                return False
        elif (value > following) is not order.is_descending:  # type: ignore[operator]
            return False
    return True


def _by_count(counts: dict[str, int]) -> list[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))


def _value_order(field: str, value: str) -> tuple[int, str]:
    return (int(value), "") if field == "year" else (0, value)


def _begins_so(value: str, prefix: str) -> bool:
    if not prefix:
        return True
    return f" {' '.join(text.words(prefix))}" in f" {' '.join(text.words(value))}"
