"""The tools' questions, asked of the same services as the API's, so that every count is the same."""

from collections.abc import Iterator
from itertools import islice

from papersearch.errors import ParameterError, Problem
from papersearch.paper import JsonObject, paper_to_json
from papersearch.query.parameters import SearchParams, read_params
from papersearch.query.request import FacetSpec
from papersearch.query.syntax import parse
from papersearch.search.answers import ResultPage
from papersearch.search.passages import READ_LIMIT, page_fragments, wanted_in_pages
from papersearch_api.mcp_server.budget import Entry, cut_to_tokens, fitted_fields, fitted_list
from papersearch_api.mcp_server.paper_text import (
    NOTICE,
    cited_entry,
    clean,
    hit_entry,
    paper_fields,
    plain,
    value_entry,
)
from papersearch_api.params import Values
from papersearch_api.services import Services

FILTERS = ("venue", "year", "keyword", "author", "has")
_ECHO_TOKENS = 60
_MOST_WARNINGS = 2


def search(services: Services, values: Values, budget: int) -> str:
    """Papers that match a query."""
    page = services.search.search(_search_params(values, values["query"], values["page"], values["limit"]))
    return _page_of_papers(page, [hit_entry(hit.body) for hit in page.hits], budget)


def get_paper(services: Services, values: Values, budget: int) -> str:
    """One paper: everything but its full text."""
    body = paper_to_json(services.lookup.find(values["id"]).paper)
    head = {
        "notice": NOTICE,
        "id": body["id"],
        "type": body["type"],
        "year": body["year"],
        "retracted": body["is_retracted"],
    }
    return fitted_fields(head, "untrusted", paper_fields(body), budget)


def passages(services: Services, values: Values, budget: int) -> str:
    """Places in full texts: of one paper, or of the papers that match best."""
    query = _of_full_texts(values["query"])
    if values["id"]:
        return _passages_of_one(services, values, query, budget)
    page = services.search.search(_search_params(values, query, values["page"], values["limit"], "highlight"))
    entries = [
        _passage(hit.id, int(number), text)
        for hit in page.hits
        for number, text in zip(
            hit.highlights.get("full_text_pages", ()), hit.highlights.get("full_text", ()), strict=True
        )
    ]
    return fitted_list(_head_of(page), "passages", entries, budget, _beyond(page))


def facet_values(services: Services, values: Values, budget: int) -> str:
    """Values of a facet with their counts."""
    spec = FacetSpec(values["field"], size=values["limit"], prefix=values["prefix"] or "")
    facet = services.search.facet(spec, _search_params(values, values["query"]))
    head = {"notice": NOTICE, "field": values["field"], "distinct": facet.distinct, "papers": facet.base_count,
            "papers_without": facet.missing_count}  # fmt: skip
    missing = facet.distinct - sum(1 for bucket in facet.buckets if bucket.count)
    notes = [f"{missing:,} more values: raise limit, or give a prefix"] if missing > 0 else []
    return fitted_list(head, "untrusted_values", list(map(value_entry, facet.buckets)), budget, notes)


def similar(services: Services, values: Values, budget: int) -> str:
    """The most similar papers, each with the keywords that it shares."""
    own_id = services.lookup.find(values["id"]).paper.id
    hits = services.search.similar(own_id, values["limit"], _search_params(values, ""))
    entries = [hit_entry(hit.body, _shared_keywords(hit.shares.keywords if hit.shares else ())) for hit in hits]
    return fitted_list({"notice": NOTICE, "id": own_id, "count": len(hits)}, "papers", entries, budget)


def citations(services: Services, values: Values, budget: int) -> str:
    """What a paper cites, or the papers here that cite it."""
    body = paper_to_json(services.lookup.find(values["id"]).paper)
    head = {"notice": NOTICE, "id": body["id"], "direction": values["direction"]}
    if values["direction"] == "references":
        works = services.search.references(body)
        entries, count, name = list(map(cited_entry, works[: values["limit"]])), len(works), "works"
    else:
        count, hits = services.search.cited_by(body, values["limit"])
        entries, name = [hit_entry(hit.body) for hit in hits], "papers"
    notes = [f"{count - len(entries):,} more {name}: raise limit"] if count > len(entries) else []
    return fitted_list({**head, "count": count}, name, entries, budget, notes)


def _search_params(values: Values, query: str, page: int = 1, limit: int = 20, *flags: str) -> SearchParams:
    given = [("q", query), ("page", str(page)), ("per_page", str(limit)), *((flag, "true") for flag in flags)]
    given += [(name, text) for name in FILTERS for text in values.get(name, ())]
    given += [(name, values[name]) for name in ("sort", "match") if values.get(name)]
    return read_params(given)


def _page_of_papers(page: ResultPage, entries: list[Entry], budget: int) -> str:
    return fitted_list(_head_of(page), "papers", entries, budget, _beyond(page))


def _head_of(page: ResultPage) -> JsonObject:
    echo = page.meta.query
    head = {"notice": NOTICE, "count": page.meta.count, "query": cut_to_tokens(clean(echo.normalized), _ECHO_TOKENS)}
    warnings = [cut_to_tokens(clean(each.detail), _ECHO_TOKENS) for each in echo.warnings[:_MOST_WARNINGS]]
    return {**head, "warnings": warnings} if warnings else head


def _beyond(page: ResultPage) -> list[str]:
    left = page.meta.count - page.params.page * page.params.per_page
    return [f"{left:,} more papers: page={page.params.page + 1}"] if left > 0 else []


def _of_full_texts(query: str) -> str:
    """The query, asked of full texts. Raises ParameterError for one that asks for nothing."""
    normalized = parse(query).normalized
    if not normalized:
        raise ParameterError(Problem("query", "Give words or a phrase to look for."))
    return f"fulltext:({normalized})"


def _passages_of_one(services: Services, values: Values, query: str, budget: int) -> str:
    paper = services.lookup.find(values["id"]).paper
    text = paper.full_text or ""
    found = list(islice(_pages_with(text, query), values["limit"] + 1))
    head = {"notice": NOTICE, "id": paper.id, "query": cut_to_tokens(query, _ECHO_TOKENS)}
    notes = [] if text else ["this paper has no full text here"]
    notes += ["more passages: raise limit"] if len(found) > values["limit"] else []
    entries = [_passage(paper.id, number, piece) for number, piece in found[: values["limit"]]]
    return fitted_list(head, "passages", entries, budget, notes)


def _pages_with(text: str, query: str) -> Iterator[tuple[int, str]]:
    """Pieces of a text that matched, with their pages; reading ends at the limit of one answer."""
    wanted = wanted_in_pages(parse(query).tree)
    left = READ_LIMIT
    for number, page in enumerate(text.split("\f"), 1):
        pieces, cost = page_fragments(page, wanted, left)
        left -= cost
        yield from ((number, piece.html) for piece in pieces)
        if left <= 0:
            return


def _passage(paper_id: str, page: int, html: str) -> Entry:
    body = {"id": paper_id, "page": page, "untrusted_text": plain(html)}
    return Entry(lambda _: body)


def _shared_keywords(keywords: tuple[str, ...]) -> JsonObject:
    return {"untrusted_shared_keywords": [clean(each) for each in keywords[:5]]} if keywords else {}
