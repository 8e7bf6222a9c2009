"""The page `/api/docs`: the OpenAPI document for people, in plain HTML without scripts."""

import html
from collections.abc import Iterator

import msgspec

from papersearch.paper import JsonObject

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
code,pre{font:14px/1.45 ui-monospace,monospace}pre{background:#f4f4f2;padding:.75rem;overflow-x:auto}
section{border-top:1px solid #ccc;margin-top:2rem}h2{margin:1rem 0 .25rem}h3{font-size:1rem;margin-bottom:.25rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0}
tr{border-bottom:1px solid #e4e4e4}.method{color:#0b5c36}nav li{display:inline-block;margin-right:1rem}
"""
_ERRORS = (
    (
        "invalid_parameter",
        "A parameter is unknown, out of range or badly formed; `errors` names the nearest valid one.",
    ),
    ("invalid_query", "The query is not well formed and `strict` is set; `errors` gives the position."),
    ("query_too_large", "The query exceeds a limit; the text names it."),
    ("cursor_mismatch", "The cursor belongs to another query."),
    ("cursor_expired", "The snapshot of the cursor has expired. A walk with sort=added_at:asc does not need one."),
    (
        "unauthorized",
        "An API key is required: Authorization: Bearer or X-API-Key. Create one with papersearch keys create.",
    ),
    ("forbidden", "The API key lacks the required scope."),
    ("invalid_document", "The document is not valid; `errors` names each wrong field."),
    ("precondition_failed", "The paper has changed. Read it again and send its new ETag."),
    ("queue_full", "The queue is full. Retry after Retry-After seconds. Searches still work."),
    ("not_found", "The paper, value or address does not exist."),
    ("conflict", "The request conflicts with the current state."),
    ("query_timeout", "The query takes longer than a request may. Leave out frequent words, or add others."),
    (
        "too_many_exports",
        "As many exports as a server makes at the same time are being made. Retry after Retry-After seconds.",
    ),
    (
        "outdated_index",
        "The index was built by an earlier release, and a new one is being built. Retry after Retry-After seconds.",
    ),
    ("engine_unavailable", "The search engine is unavailable. Retry after Retry-After seconds."),
    ("store_unavailable", "The store is unavailable. Retry after Retry-After seconds."),
    ("internal_error", "Internal error. Find it in the log by its request id."),
)


def docs_page(document: JsonObject) -> str:
    """The page of an OpenAPI document."""
    info = document["info"]
    title = f"{_text(info['title'])} API"
    return "".join(
        (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f'<script type="application/ld+json">{_reference_data(title)}</script>',
            f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{_text(info['description'])}</p>",
            '<p>Machine readable: <a href="v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>',
            *_operations(document),
            *_error_codes(),
            *_schemas(document),
            "</body></html>",
        )
    )


def _reference_data(title: str) -> str:
    """What the page is, as JSON-LD. Slashes are escaped: nothing ends the script, or looks like a foreign address."""
    body = {"@context": "https://schema.org", "@type": "APIReference", "name": title, "headline": title}
    return msgspec.json.encode(body).decode().replace("/", r"\/")


def _operations(document: JsonObject) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f'<section id="{_text(operation["operationId"])}"><h2><span class="method">{method.upper()}</span> '
            yield f"<code>{_text(path)}</code></h2><p>{_text(operation['summary'])}.</p>"
            if operation["parameters"]:
                yield "<table><thead><tr><th>parameter</th><th>form</th><th>meaning</th></tr></thead><tbody>"
                for parameter in operation["parameters"]:
                    yield f"<tr><td><code>{_text(parameter['name'])}</code></td>"
                    yield f"<td>{_text(_form(parameter))}</td><td>{_text(parameter['description'])}</td></tr>"
                yield "</tbody></table>"
            yield f"<p>Answers: {', '.join(_answers(operation))}.</p></section>"


def _form(parameter: JsonObject) -> str:
    schema = parameter["schema"]
    if schema.get("type") == "array":
        return f"{_form({**parameter, 'schema': schema['items'], 'required': False})}, repeatable"
    parts = [" | ".join(map(str, schema["enum"])) if "enum" in schema else str(schema.get("type", "text"))]
    if "minimum" in schema and "maximum" in schema:
        parts.append(f"{schema['minimum']} to {schema['maximum']}")
    if schema.get("default") is not None:
        parts.append(f"default {schema['default']}")
    return ", ".join([*parts, *(["required"] if parameter["required"] else [])])


def _answers(operation: JsonObject) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        name = next((c.get("schema", {}).get("$ref") for c in answer.get("content", {}).values()), None)
        schema = name.rpartition("/")[2] if name else ""
        yield f'{status} <a href="#{schema}">{schema}</a>' if schema else status


def _error_codes() -> Iterator[str]:
    yield '<section id="errors"><h2>Error codes</h2><table><tbody>'
    for code, meaning in _ERRORS:
        yield f'<tr id="{code}"><td><code>{code}</code></td><td>{_text(meaning)}</td></tr>'
    yield "</tbody></table></section>"


def _schemas(document: JsonObject) -> Iterator[str]:
    for name, schema in document["components"]["schemas"].items():
        text = msgspec.json.format(msgspec.json.encode(schema), indent=2).decode()
        yield f'<section id="{name}"><h2>{name}</h2><pre>{_text(text)}</pre></section>'


def _text(value: object) -> str:
    return html.escape(str(value))
