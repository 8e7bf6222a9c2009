"""Descriptions of works in RDF/XML, in the words of BIBO and Dublin Core or of schema.org.

<rdf:RDF><bibo:AcademicArticle rdf:about=".."><dcterms:title>T</dcterms:title><dcterms:creator rdf:nodeID="n5"/>
<dcterms:isPartOf><bibo:Journal><dcterms:title>J</dcterms:title></bibo:Journal></dcterms:isPartOf>..
<foaf:Person rdf:nodeID="n5"><foaf:familyName>Doe</foaf:familyName></foaf:Person></rdf:RDF>
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import type_in_words
from papersearch_ingest.parsers.people import author_fields, named, orcid_in, organisation, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import addresses, identifiers, record_or_reject, title_says_retracted
from papersearch_ingest.parsers.xml.pieces import elements, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of

_VOCABULARIES = ("purl.org/ontology/bibo", "schema.org/", "purl.org/spar/fabio", "purl.org/dc/elements/1.1")
_TYPES: Mapping[str, PaperType] = {
    "AcademicArticle": PaperType.JOURNAL_ARTICLE, "Article": PaperType.JOURNAL_ARTICLE,
    "ScholarlyArticle": PaperType.JOURNAL_ARTICLE, "MedicalScholarlyArticle": PaperType.JOURNAL_ARTICLE,
    "JournalArticle": PaperType.JOURNAL_ARTICLE, "ConferencePaper": PaperType.CONFERENCE_PAPER,
    "ProceedingsPaper": PaperType.CONFERENCE_PAPER, "Chapter": PaperType.CHAPTER, "BookChapter": PaperType.CHAPTER,
    "BookSection": PaperType.CHAPTER, "Book": PaperType.BOOK, "EditedBook": PaperType.BOOK,
    "CollectedDocument": PaperType.BOOK, "Proceedings": PaperType.BOOK, "Manual": PaperType.BOOK,
    "Thesis": PaperType.THESIS, "DoctoralThesis": PaperType.THESIS, "MastersThesis": PaperType.THESIS,
    "Report": PaperType.REPORT, "TechnicalReport": PaperType.REPORT, "Dataset": PaperType.DATASET,
    "SoftwareSourceCode": PaperType.SOFTWARE, "SoftwareApplication": PaperType.SOFTWARE, "Patent": PaperType.PATENT,
    "Standard": PaperType.STANDARD, "NewsArticle": PaperType.NEWS, "Webpage": PaperType.WEBPAGE,
    "WebPage": PaperType.WEBPAGE, "BlogPosting": PaperType.WEBPAGE, "Slideshow": PaperType.PRESENTATION,
    "PresentationDigitalDocument": PaperType.PRESENTATION, "Preprint": PaperType.ARTICLE,
    "Manuscript": PaperType.ARTICLE,
}  # fmt: skip
"""The classes of both vocabularies that are works of one's own; the others are journals, issues, people or places."""
_PARTS = frozenset({"Issue", "PublicationIssue", "PublicationVolume"})
"""What an article is in that is not where it appeared: the journal is around it."""
_DEEPEST = 4
"""How far a work may be inside of others: an article in an issue of a volume of a journal."""
_TITLES = ("title", "name", "headline")
_AUTHORS = ("creator", "author")


def _score(sample: Sample) -> float:
    is_known = any(name in (sample.text or "") for name in _VOCABULARIES)
    return 0.7 if is_known and root_of(sample).name == "RDF" else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    for found in elements(source, ("RDF",)):
        if isinstance(found, Reject):
            yield found
            continue
        graph = _Graph.of(found.element)
        lines = found.piece.raw.split("\n")
        for node in graph.works:
            first = max((node.sourceline or 1) - 1, 0)
            following = node.getnext()
            last = (following.sourceline - 1) if following is not None and following.sourceline else len(lines)
            raw = "\n".join(lines[first : max(last, first + 1)]).strip()
            yield _record(node, graph, found.piece.line + first, raw)


