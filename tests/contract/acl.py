"""A minimal loader of the ACL Anthology's XML, for tests that want many real papers.

Title and abstract with all their text, authors, year (else the one in the file's name), the collection's letters as
venue, DOI, whether there is code or a video, and the data sets used (`pwcdataset`) as keywords.
"""

import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from papersearch.paper import Author, Keyword, KeywordSource, Material, Paper, SourceRef, Venue
from papersearch.text import tag_key

FIRST_YEAR_WITH_TWO_DIGITS = 60
START = datetime(2024, 1, 1, tzinfo=UTC)


def read_acl(archive: Path, limit: int | None = None) -> list[Paper]:
    """Papers in the order of file names; with a limit every n-th of them, so that all years are there."""
    papers = list(_papers(archive))
    step = max(1, len(papers) // limit) if limit else 1
    return papers[::step][:limit]


def _papers(archive: Path) -> Iterator[Paper]:
    spellings: dict[str, str] = {}
    number = 0
    for source in _sources(archive):
        collection = ElementTree.fromstring(source)
        for volume in collection.iter("volume"):
            for element in volume.findall("paper"):
                yield _paper(collection.attrib["id"], volume, element, number, spellings)
                number += 1


def _sources(archive: Path) -> list[bytes]:
    """The XML files in the order of their names, read in the order of the archive, which cannot go back cheaply."""
    with tarfile.open(archive) as tar:
        found = {m.name: file.read() for m in tar if m.name.endswith(".xml") and (file := tar.extractfile(m))}
    return [found[name] for name in sorted(found)]


def _paper(
    collection: str, volume: ElementTree.Element, element: ElementTree.Element, number: int, spellings: dict[str, str]
) -> Paper:
    acl_id = f"{collection}-{volume.attrib['id']}-{element.attrib['id']}"
    names = [" ".join(filter(None, (_text(a, "first"), _text(a, "last")))) for a in element.findall("author")]
    data_sets = [value for e in element.findall("pwcdataset") if (value := "".join(e.itertext()).strip())]
    doi, code = _text(element, "doi"), element.find("pwccode")
    venue = re.sub(r"[^A-Za-z]", "", collection).lower()
    return Paper(
        id=f"p_{acl_id.lower()}",
        title=_text(element, "title"),
        authors=tuple(Author(name) for name in names if name),
        abstract=_text(element, "abstract"),
        venue=Venue(venue, venue.upper()),
        year=_year(collection, _text(element, "year") or _text(volume, "meta/year")),
        keywords=tuple(
            Keyword(value, KeywordSource.AUTHOR)
            for value in dict.fromkeys(spellings.setdefault(tag_key(name), name) for name in data_sets)
        ),
        ids={"acl": acl_id} | ({"doi": doi} if doi else {}),
        links={"code": code.attrib["url"]} if code is not None and code.get("url") else {},
        materials=(Material.VIDEO,) if element.find("video") is not None else (),
        comments=_text(element, "note"),
        is_retracted=element.find("retracted") is not None,
        sources=(SourceRef("acl-anthology"),),
        added_at=START + timedelta(seconds=number % 5_000),
        updated_at=START + timedelta(days=number % 7),
        version=1,
    )


def _text(element: ElementTree.Element, path: str) -> str | None:
    found = element.find(path)
    return (" ".join("".join(found.itertext()).split()) or None) if found is not None else None


def _year(collection: str, stated: str | None) -> int | None:
    if stated and stated.isdigit():
        return int(stated)
    if match := re.match(r"(\d{4})\.", collection):
        return int(match[1])
    digits = int(collection[1:3])
    return digits + (1900 if digits >= FIRST_YEAR_WITH_TWO_DIGITS else 2000)
