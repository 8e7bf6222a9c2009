"""Addresses that an answer points at: relative to the server, so that they hold behind any proxy."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlencode

from papersearch.paper import JsonObject
from papersearch.search.answers import ResultPage
from papersearch_api.endpoints import API_ROOT
from papersearch_api.formats import FORMATS
from papersearch_api.params import Given
from papersearch_api.url_prefix import root

Pairs = Sequence[tuple[str, str]]
"""Parameters of a search in the order given; names may repeat."""

_SHORT = 12
"""Letters of a picture's name that tell it from others of its paper."""
_PAPERS = f"{API_ROOT}/papers"
_PAGING = frozenset({"page", "cursor"})
_NOT_FOR_EXPORT = _PAGING | {"mode", "per_page", "facets", "facet_size", "highlight", "explain", "fields", "format"}
_FEED = "/feeds/papers.atom"
LINKED_FORMATS = ("bibtex", "biblatex", "ris", "csl-json", "csv", "ndjson")
"""The formats that pages and answers link to, the most usual first."""


def given_pairs(given: Given) -> Pairs:
    """The same as pairs, in the order given: what links repeat."""
    return [(name, value) for name, values in given.items() for value in values]


def as_run(pairs: Pairs, page: ResultPage) -> Pairs:
    """The parameters of the search as it was run: `match=auto` decided, a long text cut; so its links stay the same."""
    run = page.params
    kept = [(name, run.q if name == "q" else value) for name, value in pairs if name != "match"]
    return [*kept, ("match", run.match)] if run.match == "best" or len(kept) < len(pairs) else kept


def below_root(path: str) -> str:
    """An address of this site without its root, as a document has it that names the root itself."""
    return path.removeprefix(root())


def address(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """A path of this site with parameters, below its root."""
    query = urlencode(list(pairs), safe=":*/,")
    return f"{root()}{path}?{query}" if query else f"{root()}{path}"


def paper_address(paper_id: str) -> str:
    """Where the API answers with this paper."""
    return address(f"{_PAPERS}/{quote(paper_id, safe=':')}")


def thumbnail_address(paper_id: str, thumbnail: str | None) -> str:
    """Where the picture of a paper's first page is, under a name that changes with it."""
    path = f"{_PAPERS}/{quote(paper_id, safe=':')}/thumbnail"
    return address(path, [("v", thumbnail[:_SHORT])] if thumbnail else [])


def export_address(filters: Iterable[tuple[str, str]], name: str) -> str:
    """Where all papers under these filters are a file in the format of this name."""
    return address(f"{API_ROOT}/export", [*filters, ("format", name)])


def export_links(filters: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Labels and addresses of all papers under these filters as files."""
    kept = list(filters)
    return [(FORMATS[name].label, export_address(kept, name)) for name in LINKED_FORMATS]


def feed_address(filters: Iterable[tuple[str, str]]) -> str:
    """The Atom feed of the papers under these filters, the latest first."""
    return address(_FEED, [(name, value) for name, value in filters if name not in {"sort", "sample", "seed"}])


def page_links(pairs: Pairs, page: ResultPage) -> JsonObject:
    """Of a page of results: itself, its neighbours or None, other forms of the same search."""
    run = as_run(pairs, page)
    kept = [(name, value) for name, value in run if name not in _PAGING]
    filters = [(name, value) for name, value in run if name not in _NOT_FOR_EXPORT]
    links: JsonObject = {"self": address(_PAPERS, pairs), "next": None, "prev": None}
    if page.meta.page is None:
        if page.meta.next_cursor:
            links["next"] = address(_PAPERS, [*kept, ("cursor", page.meta.next_cursor)])
    else:
        if page.has_next:
            links["next"] = address(_PAPERS, [*kept, ("page", str(page.meta.page + 1))])
        if page.meta.page > 1:
            links["prev"] = address(_PAPERS, [*kept, ("page", str(page.meta.page - 1))])
    links |= {name.replace("-", "_"): export_address(filters, name) for name in LINKED_FORMATS}
    links["atom"] = feed_address(filters)
    links["html"] = address("/", [(name, value) for name, value in pairs if name not in {"format", "fields", "cursor"}])
    return links