def _attribute(element: Any, *names: str) -> str:
    """The first of these attributes, by its local name."""
    found = {key.rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
    return next((found[name] for name in names if found.get(name)), "")


@dataclass(frozen=True)
class _Graph:
    """The nodes of a document: all of them by their names, and those that are works."""

    by_name: Mapping[str, Any]
    works: tuple[Any, ...]

    @classmethod
    def of(cls, root: Any) -> "_Graph":
        nodes = [each for each in root.iter() if isinstance(each.tag, str)]
        named = ((_attribute(each, "about", "nodeID", "ID"), each) for each in reversed(nodes) if len(each))
        by_name = {name: each for name, each in named if name}
        return cls(by_name, tuple([each for each in root if isinstance(each.tag, str) and _is_work(each)]))

    def follow(self, reference: Any) -> Any:
        """The node that an element has inside of it or names; the element itself where it is only text or unknown."""
        inner = next((each for each in reference if isinstance(each.tag, str)), None)
        if inner is not None:
            return inner
        return self.by_name.get(_attribute(reference, "resource", "nodeID"), reference)

    def hosts(self, work: Any) -> list[Any]:
        """What the work is part of, the nearest first."""
        found: list[Any] = []
        here = work
        while len(found) < _DEEPEST:
            part = here.find("isPartOf")
            if part is None:
                break
            here = self.follow(part)
            found.append(here)
        return found


def _is_work(node: Any) -> bool:
    """Whether a node is of a class of works, or of none and has a title with an author or a date."""
    has_maker = any(node.find(name) is not None for name in (*_AUTHORS, "date", "issued"))
    return _type_of(node) is not None or (node.tag == "Description" and node.find("title") is not None and has_maker)


def _type_of(node: Any) -> PaperType | None:
    """By the element's name, or by the classes or words that it says it is of."""
    stated = [_attribute(each, "resource") or text_of(each) for each in node.findall("type")]
    names = [node.tag, *(text.replace("#", "/").rpartition("/")[2] for text in stated)]
    return next((_TYPES[name] for name in names if name in _TYPES), None) or type_in_words(*stated)


def _record(work: Any, graph: _Graph, line: int, raw: str) -> Record | Reject:
    hosts = graph.hosts(work)
    title = plain_text(_first([work], *_TITLES))
    publication = _publication(work, hosts, graph)
    urls = [_attribute(work, "about"), *_values(work, "uri", "url", "sameAs")]
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_people(work, graph, *_AUTHORS)),
            abstract=plain_text(_first([work], "abstract", "description")),
            venue=publication["container"],
            **_date([work, *hosts])._asdict(),
            keywords=tuple(dict.fromkeys(texts_of(each for name in _SUBJECTS for each in work.findall(name)))),
            ids=identifiers(*urls, *_values(work, "identifier"), doi=next(iter(_values(work, "doi")), None)),
            links=addresses(html=next((url for url in urls if url.startswith("http")), None)),
            is_retracted=title_says_retracted(title),
            line=line,
            raw=raw,
            **publication,
            extra=filled(identifiers=_values(work, "identifier")),
        )
    )


_SUBJECTS = ("subject", "keywords", "about")


def _values(node: Any, *names: str) -> list[str]:
    """The texts or addresses under these names."""
    found = (each for name in names for each in node.findall(name))
    return [text for each in found if (text := text_of(each) or _attribute(each, "resource"))]


def _first(nodes: list[Any], *names: str) -> str | None:
    return next((text for node in nodes for text in _values(node, *names)), None)


def _people(work: Any, graph: _Graph, *names: str) -> tuple[Author, ...]:
    """The people under these names, in the order of a list of authors where there is one."""
    listed = next((each for each in (work.find("authorList"), work.find("authors")) if each is not None), None)
    if listed is not None and names == _AUTHORS:
        return people(_person(graph.follow(each)) for each in graph.follow(listed).iterfind("li"))
    return people(_person(graph.follow(each)) for name in names for each in work.findall(name))


def _person(node: Any) -> Author | None:
    """A person in a node, or a name as text; an address that nothing describes is nobody's name."""
    orcid = orcid_in(_attribute(node, "about", "resource"))
    given, family = _first([node], "givenName", "givenname", "firstName"), _first([node], *_FAMILY)
    if family:
        return person(given, family, None, orcid)
    whole = _first([node], "name", "label") or (text_of(node) if not len(node) else None)
    return organisation(whole, orcid) if node.tag in {"Organization", "Group"} else named(whole, orcid)


_FAMILY = ("familyName", "surname", "family_name", "lastName")


def _date(nodes: list[Any]) -> Date:
    """The date of the work, else of what it is in."""
    names = ("issued", "datePublished", "date", "created", "dateCreated")
    dates = (date_in(text) for node in nodes for text in _values(node, *names))
    return next((date for date in dates if date.year), Date())


def _publication(work: Any, hosts: list[Any], graph: _Graph) -> dict[str, Any]:
    """What the work and its hosts say of the publication, by the names of a record's fields."""
    nodes = [work, *hosts]
    around = [host for host in hosts if host.tag not in _PARTS] or hosts
    container = next((text for host in around if (text := _first([host], *_TITLES))), None)
    plain = next((text for host in hosts if not len(host) and (text := text_of(host))), None)
    pages = _first([work], "pages", "pagination")
    is_part = _type_of(work) is not PaperType.BOOK
    publishers = (graph.follow(each) for node in nodes for each in node.findall("publisher"))
    names = (child_text(each, "name") or ("" if len(each) else text_of(each)) for each in publishers)
    return {
        "type": _type_of(work),
        "container": plain_text(container or plain) if is_part else None,
        "volume": number_in(_first(nodes, "volume", "volumeNumber")),
        "issue": number_in(_first(nodes, "issue", "issueNumber", "number")),
        "pages": pages_in(pages or _first([work], "pageStart"), None if pages else _first([work], "pageEnd")),
        "publisher": next(filter(None, names), None),
        "edition": number_in(_first([work], "edition", "bookEdition", "softwareVersion")),
        "editors": _people(work, graph, "editor"),
        **serial_numbers(text for node in nodes for text in _values(node, *_NUMBERS))._asdict(),
        "language": language_in(_language(work)),
    }


_NUMBERS = ("issn", "eissn", "isbn", "isbn13", "isbn10")


def _language(work: Any) -> str | None:
    """A language's tag, or the end of the address that stands for it."""
    return (_first([work], "language", "inLanguage") or "").rpartition("/")[2] or None


PARSER = Parser("rdf-xml", 1, _score, parse=_parse, is_streaming=False)
"""Reads RDF/XML of library catalogues and repositories. Journals, issues and people are not papers."""
