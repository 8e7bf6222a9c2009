"""JATS: journal articles with their full text, as PubMed Central and publishers give them."""

from collections.abc import Iterable, Iterator
from typing import Any

from papersearch.paper import Author, PaperType, Reference
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_of, most_exact
from papersearch_ingest.parsers.paper_types import unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, orcid_in, organisation, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import record_or_reject
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of

_ID_SCHEMES = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "arxiv": "arxiv"}
_DATES = ("ppub", "collection", "pub", "epub", "epub-ppub")
_NOT_PROSE = frozenset({"table", "tex-math", "graphic", "media", "supplementary-material", "ref-list", "label"})
_NOT_ABSTRACT = frozenset({"graphical", "toc", "teaser", "executive-summary", "web-summary"})
_NOT_KEYWORDS = frozenset({"abbreviations", "research-organism", "organism"})
_SHORT_TERMS = 100
_MARKS = frozenset({"xref", "fn"})
"""What a title has of its footnotes."""
_NOT_A_NAME = frozenset({"contrib-group", "xref", "fn", "address", "email", "contrib-id", "sup", "aff"})
"""What may be inside a group's name and is not it: its members, and marks of notes."""
_TYPES = {"preprint": PaperType.ARTICLE, "book-review": PaperType.REVIEW, "product-review": PaperType.REVIEW,
          "dissertation": PaperType.THESIS, "proceedings-paper": PaperType.CONFERENCE_PAPER,
          "conference-paper": PaperType.CONFERENCE_PAPER, "chapter-article": PaperType.CHAPTER}  # fmt: skip
_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
_CITED_IDS = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _score(sample: Sample) -> float:
    text = sample.text or ""
    has_front = "<front" in text and ("<article-meta" in text or "<journal-meta" in text)
    return 0.9 if has_front and root_of(sample).name in {"article", "pmc-articleset", "OAI-PMH"} else 0.0


def _record(article: Any, piece: Piece) -> Record | Reject:
    meta = article.find("front/article-meta")
    if meta is None:
        return Reject("This article has no meta data.", piece.line, piece.raw[:4000])
    title = text_of(meta.find("title-group/article-title"), _MARKS)
    abstract = _abstract(meta)
    if not (title or abstract):
        return Reject("This article has neither title nor abstract.", piece.line, piece.raw[:4000])
    ids = _ids(meta)
    journal = article.find("front/journal-meta")
    subtitle = text_of(meta.find("title-group/subtitle"), _MARKS)
    kind, date = article.get("article-type", ""), _date(meta)
    return record_or_reject(Record(
        title=f"{title}: {subtitle}" if title and subtitle else title or None,
        **author_fields(people(map(_author, _contributors(meta, ("author", "collab", "group"))))),
        abstract=abstract,
        venue=child_text(journal, "journal-title-group/journal-title") or child_text(journal, "journal-title") or None,
        **date._asdict(),
        keywords=_keywords(meta),
        ids=ids,
        links=filled(html=f"https://doi.org/{ids['doi']}" if "doi" in ids else "", pdf=_pdf(meta)),
        full_text=text_of(article.find("body"), _NOT_PROSE) or None,
        is_retracted="retracted" in kind,
        line=piece.line,
        raw=piece.raw,
        **_publication(article, meta, journal),
        references=references(_references(article)),
        extra=filled(
            article_type=kind,
            subjects=list(texts_of(meta.iterfind("article-categories//subject"))),
            license=_license(meta),
        ),
    ))  # fmt: skip


def _publication(article: Any, meta: Any, journal: Any) -> dict[str, Any]:
    """What the article says of its publication, by the names of a record's fields."""
    container = child_text(journal, "journal-title-group/journal-title") or child_text(journal, "journal-title")
    kind = _TYPES.get(article.get("article-type", ""), PaperType.JOURNAL_ARTICLE)
    return {
        "type": unless_preprint(kind, container),
        "container": container or None,
        "volume": number_in(child_text(meta, "volume")),
        "issue": number_in(child_text(meta, "issue")),
        "pages": pages_in(child_text(meta, "fpage") or child_text(meta, "elocation-id"), child_text(meta, "lpage")),
        "publisher": child_text(journal, "publisher/publisher-name") or None,
        "editors": people(map(_author, _contributors(meta, ("editor", "guest-editor")))),
        "issn": serial_numbers(texts_of(journal.findall("issn")) if journal is not None else ()).issn,
        "language": language_in(article.get(_LANGUAGE)),
    }


def _contributors(meta: Any, kinds: Iterable[str]) -> Iterator[Any]:
    found = meta.iterfind("contrib-group/contrib")
    return (each for each in found if each.get("contrib-type", "author") in kinds)


