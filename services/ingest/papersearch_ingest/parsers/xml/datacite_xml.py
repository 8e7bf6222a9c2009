"""DataCite's XML, as Zenodo, Dryad and other repositories export it: read as the JSON that it says the same as.

<resource xmlns="http://datacite.org/schema/kernel-4"><identifier identifierType="DOI">10.5555/x</identifier>
<creators><creator><creatorName nameType="Personal">Doe, Jane</creatorName></creator></creators>
<titles><title>T</title></titles><publisher>P</publisher><publicationYear>2019</publicationYear></resource>
"""

from typing import Any

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.json.datacite import work_record
from papersearch_ingest.parsers.json.stream import JsonItem
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, text_of

_PLURALS = {
    "titles": ("title", "title"), "subjects": ("subject", "subject"), "dates": ("date", "date"),
    "descriptions": ("description", "description"), "sizes": ("size", "size"),
    "relatedIdentifiers": ("relatedIdentifier", "relatedIdentifier"),
}  # fmt: skip
"""A list's element -> the elements in it, and the member that their text is in JSON; attributes are members as well."""


def _score(sample: Sample) -> float:
    is_resource = root_of(sample).name in {"resource", "resources"}
    return 0.95 if is_resource and "datacite.org/schema/kernel" in (sample.text or "") else 0.0


def _record(resource: Any, piece: Piece) -> Record | Reject:
    return work_record(_work(resource), JsonItem(piece.line, piece.raw, {}))


def _work(resource: Any) -> dict[str, Any]:
    """The resource as the members of DataCite's JSON."""
    lists = {
        plural: [_member(each, name) for each in resource.iterfind(f"{plural}/{single}")]
        for plural, (single, name) in _PLURALS.items()
    }
    identifier = resource.find("identifier")
    kind = resource.find("resourceType")
    is_doi = identifier is not None and identifier.get("identifierType", "").upper() == "DOI"
    return {
        **lists,
        "sizes": [each["size"] for each in lists["sizes"]],
        "doi": text_of(identifier) if is_doi else None,
        "creators": [_person(each, "creatorName") for each in resource.iterfind("creators/creator")],
        "contributors": [_person(each, "contributorName") for each in resource.iterfind("contributors/contributor")],
        "publisher": child_text(resource, "publisher"),
        "publicationYear": child_text(resource, "publicationYear"),
        "language": child_text(resource, "language"),
        "version": child_text(resource, "version"),
        "types": {
            "resourceTypeGeneral": kind.get("resourceTypeGeneral") if kind is not None else None,
            "resourceType": text_of(kind),
        },
        "relatedItems": [_related_item(each) for each in resource.iterfind("relatedItems/relatedItem")],
    }


def _member(element: Any, name: str) -> dict[str, Any]:
    return {key.rpartition("}")[2]: str(value) for key, value in element.attrib.items()} | {name: text_of(element)}


def _person(element: Any, name: str) -> dict[str, Any]:
    whole = element.find(name)
    return {
        "name": text_of(whole),
        "nameType": whole.get("nameType") if whole is not None else None,
        "givenName": child_text(element, "givenName"),
        "familyName": child_text(element, "familyName"),
        "contributorType": element.get("contributorType"),
        "nameIdentifiers": [{"nameIdentifier": text_of(each)} for each in element.findall("nameIdentifier")],
    }


def _related_item(element: Any) -> dict[str, Any]:
    number = element.find("relatedItemIdentifier")
    names = ("volume", "issue", "firstPage", "lastPage", "publicationYear")
    return {
        "relationType": element.get("relationType"),
        "titles": [{"title": text_of(each)} for each in element.iterfind("titles/title")],
        "relatedItemIdentifier": _member(number, "relatedItemIdentifier") if number is not None else {},
        **{name: child_text(element, name) for name in names},
    }


PARSER = Parser("datacite-xml", 1, _score, parse=lambda source: read_records(source, ("resource",), _record))
"""Reads DataCite's XML, one resource or several."""
