"""Web pages of one paper, with the `citation_*` tags that search engines for papers ask of publishers.

    <meta name="citation_title" content="..."><meta name="citation_author" content="Lovelace, Ada">

Dublin Core tags (`DC.title`) stand in where a page has no others. The page's own text is not read.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree
from msgspec.structs import replace

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import date_in, most_exact
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import is_preprint_server, type_in_words
from papersearch_ingest.parsers.people import author_fields, named, orcid_in, people
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample, Source, decode
from papersearch_ingest.parsers.values import identifiers, record_or_reject
from papersearch_ingest.parsers.xml.values import filled

LONGEST_PAGE = 16 << 20
_TAG = re.compile(
    r"""<meta\b[^>]{0,300}?\b(?:name|property)\s*=\s*["']?((?:bepress_)?citation_title|(?:dc(?:terms)?|eprints)\.title)\b""",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body)\b",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_NAMES = {
    "title": ("citation_title", "dc.title", "dcterms.title", "eprints.title"),
    "authors": (
        "citation_author",
        "citation_authors",
        "dc.creator",
        "dcterms.creator",
        "dc.contributor.author",
        "dc.contributor",
        "eprints.creators_name",
    ),
    "abstract": (
        "citation_abstract",
        "dcterms.abstract",
        "eprints.abstract",
        "dc.description.abstract",
        "dc.description",
        "og:description",
        "description",
    ),
    "venue": (
        "citation_conference_title",
        "citation_journal_title",
        "citation_inbook_title",
        "dc.source",
        "dcterms.source",
        "dcterms.ispartof",
        "dc.relation.ispartof",
        "eprints.publication",
    ),
    "date": (
        "citation_publication_date",
        "citation_cover_date",
        "citation_date",
        "citation_online_date",
        "citation_year",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date.published",
        "dc.date",
        "dcterms.date",
        "dc.date.created",
        "dcterms.created",
        "dc.date.available",
        "eprints.date",
    ),
    "keywords": ("citation_keywords", "citation_keyword", "dc.subject", "dcterms.subject", "eprints.keywords"),
    "container": (
        "citation_journal_title",
        "citation_conference_title",
        "citation_inbook_title",
        "citation_book_title",
        "dc.source",
        "dcterms.source",
        "dcterms.ispartof",
        "dc.relation.ispartof",
        "eprints.publication",
        "eprints.book_title",
    ),
    "volume": ("citation_volume", "dc.source.volume", "eprints.volume"),
    "issue": (
        "citation_issue",
        "citation_number",
        "citation_technical_report_number",
        "dc.source.issue",
        "eprints.number",
    ),
    "first_page": ("citation_firstpage", "citation_first_page", "citation_article_number", "citation_elocation_id"),
    "last_page": ("citation_lastpage", "citation_last_page"),
    "pages": ("citation_pages", "dc.identifier.pagenumber", "eprints.pagerange"),
    "publisher": (
        "citation_publisher",
        "citation_dissertation_institution",
        "citation_technical_report_institution",
        "dc.publisher",
        "dcterms.publisher",
        "eprints.publisher",
        "eprints.institution",
    ),
    "editors": ("citation_editor", "dc.contributor.editor", "eprints.editors_name"),
    "language": ("citation_language", "dc.language", "dcterms.language"),
    "type": ("citation_article_type", "dc.type", "dcterms.type", "dc.type.articletype", "eprints.type"),
}
_SERIAL_NUMBERS = ("citation_issn", "citation_eissn", "citation_isbn", "dc.source.issn", "eprints.issn", "eprints.isbn")
_QUALIFIED = {"dc.creator": re.compile(r"dc\.creator\.(?:personalname|corporatename|author)(?:\..*)?"),
              "dc.identifier": re.compile(r"dc\.identifier\.(?:doi|uri|other)"),
              "dc.source": re.compile(r"dc\.source\.(?:journaltitle|title)|dc\.relation\.ispartof\w*")}  # fmt: skip
