"""Which format an answer takes: the `format` parameter, else the address's suffix, else the Accept header."""

from flask import request
from werkzeug.exceptions import NotAcceptable

from papersearch.errors import ParameterError, Problem
from papersearch.query.spelling import nearest
from papersearch_api.formats import BY_SUFFIX, FORMATS, Format


def negotiate_format(offered: tuple[str, ...], suffix: str | None = None, parameter: str | None = None) -> Format:
    """The format among `offered` (names, best first) that the request asks for.

    Raises ParameterError for a format that is not offered here, and NotAcceptable (406) when the Accept header takes
    none of them.
    """
    name = parameter or (BY_SUFFIX[suffix].name if suffix in BY_SUFFIX else suffix)
    if name:
        if name not in offered:
            detail = f"format must be one of {', '.join(offered)}, not {name!r}."
            raise ParameterError(Problem("format", detail, suggestion=nearest(name, offered) or offered[0]))
        return FORMATS[name]
    accept = request.accept_mimetypes
    if not accept:
        return FORMATS[offered[0]]
    best = max(offered, key=lambda candidate: accept[FORMATS[candidate].media_type])
    if accept[FORMATS[best].media_type] <= 0:
        media_types = ", ".join(FORMATS[candidate].media_type for candidate in offered)
        raise NotAcceptable(f"This address answers {media_types}.")
    return FORMATS[best]
