"""The ACL Anthology's XML: a collection of volumes, each with its meta data, front matter and papers.

    <collection id="P18"><volume id="1"><meta><booktitle/><year/>...</meta><frontmatter/>
      <paper id="1"><title>..<fixed-case>LSTM</fixed-case>..</title><author><first/><last/></author>
        <abstract/><url>P18-1001</url><doi/><video/><pwccode/><retracted/></paper>

The year is the paper's, the volume's, or the one in the collection's name (W97, 2020.acl).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from papersearch.naming.venues import resolve_venue
from papersearch.paper import Material
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.xml.pieces import elements, root_of
from papersearch_ingest.parsers.xml.values import Children, filled, person_name, text_of, texts_of, year_in

SITE = "https://aclanthology.org/"
_BARE = re.compile(r"[\w.-]+")
_COLLECTION = re.compile(r"(?P<letter>[A-Z])(?P<short>\d\d)|(?P<year>\d{4})\.(?P<venue>[\w-]+)")
_FIRST_SHORT_YEAR = 60
_LETTERS = {
    "A": "ANLP", "C": "COLING", "D": "EMNLP", "E": "EACL", "H": "HLT", "I": "IJCNLP", "J": "Computational Linguistics",
    "K": "CoNLL", "L": "LREC", "M": "MUC", "N": "NAACL", "P": "ACL", "Q": "TACL", "R": "RANLP", "S": "SemEval",
    "X": "TIPSTER", "Y": "PACLIC", "O": "ROCLING", "U": "ALTA",
}  # fmt: skip
"""The venue of an old collection's letter; W is for workshops, whose names stand in their volumes."""
_TWO_DIGIT_VOLUMES = re.compile(r"W\d\d|C69|D19(?=-(?:[5-9]|\d\d))")
_PROCEEDINGS = re.compile(r"^(?:proceedings|actes) (?:of|de) (?:the |la |l')?", re.IGNORECASE)
_ATTACHED = {"poster": Material.POSTER, "presentation": Material.SLIDES, "slides": Material.SLIDES}
_PLACE_OF = {material: place for place, material in enumerate(Material)}


class _Volume(NamedTuple):
    collection: str = ""
    number: str = ""
    book: str = ""
    venue: str | None = None
    year: int | None = None
    issue: str = ""


def _score(sample: Sample) -> float:
    has_papers = any(tag in (sample.text or "") for tag in ("<paper", "<booktitle"))
    return 0.95 if root_of(sample).name in {"collection", "volume"} and has_papers else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    volume = _Volume()
    for found in elements(source, ("meta", "paper", "frontmatter"), ("collection", "volume")):
        if isinstance(found, Reject):
            yield found
            continue
        element, piece = found.element, found.piece
        match piece.name:
            case "collection":
                volume = _Volume(collection=element.get("id", ""))
            case "volume":
                volume = _Volume(volume.collection, element.get("id", ""))
            case "meta":
                volume = _described(volume, element)
            case "paper":
                yield _record(element, volume, piece.line, piece.raw)


def _described(volume: _Volume, meta: Any) -> _Volume:
    said = Children(meta)
    book = said.text("booktitle")
    return volume._replace(
        book=book,
        venue=_venue(volume.collection, book, said.text("journal")),
        year=year_in(said.text("year")),
        issue=said.text("issue"),
    )


@lru_cache(maxsize=512)
def _venue(collection: str, book: str, journal: str = "") -> str | None:
    """The book's title when it names a known venue, else the collection's, else the book's without "Proceedings of"."""
    if book and (found := resolve_venue(book)) and found.is_known:
        return book
    named = _COLLECTION.fullmatch(collection)
    if named and named["letter"] in _LETTERS:
        return _LETTERS[named["letter"]]
    if named and named["venue"] and (found := resolve_venue(named["venue"].upper())) and found.is_known:
        return found.venue.label
    return journal or _PROCEEDINGS.sub("", book) or (named["venue"].upper() if named and named["venue"] else None)


