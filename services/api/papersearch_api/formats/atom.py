"""Atom (RFC 4287): a feed of papers, the publication in the terms of Dublin Core and PRISM."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote

from papersearch.paper import JsonObject, Paper, TldrSource, isoformat, paper_from_json
from papersearch_api.formats.heading import Heading
from papersearch_api.formats.publication import address_of, container_of, date_parts, own_keywords, pages_of
from papersearch_api.formats.xml import attribute, element

MEDIA_TYPE = "application/atom+xml"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/3.0/">\n'
)
_NOT_SEEN = datetime(1970, 1, 1, tzinfo=UTC)


class _Link(NamedTuple):
    rel: str
    href: str
    type: str = ""


def papers_to_atom(papers: Iterable[JsonObject], heading: Heading) -> Iterator[str]:
    """A feed with an entry a paper. Its ids are the papers' own, and the same on every server.

    Without `Heading.updated_at` the feed says when it was written.
    """
    yield _HEAD + "".join(_feed_elements(heading))
    for data in papers:
        yield _entry(paper_from_json(data), heading.site)
    yield "</feed>\n"


def latest_change(papers: Sequence[JsonObject]) -> datetime:
    """The moment for `Heading.updated_at`; 1970 for no papers, so that the same empty feed is the same text."""
    moments = (paper_from_json(each).updated_at for each in papers)
    return max((moment for moment in moments if moment), default=_NOT_SEEN)


def _feed_elements(heading: Heading) -> Iterator[str]:
    own = f"{heading.site}{heading.address}"
    yield element("id", own if heading.site else f"urn:papersearch:feed:{quote(heading.title)}")
    yield element("title", heading.title)
    yield element("updated", isoformat(heading.updated_at or datetime.now(UTC)))
    yield f"<author>{element('name', 'papersearch')}</author>"
    yield element("generator", "papersearch")
    if heading.site:
        yield _link(_Link("self", own, MEDIA_TYPE))
        yield _link(_Link("alternate", f"{heading.site}{heading.html_address}", "text/html"))
        for rel, path in heading.neighbours:
            yield _link(_Link(rel, f"{heading.site}{path}", MEDIA_TYPE))
    yield "\n"


def _entry(paper: Paper, site: str) -> str:
    updated = isoformat(paper.updated_at or paper.added_at or _NOT_SEEN)
    names = [author.name for author in paper.authors] or ["Unknown"]
    summary = paper.abstract or _own_tldr(paper)
    parts = chain(
        [
            element("id", f"urn:papersearch:{quote(paper.id)}"),
            element("title", paper.title or "Untitled"),
            element("updated", updated),
            element("published", isoformat(paper.added_at)),
        ],
        (f"<author>{element('name', name)}</author>" for name in names),
        (_link(each) for each in _links(paper, site)),
        (f"<category{attribute('term', keyword)}/>" for keyword in own_keywords(paper)),
        [element("summary", summary)],
        _publication(paper),
    )
    return f"<entry>{''.join(parts)}</entry>\n"


def _own_tldr(paper: Paper) -> str | None:
    return paper.tldr.text if paper.tldr and paper.tldr.source is not TldrSource.EXTRACTED else None


def _links(paper: Paper, site: str) -> Iterator[_Link]:
    """The paper's page here, then the paper on the web, then its PDF. An entry without a summary needs the first."""
    web = address_of(paper)
    if site:
        yield _Link("alternate", f"{site}/papers/{quote(paper.id)}", "text/html")
    if web:
        yield _Link("related" if site else "alternate", web)
    if not (site or web):
        yield _Link("alternate", f"urn:papersearch:{quote(paper.id)}")
    if pdf := paper.links.get("pdf"):
        yield _Link("enclosure", pdf, "application/pdf")


def _publication(paper: Paper) -> Iterator[str]:
    pages = pages_of(paper)
    date = "-".join(f"{part:02}" for part in date_parts(paper))
    kind = str(paper.type) if paper.type else None
    yield element("dc:type", kind)
    yield from (element("dc:identifier", f"{scheme}:{value}") for scheme, value in paper.ids.items())
    yield element("prism:teaser", _own_tldr(paper))
    yield element("dc:publisher", paper.publisher)
    yield element("dc:language", paper.language)
    yield element("prism:publicationName", container_of(paper))
    yield element("prism:volume", paper.volume)
    yield element("prism:number", paper.issue)
    yield element("prism:edition", paper.edition)
    yield element("prism:pageRange", "-".join(filter(None, pages)))
    yield element("prism:publicationDate", date)
    yield element("prism:doi", paper.ids.get("doi"))
    yield from (element("prism:issn", number) for number in paper.issn)
    yield from (element("prism:isbn", number) for number in paper.isbn)


def _link(link: _Link) -> str:
    kind = attribute("type", link.type) if link.type else ""
    return f"<link{attribute('rel', link.rel)}{kind}{attribute('href', link.href)}/>"