"""Refined names of Dublin Core that say what their plain name does."""
_TYPES = (
    ("citation_dissertation_institution", PaperType.THESIS),
    ("citation_dissertation_name", PaperType.THESIS),
    ("citation_technical_report_institution", PaperType.REPORT),
    ("citation_technical_report_number", PaperType.REPORT),
    ("citation_conference_title", PaperType.CONFERENCE_PAPER),
    ("citation_conference", PaperType.CONFERENCE_PAPER),
    ("citation_inbook_title", PaperType.CHAPTER),
    ("citation_journal_title", PaperType.JOURNAL_ARTICLE),
    ("citation_isbn", PaperType.BOOK),
    ("citation_arxiv_id", PaperType.ARTICLE),
)
"""What a page's tags say of the type of its paper, the first that there is."""
_SHORTEST_ABSTRACT = 80
"""Of the general descriptions of a page, those that are this long are taken for the abstract."""


def _score(sample: Sample) -> float:
    text = (sample.text or "").lstrip("\ufeff")
    return 0.9 if _PAGE.match(text) and _TAG.search(text) else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    with source.open() as stream:
        data = stream.read(LONGEST_PAGE + 1)
    if len(data) > LONGEST_PAGE:
        yield Reject(f"A page of more than {LONGEST_PAGE >> 20} MB is not read.", 1)
        return
    yield _record(_tags(decode(data).replace("\0", "")))


def _tags(text: str) -> Mapping[str, list[str]]:
    """The contents of the page's `meta` tags by their names in lower case, in their order."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    tags: dict[str, list[str]] = defaultdict(list)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    for each in root.iter("meta") if root is not None else ():
        name = (each.get("name") or each.get("property") or "").lower()
        content = " ".join((each.get("content") or "").split())
        if name and content:
            tags[_plain_name(name)].append(content)
    return tags


def _plain_name(name: str) -> str:
    """`dc.creator.personalname` -> `dc.creator`; some sites write `DC:title` or `bepress_citation_title`."""
    name = name.removeprefix("bepress_")
    name = name.replace(":", ".", 1) if name.startswith(("dc:", "dcterms:", "dc.")) else name
    return next((plain for plain, refined in _QUALIFIED.items() if refined.fullmatch(name)), name)


def _record(tags: Mapping[str, list[str]]) -> Record | Reject:
    fields = {field: _first(tags, names) for field, names in _NAMES.items()}
    raw = "\n".join(f"{name}: {value}" for name, values in tags.items() for value in values)
    if not fields["title"]:
        return Reject("The page's meta tags name no title.", 1, raw)
    html, pdf = (
        _address(tags, "citation_abstract_html_url", "og:url"),
        _address(tags, "citation_pdf_url", "eprints.document_url"),
    )
    return record_or_reject(Record(
        title=plain_text(fields["title"][0]),
        **author_fields(_with_orcids(_people(fields["authors"]), tags)),
        abstract=_abstract(tags),
        venue=plain_text(next(iter(fields["venue"]), None)),
        **most_exact(map(date_in, fields["date"]))._asdict(),
        keywords=_keywords(fields["keywords"]),
        ids=_ids(tags, (html, pdf)),
        links=filled(html=html, pdf=pdf),
        line=1,
        raw=raw,
        **_publication(tags, fields),
        references=references(map(_cited, tags.get("citation_reference", ()))),
        extra={name: values for name, values in tags.items() if name.startswith("citation_") and name not in _USED},
    ))  # fmt: skip


_USED = frozenset(
    {name for names in _NAMES.values() for name in names} | {"citation_reference", "citation_issn", "citation_isbn"}
)


def _publication(tags: Mapping[str, list[str]], fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """What the page says of the publication, by the names of a record's fields."""

    def first(field: str) -> str | None:
        return plain_text(next(iter(fields[field]), None))

    return {
        "type": _type(tags, fields["type"], first("container")),
        "container": first("container"),
        "volume": number_in(first("volume")),
        "issue": number_in(first("issue")),
        "pages": pages_in(first("pages") or first("first_page"), first("last_page")),
        "publisher": first("publisher"),
        "editors": _people(fields["editors"]),
        **serial_numbers(text for name in _SERIAL_NUMBERS for text in tags.get(name, ()))._asdict(),
        "language": language_in(first("language")),
    }


