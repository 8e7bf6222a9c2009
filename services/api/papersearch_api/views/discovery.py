"""What lets browsers, crawlers and harvesters find the papers: an OpenSearch description and a sitemap."""

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import quote

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError
from papersearch_api.endpoints import Operation, read_nothing
from papersearch_api.formats.xml import attribute, element
from papersearch_api.links import below_root
from papersearch_api.params import in_path
from papersearch_api.services import services
from papersearch_api.views.responses import site_root

MOST_ADDRESSES = 50_000
"""In one sitemap, by the protocol."""
_MOST_DIGITS = 9
_TAG = "service"
_LONGEST_SHORT_NAME = 16
"""By OpenSearch 1.1."""
_XML = "application/xml"
_OPENSEARCH = "application/opensearchdescription+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_URLS = (
    ("text/html", "/?q={searchTerms}&page={startPage?}"),
    ("application/atom+xml", "/feeds/papers.atom?q={searchTerms}"),
    ("application/json", "/api/v1/papers?q={searchTerms}"),
)


def opensearch() -> ResponseReturnValue:
    """How browsers and programs search here (OpenSearch 1.1)."""
    site = site_root()
    urls = [(kind, "results", f"{site}{template}") for kind, template in _URLS]
    urls.append((_OPENSEARCH, "self", f"{site}/opensearch.xml"))
    parts = (
        element("ShortName", services().settings.site_title[:_LONGEST_SHORT_NAME]),
        element("Description", "Search research papers: exact phrases, authors, venues and years."),
        element("InputEncoding", "UTF-8"),
        element("Image", site + below_root(url_for("static", filename="icon.svg")), attribute("type", "image/svg+xml")),
        *(f"<Url{attribute('type', kind)}{attribute('rel', rel)}{attribute('template', template)}/>"
          for kind, rel, template in urls),
    )  # fmt: skip
    body = (
        f'<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">{"".join(parts)}</OpenSearchDescription>'
    )
    return Response(f"{_DECLARATION}{body}\n", mimetype=_OPENSEARCH)


def sitemap() -> ResponseReturnValue:
    """The addresses of all papers' pages, or where there are too many for one sitemap, the list of sitemaps."""
    count = services().store.papers.count()
    if count <= MOST_ADDRESSES:
        return _answer("urlset", "url", _addresses(1))
    numbers = range(1, -(-count // MOST_ADDRESSES) + 1)
    return _answer("sitemapindex", "sitemap", (f"{site_root()}/sitemap/{number}.xml" for number in numbers))


def numbered_sitemap(number: str) -> ResponseReturnValue:
    """One of several sitemaps. Raises NotFoundError, also for what is not a number that a list can have."""
    is_number = number.isascii() and number.isdecimal() and 0 < len(number) <= _MOST_DIGITS and int(number) > 0
    addresses = list(_addresses(int(number))) if is_number else []
    if not addresses:
        raise NotFoundError(f"Sitemap {number[:20]} does not exist. /sitemap.xml lists them.")
    return _answer("urlset", "url", addresses)


def _addresses(number: int) -> Iterator[str]:
    site, first = site_root(), (number - 1) * MOST_ADDRESSES
    ids = (paper_id for paper_id, _, is_deleted in services().store.papers.versions() if not is_deleted)
    return (f"{site}/papers/{quote(paper_id)}" for paper_id in islice(ids, first, first + MOST_ADDRESSES))


def _answer(root: str, entry: str, addresses: Iterable[str]) -> Response:
    entries = "".join(f"<{entry}>{element('loc', each)}</{entry}>\n" for each in addresses)
    return Response(f"{_DECLARATION}<{root}{_SITEMAPS}>\n{entries}</{root}>\n", mimetype=_XML)


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/opensearch.xml", ("/opensearch.xml",), opensearch, "Get the OpenSearch description", _TAG,
              answers={200: str}, media_types=(_OPENSEARCH,), errors=(), is_rooted=True),
    Operation("GET", "/sitemap.xml", ("/sitemap.xml",), sitemap, "Get the sitemap", _TAG, reads=read_nothing,
              answers={200: str}, media_types=(_XML,), errors=(), is_rooted=True, has_papers=True),
    Operation("GET", "/sitemap/{number}.xml", ("/sitemap/<number>.xml",), numbered_sitemap,
              "Get one of several sitemaps", _TAG, reads=read_nothing, answers={200: str}, media_types=(_XML,),
              parameters=(in_path("number", "From 1.", "1"),), errors=(404,), is_rooted=True, has_papers=True),
)  # fmt: skip