def _year(collection: str) -> int | None:
    found = _COLLECTION.match(collection)
    if found is None:
        return None
    if found["year"]:
        return int(found["year"])
    short = int(found["short"])
    return short + (1900 if short >= _FIRST_SHORT_YEAR else 2000)


def _acl_id(volume: _Volume, paper: str) -> str | None:
    """`P18-1001` of paper 1 in volume 1 of P18, `W97-0101` where volumes have two digits, else `2020.acl-main.1`."""
    if not (volume.collection and volume.number and paper):
        return None
    if not volume.collection[0].isalpha():
        return f"{volume.collection}-{volume.number}.{paper}"
    if not (volume.number.isdigit() and paper.isdigit()):
        return None
    if _TWO_DIGIT_VOLUMES.match(f"{volume.collection}-{volume.number}"):
        return f"{volume.collection}-{int(volume.number):02d}{int(paper):02d}"
    return f"{volume.collection}-{int(volume.number)}{int(paper):03d}"


def _record(paper: Any, volume: _Volume, line: int, raw: str) -> Record | Reject:
    said = Children(paper)
    title = said.text("title")
    if not title:
        return Reject("This paper has no title.", line, raw)
    url = said.text("url")
    is_bare = bool(_BARE.fullmatch(url))
    acl_id = url if is_bare else _acl_id(volume, paper.get("id", ""))
    book = said.text("booktitle")
    notes = [text for text in (said.text("note"), said.text("retracted")) if text]
    return Record(
        title=title,
        authors=tuple(filter(None, map(_author, said.all("author")))),
        abstract=said.text("abstract") or None,
        venue=(_venue(volume.collection, book) if book else volume.venue) or _venue(volume.collection, ""),
        year=year_in(said.text("year")) or volume.year or _year(volume.collection),
        ids=filled(acl=acl_id, doi=said.text("doi")),
        links=_links(said, url if not is_bare else f"{SITE}{url}.pdf", acl_id),
        materials=_materials(said, has_pdf=bool(url)),
        comments=" ".join(notes) or None,
        is_retracted=said.first("retracted") is not None or said.first("removed") is not None,
        line=line,
        raw=raw,
        extra=_extra(said, book or volume.book, volume),
    )


def _author(author: Any) -> str:
    first_of = {part.tag: part for part in author.iterchildren(reversed=True)}.get
    return person_name(text_of(first_of("first")), text_of(first_of("last")), text_of(first_of("suffix")))


def _links(said: Children, pdf: str, acl_id: str | None) -> dict[str, str]:
    code, video = said.first("pwccode"), said.first("video")
    links = {
        "html": f"{SITE}{acl_id}/" if acl_id else "",
        "pdf": pdf,
        "code": code.get("url", "") if code is not None else "",
        "video": video.get("href", "") if video is not None else "",
    }
    return {name: link for name, link in links.items() if link.startswith(("http://", "https://"))}


def _materials(said: Children, *, has_pdf: bool) -> tuple[Material, ...]:
    """What is said to exist; attachments and some videos stand there without an address of their own."""
    kinds = [each.get("type", "").lower() for each in said.all("attachment")]
    stated = {_ATTACHED[kind] for kind in kinds if kind in _ATTACHED}
    if has_pdf:
        stated.add(Material.PDF)
    if said.first("video") is not None:
        stated.add(Material.VIDEO)
    return tuple(sorted(stated, key=_PLACE_OF.__getitem__) if len(stated) > 1 else stated)


def _extra(said: Children, book: str, volume: _Volume) -> dict[str, Any]:
    retracted, removed = said.first("retracted"), said.first("removed")
    return filled(
        booktitle=book,
        volume=volume.number,
        issue=said.text("issue") or volume.issue,
        pages=said.text("pages"),
        bibkey=said.text("bibkey"),
        language=said.text("language"),
        awards=list(texts_of(said.all("award"))),
        datasets=list(texts_of(said.all("pwcdataset"))),
        editors=[name for each in said.all("editor") if (name := _author(each))],
        retracted=retracted.get("date") if retracted is not None else None,
        removed=text_of(removed),
    )


PARSER = Parser("acl-xml", 1, _score, parse=_parse)
"""Reads collections of the Anthology. Front matter is no paper."""
