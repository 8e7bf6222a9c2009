"""The page of a paper."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from papersearch.naming.names import author_key
from papersearch.paper import Paper, paper_to_json
from papersearch.query.parameters import read_params
from papersearch.results import Hit
from papersearch.search.conflicts import conflicts_of
from papersearch_api.formats import BY_SUFFIX
from papersearch_api.formats.citation import bibtex
from papersearch_api.links import Pairs, address
from papersearch_api.pages.paper_model import facts, reasons
from papersearch_api.services import services

SIMILAR_PAPERS = 48
_FILTERS = ("venue", "year", "has")
"""What similar papers can be narrowed by on the page."""
_MORE_BY = 6
_CITING_SHOWN = 6
_ASKED_AUTHORS = 5


def paper_page(paper_id: str) -> ResponseReturnValue:
    """One paper with what is known of it, the papers most like it, and more by its authors."""
    head, dot, suffix = paper_id.rpartition(".")
    if dot and suffix in BY_SUFFIX:
        return redirect(address(f"/api/v1/papers/{head}.{suffix}"), 302)
    found = services().lookup.find(paper_id)
    paper = found.paper
    if found.is_moved or paper.id != paper_id:
        return redirect(f"/papers/{paper.id}", 301 if found.is_moved else 302)
    body = paper_to_json(paper)
    filters = [(name, value) for name in _FILTERS for value in request.args.getlist(name) if value]
    similar = services().search.similar(paper.id, SIMILAR_PAPERS, read_params(filters))
    return render_template(
        "paper.html",
        paper=body,
        facts=facts(body),
        bibtex=bibtex(paper),
        similar=[(hit, reasons(hit)) for hit in similar],
        filters=dict(filters),
        references=services().search.references(body),
        citing=services().search.cited_by(body, _CITING_SHOWN),
        venues=_venues(similar, filters),
        more_by=_more_by(paper),
        conflicts=conflicts_of(services().store, body),
        similar_href=address(f"/api/v1/papers/{paper.id}/similar", [("limit", str(SIMILAR_PAPERS)), *filters]),
    )


def _venues(similar: tuple[Hit, ...], filters: Pairs) -> list[tuple[str, str]]:
    """Venues to narrow by: those of the similar papers, and the one that is chosen."""
    found = {hit.body["venue"]["id"]: hit.body["venue"]["label"] for hit in similar if hit.body["venue"]}
    for name, value in filters:
        if name == "venue":
            found.setdefault(value, value)
    return sorted(found.items(), key=lambda each: each[1].casefold())


def _more_by(paper: Paper) -> list[Hit]:
    """Other papers by its first authors, the newest first."""
    names = [author.name for author in paper.authors[:_ASKED_AUTHORS] if author_key(author.name)]
    if not names:
        return []
    asked = [("author", name) for name in names]
    page = services().search.search(read_params([*asked, ("sort", "year"), ("per_page", str(_MORE_BY + 1))]))
    return [hit for hit in page.hits if hit.id != paper.id][:_MORE_BY]
