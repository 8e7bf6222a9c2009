"""DataCite's JSON: an answer of its API with one work or many, or a DOI's own JSON, as Zenodo and Figshare have it.

{"data": [{"id": "10.1000/x", "type": "dois", "attributes": {"doi": "10.1000/x", "titles": [{"title": "T"}], ...}}]}
{"doi": "10.1000/x", "creators": [{"name": "Doe, Jane", "nameType": "Personal"}], "titles": [{"title": "T"}],
 "publicationYear": 2018, "types": {"resourceTypeGeneral": "Dissertation"}, "publisher": "P", ...}
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of, most_exact
from papersearch_ingest.parsers.json.marks import score_by_keys
from papersearch_ingest.parsers.json.paper import paper_record
from papersearch_ingest.parsers.json.stream import JsonItem, read_objects
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import DATACITE, type_in_words
from papersearch_ingest.parsers.people import author_fields, named, orcid_in, organisation, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, record_parser
from papersearch_ingest.parsers.values import (
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

_MARKS = frozenset({"creators", "titles", "publicationYear", "resourceTypeGeneral", "descriptions", "nameType",
                    "relatedIdentifiers", "nameIdentifiers", "rightsList", "schemaVersion"})  # fmt: skip
_USED = {"doi", "creators", "titles", "publisher", "publicationYear", "subjects", "descriptions", "types", "container",
         "language", "dates", "contributors", "url", "relatedIdentifiers", "relatedItems",
         "sizes", "version", "identifiers"}  # fmt: skip
_ONLY_RAW = {"xml", "schemaVersion", "metadataVersion", "viewCount", "downloadCount", "citationCount", "partCount",
             "viewsOverTime", "downloadsOverTime", "citationsOverTime", "partOfCount", "versionCount", "referenceCount",
             "created", "registered", "updated", "isActive", "state", "reason", "source", "contentUrl", "suffix",
             "prefix", "versionOfCount", "providerId", "clientId", "agency"}  # fmt: skip
"""What the raw text alone keeps: DataCite's own book-keeping."""
_CITES = frozenset({"References", "Cites"})
_VERSIONS = frozenset({"IsVersionOf", "HasVersion", "IsNewVersionOf", "IsPreviousVersionOf", "IsIdenticalTo",
                       "IsVariantFormOf", "IsOriginalFormOf"})  # fmt: skip
_SCHEMES = {"DOI": "doi", "arXiv": "arxiv", "PMID": "pmid"}
_NOT_LETTERS = re.compile(r"[^a-z]")


def _record(item: JsonItem) -> Record | Reject:
    value = _work(item.value)
    return paper_record(item) if value is None else work_record(value, item)


def work_record(value: Mapping[str, Any], item: JsonItem) -> Record | Reject:
    """The record of a work in the members of DataCite's JSON; `item` is where it was read."""
    title, related, volume = _title(value), _related(value), _volume(value)
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_people(value.get("creators"))),
            abstract=_abstract(value),
            venue=volume["title"],
            **_date(value, volume)._asdict(),
            keywords=_keywords(value),
            ids=_ids(value, related),
            links=addresses(html=value.get("url")),
            is_retracted=title_says_retracted(title),
            line=item.line,
            raw=item.raw,
            **_publication(value, volume),
            references=references(reference(ids=ids) for kind, ids in related if kind in _CITES),
            versions=_versions(related),
            extra=remaining(value, _USED | _ONLY_RAW),
        )
    )


