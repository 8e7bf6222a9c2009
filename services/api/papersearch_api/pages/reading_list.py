"""The reading list: it lives in the reader's browser, and in the address that is shared."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError, ParameterError, Problem
from papersearch.paper import Paper, paper_to_json
from papersearch_api.formats import BY_SUFFIX
from papersearch_api.links import address
from papersearch_api.services import services
from papersearch_api.views.responses import papers_response

LARGEST_LIST = 500
LIST_SUFFIXES = tuple(suffix for suffix, form in BY_SUFFIX.items() if form.write)


def list_page() -> ResponseReturnValue:
    """The papers of the ids in the address, in their order; without ids what a reading list is."""
    ids = _ids()
    papers, missing = _papers(ids)
    pairs = [("ids", ",".join(ids))]
    return render_template(
        "list.html",
        ids=ids,
        papers=[paper_to_json(paper) for paper in papers],
        missing=missing,
        share_href=address("/list", pairs),
        exports=[(BY_SUFFIX[each].name, address(f"/list.{each}", pairs)) for each in reversed(LIST_SUFFIXES)],
    )


def export_list(form: str) -> ResponseReturnValue:
    """The same papers as a file."""
    if form not in LIST_SUFFIXES:
        raise NotFoundError(f"A reading list can be downloaded as {', '.join(LIST_SUFFIXES)}, not as {form!r}.")
    papers, _ = _papers(_ids())
    return papers_response(BY_SUFFIX[form], [paper_to_json(paper) for paper in papers], filename="reading-list")


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
