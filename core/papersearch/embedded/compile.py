"""The query tree as a tantivy query. Text never reaches tantivy's own query parser.

Running text scores by the formula of `query.ranking`. Everything else only says yes or no and scores 0.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import tantivy
from tantivy import FieldType, Occur, Query

from papersearch import text
from papersearch.document import filter_key
from papersearch.embedded.schema import EXTRACTED, PAPER, SELECTABLE, exact_field, tag_field, words_field
from papersearch.fields import BY_NAME, MISSING, SEARCHED
from papersearch.naming.names import author_query_form
from papersearch.query.identifiers import mentioned, mentioned_words
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
)
from papersearch.query.ranking import FIELD_WEIGHTS, IDENTIFIER_SCORE, is_scored, ranked_phrases
from papersearch.query.request import Op, Selection

_LARGEST_SLOP = 1_000_000
_I64_MIN, _I64_MAX = -(2**63), 2**63 - 1
_ARXIV_VERSION = re.compile(r"v[0-9]+$")


@dataclass(frozen=True, slots=True)
class Near:
    """Words within `slop` of each other in one value of a field; the question that tantivy's slop cannot answer."""

    words: tuple[str, ...]
    field: str
    slop: int


LookUp = Callable[[Near, Query], list[int]]
"""The ties of those papers among a query's that really have the words near each other."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles for one schema; `look_up` reads candidates where tantivy cannot decide."""

    schema: tantivy.Schema
    look_up: LookUp

    def query(self, node: Node) -> Query:  # noqa: C901 - one case for each kind of node
        """The tantivy query of a node, nested as it is."""
        match node:
            case Everything():
                return _silent(self._term("kind", PAPER))
            case Nothing():
                return Query.empty_query()
            case And(children):
                return self._all(children)
            case Or(children):
                return _any([self.query(child) for child in children])
            case Not():
                return self._all((node,))
            case Word(typed, field):
                return _every([self._word(word, field) for word in text.words(typed)])
            case Prefix(typed, field):
                return self._prefix(text.words(typed), field)
            case Mention(typed):
                return self._mention(typed)
            case Run(typed, field):
                letters = text.words(typed)
                return self._weighted(field, lambda name: self._adjacent(_run_field(name), letters))
            case Phrase(typed, field, slop):
                return self._phrase(tuple(text.words(typed)), field, slop)
            case Tag(field, value):
                return self._tag(field, value)
            case AuthorName(value):
                return _silent(self._term("forms", _clean(author_query_form(value))))
            case Identifier():
                return _silent(self._identifier(node))
            case Range(field, low, high):
                return self._range(field, low, high)

    def selection(self, selection: Selection) -> Query | None:
        """The papers that a selection leaves, None when it leaves all."""
        chosen = [self._tag(selection.field, value) for value in selection.values]
        chosen += [self._range(selection.field, i.low, i.high) for i in selection.intervals]
        clauses = [(Occur.MustNot, self._tag(selection.field, value)) for value in selection.excluded]
        if chosen:
            combined = _every(chosen) if selection.op is Op.AND else _any(chosen)
            clauses.append((Occur.Must, _silent(combined)))
        elif clauses:
            clauses.append((Occur.Must, self.query(Everything())))
        return Query.boolean_query(clauses) if clauses else None

    def filtered(self, query: Query, selections: Iterable[Selection]) -> Query:
        """A query within selections; they do not change its scores."""
        filters = [found for selection in selections if (found := self.selection(selection)) is not None]
        return _every([query, *map(_silent, filters)]) if filters else query

    def ranked(self, query: Query, runs: Iterable[Sequence[str]]) -> Query:
        """The same papers; those where a run of words stands as a phrase, or nearly, score higher."""
        phrases = [
            Query.boost_query(self._adjacent((exact_field if is_exact else words_field)(ANY), terms), weight)
            for terms, weight, is_exact in ranked_phrases(runs)
        ]
        if not phrases:
            return query
        return Query.boolean_query([(Occur.Must, query), *((Occur.Should, phrase) for phrase in phrases)])

    def weighted_words(self, weights: Mapping[str, float]) -> Query:
        """Papers with one of these words among all words, the more, the rarer and the heavier, the better."""
        terms = ((self._term(words_field(ANY), text.stem(word)), weight) for word, weight in weights.items())
        return _any([Query.boost_query(term, weight) for term, weight in terms])

    def papers_among(self, query: Query) -> Query:
        """A query that could find tombstones, without them."""
        return _every([query, self.query(Everything())])

    def _all(self, children: Iterable[Node]) -> Query:
        """A conjunction; negations need something to take away from."""
        clauses: list[tuple[Occur, Query]] = []
        for child in children:
            if isinstance(child, Not):
                clauses.append((Occur.MustNot, self.query(child.child)))
            else:
                clauses.append((Occur.Must, self.query(child)))
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, self.query(Everything())))
        return Query.boolean_query(clauses)

    def _term(self, field: str, value: str | int) -> Query:
        return Query.term_query(self.schema, field, value)

    def _word(self, word: str, field: str) -> Query:
        stem = text.stem(word)
        found = self._weighted(field, lambda name: self._term(words_field(name), stem))
        return found if is_scored(word) else _silent(found)

    def _identifier(self, node: Identifier) -> Query:
        folded = text.fold(node.value)
        folded = _ARXIV_VERSION.sub("", folded) if node.scheme == "arxiv" else folded
        return self._term("identifiers", _clean(f"{node.scheme}:{folded}"))

    def _mention(self, typed: str) -> Query:
        """The paper that is named, far above those that have the words of its name."""
        in_words = self.query(mentioned_words(typed))
        found = mentioned(typed)
        return (
            _any([Query.const_score_query(self._identifier(found), IDENTIFIER_SCORE), in_words]) if found else in_words
        )

    def _prefix(self, words: Sequence[str], field: str) -> Query:
        if not words:
            return Query.empty_query()
        pattern = f"{words[-1]}.*"  # a word has letters, marks and digits only
        names = (field, EXTRACTED) if field == "keyword" else (field,)
        last = _any([Query.regex_query(self.schema, exact_field(name), pattern) for name in names])
        last = Query.const_score_query(last, 1.0)
        return _every([*(self._word(word, field) for word in words[:-1]), last])

    def _phrase(self, words: tuple[str, ...], field: str, slop: int) -> Query:
        if not words:
            return Query.empty_query()
        if len(words) > 1 and slop > 0:
            slop = min(slop, _LARGEST_SLOP)
            names = [searched.name for searched in SEARCHED] if field == ANY else [field]
            return _any([self._near(Near(words, name, slop)) for name in names])
        return self._weighted(field, lambda name: self._adjacent(exact_field(name), words))

    def _adjacent(self, index_field: str, words: Sequence[str], slop: int = 0) -> Query:
        if len(words) == 1:
            return self._term(index_field, words[0])
        return Query.phrase_query(self.schema, index_field, list(words), slop)

    def _near(self, near: Near) -> Query:
        """Two different words in a field of one value: either order, exact. Else candidates, and those looked up.

        tantivy counts moves from the given order, so that `b a` is 2 away from `a b`; and it knows no values.
        """
        index_field = exact_field(near.field)
        distinct = list(dict.fromkeys(near.words))

        def pair(first: str, second: str, slop: int) -> Query:
            orders = ((first, second), (second, first))
            return _any([self._adjacent(index_field, order, slop) for order in orders])

        is_multi = BY_NAME[near.field].is_multi
        if len(near.words) == len(distinct) == 2 and not is_multi:
            return pair(*near.words, near.slop)
        widest = len(near.words) - 2 + near.slop  # between two of the words, with the others in between
        pairs = [pair(a, b, widest) for a, b in combinations(distinct[:5], 2)]
        candidates = _every([*(self._term(index_field, word) for word in distinct), *map(_silent, pairs)])
        ties = self.look_up(near, candidates)
        if not ties:
            return Query.empty_query()
        return _every([candidates, _silent(Query.term_set_query(self.schema, "tie", ties))])

    def _tag(self, field: str, value: str) -> Query:
        if field not in SELECTABLE:
            return Query.empty_query()
        return _silent(self._term(tag_field(field), selection_key(field, value)))

    def _range(self, field: str, low: int | None, high: int | None) -> Query:
        least = max(_I64_MIN, _I64_MIN if low is None else low)
        most = min(_I64_MAX, _I64_MAX if high is None else high)
        if least > most:
            return Query.empty_query()
        return _silent(Query.range_query(self.schema, field, FieldType.Integer, least, most))

    def _weighted(self, field: str, query_for: Callable[[str], Query]) -> Query:
        """One field's query; of all words with what the fields that weigh more add to the score."""
        if field != ANY:
            return query_for(field)
        more = [(Occur.Should, Query.boost_query(query_for(name), weight)) for name, weight in FIELD_WEIGHTS.items()]
        return Query.boolean_query([(Occur.Must, query_for(ANY)), *more])


def _run_field(field: str) -> str:
    """Where a run of letters is looked for; a letter is its own stem."""
    return words_field(ANY) if field == ANY else exact_field(field)


def selection_key(field: str, value: str) -> str:
    """What a selected or sought value is compared by: `filter_key`, a year's decimal digits, or MISSING itself."""
    if value == MISSING:
        return value
    if field != "year":
        return _clean(filter_key(field, value))
    try:
        return str(int(value))
    except ValueError:
        return ""


def _clean(term: str) -> str:
    """Without lone surrogates, which are no Unicode text: nothing that is indexed has one."""
    return term.encode("utf-8", "replace").decode("utf-8")


def _silent(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _every(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries]) if queries else Query.empty_query()


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()