def _work(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The work of an item: its `attributes`, those of the one in `data`, or the item itself."""
    for inner in (value, mapping_in(value.get("data"))):
        attributes = mapping_in(inner.get("attributes")) or inner
        if attributes.keys() & _MARKS:
            return attributes
    return None


def _title(value: Mapping[str, Any]) -> str | None:
    """The title with its subtitle; translated and other titles are not the work's own."""
    titles = [
        mapping_in(each) if isinstance(each, Mapping) else {"title": each} for each in list_in(value.get("titles"))
    ]
    own = [plain_text(text_in(each.get("title"))) for each in titles if not each.get("titleType")]
    subtitles = [plain_text(text_in(each.get("title"))) for each in titles if each.get("titleType") == "Subtitle"]
    found, subtitle = next(filter(None, own), None), next(filter(None, subtitles), None)
    if found is None:
        return next(filter(None, (plain_text(text_in(each.get("title"))) for each in titles)), None)
    return f"{found}: {subtitle}" if subtitle else found


def _people(value: Any) -> tuple[Author, ...]:
    return people(map(_person, list_in(value)))


def _person(value: Any) -> Author | None:
    """A creator or contributor, whose parts of the name may be missing."""
    given = mapping_in(value)
    name = text_in(first_value(given, ("name", "creatorName"))) if given else text_in(value)
    numbers = (orcid_in(mapping_in(each).get("nameIdentifier")) for each in list_in(given.get("nameIdentifiers")))
    orcid = next(filter(None, numbers), None)
    if given.get("nameType") == "Organizational":
        return organisation(plain_text(name), orcid)
    family = text_in(given.get("familyName"))
    return person(text_in(given.get("givenName")), family, None, orcid) if family else named(plain_text(name), orcid)


def _date(value: Mapping[str, Any], volume: Mapping[str, str | None]) -> Date:
    """The year of publication, with the month and day of a date of that year that says more.

    A repository's year is that of its copy: where the work says what it was published in, that one's year goes first.
    """
    dates = {mapping_in(each).get("dateType"): mapping_in(each).get("date") for each in list_in(value.get("dates"))}
    known = [date_in(dates.get(kind)) for kind in ("Issued", "Available", "Created", "Submitted")]
    return most_exact([date_of(volume["year"]), date_of(value.get("publicationYear")), *known])


def _abstract(value: Mapping[str, Any]) -> str | None:
    """The abstract, in the work's own language where there are several."""
    given = [mapping_in(each) for each in list_in(value.get("descriptions"))]
    abstracts = [each for each in given if each.get("descriptionType", "Abstract") == "Abstract"]
    own = language_in(value.get("language"))
    abstracts.sort(key=lambda each: language_in(each.get("lang")) != own)
    return next(filter(None, (plain_text(text_in(each.get("description"))) for each in abstracts)), None)


def _keywords(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Subjects in the authors' own words: those of a classification's scheme stay in the raw text."""
    subjects = [mapping_in(each) or {"subject": each} for each in list_in(value.get("subjects"))]
    own = (text_in(each.get("subject")) for each in subjects if not each.get("subjectScheme"))
    return tuple(dict.fromkeys(text for text in own if text))


def _related(value: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """The related works that have an identifier which we know, each with its relation."""
    found = []
    for each in map(mapping_in, list_in(value.get("relatedIdentifiers"))):
        scheme = _SCHEMES.get(text_in(each.get("relatedIdentifierType")) or "")
        ids = identifiers(**{scheme: each.get("relatedIdentifier")}) if scheme else {}
        if ids:
            found.append((text_in(each.get("relationType")) or "", ids))
    return found


def _versions(related: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for kind, ids in related:
        for scheme, number in ids.items() if kind in _VERSIONS else ():
            found.setdefault(scheme, {})[number] = None
    return {scheme: tuple(numbers) for scheme, numbers in found.items()}


def _ids(value: Mapping[str, Any], related: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """The work's DOI, and what it says to be identical to."""
    same = {scheme: number for kind, ids in related if kind == "IsIdenticalTo" for scheme, number in ids.items()}
    doi = text_in(value.get("doi")) or text_in(
        mapping_in(next(iter(list_in(value.get("identifiers"))), None)).get("identifier")
    )
    return {scheme: number for scheme, number in same.items() if scheme != "doi"} | identifiers(doi=doi)


def _serial_numbers(value: Mapping[str, Any]) -> Iterator[str]:
    """The numbers that the work, what it is in or a relation to that marks as an ISSN or an ISBN."""
    items = [mapping_in(each) for each in list_in(value.get("relatedItems"))]
    marked = [(each.get("relationType"), mapping_in(each.get("relatedItemIdentifier"))) for each in items]
    related = [(each.get("relationType"), each) for each in map(mapping_in, list_in(value.get("relatedIdentifiers")))]
    places = [number for kind, number in (*marked, *related) if kind in _PLACES]
    for number in (mapping_in(value.get("container")), *places, *map(mapping_in, list_in(value.get("identifiers")))):
        kinds = ("identifierType", "relatedItemIdentifierType", "relatedIdentifierType")
        texts = ("identifier", "relatedItemIdentifier", "relatedIdentifier")
        if (text_in(first_value(number, kinds)) or "").upper() in _SERIAL_KINDS:
            yield text_in(first_value(number, texts)) or ""


_SERIAL_KINDS = frozenset({"", "ISSN", "EISSN", "LISSN", "ISBN"})
"""Kinds of numbers that are read for what they look like: a part of a DOI may look like an ISBN."""
_PLACES = frozenset({"IsPublishedIn", "IsPartOf"})


def _volume(value: Mapping[str, Any]) -> dict[str, str | None]:
    """The title, volume, issue and pages of what the work appeared in: the related item, else `container`.

    Some repositories have an issue's name where the first page belongs, and the pages in `sizes`.
    """
    items = [mapping_in(each) for each in list_in(value.get("relatedItems"))]
    item = next((each for each in items if each.get("relationType") == "IsPublishedIn"), None)
    found = mapping_in(value.get("container")) if item is None else item
    titles = [mapping_in(each).get("title") for each in list_in(found.get("titles"))]
    first, last = text_in(found.get("firstPage")), text_in(found.get("lastPage"))
    pages = pages_in(first, last) if first and _PAGE.fullmatch(first) else None
    sizes = (_PAGES.match(text) for text in map(text_in, list_in(value.get("sizes"))) if text)
    return {
        "title": plain_text(text_in(found.get("title")) or text_in(titles)),
        "volume": number_in(found.get("volume")),
        "issue": number_in(found.get("issue")),
        "pages": pages or next((pages_in(size["first"], size["last"]) for size in sizes if size), None),
        "year": text_in(found.get("publicationYear")),
    }


_PAGE = re.compile(r"[A-Za-z]{0,5}\d{1,8}[A-Za-z]?")
_PAGES = re.compile(r"(?P<first>\d{1,6})\s?[-–]\s?(?P<last>\d{1,6})\s?(?:pages|pp?\b|Seiten|S\.)", re.IGNORECASE)


def _publication(value: Mapping[str, Any], volume: Mapping[str, str | None]) -> dict[str, Any]:
    """What the work says of its publication, by the names of a record's fields."""
    publisher = value.get("publisher")
    editors = [
        each for each in list_in(value.get("contributors")) if mapping_in(each).get("contributorType") == "Editor"
    ]
    return {
        "type": _type(mapping_in(value.get("types"))),
        "container": volume["title"],
        "volume": volume["volume"],
        "issue": volume["issue"],
        "pages": volume["pages"],
        "publisher": plain_text(text_in(mapping_in(publisher).get("name")) or text_in(publisher)),
        "edition": number_in(value.get("version")) if _is_edition(value) else None,
        "editors": _people(editors),
        **serial_numbers(_serial_numbers(value))._asdict(),
        "language": language_in(value.get("language")),
    }


def _is_edition(value: Mapping[str, Any]) -> bool:
    """Whether `version` is one of the work's own, as of data and programs."""
    return _type(mapping_in(value.get("types"))) in {PaperType.DATASET, PaperType.SOFTWARE, PaperType.BOOK}


def _type(types: Mapping[str, Any]) -> PaperType | None:
    """The general type; of a `Text` the words of the repository say which."""
    general = _NOT_LETTERS.sub("", (text_in(types.get("resourceTypeGeneral")) or "").lower())
    return DATACITE.get(general) or type_in_words(text_in(types.get("resourceType")), text_in(types.get("citeproc")))


PARSER = Parser(
    "datacite-json",
    2,
    score_by_keys(lambda keys: 0.92 if "titles" in keys and ("creators" in keys or len(keys & _MARKS) >= 3) else 0.0),
    parse=record_parser(read_objects, _record),
)
"""Reads DataCite works. Subjects of a classification's scheme are not keywords."""
