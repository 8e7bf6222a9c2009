"""The OAI-PMH provider at `/oai`, and the schema of its richer form of metadata."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files

from flask import Response, request
from flask.typing import ResponseReturnValue

from papersearch.query.parameters import SearchParams
from papersearch.query.request import FacetSpec
from papersearch.results import Bucket
from papersearch.search.values import LARGEST_FACET
from papersearch_api.endpoints import Operation, read_nothing
from papersearch_api.oai.provider import Provider
from papersearch_api.oai.requests import VERBS
from papersearch_api.params import choice, text
from papersearch_api.services import services
from papersearch_api.views.responses import site_root

_TAG = "feeds"
_XML = "text/xml"
_MAIL = re.compile(r"\S+@(\S+\.)+\S+")
_NO_MAIL = "nobody@example.org"
"""The protocol demands an address; this one is reserved and leads nowhere."""


def oai() -> ResponseReturnValue:
    """Harvest all papers, or those of a venue, new and changed and deleted ones, by OAI-PMH 2.0."""
    given = request.args if request.method in {"GET", "HEAD"} else request.form
    contact = services().settings.contact
    provider = Provider(
        services().store.papers, _venues(), site_root(), contact if _MAIL.fullmatch(contact) else _NO_MAIL
    )
    return Response(provider.answer(dict(given.lists()), datetime.now(UTC)), mimetype=_XML)


def oai_by_post() -> ResponseReturnValue:
    """The same with the arguments as a form."""
    return oai()


def paper_schema() -> ResponseReturnValue:
    """The XML schema of the form of metadata `papersearch`."""
    schema = files("papersearch_api.oai").joinpath("paper.xsd").read_text("utf-8")
    return Response(schema, mimetype="application/xml")


def _venues() -> Iterator[Bucket]:
    """All venues in the order of their ids; only read where sets are asked for."""
    after: str | None = None
    while True:
        spec = FacetSpec("venue", size=LARGEST_FACET, by_value=True, after=after)
        buckets = services().search.facet(spec, SearchParams()).buckets
        yield from buckets
        if len(buckets) < LARGEST_FACET:
            return
        after = str(buckets[-1].value)


_ARGUMENTS = (
    choice("verb", "What is asked for.", tuple(VERBS)),
    choice("metadataPrefix", "Form of metadata.", ("oai_dc", "papersearch")),
    text("identifier", "Of one record: `oai:papersearch:` and a paper's id."),
    text("set", "Only papers of a venue; see ListSets."),
    text("from", "Records changed on this day or later, or from this moment on (UTC)."),
    text("until", "Records changed on this day or earlier, or until this moment (UTC)."),
    text("resumptionToken", "Continues a list; tokens do not expire."),
)
_FORM_BODY = {"type": "object", "properties": {each.name: each.schema for each in _ARGUMENTS}}

OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/oai", ("/oai",), oai, "Harvest papers by OAI-PMH", _TAG, parameters=_ARGUMENTS,
              reads=read_nothing, answers={200: str}, media_types=(_XML,), errors=(), is_rooted=True, has_papers=True),
    Operation("POST", "/oai", ("/oai",), oai_by_post, "Harvest papers by OAI-PMH (arguments as a form)", _TAG,
              reads=read_nothing, answers={200: str}, media_types=(_XML,), errors=(413,), body=_FORM_BODY,
              body_types=("application/x-www-form-urlencoded",), is_rooted=True, has_papers=True),
    Operation("GET", "/oai/paper.xsd", ("/oai/paper.xsd",), paper_schema, "Get the schema of harvested papers", _TAG,
              answers={200: str}, media_types=("application/xml",), errors=(), is_rooted=True),
)  # fmt: skip
