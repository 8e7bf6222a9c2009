"""A paper for programs that read pages: Highwire's `citation_*` metas and schema.org's ScholarlyArticle."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from papersearch.paper import Author, JsonObject, Paper, PaperType
from papersearch_api.formats.coins import REFERENCE_MANAGER_TYPES
from papersearch_api.formats.people import name_parts
from papersearch_api.formats.publication import address_of, container_of, date_parts, kind_of, own_keywords, pages_of
from papersearch_api.pages.paper_model import web_links
from papersearch_api.pages.structured_data import json_ld, without_empty

Metas = list[tuple[str, str]]
_CONTAINERS = {
    PaperType.JOURNAL_ARTICLE: "citation_journal_title",
    PaperType.REVIEW: "citation_journal_title",
    PaperType.CONFERENCE_PAPER: "citation_conference_title",
    PaperType.CHAPTER: "citation_inbook_title",
    PaperType.BOOK: "citation_series_title",
    PaperType.THESIS: "citation_series_title",
    PaperType.REPORT: "citation_series_title",
}
_OTHER_CONTAINER = "DC.source"
"""Any `citation_*` name of a container says what the paper is, and these are none of that."""
_PUBLISHERS = {
    PaperType.THESIS: "citation_dissertation_institution",
    PaperType.REPORT: "citation_technical_report_institution",
}
_SCHEMA_TYPES = {
    PaperType.BOOK: "Book",
    PaperType.CHAPTER: "Chapter",
    PaperType.THESIS: "Thesis",
    PaperType.REPORT: "Report",
    PaperType.DATASET: "Dataset",
    PaperType.SOFTWARE: "SoftwareSourceCode",
    PaperType.WEBPAGE: "WebPage",
}
_PROTECTED_SPACE = "\u00a0"


def highwire_metas(paper: Paper, site: str) -> Metas:
    """Names and contents of the metas that Google Scholar and Zotero's Embedded Metadata read."""
    return [(name, content) for name, content in _metas(paper, site) if content]


def scholarly_article(paper: Paper, site: str) -> Markup:
    """The paper as JSON-LD, safe within `<script>`."""
    kind = kind_of(paper)
    return json_ld({
        "@type": _SCHEMA_TYPES.get(kind, "ScholarlyArticle") if kind else "ScholarlyArticle",
        "@id": f"{site}/papers/{paper.id}",
        "url": f"{site}/papers/{paper.id}",
        "name": paper.title,
        "headline": paper.title,
        "author": [_person(author) for author in paper.authors],
        "editor": [_person(editor) for editor in paper.editors],
        "datePublished": "-".join(f"{part:02}" for part in date_parts(paper)),
        "abstract": paper.abstract,
        "keywords": own_keywords(paper),
        "inLanguage": paper.language,
        "publisher": {"@type": "Organization", "name": paper.publisher} if paper.publisher else None,
        "isPartOf": _container(paper),
        **_pages(paper),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": scheme, "value": value} for scheme, value in paper.ids.items()
        ],
        "sameAs": address_of(paper),
    })  # fmt: skip


def _metas(paper: Paper, site: str) -> Iterator[tuple[str, str | None]]:
    kind, pages = kind_of(paper), pages_of(paper)
    yield "DC.type", REFERENCE_MANAGER_TYPES[kind] if kind else None
    yield "citation_title", paper.title
    yield from (("citation_author", name) for name in _names(paper.authors))
    yield from (("citation_editor", name) for name in _names(paper.editors))
    yield "citation_publication_date", "/".join(f"{part:02}" for part in date_parts(paper))
    yield _CONTAINERS.get(kind, _OTHER_CONTAINER) if kind else _OTHER_CONTAINER, container_of(paper)
    yield "citation_volume", paper.volume
    yield "citation_issue", paper.issue
    yield "citation_firstpage", pages.first
    yield "citation_lastpage", pages.last
    yield _PUBLISHERS.get(kind, "citation_publisher") if kind else "citation_publisher", paper.publisher
    yield from (("citation_issn", number) for number in paper.issn)
    yield from (("citation_isbn", number) for number in paper.isbn)
    yield "citation_doi", paper.ids.get("doi")
    yield "citation_arxiv_id", paper.ids.get("arxiv")
    yield "citation_pmid", paper.ids.get("pmid")
    yield "citation_language", paper.language
    yield from (("citation_keywords", keyword) for keyword in own_keywords(paper))
    yield "citation_abstract", paper.abstract
    yield "citation_pdf_url", web_links(paper.links).get("pdf")
    yield "citation_abstract_html_url", f"{site}/papers/{paper.id}"


def _names(people: Sequence[Author]) -> Iterator[str]:
    """Family names first. A semicolon would separate two people.

    Zotero takes a comma between two groups of words for one, too, where there is only one person: there the spaces of
    the family name are protected.
    """
    for person in people:
        parts = name_parts(person)
        alone = len(people) == 1 and not parts.literal
        kept = parts._replace(family=parts.family.replace(" ", _PROTECTED_SPACE)) if alone else parts
        yield kept.inverted.replace(";", ",")


def _person(author: Author) -> JsonObject:
    parts = name_parts(author)
    if parts.literal and not author.family:
        return {"@type": "Organization", "name": parts.literal}
    orcid = f"https://orcid.org/{author.orcid}" if author.orcid else None
    return without_empty({
        "@type": "Person", "name": author.name, "givenName": parts.given, "familyName": parts.family,
        "honorificSuffix": parts.suffix, "@id": orcid,
    })  # fmt: skip


def _container(paper: Paper) -> JsonObject | None:
    """The issue in its volume in its periodical, as far as they are known; a book where there is no journal."""
    name = container_of(paper)
    if not name:
        return None
    if kind_of(paper) is not PaperType.JOURNAL_ARTICLE:
        return without_empty({"@type": "Book", "name": name, "isbn": list(paper.isbn)})
    inner = without_empty({"@type": "Periodical", "name": name, "issn": list(paper.issn)})
    if paper.volume:
        inner = {"@type": "PublicationVolume", "volumeNumber": paper.volume, "isPartOf": inner}
    return {"@type": "PublicationIssue", "issueNumber": paper.issue, "isPartOf": inner} if paper.issue else inner


def _pages(paper: Paper) -> JsonObject:
    first, last = pages_of(paper)
    return {"pageStart": first, "pageEnd": last} if last else {"pagination": first}
