"""Help when little was found: other searches are run, and offered with their counts if they find more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from papersearch.engine import Reader
from papersearch.errors import ParameterError, QueryError
from papersearch.fields import FACETS
from papersearch.query.build import BuiltRequest, build_request, prepare
from papersearch.query.nodes import ANY, AuthorName, Node, Phrase, Run, Word, disjunction, leaves, map_leaves
from papersearch.query.parameters import PARAMETERS, FacetChoice, SearchParams
from papersearch.query.render import render
from papersearch.query.request import SearchRequest, Selection
from papersearch.query.syntax import parse
from papersearch.search.answers import Offer, Suggestions
from papersearch.search.spelling import (
    is_correctable,
    match_case,
    max_edits,
    nearest_word,
    other_numbers,
    replace_word,
)
from papersearch.search.variants import plain_words, variants, with_word
from papersearch.text import fold, words

Pairs = tuple[tuple[str, str], ...]
ENOUGH_HITS = 3
"""With fewer hits than this, help is offered."""
LARGEST_OFFER = 5
OTHER_FORMS = frozenset({"other_form", "both_forms"})
"""Kinds of offers for an exact phrase, which are made however much it finds."""
_MUCH_MORE = 10
"""How many times more papers must have a word than a rare one, for that to count as misspelled."""


class Candidate(NamedTuple):
    """Another search that may find more; `kind` and `label` say how it differs."""

    kind: str
    label: str
    params: SearchParams


class Suggester:
    """Finds and runs the other searches."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def suggestions(self, params: SearchParams, built: BuiltRequest, found: int) -> Suggestions:
        """Spelling corrections and wider searches that find more than `found`; none where enough was found."""
        forms = self._tested(other_forms_of_phrase(params, built), 0)
        other_forms = tuple(offer for offer in forms if offer.kind != "both_forms" or offer.count > found)
        if found >= ENOUGH_HITS:
            return Suggestions((), other_forms)
        relaxed = self._tested(relaxations(params, built), found)
        corrected = self.corrections(params, built, found).did_you_mean
        return Suggestions(corrected, (*other_forms, *relaxed)[:LARGEST_OFFER])

    def corrections(self, params: SearchParams, built: BuiltRequest, found: int) -> Suggestions:
        """Spelling corrections alone that find more than `found`."""
        return Suggestions(tuple(self._tested(self._corrections(params, built.parsed.tree), found)))

    def _tested(self, candidates: Iterable[Candidate], found: int) -> Iterator[Offer]:
        asked: dict[Pairs, tuple[Candidate, SearchRequest]] = {}
        for candidate in candidates:
            pairs = parameter_pairs(candidate.params)
            if not pairs or pairs in asked:
                continue
            try:
                asked[pairs] = candidate, build_request(candidate.params).request
            except ParameterError:  # wider than a query may be
                continue
        totals = self._totals([request for _, request in asked.values()])
        for (pairs, (candidate, _)), count in zip(asked.items(), totals, strict=True):
            if count > found:
                yield Offer(candidate.kind, candidate.label, count, pairs)

    def _totals(self, requests: Sequence[SearchRequest]) -> list[int]:
        """How many papers each finds; those under the same selections are counted in one go."""
        totals = [0] * len(requests)
        alike: dict[tuple[Selection, ...], list[int]] = {}
        for place, request in enumerate(requests):
            alike.setdefault(tuple(request.selections), []).append(place)
        for selections, places in alike.items():
            counts = self._reader.count([requests[place].query for place in places], selections)
            for place, count in zip(places, counts, strict=True):
                totals[place] = count
        return totals

    def _corrections(self, params: SearchParams, tree: Node) -> Iterator[Candidate]:
        """The query with each word that (nearly) no paper has as the known word that it looks like.

        As it was typed but for these words; written anew only where that would be read as another query.
        """
        doubtful = [word for word in plain_words(tree) if word.field == ANY and is_correctable(word.text)]
        counts = self._reader.count([prepare(word) for word in doubtful]) if doubtful else []
        corrected, text = tree, params.q
        for word, count in zip(doubtful, counts, strict=True):
            if count < ENOUGH_HITS and (right := self._corrected(word.text, count)):
                corrected = with_word(corrected, word, right)
                text = replace_word(text, word, right)
        corrected = self._with_corrected_names(corrected)
        if corrected != tree:
            text = text if _reads_as(text, corrected) else render(corrected)
            yield Candidate("spelling", text, _first_page(replace(params, q=text)))

    def _corrected(self, word: str, count: int) -> str | None:
        """The known word that one that `count` papers have looks like, or None."""
        folded = fold(word)
        known = self._reader.similar_words(folded, max_edits(folded))
        right = nearest_word(folded, {near: found for near, found in known.items() if found > count * _MUCH_MORE})
        return match_case(right, word) if right else None

    def _with_corrected_names(self, tree: Node) -> Node:
        """The tree with each part of a name that no author has as the known word that it looks like."""
        names = [leaf for leaf in leaves(tree, is_positive=True) if isinstance(leaf, AuthorName)]
        counts = self._reader.count(names) if names else []
        right: dict[Node, Node] = {
            name: AuthorName(" ".join(self._corrected_parts(words(name.value))))
            for name, count in zip(names, counts, strict=True)
            if not count
        }
        return map_leaves(tree, lambda leaf: right.get(leaf, leaf), is_positive=True)

    def _corrected_parts(self, parts: Sequence[str]) -> Iterator[str]:
        counts = self._reader.count([Word(part, "author") for part in parts])
        for part, count in zip(parts, counts, strict=True):
            right = self._corrected(part, 0) if not count and is_correctable(part) else None
            yield right or part


