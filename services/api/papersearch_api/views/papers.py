"""Single papers: by any of their names, in batches, similar ones, by title, at random."""

from typing import Any

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError, ParameterError, Problem
from papersearch.paper import JsonObject, paper_to_json
from papersearch.query.parameters import SearchParams
from papersearch.search.conflicts import conflicts_of
from papersearch_api.answers import Batch, BatchMeta, HitList, Match, PaperAlone, SimilarList, hit_list, similar_list
from papersearch_api.delivery import json_response, tagged_json, with_etag
from papersearch_api.endpoints import Operation, read_nothing
from papersearch_api.formats import FORMATS, RESULT_FORMATS, Format, split_suffix
from papersearch_api.links import paper_address, thumbnail_address
from papersearch_api.negotiation import negotiate_format
from papersearch_api.params import Values, choice, in_path, integer, text
from papersearch_api.services import services
from papersearch_api.views.filters import FILTER_PARAMETERS, read_filtered
from papersearch_api.views.request_values import json_body
from papersearch_api.views.responses import heading_of, papers_response, random_seed

_TAG = "papers"
_LARGEST_BATCH = 500
_PICTURE_TYPE = "image/webp"
_KEPT_S = 31_536_000
_CHECKED_AFTER_S = 86_400
_ID = in_path("id", "Our id, `arxiv:...`, `doi:...`, `openreview:...`, `acl:...`, or an address.", "arxiv:1810.02340")
_FORMAT = choice(
    "format", "Format of the answer; a suffix of the path or the Accept header also sets it.", RESULT_FORMATS
)
_MEDIA_TYPES = tuple(FORMATS[name].media_type for name in RESULT_FORMATS)
_INCLUDE = choice("include", "Extra parts: `conflicts`, the fields on which sources disagree.", ("conflicts",))


def get_paper(values: Values, paper_id: str) -> ResponseReturnValue:
    """One paper, whole. A merged id is answered 301."""
    name, suffix = split_suffix(paper_id)
    form = negotiate_format(RESULT_FORMATS, suffix, values["format"])
    found = services().lookup.find(name)
    if found.is_moved:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return redirect(f"{paper_address(found.paper.id)}{f'.{suffix}' if suffix else ''}{query}", 301)
    body = paper_to_json(found.paper)
    if values["include"]:
        body["conflicts"] = conflicts_of(services().store, body)
    return answer_paper(form, body)


def answer_paper(form: Format, body: JsonObject) -> Response:
    """One paper in a format; also what a page's address answers to programs."""
    heading = heading_of(body["title"] or body["id"], [body], html_address=f"/papers/{body['id']}")
    response = json_response(body) if form.has_answer else papers_response(form, [body], heading)
    response.vary.add("Accept")
    return with_etag(response, [form.name, body])


def get_thumbnail(values: Values, paper_id: str) -> ResponseReturnValue:
    """A small picture of the first page, where a PDF of the paper was read; 404 where none was."""
    found = services().lookup.find(paper_id)
    if found.is_moved:
        return redirect(thumbnail_address(found.paper.id, found.paper.thumbnail), 301)
    name = found.paper.thumbnail
    if name is None:
        raise NotFoundError(f"Paper {found.paper.id} has no thumbnail.")
    response = Response(services().store.blobs.read(name), mimetype=_PICTURE_TYPE)
    response.set_etag(name[:24])
    response.cache_control.max_age = _KEPT_S if values["v"] and name.startswith(values["v"]) else _CHECKED_AFTER_S
    if services().settings.needs_read_key:
        response.cache_control.private = True
    else:
        response.cache_control.public = True
    return response


def get_similar(values: Values, search: SearchParams, paper_id: str) -> ResponseReturnValue:
    """Papers most like this one, within the filters, each with the keywords that it shares."""
    own_id = services().lookup.find(paper_id).paper.id
    hits = services().search.similar(own_id, values["limit"], search)
    return tagged_json(similar_list(own_id, hits))


