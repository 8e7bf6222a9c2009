"""The query tree as query DSL. Pure functions from nodes to JSON; user text stands only where text is compared.

A leaf that is no running text (tag, author, identifier, range) is a filter: it never adds to the score.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from papersearch.document import filter_key
from papersearch.elastic.mapping import (
    EXTRACTED,
    TAG_NAMES,
    TEXT_NAMES,
    VALUE_GAP,
    counted_field,
    cut,
    exact_field,
    stemmed_field,
)
from papersearch.fields import MISSING
from papersearch.naming.names import author_query_form
from papersearch.paper import JsonObject
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
    has_text,
)
from papersearch.query.ranking import FIELD_WEIGHTS, IDENTIFIER_SCORE, is_scored, ranked_phrases
from papersearch.text import fold, words

LONGEST_LONG = 2**63 - 1
MATCH_ALL: JsonObject = {"match_all": {}}
MATCH_NONE: JsonObject = {"match_none": {}}
RANGE_FIELDS = {"year": "year", "added": "added_at", "updated": "updated_at", "written": "_seq_no"}
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_ARXIV_VERSION = re.compile(r"v[0-9]+$")


def compile_query(node: Node) -> JsonObject:
    """A query that scores texts: `{"bool": {"must": [...], "filter": [...], "must_not": [...]}}` and the like."""
    match node:
        case And(children):
            return _compile_and(children)
        case Or(children):
            return {"bool": {"should": [compile_query(child) for child in children], "minimum_should_match": 1}}
        case Not(child):
            return {"bool": {"must_not": [compile_query(child)]}}
        case Everything():
            return MATCH_ALL
        case Nothing():
            return MATCH_NONE
        case Mention(typed):
            return _mention(typed)
        case Word() | Prefix() | Phrase():
            return _compile_text(node)
        case Tag() | AuthorName() | Identifier() | Range():
            return {"bool": {"filter": [_compile_filter(node)]}}


def phrase_rank_clauses(runs: tuple[tuple[str, ...], ...]) -> list[JsonObject]:
    """Should-clauses that lift papers in which words of the query stand side by side."""
    return [
        {"match_phrase": {(exact_field if is_exact else stemmed_field)(ANY): {
            "query": " ".join(terms), "analyzer": "exact", "boost": weight}}}
        for terms, weight, is_exact in ranked_phrases(runs)
    ]  # fmt: skip


def weighted_words(weights: Mapping[str, float]) -> JsonObject:
    """Papers with one of these words among all words, the more, the rarer and the heavier, the better."""
    return _some(
        [{"match": {stemmed_field(ANY): {"query": word, "boost": weight}}} for word, weight in weights.items()]
    )


def tag_clause(field: str, value: str) -> JsonObject:
    """Papers with this value, or without any for `MISSING`; a year is compared as a number."""
    if field not in TAG_NAMES and field != "year":
        return MATCH_NONE
    if value == MISSING:
        return {"bool": {"must_not": [{"exists": {"field": counted_field(field)}}]}}
    if field == "year":
        number = whole_number(value)
        return MATCH_NONE if number is None else {"term": {"year": number}}
    return {"term": {f"tag_keys.{field}": cut(filter_key(field, value))}}


def range_clause(field: str, low: int | None, high: int | None) -> JsonObject:
    """`low <= field <= high`; open on both sides it matches papers with any value."""
    if field not in RANGE_FIELDS:
        return MATCH_NONE
    bounds = {
        name: max(-LONGEST_LONG, min(n, LONGEST_LONG)) for name, n in (("gte", low), ("lte", high)) if n is not None
    }
    return {"range": {RANGE_FIELDS[field]: bounds}} if bounds else {"exists": {"field": RANGE_FIELDS[field]}}


def whole_number(text: str) -> int | None:
    """The number that a text spells, or None."""
    stripped = text.strip()
    return int(stripped) if _WHOLE_NUMBER.fullmatch(stripped) else None


def _compile_and(children: tuple[Node, ...]) -> JsonObject:
    scored = [compile_query(child) for child in children if has_text(child)]
    clauses = _filters(child for child in children if not has_text(child))
    return {"bool": {"must": scored, **clauses} if scored else clauses}


def _filters(nodes: Iterable[Node]) -> JsonObject:
    """Nodes without text as the filter and must_not clauses of a bool query."""
    clauses: dict[str, list[JsonObject]] = {}
    for node in nodes:
        if isinstance(node, Not):
            clauses.setdefault("must_not", []).append(compile_query(node.child))
        elif isinstance(node, Tag | AuthorName | Identifier | Range):
            clauses.setdefault("filter", []).append(_compile_filter(node))
        else:
            clauses.setdefault("filter", []).append(compile_query(node))
    return clauses


def _compile_filter(node: Tag | AuthorName | Identifier | Range) -> JsonObject:
    match node:
        case Tag(field, value):
            return tag_clause(field, value)
        case AuthorName(value):
            return {"term": {"author_forms": cut(author_query_form(value))}}
        case Identifier(scheme, value):
            plain = _ARXIV_VERSION.sub("", fold(value)) if scheme == "arxiv" else fold(value)
            return {"term": {"identifiers": cut(f"{scheme}:{plain}")}}
        case Range(field, low, high):
            return range_clause(field, low, high)


def _compile_text(node: Word | Prefix | Phrase) -> JsonObject:
    found = words(node.text)
    if not found or node.field not in (ANY, *TEXT_NAMES):
        return MATCH_NONE
    match node:
        case Word(field=field):
            return _every([_word(word, field) for word in found])
        case Prefix(field=field):
            return _prefix(found[-1], field)
        case Run(field=field):
            return _weighted(field, lambda name: {"match_phrase": {stemmed_field(name): " ".join(found)}})
        case Phrase(field=field, slop=slop) if slop > 0 and len(found) > 1:
            names = TEXT_NAMES if field == ANY else (field,)
            return _some([_near(" ".join(found), slop, name) for name in names])
        case Phrase(field=field):
            return _weighted(field, lambda name: {"match_phrase": {exact_field(name): " ".join(found)}})


def _mention(typed: str) -> JsonObject:
    """The paper that is named, far above those that have the words of its name."""
    in_words, found = compile_query(mentioned_words(typed)), mentioned(typed)
    if found is None:
        return in_words
    return _some([{"constant_score": {"filter": _compile_filter(found), "boost": IDENTIFIER_SCORE}}, in_words])


def _word(word: str, field: str) -> JsonObject:
    clause = _weighted(field, lambda name: {"match": {stemmed_field(name): word}})
    return clause if is_scored(word) else {"bool": {"filter": [{"match": {stemmed_field(field): word}}]}}


def _weighted(field: str, query_for: Callable[[str], JsonObject]) -> JsonObject:
    """One field's query; of all words with what the fields that weigh more add to the score."""
    if field != ANY:
        return query_for(field)
    more = [{"bool": {"must": query_for(name), "boost": weight}} for name, weight in FIELD_WEIGHTS.items()]
    return {"bool": {"must": query_for(ANY), "should": more}}


def _prefix(word: str, field: str) -> JsonObject:
    names = (field, EXTRACTED) if field == "keyword" else (field,)
    return {"constant_score": {"filter": _some([{"prefix": {exact_field(name): word}} for name in names])}}


def _near(text: str, slop: int, name: str) -> JsonObject:
    """Intervals count the places between the words, which is the slop that `nodes.Phrase` defines."""
    match = {"query": text, "max_gaps": min(slop, VALUE_GAP - 1_000), "ordered": False}
    return {"intervals": {exact_field(name): {"match": match}}}


def _every(queries: list[JsonObject]) -> JsonObject:
    return queries[0] if len(queries) == 1 else {"bool": {"must": queries}}


def _some(queries: list[JsonObject]) -> JsonObject:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}
