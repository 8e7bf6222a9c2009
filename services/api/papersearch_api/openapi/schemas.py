"""JSON schemas (2020-12) of what the API answers, as shown by the OpenAPI document."""

from papersearch.fields import FACETS
from papersearch.paper import JsonObject, KeywordSource, Material, TldrSource
from papersearch.store.jobs import JobState

_STRING: JsonObject = {"type": "string"}
_COUNT: JsonObject = {"type": "integer", "minimum": 0}
_STRING_OR_NULL: JsonObject = {"type": ["string", "null"]}
_INTEGER_OR_NULL: JsonObject = {"type": ["integer", "null"]}
_STRINGS: JsonObject = {"type": "array", "items": _STRING}
_MOMENT_OR_NULL: JsonObject = {"type": ["string", "null"], "format": "date-time"}
_BY_NAME: JsonObject = {"type": "object", "additionalProperties": _STRING}


def _object(**properties: JsonObject) -> JsonObject:
    """An object that has all of these members, and perhaps others."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _array(items: JsonObject) -> JsonObject:
    return {"type": "array", "items": items}


def _ref(name: str) -> JsonObject:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: JsonObject) -> JsonObject:
    return {"oneOf": [schema, {"type": "null"}]}


def _list_of(items: JsonObject, **meta: JsonObject) -> JsonObject:
    return _object(meta=_object(count=_COUNT, **meta), results=_array(items))


_PAPER_MEMBERS: dict[str, JsonObject] = {
    "id": _STRING,
    "title": _STRING_OR_NULL,
    "authors": _array(_object(name=_STRING)),
    "abstract": _STRING_OR_NULL,
    "tldr": _or_null(_object(text=_STRING, source={"enum": [str(each) for each in TldrSource]})),
    "venue": _or_null(_object(id=_STRING, label=_STRING)),
    "year": _INTEGER_OR_NULL,
    "keywords": _array(_object(value=_STRING, source={"enum": [str(each) for each in KeywordSource]})),
    "ids": _BY_NAME,
    "links": _BY_NAME,
    "materials": _array({"enum": [str(each) for each in Material]}),
    "comments": _STRING_OR_NULL,
    "journal_ref": _STRING_OR_NULL,
    "is_retracted": {"type": "boolean"},
    "thumbnail": _STRING_OR_NULL,
    "sources": _array(_object(name=_STRING, url=_STRING_OR_NULL, retrieved_at=_MOMENT_OR_NULL)),
    "added_at": _MOMENT_OR_NULL,
    "updated_at": _MOMENT_OR_NULL,
}
_HIT_MEMBERS: dict[str, JsonObject] = {
    **_PAPER_MEMBERS,
    "score": {"type": ["number", "null"]},
    "matched": _STRINGS,
    "highlights": {"type": "object", "additionalProperties": _STRINGS},
}
_ADVICE = _object(parameter=_STRING, position=_INTEGER_OR_NULL, detail=_STRING, suggestion=_STRING_OR_NULL)
_BUCKET = _object(value={"type": ["string", "integer"]}, label=_STRING, count=_COUNT, selected={"type": "boolean"})
_OFFER = _object(kind=_STRING, label=_STRING, q=_STRING, count=_COUNT, link=_STRING)
_ECHO = _object(input=_STRING, normalized=_STRING, clauses=_array(_ref("Clause")), warnings=_array(_ADVICE))

_JOB = _object(
    id=_COUNT,
    type=_STRING,
    state={"enum": [str(state) for state in JobState]},
    progress={"type": "object"},
    error=_STRING_OR_NULL,
    created_at=_MOMENT_OR_NULL,
    updated_at=_MOMENT_OR_NULL,
    finished_at=_MOMENT_OR_NULL,
)

_PAPER = _object(**_PAPER_MEMBERS, full_text=_STRING_OR_NULL, provenance=_BY_NAME, version=_COUNT)
_CONFLICT = _object(
    field=_STRING, statements=_array(_object(source=_STRING, text=_STRING, shown={"type": "boolean"}))
)  # fmt: skip

SCHEMAS: dict[str, JsonObject] = {
    "Paper": _PAPER,
    "PaperAlone": {"allOf": [_ref("Paper"), {"type": "object", "properties": {"conflicts": _array(_CONFLICT)}}]},
    "Hit": {"type": "object", "properties": _HIT_MEMBERS, "required": ["id"]},
    "Clause": _object(query=_STRING, count=_COUNT, clauses=_array(_ref("Clause"))),
    "Facet": _object(
        distinct=_COUNT, base_count=_COUNT, other_count=_COUNT, missing_count=_COUNT, buckets=_array(_BUCKET)
    ),
    "ResultPage": _object(
        meta=_object(
            count=_COUNT,
            page={"type": ["integer", "null"], "minimum": 1},
            per_page={"type": "integer", "minimum": 1, "maximum": 100},
            next_cursor=_STRING_OR_NULL,
            took_ms=_COUNT,
            timed_out={"type": "boolean"},
            generation=_STRING,
            query=_ECHO,
        ),
        results=_array(_ref("Hit")),
        facets={"type": "object", "properties": {facet.name: _ref("Facet") for facet in FACETS}},
        suggestions=_object(did_you_mean=_array(_OFFER), relaxed=_array(_OFFER)),
        links=_object(
            self=_STRING, next=_STRING_OR_NULL, prev=_STRING_OR_NULL, atom=_STRING_OR_NULL, bibtex=_STRING_OR_NULL,
            html=_STRING,
        ),
    ),
    "Batch": _list_of(_or_null(_ref("Paper")), not_found=_STRINGS),
    "HitList": _list_of(_ref("Hit")),
    "SimilarList": _list_of({"allOf": [_ref("Hit"), _object(shares=_object(keywords=_STRINGS))]}),
    "Match": _object(paper=_ref("Paper"), score={"type": "number", "minimum": 0, "maximum": 1}),
    "FacetList": _list_of(_BUCKET, field=_STRING, distinct=_COUNT, next_cursor=_STRING_OR_NULL),
    "ValueList": _list_of(_BUCKET, seed=_COUNT),
    "Pivot": _object(
        meta=_object(count=_COUNT, rows=_STRING, cols=_STRING, columns=_array(_BUCKET)),
        results=_array({"allOf": [_BUCKET, _object(counts=_array(_COUNT))]}),
    ),
    "Suggestion": _object(
        papers=_array(_object(value=_STRING, label=_STRING, count=_COUNT)),
        authors=_array(_object(value=_STRING, label=_STRING, count=_COUNT)),
        venues=_array(_object(value=_STRING, label=_STRING, count=_COUNT)),
        keywords=_array(_object(value=_STRING, label=_STRING, count=_COUNT)),
    ),
    "Profile": _object(
        value=_STRING,
        label=_STRING,
        count=_COUNT,
        by_year=_array(_object(year={"type": "integer"}, count=_COUNT)),
        neighbours=_array(_object(value=_STRING, label=_STRING, count=_COUNT)),
    ),
    "FieldList": _list_of(_object(name=_STRING, kind=_STRING, doc=_STRING, aliases=_STRINGS)),
    "Stats": _object(
        papers=_COUNT, generation=_STRING, fields={"type": "object", "additionalProperties": _COUNT}, pending=_COUNT,
        leased=_COUNT, rejects=_COUNT, lag_s={"type": "number", "minimum": 0},
        drift=_or_null(
            _object(papers=_COUNT, compared=_COUNT, repaired=_COUNT, checked_at=_MOMENT_OR_NULL)
        ),
    ),
    "Coverage": _object(
        papers=_COUNT, parts={"type": "object", "additionalProperties": _COUNT}, distinct=_COUNT,
        venues=_array(_object(value=_STRING, label=_STRING, papers=_COUNT,
                              parts={"type": "object", "additionalProperties": _COUNT})),
    ),
    "Job": _JOB,
    "JobList": _list_of(_ref("Job")),
    "WriteResults": _object(
        meta=_object(count=_COUNT, job=_COUNT, state=_STRING),
        results=_array(_object(line=_COUNT, id=_STRING_OR_NULL, outcome=_STRING, error=_STRING_OR_NULL)),
    ),
    "GenerationList": _list_of(
        _object(
            name=_STRING, state=_STRING, documents=_INTEGER_OR_NULL, size_bytes=_INTEGER_OR_NULL, waiting=_COUNT,
            schema_hash=_STRING, created_at=_MOMENT_OR_NULL, promoted_at=_MOMENT_OR_NULL, retired_at=_MOMENT_OR_NULL,
        )
    ),
    "RejectList": _list_of(
        _object(
            id=_COUNT, location=_STRING, line=_INTEGER_OR_NULL, reason=_STRING, raw=_STRING, item=_INTEGER_OR_NULL,
            paper=_STRING_OR_NULL, generation=_STRING_OR_NULL, created_at=_MOMENT_OR_NULL,
        ),
        next_after=_INTEGER_OR_NULL,
    ),
    "Health": _object(status=_STRING),
    "OpenApi": {"type": "object"},
    "Text": {"type": "string"},
    "Picture": {"type": "string"},
    "Problem": _object(
        type=_STRING,
        title=_STRING,
        status={"type": "integer"},
        detail=_STRING,
        instance=_STRING,
        code=_STRING,
        request_id=_STRING,
        errors=_array(_ADVICE),
    ),
}  # fmt: skip
"""Schemas by name."""