def _type(tags: Mapping[str, list[str]], stated: Sequence[str], container: str | None) -> PaperType | None:
    if is_preprint_server(container):
        return PaperType.ARTICLE
    named_by = next((kind for name, kind in _TYPES if tags.get(name)), None)
    in_words = next(filter(None, map(type_in_words, stated)), None)
    return named_by if named_by is not None and in_words in (None, PaperType.JOURNAL_ARTICLE) else in_words or named_by


def _cited(text: str) -> Any:
    """A `citation_reference`: fields as `citation_title=...; citation_author=...`, or the whole entry."""
    if "citation_" not in text:
        return reference(text=text)
    pairs = [part.partition("=") for part in text.split(";")]
    said = {name.strip().removeprefix("citation_"): value.strip() for name, _, value in reversed(pairs)}
    names = [value.strip() for name, _, value in pairs if name.strip() == "citation_author"]
    year = said.get("publication_date") or said.get("year") or said.get("date")
    return reference(ids={"doi": said.get("doi")}, title=said.get("title"), year=year, authors=names)


def _first(tags: Mapping[str, list[str]], names: Sequence[str]) -> list[str]:
    return next((tags[name] for name in names if tags.get(name)), [])


def _people(texts: Sequence[str]) -> tuple[Author, ...]:
    """One tag for each, or one with all between semicolons; `Lovelace, Ada` is turned round."""
    return people(named(name) for text in texts for name in (plain_text(text) or "").split(";") if name.strip())


def _with_orcids(authors: tuple[Author, ...], tags: Mapping[str, list[str]]) -> tuple[Author, ...]:
    """The authors with their ORCID iDs, where the page has one for each of them."""
    numbers = [orcid_in(text) for text in tags.get("citation_author_orcid", ())]
    if len(numbers) != len(authors):
        return authors
    return tuple([replace(author, orcid=number) for author, number in zip(authors, numbers, strict=True)])


def _abstract(tags: Mapping[str, list[str]]) -> str | None:
    for name in _NAMES["abstract"]:
        text = next(iter(tags.get(name, ())), "")
        if text and (name.startswith(("citation", "dcterms", "eprints")) or len(text) >= _SHORTEST_ABSTRACT):
            return re.sub(r"^\s*abstract[:.\s]\s*", "", plain_text(text) or "", flags=re.IGNORECASE) or None
    return None


def _keywords(texts: Sequence[str]) -> tuple[str, ...]:
    parts = [part.strip() for text in texts for part in re.split(r"[;,]", plain_text(text) or "")]
    return tuple(dict.fromkeys(part for part in parts if part))


def _ids(tags: Mapping[str, list[str]], addresses: Sequence[str]) -> dict[str, str]:
    given = [
        *tags.get("citation_doi", ()),
        *(f"arxiv:{value}" for value in tags.get("citation_arxiv_id", ())),
        *tags.get("dc.identifier", ()),
        *tags.get("eprints.id_number", ()),
        *addresses,
    ]
    return identifiers(*(text.removeprefix("doi:") for text in given))


def _address(tags: Mapping[str, list[str]], *names: str) -> str:
    found = _first(tags, names)
    return found[0] if found and found[0].startswith(("http://", "https://")) else ""


PARSER = Parser("html-meta", 3, _score, parse=_parse, is_streaming=False)
"""Reads pages with citation tags; other pages are not recognised."""