def batch_papers() -> ResponseReturnValue:
    """Up to 500 papers in the order asked for; null, and an entry in `not_found`, where there is none.

    Formats other than JSON have only the papers that there are.
    """
    body = json_body()
    ids = _ids_of(body)
    named = body.get("format") if isinstance(body, dict) else None
    form = negotiate_format(RESULT_FORMATS, None, None if named is None else str(named))
    papers = services().lookup.find_many(ids)
    if not form.has_answer:
        return papers_response(form, [paper_to_json(paper) for paper in papers if paper is not None])
    missing = [name for name, paper in zip(ids, papers, strict=True) if paper is None]
    meta = BatchMeta(count=len(papers) - len(missing), not_found=tuple(missing))
    return json_response(Batch(meta, tuple(papers)))


def match_title(values: Values) -> ResponseReturnValue:
    """The one paper whose title is nearest to a given one, with a score from 0 to 1, or 404."""
    match = services().lookup.match_title(values["title"])
    return tagged_json(Match(match.paper, round(match.score, 4)))


def random_papers(values: Values, search: SearchParams) -> ResponseReturnValue:
    """Papers at random; the same seed gives the same ones while the index stays as it is."""
    seed = random_seed(values["seed"])
    return json_response(hit_list(services().search.sample(values["size"], seed, search), seed))


def _ids_of(body: Any) -> list[str]:
    ids = body.get("ids") if isinstance(body, dict) else body
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise ParameterError(Problem("ids", 'The body must be {"ids": ["…", …]}.'))
    if len(ids) > _LARGEST_BATCH:
        detail = f"{len(ids)} ids given; the limit is {_LARGEST_BATCH}."
        raise ParameterError(Problem("ids", detail, suggestion=str(_LARGEST_BATCH)))
    return ids


_SIZE = integer("size", "Number of results.", default=1, low=1, high=100)
_SEED = integer("seed", "Seed; the same seed gives the same results. A random one is returned in `meta`.", high=2**31)
_IDS_BODY = {
    "type": "object",
    "required": ["ids"],
    "properties": {
        "ids": {"type": "array", "items": {"type": "string"}, "maxItems": _LARGEST_BATCH},
        "format": {"type": "string", "enum": list(RESULT_FORMATS)},
    },
}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET", "/papers/{id}", ("/papers/<path:paper_id>",), get_paper, "Get a paper", _TAG,
        parameters=(_ID, _FORMAT, _INCLUDE), answers={200: PaperAlone, 301: None, 304: None},
        media_types=_MEDIA_TYPES, errors=(400, 404, 406),
    ),
    Operation(
        "GET", "/papers/{id}/thumbnail", ("/papers/<path:paper_id>/thumbnail",), get_thumbnail,
        "Get the thumbnail of a paper", _TAG,
        parameters=(_ID, text("v", "First characters of `thumbnail`; the picture can then be cached for a year.")),
        answers={200: bytes, 301: None, 304: None}, media_types=(_PICTURE_TYPE,), errors=(400, 404),
    ),
    Operation(
        "GET", "/papers/{id}/similar", ("/papers/<path:paper_id>/similar",), get_similar, "List similar papers", _TAG,
        parameters=(_ID, integer("limit", "Number of results.", default=10, low=1, high=100), *FILTER_PARAMETERS),
        reads=read_filtered, answers={200: SimilarList}, errors=(400, 404),
    ),
    Operation(
        "GET", "/papers/match", ("/papers/match",), match_title, "Find a paper by title", _TAG,
        parameters=(text("title", "Title of the paper, as exactly as known.", is_required=True),),
        answers={200: Match}, errors=(400, 404),
    ),
    Operation(
        "GET", "/papers/random", ("/papers/random",), random_papers, "Get random papers", _TAG,
        parameters=(_SIZE, _SEED, *FILTER_PARAMETERS), reads=read_filtered, answers={200: HitList},
    ),
    Operation(
        "POST", "/papers/batch", ("/papers/batch",), batch_papers, "Get many papers", _TAG,
        reads=read_nothing, answers={200: Batch}, errors=(400, 406, 413, 415), body=_IDS_BODY,
        media_types=_MEDIA_TYPES,
    ),
)  # fmt: skip