def _reads_as(text: str, tree: Node) -> bool:
    try:
        return parse(text).tree == tree
    except QueryError:  # longer than a query may be
        return False


def other_forms_of_phrase(params: SearchParams, built: BuiltRequest) -> Iterator[Candidate]:
    """Of a query that is one exact phrase: its last word in the plural or singular, and both forms together."""
    tree = built.parsed.tree
    if not isinstance(tree, Phrase) or isinstance(tree, Run) or tree.slop or params.match == "best":
        return
    first = _first_page(params)
    for form in other_numbers(words(tree.text)[-1]):
        other = replace(tree, text=" ".join([*words(tree.text)[:-1], form]))
        both = render(disjunction(tree, other))
        yield Candidate("other_form", render(other), replace(first, q=render(other)))
        yield Candidate("both_forms", both, replace(first, q=both))


def relaxations(params: SearchParams, built: BuiltRequest) -> Iterator[Candidate]:
    """Wider searches, the ones that give up least first."""
    first = _first_page(params)
    others = [
        Candidate(kind, label, replace(first, q=render(tree))) for kind, label, tree in variants(built.parsed.tree)
    ]
    yield from (each for each in others if each.kind != "drop_clause")
    for facet in FACETS:
        choice = params.chosen(facet.name)
        if chosen := (*choice.values, *choice.excluded):
            label = f"Without {facet.name} {', '.join(chosen)}"
            yield Candidate("drop_filter", label, first.choose(facet.name, FacetChoice()))
    if params.added_from or params.added_to:
        yield Candidate("drop_filter", "Added at any time", replace(first, added_from=None, added_to=None))
    if not params.synonyms:
        yield Candidate("synonyms", "With synonyms and acronyms", replace(first, synonyms=True))
    yield from (each for each in others if each.kind == "drop_clause")
    if params.match != "best":
        yield Candidate("best_match", "Match any word", replace(first, match="best"))


def parameter_pairs(params: SearchParams) -> Pairs:
    """The parameters that differ from their defaults, as an address has them; `read_params` reads them back."""
    pairs: list[tuple[str, str]] = []
    defaults = SearchParams()
    for parameter in PARAMETERS:
        value = params.value(parameter.name)
        if value == defaults.value(parameter.name):
            continue
        if parameter.is_list:
            pairs.append((parameter.name, ",".join(value)))
        elif isinstance(value, tuple):
            pairs.extend((parameter.name, each) for each in value)
        else:
            pairs.append((parameter.name, str(value).lower() if isinstance(value, bool) else str(value)))
    return tuple(pairs)


def _first_page(params: SearchParams) -> SearchParams:
    return replace(params, page=1, cursor=None, sample=None, seed=None, explain=None)
