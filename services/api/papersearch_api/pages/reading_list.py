"""The reading list: it lives in the reader's browser, and in the address that is shared."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError, ParameterError, Problem
from papersearch.paper import Paper, paper_to_json
from papersearch_api.formats import BY_SUFFIX, FORMATS
from papersearch_api.links import LINKED_FORMATS, address
from papersearch_api.negotiation import format_instead_of_page
from papersearch_api.pages.structured_data import papers_page
from papersearch_api.services import services
from papersearch_api.views.responses import papers_file, varied_page

LARGEST_LIST = 500
_NAME = "reading-list"


def list_page() -> ResponseReturnValue:
    """The papers of the ids in the address, in their order; without ids what a reading list is."""
    ids = _ids()
    papers, missing = _papers(ids)
    if form := format_instead_of_page(parameter=request.args.get("format")):
        return papers_file(form, map(paper_to_json, papers), _NAME)
    pairs = [("ids", ",".join(ids))]
    bodies = [paper_to_json(paper) for paper in papers]
    html = render_template(
        "list.html",
        ids=ids,
        papers=bodies,
        json_ld=papers_page("Reading list", bodies, len(bodies)),
        missing=missing,
        share_href=address("/list", pairs),
        exports=[(FORMATS[name].label, address(f"/list.{FORMATS[name].suffix}", pairs)) for name in LINKED_FORMATS],
    )
    return varied_page(html)


def export_list(form: str) -> ResponseReturnValue:
    """The same papers as a file."""
    if form not in BY_SUFFIX:
        raise NotFoundError(f"A reading list can be downloaded as {', '.join(BY_SUFFIX)}, not as {form!r}.")
    papers, _ = _papers(_ids())
    return papers_file(BY_SUFFIX[form], map(paper_to_json, papers), _NAME)


def _ids() -> list[str]:
    """Each id once. Raises ParameterError when there are too many."""
    given = (each.strip() for text in request.args.getlist("ids") for each in text.split(","))
    ids = list(dict.fromkeys(each for each in given if each))
    if len(ids) > LARGEST_LIST:
        raise ParameterError(Problem("ids", f"A list can have up to {LARGEST_LIST} papers; this one has {len(ids)}."))
    return ids


def _papers(ids: list[str]) -> tuple[list[Paper], list[str]]:
    """The papers that there are, and the ids of those that there are not."""
    found = services().lookup.find_many(ids)
    missing = [name for name, paper in zip(ids, found, strict=True) if paper is None]
    return list({paper.id: paper for paper in found if paper is not None}.values()), missing
