"""Results to the JSON shapes of docs/api.md; the command line's `--json` prints the same."""

from collections.abc import Collection, Iterable
from typing import Any

from papersearch.fields import BY_NAME, MISSING, Kind
from papersearch.paper import JsonObject
from papersearch.search.answers import (
    Clause,
    FacetValue,
    FacetView,
    FoundPaper,
    Offer,
    ResultPage,
    Suggestions,
    ValueProfile,
    Warn,
)
from papersearch.search.conflicts import Conflict
from papersearch_api.endpoints import API_ROOT
from papersearch_api.links import Pairs, address, page_links

NOT_IN_LISTS = frozenset({"full_text", "provenance", "version"})
"""Members of a paper that a hit leaves out."""


def page_json(page: ResultPage, pairs: Pairs) -> JsonObject:
    """A page of results: meta, results, facets, suggestions, links."""
    return {
        "meta": {
            "count": page.count,
            "page": page.page,
            "per_page": page.per_page,
            "next_cursor": page.next_cursor,
            "took_ms": page.took_ms,
            "timed_out": page.is_timed_out,
            "generation": page.generation,
            "query": {
                "input": page.echo.input,
                "normalized": page.echo.normalized,
                "clauses": [clause_json(clause) for clause in page.echo.clauses],
                "warnings": [warning_json(warning) for warning in page.echo.warnings],
            },
        },
        "results": [hit_json(hit, page.fields) for hit in page.hits],
        "facets": {name: facet_json(facet) for name, facet in page.facets.items()},
        "suggestions": suggestions_json(page.suggestions),
        "links": page_links(pairs, page),
    }


def without_timings(body: JsonObject) -> JsonObject:
    """The same answer without what differs each time; what an entity tag is made of."""
    return {**body, "meta": {**body["meta"], "took_ms": 0}}


def hit_json(hit: FoundPaper, fields: Collection[str] = ()) -> JsonObject:
    """A paper as it stands in a list, with score, matches and highlights; `fields` cuts it to these and `id`."""
    body = {name: value for name, value in hit.body.items() if name not in NOT_IN_LISTS}
    body |= {
        "score": hit.score,
        "matched": list(hit.matched),
        "highlights": {name: list(fragments) for name, fragments in hit.highlights.items()},
    }
    return {name: value for name, value in body.items() if name == "id" or name in fields} if fields else body


def similar_json(hit: FoundPaper) -> JsonObject:
    """A similar paper, and what it shares."""
    return {**hit_json(hit), "shares": {"keywords": list(hit.shares)}}


def facet_json(facet: FacetView) -> JsonObject:
    """A facet; `distinct_is_estimate` stands only where it is one."""
    body: JsonObject = {
        "distinct": facet.distinct,
        "base_count": facet.base_count,
        "other_count": facet.other_count,
        "missing_count": facet.missing_count,
        "buckets": [bucket_json(value, facet.field) for value in facet.values],
    }
    return body if facet.is_distinct_exact else {**body, "distinct_is_estimate": True}


def bucket_json(bucket: FacetValue, field: str) -> JsonObject:
    """A counted value, a year as a number; `excluded` stands only where it is true."""
    is_number = BY_NAME[field].kind is Kind.INTEGER and bucket.value != MISSING
    body = {
        "value": int(bucket.value) if is_number else bucket.value,
        "label": bucket.label,
        "count": bucket.count,
        "selected": bucket.is_selected,
    }
    return {**body, "excluded": True} if bucket.is_excluded else body


def clause_json(clause: Clause) -> JsonObject:
    """A clause with its count and its parts."""
    return {"query": clause.query, "count": clause.count, "clauses": [clause_json(part) for part in clause.clauses]}


def warning_json(warning: Warn) -> JsonObject:
    """A warning, in the shape of an error's entry."""
    return {
        "code": warning.code,
        "parameter": warning.parameter,
        "position": warning.position,
        "detail": warning.detail,
        "suggestion": warning.suggestion,
    }


def suggestions_json(suggestions: Suggestions) -> JsonObject:
    """Searches that find more."""
    return {
        "did_you_mean": [offer_json(offer) for offer in suggestions.did_you_mean],
        "relaxed": [offer_json(offer) for offer in suggestions.relaxed],
    }


def offer_json(offer: Offer) -> JsonObject:
    """Another search: in words, its query, its count and its address."""
    return {
        "kind": offer.kind,
        "label": offer.label,
        "q": next((value for name, value in offer.parameters if name == "q"), ""),
        "count": offer.count,
        "link": address(f"{API_ROOT}/papers", offer.parameters),
    }


def profile_json(profile: ValueProfile) -> JsonObject:
    """A keyword, venue or author."""
    return {
        "value": profile.value,
        "label": profile.label,
        "count": profile.count,
        "by_year": [{"year": year, "count": count} for year, count in profile.by_year],
        "neighbours": [{"value": each.value, "label": each.label, "count": each.count} for each in profile.neighbours],
    }


def conflict_json(conflict: Conflict) -> JsonObject:
    """A field on which sources disagree; `shown` is true of what the paper says."""
    return {
        "field": conflict.field,
        "statements": [{"source": s.source, "text": s.text, "shown": s.is_taken} for s in conflict.statements],
    }


def list_json(results: Iterable[Any], **meta: Any) -> JsonObject:
    """Any other list: `{"meta", "results"}`; `meta.count` is the number of results where not given."""
    listed = list(results)
    return {"meta": {"count": len(listed), **meta}, "results": listed}