def _author(contributor: Any) -> Author | None:
    """A person, or a group by its own name; the members that some journals list inside it are left out."""
    orcid = next(filter(None, (orcid_in(text_of(each)) for each in contributor.findall("contrib-id"))), None)
    for path in ("name", "name-alternatives/name", "string-name", "name-alternatives/string-name"):
        name = contributor.find(path)
        if name is not None:
            return _person(name, orcid)
    for path in ("collab", "collab-alternatives/collab"):
        group = contributor.find(path)
        if group is not None:
            return organisation(text_of(group, _NOT_A_NAME).strip(" ,;"), orcid)
    return None


def _person(name: Any, orcid: str | None = None) -> Author | None:
    family = child_text(name, "surname")
    if not family and not child_text(name, "given-names"):
        return named(text_of(name), orcid)
    return person(child_text(name, "given-names"), family, child_text(name, "suffix"), orcid)


def _references(article: Any) -> Iterator[Reference | None]:
    """The reference list at the article's end: each entry by its parts, and whole where it is printed so."""
    for entry in article.iterfind("back//ref-list/ref"):
        cited = next(filter(lambda each: each is not None, map(entry.find, _CITATIONS)), None)
        if cited is None:
            cited = entry.find("citation-alternatives/*")
        if cited is not None:
            yield _reference(cited)


def _reference(cited: Any) -> Reference | None:
    titles = (child_text(cited, name) for name in ("article-title", "chapter-title", "part-title", "source"))
    names = [each.name for path in (".//name", ".//string-name") for each in people(map(_person, cited.iterfind(path)))]
    ids = {scheme: text_of(each) for each in cited.findall("pub-id")
           if (scheme := _CITED_IDS.get(each.get("pub-id-type", "")))}  # fmt: skip
    text = text_of(cited) if cited.tag == "mixed-citation" or not len(cited) else None
    title, year = next(filter(None, titles), None), child_text(cited, "year")
    return reference(ids=ids, title=title, year=year, authors=names, text=text)


def _abstract(meta: Any) -> str | None:
    for abstract in meta.findall("abstract"):
        if abstract.get("abstract-type") not in _NOT_ABSTRACT:
            found = " ".join(filter(None, map(_section, abstract))) or text_of(abstract)
            heading = child_text(abstract, "title")
            if heading.lower() in {"abstract", "summary"}:
                found = found.removeprefix(heading).strip()
            if found:
                return found
    return None


def _section(part: Any) -> str:
    """A part of an abstract, its heading with a colon."""
    heading = child_text(part, "title") if part.tag == "sec" else ""
    if not heading:
        return text_of(part) if isinstance(part.tag, str) and part.tag != "object-id" else ""
    rest = " ".join(filter(None, (text_of(each) for each in part if each.tag != "title")))
    return f"{heading.rstrip(':.')}: {rest}" if rest else heading


def _date(meta: Any) -> Date:
    """The date of the issue, else of the electronic publication, which gives the month where it is of that year."""
    dates = {each.get("pub-type") or each.get("date-type"): each for each in meta.findall("pub-date")}
    order = [dates[kind] for kind in _DATES if kind in dates] + list(dates.values())
    parts = (tuple(child_text(each, name) for name in ("year", "month", "day")) for each in order)
    return most_exact(date_of(*each) for each in parts)


def _ids(meta: Any) -> dict[str, str]:
    ids: dict[str, str] = {}
    for each in meta.findall("article-id"):
        scheme, value = _ID_SCHEMES.get(each.get("pub-id-type", "")), text_of(each)
        if scheme == "pmcid" and value.isdigit():
            value = f"PMC{value}"
        if scheme and value:
            ids.setdefault(scheme, value)
    return ids


def _keywords(meta: Any) -> tuple[str, ...]:
    """The authors' keywords; groups that only list organisms or abbreviations are none."""
    groups = (each for each in meta.findall("kwd-group") if each.get("kwd-group-type", "author") not in _NOT_KEYWORDS)
    texts = (text for group in groups for text in texts_of(group.iter("kwd")))
    return tuple(dict.fromkeys(text for text in texts if len(text) <= _SHORT_TERMS))


def _pdf(meta: Any) -> str:
    addresses = [each for each in map(_href, meta.findall("self-uri")) if each.startswith(("http://", "https://"))]
    return next((each for each in addresses if each.lower().endswith(".pdf")), "")


def _license(meta: Any) -> str:
    found = meta.find("permissions/license")
    return _href(found) if found is not None else ""


def _href(element: Any) -> str:
    return next((str(value) for name, value in element.attrib.items() if name.endswith("href")), "")


PARSER = Parser("jats-xml", 4, _score, parse=lambda source: read_records(source, ("article",), _record))
"""Reads single articles and collections of them. Tables and references are not in the full text."""
