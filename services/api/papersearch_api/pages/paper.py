"""The page of a paper."""

from urllib.parse import quote

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from papersearch.naming.names import author_key
from papersearch.paper import Paper, paper_to_json
from papersearch.query.parameters import read_params
from papersearch.results import Hit
from papersearch.search.conflicts import conflicts_of
from papersearch_api.delivery import with_etag
from papersearch_api.formats import FORMATS, split_suffix
from papersearch_api.formats.bibtex import bibtex
from papersearch_api.formats.references import can_format_references
from papersearch_api.links import LINKED_FORMATS, Pairs, address
from papersearch_api.negotiation import format_instead_of_page
from papersearch_api.pages.paper_metadata import highwire_metas, scholarly_article
from papersearch_api.pages.paper_model import facts, reasons, web_links
from papersearch_api.services import services
from papersearch_api.views.papers import answer_paper
from papersearch_api.views.responses import site_root, varied_page

SIMILAR_PAPERS = 48
_FILTERS = ("venue", "year", "has")
"""What similar papers can be narrowed by on the page."""
_MORE_BY = 6
_CITING_SHOWN = 6
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
_FILES = (*(name for name in LINKED_FORMATS if name != "ndjson"), "json")
_ASKED_AUTHORS = 5
_BESIDE = 5
"""Similar papers that the page shows beside the abstract."""


def paper_page(paper_id: str) -> ResponseReturnValue:
    """One paper with what is known of it, the papers most like it, and more by its authors."""
    name, suffix = split_suffix(paper_id)
    form = format_instead_of_page(suffix, request.args.get("format"))
    found = services().lookup.find(name)
    paper = found.paper
    if found.is_moved or paper.id != name:
        return redirect(address(f"/papers/{paper.id}{f'.{suffix}' if suffix else ''}"), 301 if found.is_moved else 302)
    body = paper_to_json(paper)
    if form:
        return answer_paper(form, body)
    filters = [(name, value) for name in _FILTERS for value in request.args.getlist(name) if value]
    similar = services().search.similar(paper.id, SIMILAR_PAPERS, read_params(filters))
    html = render_template(
        "paper.html",
        paper=body,
        facts=facts(body),
        bibtex=bibtex(paper),
        styles=_citation_styles(paper),
        files=[(FORMATS[each].label, address(f"/papers/{paper.id}.{FORMATS[each].suffix}")) for each in _FILES],
        metas=highwire_metas(paper, site_root()),
        json_ld=scholarly_article(paper, site_root()),
        similar=[(hit, reasons(hit)) for hit in similar],
        filters=dict(filters),
        beside=[(hit, reasons(hit)) for hit in similar[:_BESIDE]],
        references=services().search.references(body),
        citing=services().search.cited_by(body, _CITING_SHOWN),
        venues=_venues(similar, filters),
        more_by=_more_by(paper),
        conflicts=conflicts_of(services().store, body),
        similar_href=address(f"/api/v1/papers/{paper.id}/similar", [("limit", str(SIMILAR_PAPERS)), *filters]),
    )
    response = varied_page(html)
    response.headers["Link"] = _signposts(paper)
    return with_etag(response, html)


def _citation_styles(paper: Paper) -> list[tuple[str, str]]:
    """Names and addresses of the reference in each style; without the extra only BibTeX, which is on the page."""
    styles = [each for each in FORMATS.values() if each.is_citation and can_format_references()]
    own = address(f"/papers/{paper.id}")
    return [(FORMATS["bibtex"].label, "#cite"), *((each.label, f"{own}.{each.suffix}") for each in styles)]


def _signposts(paper: Paper) -> str:
    """The paper's metadata in other formats, its persistent address and its PDF (signposting.org)."""
    own = address(f"/papers/{paper.id}")
    forms = [FORMATS[each] for each in _FILES]
    links = [f'<{own}.{form.suffix}>; rel="describedby"; type="{form.media_type}"' for form in forms]
    if doi := paper.ids.get("doi"):
        links.append(f'<https://doi.org/{quote(doi)}>; rel="cite-as"')
    if pdf := web_links(paper.links).get("pdf"):
        links.append(f'<{quote(pdf, safe=_IN_ADDRESSES)}>; rel="item"; type="application/pdf"')
    return ", ".join([*links, '<https://schema.org/ScholarlyArticle>; rel="type"'])


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
