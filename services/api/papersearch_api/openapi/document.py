"""The OpenAPI 3.1 document, built with apispec from the very operations that serve.

apispec was chosen over flask-openapi3 and APIFlask because those read requests themselves (pydantic, marshmallow) and
answer errors in their own form; here the parameter table of the query core and RFC 9457 rule.
"""

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

import msgspec
from apispec import APISpec

from papersearch.paper import JsonObject
from papersearch.query.parameters import Parameter
from papersearch_api.answers import ProblemBody
from papersearch_api.auth import Scope
from papersearch_api.endpoints import API_ROOT, Operation
from papersearch_api.problems import PROBLEM_TYPE
from papersearch_api.url_prefix import root

_REF = "#/components/schemas/{name}"
_REASONS = {
    200: "OK",
    202: "Accepted; follow the job for the result",
    301: "The paper was merged into the one in Location",
    304: "Not modified",
    400: "A parameter or the query is wrong",
    401: "The API key is missing or not valid",
    403: "The API key lacks the required scope",
    404: "Not found",
    405: "Method not allowed; see Allow",
    406: "No format matches the Accept header",
    409: "Conflict with the current state; blocking_id names the cause",
    410: "The cursor's snapshot has expired",
    412: "The paper has changed since the ETag in If-Match",
    413: "The body is too large",
    415: "The media type of the body is not supported",
    422: "The document is not valid; errors names the fields",
    500: "Internal error",
    503: "A required service is unavailable, or the queue is full; retry after Retry-After seconds",
    504: "The query takes longer than a request may",
}
_ALWAYS = (500, 503, 504)
_KEY_REFUSED = (401, 403)
_SECURITY_SCHEMES: dict[str, JsonObject] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key: papersearch keys create NAME"},
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}


def openapi_document(operations: Iterable[Operation]) -> JsonObject:
    """The document for these operations."""
    spec = APISpec(
        title="papersearch",
        version=version("papersearch"),
        openapi_version="3.1.0",
        info={"description": "Search research papers: exact phrases, accurate facet counts, unlimited export."},
        servers=[{"url": root() or "/"}],
    )
    listed = tuple(operations)
    types = dict.fromkeys([ProblemBody, *(kind for each in listed for kind in each.answers.values() if kind)])
    found, components = msgspec.json.schema_components(types, ref_template=_REF)
    schemas = dict(zip(types, found, strict=True))
    for name, schema in components.items():
        described = {"description": schema["description"].partition("\n\n")[0]} if "description" in schema else {}
        spec.components.schema(name, schema | described)
    for name, scheme in _SECURITY_SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for operation in listed:
        path = operation.path if operation.is_rooted else API_ROOT + operation.path
        spec.path(path, operations={operation.method.lower(): _operation(operation, schemas)})
    return spec.to_dict()


def _operation(operation: Operation, schemas: Mapping[Any, JsonObject]) -> JsonObject:
    problem = {PROBLEM_TYPE: {"schema": schemas[ProblemBody]}}
    body: JsonObject = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": {
            **{
                str(status): _answer(operation, status, schemas.get(kind)) for status, kind in operation.answers.items()
            },
            **{
                str(status): {"description": _REASONS[status], "content": problem}
                for status in sorted(_refusals(operation))
            },
        },
    }
    if operation.body is not None:
        content = {media_type: {"schema": operation.body} for media_type in operation.body_types}
        body["requestBody"] = {"required": True, "content": content}
    if not operation.is_open:
        schemes: list[JsonObject] = [{name: []} for name in _SECURITY_SCHEMES]
        body["security"] = schemes if operation.scope != Scope.READ else [{}, *schemes]
    return body


def _refusals(operation: Operation) -> set[int]:
    """The statuses that are answered as problems."""
    return {*operation.errors, *_ALWAYS, *(() if operation.is_open else _KEY_REFUSED)}


def _parameter(parameter: Parameter) -> JsonObject:
    schema = {"type": "array", "items": parameter.schema} if parameter.is_repeatable else parameter.schema
    described: JsonObject = {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.doc,
        "required": parameter.is_required,
        "schema": schema,
    }
    if parameter.is_repeatable:
        described |= {"style": "form", "explode": True}
    if parameter.example is not None:
        described["example"] = parameter.example
    return described


def _answer(operation: Operation, status: int, schema: JsonObject | None) -> JsonObject:
    if schema is None:
        return {"description": _REASONS[status]}
    schemas = {name: {"schema": schema if name == "application/json" else {}} for name in operation.media_types}
    return {"description": _REASONS[status], "content": schemas}
