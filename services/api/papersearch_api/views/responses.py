"""Answers in other forms than JSON, and what several views need to make one."""

import secrets
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from flask import Response

from papersearch.paper import JsonObject
from papersearch_api.formats import Format


def papers_response(form: Format, papers: Iterable[JsonObject], *, filename: str | None = None) -> Response:
    """Papers in a form that writes them one by one; streamed, and offered as a file where it has a name."""
    if form.write is None:
        raise ValueError(f"{form.name} does not write papers one by one")
    written = form.write(_begun(papers) if filename else papers)
    text = written if filename else "".join(written)
    response = Response(text, mimetype=form.media_type)
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}.{form.suffix}"'
    return response


def _begun(papers: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """The same papers with the first one fetched: an engine that is away shows before the answer has begun."""
    remaining = iter(papers)
    return chain(tuple(islice(remaining, 1)), remaining)


def random_seed(given: int | None) -> int:
    """The seed that was asked for, or a fresh one."""
    return secrets.randbelow(2**31) if given is None else given
