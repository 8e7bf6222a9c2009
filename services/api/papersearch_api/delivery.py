"""How any answer leaves: JSON encoding, request id, entity tag and 304, gzip.

The order matters: the tag is made of the content before compression, and a 304 has no body to compress.
"""

import hashlib
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

import msgspec
from flask import Flask, Response, g, request

from papersearch.request_id import carrying

SMALLEST_GZIP_BYTES = 1024
"""Below this compression costs more than it saves."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/x-ndjson",
    "application/x-bibtex",
    "application/x-biblatex",
    "application/x-research-info-systems",
    "application/vnd.citationstyles.csl+json",
    "application/atom+xml",
    "application/opensearchdescription+xml",
    "application/xml",
)


def json_response(body: object, *, status: int = 200, mimetype: str = "application/json") -> Response:
    """Any plain data as UTF-8 JSON."""
    return Response(msgspec.json.encode(body), status, mimetype=mimetype)


def with_etag(response: Response, content: object) -> Response:
    """Gives the answer a weak entity tag of `content`: what it says, without timings."""
    response.set_etag(tag_of(msgspec.json.encode(content)), weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def tagged_json(body: object) -> Response:
    """Plain data as JSON, with its entity tag."""
    return with_etag(json_response(body), body)


def tag_of(content: bytes) -> str:
    """The entity tag of content."""
    return hashlib.sha256(content).hexdigest()[:24]


def current_request_id() -> str:
    """The caller's X-Request-ID if it is a harmless one, else a new one; the same for the whole request."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    return str(g.request_id)


def register_delivery(app: Flask) -> None:
    """Finishes every answer of the application; what is asked for it meanwhile carries the request's id."""

    @app.before_request
    def carry_request_id() -> None:
        g.carrying = ExitStack()
        g.carrying.enter_context(carrying(current_request_id()))

    @app.teardown_request
    def drop_request_id(_error: BaseException | None) -> None:
        if "carrying" in g:
            g.pop("carrying").close()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-ID"] = current_request_id()
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.method in {"GET", "HEAD"} and response.status_code == 200 and response.get_etag()[0]:
            response.make_conditional(request)
        return _compressed(response)


def _compressed(response: Response) -> Response:
    """The answer gzipped where the caller takes it and it pays; streams stay streams."""
    if response.status_code in {204, 206, 304} or "Content-Encoding" in response.headers:
        return response
    if not (response.mimetype or "").startswith(_COMPRESSIBLE):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0 or request.method == "HEAD":
        return response
    response.direct_passthrough = False  # a file of ours, small enough to be read
    if response.is_streamed:
        if close := getattr(response.response, "close", None):
            response.call_on_close(close)
        response.response = _gzip_stream(response.iter_encoded())
    else:
        body = response.get_data()
        if len(body) < SMALLEST_GZIP_BYTES:
            return response
        response.set_data(b"".join(_gzip_stream([body])))
    response.headers["Content-Encoding"] = "gzip"
    if response.is_streamed:
        response.headers.pop("Content-Length", None)
    return response


def _gzip_stream(chunks: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for chunk in chunks:
        if packed := packer.compress(chunk):
            yield packed
    yield packer.flush()
