"""Answers in other forms than JSON, and what several views need to make one."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from urllib.parse import quote

from flask import Response, request

from papersearch.paper import JsonObject
from papersearch.text import words
from papersearch_api.formats import Format, Heading
from papersearch_api.formats.atom import latest_change
from papersearch_api.links import Pairs, below_root

_LONGEST_NAME = 60
_NOT_IN_NAMES = frozenset({"page", "per_page", "cursor", "format", "sort", "facets", "facet_size", "fields",
                           "highlight", "explain", "match", "strict", "synonyms", "seed", "sample"})  # fmt: skip


def papers_response(form: Format, papers: Sequence[JsonObject], heading: Heading | None = None) -> Response:
    """A few papers in a format, as one answer. Raises ParameterError where the format needs an extra."""
    shown = heading or heading_of("papersearch", papers)
    return Response("".join(form.write(papers, shown)), content_type=_content_type(form))


def papers_file(form: Format, papers: Iterable[JsonObject], name: str) -> Response:
    """Papers as a file, streamed. Raises ParameterError where the format needs an extra."""
    heading = Heading(name, site_root(), own_address())
    response = Response(form.write(_begun(papers), heading), content_type=_content_type(form))
    response.headers.set("Content-Disposition", "attachment", **_file_names(f"{name}.{form.suffix}"))
    return response


def heading_of(
    title: str, papers: Sequence[JsonObject], *, html_address: str = "/", neighbours: tuple[tuple[str, str], ...] = ()
) -> Heading:
    """The heading of a document with these papers under the address of the present request."""
    below = tuple((rel, below_root(path)) for rel, path in neighbours)
    return Heading(title, site_root(), own_address(), below_root(html_address), below, updated_at=latest_change(papers))


def varied_page(html: str) -> Response:
    """A page of an address that answers in other formats, too."""
    response = Response(html, mimetype="text/html")
    response.vary.add("Accept")
    return response


def own_address() -> str:
    """Path and query of the present request, as an address may be written."""
    return quote(request.full_path.rstrip("?"), safe="%/?&=:+,;@~!$'()*")


def site_root() -> str:
    """The root of the server as the caller knows it: `https://papers.example.org`."""
    return request.url_root.rstrip("/")


def search_title(pairs: Pairs) -> str:
    """What a search is called in a feed: `data augmentation, venue: iclr`; `All papers` without parameters."""
    shown = [(name, value) for name, value in pairs if name not in _NOT_IN_NAMES and value]
    return ", ".join(value if name == "q" else f"{name}: {value}" for name, value in shown) or "All papers"


def file_name(pairs: Pairs) -> str:
    """What the file of a search is called: `papers-data-augmentation-iclr`, or `papers`."""
    texts = [value for name, value in pairs if name not in _NOT_IN_NAMES]
    parts = ["papers", *(word for text in texts for word in words(text))]
    return re.sub(r"-+", "-", "-".join(parts))[:_LONGEST_NAME].rstrip("-")


def _file_names(name: str) -> dict[str, str]:
    """The name of a file for a header, which holds ASCII only; other letters come encoded (RFC 6266)."""
    plain = "".join(character for character in name if character.isascii())
    return {"filename": plain} if plain == name else {"filename": plain, "filename*": f"UTF-8''{quote(name)}"}


def _content_type(form: Format) -> str:
    """With the character set, except for JSON, which has no such parameter."""
    return form.media_type if "json" in form.media_type else f"{form.media_type}; charset=utf-8"


def _begun(papers: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """The same papers with the first one fetched: an engine that is away shows before the answer has begun."""
    remaining = iter(papers)
    return chain(tuple(islice(remaining, 1)), remaining)


def random_seed(given: int | None) -> int:
    """The seed that was asked for, or a fresh one."""
    return secrets.randbelow(2**31) if given is None else given
