"""Citations inside the corpus: what a paper cites, and which papers here cite it."""

from flask.typing import ResponseReturnValue

from papersearch.paper import paper_to_json
from papersearch_api.answers import CitingPapers, ReferenceList, citing_papers, reference_list
from papersearch_api.delivery import tagged_json
from papersearch_api.endpoints import Operation, read_nothing
from papersearch_api.params import Values, in_path, integer
from papersearch_api.services import services

_TAG = "papers"
_ID = in_path("id", "Id of the paper, or any other identifier of it.", "p_abcdefghijkl")


def list_references(paper_id: str) -> ResponseReturnValue:
    """Works that a paper cites, as its sources list them, each with the paper here that it means."""
    paper = services().lookup.find(paper_id).paper
    return tagged_json(reference_list(paper.id, services().search.references(paper_to_json(paper))))


def list_citing_papers(values: Values, paper_id: str) -> ResponseReturnValue:
    """Papers of this corpus that cite a paper, the newest first; `cites:` in a query finds all of them."""
    paper = services().lookup.find(paper_id).paper
    count, hits = services().search.cited_by(paper_to_json(paper), values["limit"])
    return tagged_json(citing_papers(paper.id, count, hits))


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET", "/papers/{id}/references", ("/papers/<path:paper_id>/references",), list_references,
        "List the references of a paper", _TAG, parameters=(_ID,), reads=read_nothing,
        answers={200: ReferenceList}, errors=(400, 404),
    ),
    Operation(
        "GET", "/papers/{id}/cited-by", ("/papers/<path:paper_id>/cited-by",), list_citing_papers,
        "List the papers that cite a paper", _TAG,
        parameters=(_ID, integer("limit", "Number of results.", default=20, low=1, high=100)),
        answers={200: CitingPapers}, errors=(400, 404),
    ),
)  # fmt: skip
