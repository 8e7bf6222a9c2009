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
from papersearch.paper import Author, Material, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import is_suffix
from papersearch_ingest.parsers.dates import date_in, date_of
from papersearch_ingest.parsers.people import author_fields, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import record_or_reject, year_in
from papersearch_ingest.parsers.xml.pieces import elements, root_of
from papersearch_ingest.parsers.xml.values import Children, filled, text_of, texts_of

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
_JOURNAL_VOLUME = re.compile(
    r",? (?:Volume|Vol\.) (?P<volume>\d+)(?:,? (?:Number|No\.|Issue) (?P<issue>[\w-]+))?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_JOURNALS = frozenset({"tacl", "cl", "lilt", "ijclclp", "jlcl", "nejlt", "tal"})
_JOURNAL_LETTERS = frozenset("JQ")
_JOURNAL_TITLE = re.compile(
    r"(?:Transactions of|Computational Linguistics,|Linguistic Issues in|Traitement Automatique des Langues,)"
    r"|\bJournal\b",
    re.IGNORECASE,
)
_ATTACHED = {"poster": Material.POSTER, "presentation": Material.SLIDES, "slides": Material.SLIDES}
_PLACE_OF = {material: place for place, material in enumerate(Material)}


class _Volume(NamedTuple):
    collection: str = ""
    number: str = ""
    book: str = ""
    venue: str | None = None
    year: int | None = None
    container: str = ""
    is_journal: bool = False
    volume: str = ""
    issue: str = ""
    month: int | None = None
    editors: tuple[Author, ...] = ()
    publisher: str = ""
    isbn: tuple[str, ...] = ()


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
    book, journal = said.text("booktitle"), said.text("journal-title") or said.text("journal")
    is_journal = bool(journal) or _is_journal(volume.collection, book)
    found = _JOURNAL_VOLUME.search(book) if is_journal else None
    year = year_in(said.text("year"))
    date = date_of(year, said.text("month")) if said.text("month") else date_in(found["rest"] if found else "")
    return volume._replace(
        book=book,
        venue=_venue(volume.collection, book, said.text("journal")),
        year=year,
        container=journal or (book[: found.start()] if found else book),
        is_journal=is_journal,
        volume=said.text("journal-volume") or ((found["volume"] if found else None) or ""),
        issue=said.text("journal-issue") or said.text("issue") or ((found["issue"] if found else None) or ""),
        month=date.month,
        editors=people(map(_author, said.all("editor"))),
        publisher=said.text("publisher"),
        isbn=serial_numbers(texts_of(said.all("isbn"))).isbn,
    )


def _is_journal(collection: str, book: str) -> bool:
    """Whether a volume is an issue of a journal: by its collection, or by its title."""
    named = _COLLECTION.fullmatch(collection)
    is_known = named is not None and (named["letter"] in _JOURNAL_LETTERS or named["venue"] in _JOURNALS)
    return is_known or bool(_JOURNAL_TITLE.search(book) and _JOURNAL_VOLUME.search(book))


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
    year = year_in(said.text("year")) or volume.year or _year(volume.collection)
    return record_or_reject(Record(
        title=title,
        **author_fields(people(map(_author, said.all("author")))),
        abstract=said.text("abstract") or None,
        venue=(_venue(volume.collection, book) if book else volume.venue) or _venue(volume.collection, ""),
        year=year,
        month=volume.month if year == (volume.year or year) else None,
        ids=filled(acl=acl_id, doi=said.text("doi")),
        links=_links(said, url if not is_bare else f"{SITE}{url}.pdf", acl_id),
        materials=_materials(said, has_pdf=bool(url)),
        comments=" ".join(notes) or None,
        is_retracted=said.first("retracted") is not None or said.first("removed") is not None,
        line=line,
        raw=raw,
        **_publication(said, book, volume),
        extra=_extra(said),
    ))  # fmt: skip


def _publication(said: Children, book: str, volume: _Volume) -> dict[str, Any]:
    """What the paper and its volume say of the publication, by the names of a record's fields."""
    is_journal = volume.is_journal and not book
    own = people(map(_author, said.all("editor")))
    return {
        "type": PaperType.JOURNAL_ARTICLE if is_journal or said.text("journal") else PaperType.CONFERENCE_PAPER,
        "container": said.text("journal") or book or volume.container or None,
        "volume": number_in(volume.volume),
        "issue": number_in(said.text("issue") or volume.issue),
        "pages": pages_in(said.text("pages")),
        "publisher": said.text("publisher") or volume.publisher or None,
        "editors": own or volume.editors,
        "isbn": volume.isbn,
        "language": language_in(said.text("language")),
        "citation_key": said.text("bibkey") or None,
    }


def _author(author: Any) -> Author | None:
    """The parts that the elements tell apart; some family names hold a suffix behind a comma."""
    first_of = {part.tag: part for part in author.iterchildren(reversed=True)}.get
    family, comma, behind = text_of(first_of("last")).partition(",")
    if comma and is_suffix(behind.strip()):
        return person(text_of(first_of("first")), family, behind)
    return person(text_of(first_of("first")), text_of(first_of("last")), text_of(first_of("suffix")))


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


def _extra(said: Children) -> dict[str, Any]:
    retracted, removed = said.first("retracted"), said.first("removed")
    return filled(
        awards=list(texts_of(said.all("award"))),
        datasets=list(texts_of(said.all("pwcdataset"))),
        retracted=retracted.get("date") if retracted is not None else None,
        removed=text_of(removed),
    )


PARSER = Parser("acl-xml", 2, _score, parse=_parse)
"""Reads collections of the Anthology. Front matter is no paper."""
