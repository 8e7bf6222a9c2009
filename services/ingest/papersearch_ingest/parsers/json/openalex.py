"""OpenAlex works: the API's answers, and the snapshot with a work a line.

{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.1/x", "display_name": "T", "publication_year": 2019,
 "authorships": [{"author": {"display_name": "A B"}}], "abstract_inverted_index": {"We": [0], "show": [1]},
 "primary_location": {"source": {"display_name": "J"}}, "is_retracted": false}
"""

from collections.abc import Mapping
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of, same_year
from papersearch_ingest.parsers.json.marks import score_by_keys
from papersearch_ingest.parsers.json.paper import paper_record
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import OPENALEX, unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, orcid_in, people
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, record_parser
from papersearch_ingest.parsers.values import (
    address_in,
    addresses,
    first_value,
    identifiers,
    list_in,
    mapping_in,
    record_or_reject,
    remaining,
    text_in,
    title_says_retracted,
)

_MARKS = frozenset({"authorships", "abstract_inverted_index", "host_venue", "primary_location", "referenced_works",
                    "publication_year", "cited_by_api_url"})  # fmt: skip
_USED = {
    "id",
    "doi",
    "title",
    "display_name",
    "publication_year",
    "abstract_inverted_index",
    "is_retracted",
    "abstract",
    "authorships",
    "language",
    "biblio",
    "publication_date",
}
_ONLY_RAW = {"referenced_works", "related_works", "counts_by_year", "ngrams_url", "cited_by_api_url", "locations",
             "sustainable_development_goals"}  # fmt: skip
"""What the raw text alone keeps: reference lists and figures that are out of date soon."""


def _record(item: JsonItem) -> Record | Reject:
    value = item.value
    if not value.keys() & _MARKS:
        return paper_record(item)
    title = plain_text(text_in(first_value(value, ("title", "display_name"))))
    venue = first_value(_source(value), ("display_name", "name")) or mapping_in(
        value.get("primary_location")
    ).get("raw_source_name")  # fmt: skip
    return record_or_reject(
        Record(
            title=title,
            **author_fields(people(map(_author, list_in(value.get("authorships"))))),
            abstract=plain_text(inverted_text(value.get("abstract_inverted_index")) or text_in(value.get("abstract"))),
            venue=text_in(venue),
            **_date(value)._asdict(),
            ids=_ids(value),
            links=_links(value),
            is_retracted=value.get("is_retracted") is True or title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **_publication(value),
            references=references(map(_cited, list_in(value.get("referenced_works")))),
            extra=remaining(value, _USED | _ONLY_RAW),
        )
    )


def inverted_text(index: Any) -> str | None:
    """The text of `{"We": [0], "show": [1, 5]}`: words in the order of their positions, whatever those are."""
    if isinstance(index, Mapping) and isinstance(index.get("InvertedIndex"), Mapping):
        index = index["InvertedIndex"]
    placed = (
        (place, word)
        for word, places in mapping_in(index).items()
        for place in list_in(places)
        if isinstance(place, int)
    )
    return " ".join(word for _, word in sorted(placed)) or None


def _author(authorship: Any) -> Author | None:
    given = mapping_in(authorship)
    author = mapping_in(given.get("author"))
    name = text_in(author.get("display_name")) or text_in(given.get("raw_author_name"))
    return named(name, orcid_in(author.get("orcid")))


def _date(value: Mapping[str, Any]) -> Date:
    """The date of publication; the first of January stands for a year of which no more is known."""
    year = date_of(first_value(value, ("publication_year", "publication_date"))).year
    date = same_year(date_in(value.get("publication_date")), year)
    return Date(year) if (date.month, date.day) == (1, 1) else date


def _publication(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the work says of its publication, by the names of a record's fields. A repository is no journal."""
    source, biblio = _source(value), mapping_in(value.get("biblio"))
    numbers = serial_numbers([source.get("issn_l"), *list_in(source.get("issn"))])
    name = text_in(first_value(source, ("display_name", "name")))
    is_repository = source.get("type") == "repository"
    return {
        "type": _type(value, source, name),
        "container": None if is_repository else name,
        "volume": number_in(biblio.get("volume")),
        "issue": number_in(biblio.get("issue")),
        "pages": pages_in(biblio.get("first_page"), biblio.get("last_page")),
        "publisher": text_in(first_value(source, ("host_organization_name", "publisher"))),
        "issn": numbers.issn,
        "language": language_in(value.get("language")),
    }


def _type(value: Mapping[str, Any], source: Mapping[str, Any], name: str | None) -> PaperType | None:
    """By Crossref's word, which is more exact, where there is one; an article in a repository is a preprint."""
    stated, of_crossref = text_in(value.get("type")) or "", text_in(value.get("type_crossref")) or ""
    kind = OPENALEX.get(of_crossref if stated in {"article", ""} and of_crossref else stated)
    if kind is PaperType.JOURNAL_ARTICLE and source.get("type") == "repository":
        return PaperType.ARTICLE
    if kind is PaperType.JOURNAL_ARTICLE and source.get("type") == "conference":
        return PaperType.CONFERENCE_PAPER
    return unless_preprint(kind, name)


def _cited(work: Any) -> Any:
    """A member of `referenced_works`: the address of another work."""
    return reference(ids={"openalex": (text_in(work) or "").rpartition("/")[2]})


def _source(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping_in(mapping_in(value.get("primary_location")).get("source")) or mapping_in(value.get("host_venue"))


def _places(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    named = [value.get("primary_location"), value.get("best_oa_location")]
    return [mapping_in(place) for place in (*named, *list_in(value.get("locations")))]


def _ids(value: Mapping[str, Any]) -> dict[str, str]:
    ids = mapping_in(value.get("ids"))
    work = text_in(value.get("id")) or text_in(ids.get("openalex")) or ""
    pages = (place.get("landing_page_url") for place in _places(value))
    arxiv = (page for page in pages if isinstance(page, str) and "arxiv.org/" in page)
    return identifiers(
        next(arxiv, None),
        doi=value.get("doi") or ids.get("doi"),
        pmid=ids.get("pmid"),
        pmcid=ids.get("pmcid"),
        openalex=work.rpartition("/")[2],
        mag=ids.get("mag"),
    )


def _links(value: Mapping[str, Any]) -> dict[str, str]:
    places = _places(value)
    pages = (place.get("landing_page_url") for place in places)
    pdfs = (place.get("pdf_url") for place in reversed(places[:2]))
    return addresses(html=next(filter(address_in, pages), None), pdf=next(filter(address_in, pdfs), None))


PARSER = Parser(
    "openalex-json",
    2,
    score_by_keys(lambda keys: 0.95 if len(keys & _MARKS) >= 2 else 0.0),
    parse=record_parser(read_objects, _record),
)
"""Reads OpenAlex works. Keywords, topics and concepts, which a program gave, are kept in `extra`."""
