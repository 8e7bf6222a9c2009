"""Which format an answer takes: the `format` parameter, else the address's suffix, else the Accept header."""

from flask import request
from werkzeug.exceptions import NotAcceptable

from papersearch.errors import NotFoundError, ParameterError, Problem
from papersearch.query.spelling import nearest
from papersearch_api.formats import BY_SUFFIX, FORMATS, Format

_HTML = "text/html"


def negotiate_format(offered: tuple[str, ...], suffix: str | None = None, parameter: str | None = None) -> Format:
    """The format among `offered` (names, best first) that the request asks for.

    Raises ParameterError for a format that is not offered here, and NotAcceptable (406) when the Accept header takes
    none of them.
    """
    if name := _named(suffix, parameter):
        return named_format(name, offered)
    accept = request.accept_mimetypes
    if not accept:
        return FORMATS[offered[0]]
    best = max(offered, key=lambda candidate: accept[FORMATS[candidate].media_type])
    if accept[FORMATS[best].media_type] <= 0:
        media_types = ", ".join(FORMATS[candidate].media_type for candidate in offered)
        raise NotAcceptable(f"This address answers {media_types}.")
    return FORMATS[best]


def format_instead_of_page(
    suffix: str | None = None, parameter: str | None = None, offered: tuple[str, ...] = tuple(FORMATS)
) -> Format | None:
    """The format that is asked for where there is a page as well; None for the page.

    A browser prefers HTML, and `*/*` takes the page, too. Raises ParameterError for an unknown format.
    """
    if name := _named(suffix, parameter):
        return None if name == "html" else named_format(name, offered)
    accept = request.accept_mimetypes
    if not accept:
        return None
    best = max(offered, key=lambda candidate: accept[FORMATS[candidate].media_type])
    return FORMATS[best] if accept[FORMATS[best].media_type] > accept[_HTML] else None


def format_of_suffix(suffix: str) -> Format:
    """The format of `/papers.SUFFIX`. Raises NotFoundError for an unknown one."""
    if suffix not in BY_SUFFIX:
        raise NotFoundError(f"Papers are not available as .{suffix}. The suffixes are {', '.join(BY_SUFFIX)}.")
    return BY_SUFFIX[suffix]


def named_format(name: str, offered: tuple[str, ...]) -> Format:
    """The format of this name. Raises ParameterError when it is not offered."""
    if name not in offered:
        detail = f"format must be one of {', '.join(offered)}, not {name!r}."
        raise ParameterError(Problem("format", detail, suggestion=nearest(name, offered) or offered[0]))
    return FORMATS[name]


def _named(suffix: str | None, parameter: str | None) -> str | None:
    return parameter or (BY_SUFFIX[suffix].name if suffix in BY_SUFFIX else suffix)
