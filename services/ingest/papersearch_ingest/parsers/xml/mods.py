"""MODS, the Library of Congress's description of a work, alone or in a collection.

<modsCollection><mods><titleInfo><title>T</title></titleInfo><name type="personal"><namePart type="given"/>
<namePart type="family"/><role><roleTerm>author</roleTerm></role></name><genre>journal article</genre>
<relatedItem type="host"><titleInfo><title>J</title></titleInfo><part><detail type="volume"><number/></detail>..
"""

import re
from collections.abc import Iterator
from typing import Any

from papersearch.paper import Author, PaperType
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, most_exact
from papersearch_ingest.parsers.paper_types import type_in_words, unless_preprint
from papersearch_ingest.parsers.people import author_fields, named, orcid_in, organisation, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.source import Parser, Sample
from papersearch_ingest.parsers.values import (
    addresses,
    identifiers,
    noted_identifiers,
    record_or_reject,
    title_says_retracted,
    without_noted_ids,
)
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of

_AUTHORS = frozenset({"", "author", "aut", "creator", "cre", "verfasser", "verfasserin", "autor", "autorin", "auteur",
                      "autore", "författare", "forfatter", "kirjoittaja"})  # fmt: skip
_EDITORS = frozenset({"editor", "edt", "ed", "herausgeber", "herausgeberin", "hrsg", "hrsg.", "éditeur scientifique",
                      "editor literario", "curatore", "redaktör", "redaktør", "toimittaja"})  # fmt: skip
_MAKERS = frozenset({
    "art", "artist", "cmp", "composer", "pht", "photographer", "prf", "performer", "ctg", "cartographer", "drt",
    "director", "inv", "inventor", "prg", "programmer", "spk", "speaker", "dis", "dissertant", "lyr", "lyricist", "ill",
    "illustrator", "sng", "singer", "arr", "arranger",
})  # fmt: skip
"""Roles of those who made a work that has no author."""
_IDS = {"doi": "doi", "pmid": "pmid", "pubmed": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "arxiv": "arxiv"}
_DATES = ("dateIssued", "copyrightDate", "dateCreated", "dateOther")


def _score(sample: Sample) -> float:
    return 0.95 if root_of(sample).name in {"mods", "modsCollection"} and "titleInfo" in (sample.text or "") else 0.0


def _record(mods: Any, piece: Piece) -> Record | Reject:
    host = next((each for each in mods.findall("relatedItem") if each.get("type") == "host"), None)
    title, publication = _title(mods), _publication(mods, host)
    notes, urls = texts_of(mods.findall("note")), texts_of(mods.iterfind("location/url"))
    ids = {
        _IDS[kind]: text_of(each)
        for each in mods.findall("identifier")
        if (kind := each.get("type", "").lower()) in _IDS
    }
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_people(mods, _AUTHORS) or _people(mods, _MAKERS)),
            abstract=next(iter(texts_of(mods.findall("abstract"))), None),
            venue=publication["container"],
            **_date(mods, host)._asdict(),
            keywords=tuple(dict.fromkeys(texts_of(mods.iterfind("subject/topic")))),
            ids=noted_identifiers(*notes) | identifiers(*urls, **ids),
            links=addresses(
                html=next((url for url in urls if not url.lower().endswith(".pdf")), None),
                pdf=next((url for url in urls if url.lower().endswith(".pdf")), None),
            ),
            comments=without_noted_ids(next(iter(notes), None)),
            is_retracted=title_says_retracted(title),
            line=piece.line,
            raw=piece.raw,
            **publication,
            extra=filled(genres=list(texts_of(mods.findall("genre"))), notes=list(notes[1:])),
        )
    )


def _title(item: Any) -> str | None:
    """The title with its leading article, subtitle and part; other kinds of titles are not the work's own.

    What the work is in may have a title by which catalogues know it and no other.
    """
    given = item.findall("titleInfo") if item is not None else []
    infos = [each for each in given if not each.get("type")] or [each for each in given if item.tag == "relatedItem"]
    if not infos:
        return None
    info = infos[0]
    article, title, subtitle = (child_text(info, name) for name in ("nonSort", "title", "subTitle"))
    gap = "" if article.endswith(("'", "’")) else " "
    title = f"{article}{gap}{title}" if article else title
    parts = [f"{title}: {subtitle}" if title and subtitle else title or subtitle]
    parts += [text for name in ("partNumber", "partName") if (text := child_text(info, name))]
    return ". ".join(filter(None, parts)) or None


def _people(item: Any, roles: frozenset[str]) -> tuple[Author, ...]:
    """The names in these roles; one without a role is an author."""
    found = item.findall("name") if item is not None else ()
    return people(_person(each) for each in found if _role(each) in roles)


def _role(name: Any) -> str:
    terms = [text.lower() for text in texts_of(name.iterfind("role/roleTerm"))]
    return next((term for term in terms if term in _AUTHORS | _EDITORS | _MAKERS), next(iter(terms), ""))


def _person(name: Any) -> Author | None:
    parts: dict[str, list[str]] = {}
    for each in name.findall("namePart"):
        if text := text_of(each):
            parts.setdefault(each.get("type", ""), []).append(text)
    orcid = next(filter(None, (orcid_in(text_of(each)) for each in name.findall("nameIdentifier"))), None)
    whole = ", ".join(parts.get("", ())) or child_text(name, "displayForm")
    if name.get("type") in {"corporate", "conference"}:
        return organisation(whole, orcid)
    if "family" in parts:
        suffix = next((text for text in parts.get("termsOfAddress", ()) if text.rstrip(".") in _SUFFIXES), None)
        return person(" ".join(parts.get("given", ())), " ".join(parts["family"]), suffix, orcid)
    bare = _DATES_OF_LIFE.sub("", whole or " ".join(parts.get("given", ())))
    return named(re.sub(r"(?<=[a-z]{2})\.$", "", bare), orcid)


_DATES_OF_LIFE = re.compile(r",?\s\[?\d{4}\??\s?-\s?(?:\d{4})?\??\]?\.?$")
_BARE_KEY = re.compile(r"[A-Za-z][\w:.-]{2,60}\d[a-z]?")
_SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})


def _date(mods: Any, host: Any) -> Date:
    """The work's own date of issue, else its host's; one that a program encoded goes before one as people type it."""
    for place in (mods, host):
        if place is None:
            continue
        found = [each for name in _DATES for each in place.iterfind(f"originInfo/{name}") if each.get("point") != "end"]
        found += place.findall("part/date")
        found.sort(key=lambda each: not each.get("encoding"))
        date = most_exact(map(date_in, map(text_of, found)))
        if date.year:
            return date
    return Date()


def _publication(mods: Any, host: Any) -> dict[str, Any]:
    """What the work and its host say of the publication, by the names of a record's fields."""
    places = [each for each in (mods, host) if each is not None]
    container = _title(host)
    numbers = serial_numbers(_numbers(places))
    genres = [text for place in places for text in texts_of(place.findall("genre"))]
    return {
        "type": unless_preprint(_type(mods, host, genres, is_serial=bool(numbers.issn)), container),
        "container": container,
        "volume": number_in(_detail(places, "volume")),
        "issue": number_in(_detail(places, "issue") or _detail(places, "number")),
        "pages": _pages(places),
        "publisher": next(
            (text for place in places for text in texts_of(place.iterfind("originInfo/publisher"))), None
        ),
        "edition": number_in(child_text(mods, "originInfo/edition")),
        "editors": _people(mods, _EDITORS) or _people(host, _AUTHORS | _EDITORS),
        **numbers._asdict(),
        "language": language_in(child_text(mods, "language/languageTerm") or child_text(mods, "language")),
        "citation_key": _key(mods),
    }


def _type(mods: Any, host: Any, genres: list[str], *, is_serial: bool) -> PaperType | None:
    """The genre's type; else by what the host is, or by the kind of resource.

    A book that has a host is a chapter of it, and what is part of a serial is an article.
    """
    kind = next(filter(None, map(type_in_words, genres)), None)
    if host is None:
        is_book = child_text(mods, "originInfo/issuance") in {"monographic", "single unit"}
        resource = child_text(mods, "typeOfResource")
        of_resource = PaperType.SOFTWARE if resource.startswith("software") else PaperType.BOOK if is_book else None
        return PaperType.BOOK if is_book and kind is PaperType.CONFERENCE_PAPER else kind or of_resource
    has_pages = host.find("part/extent") is not None or mods.find("part/extent") is not None
    is_whole = child_text(mods, "originInfo/issuance") == "monographic" and not has_pages
    if is_whole and kind in {None, PaperType.CONFERENCE_PAPER}:
        return PaperType.BOOK
    is_serial = is_serial or child_text(host, "originInfo/issuance") in {"continuing", "serial"}
    if kind is None and (is_serial or any(genre.lower() in {"periodical", "academic journal"} for genre in genres)):
        return PaperType.JOURNAL_ARTICLE
    if kind is None and any("conference" in genre.lower() for genre in genres):
        return PaperType.CONFERENCE_PAPER
    return PaperType.CHAPTER if kind is PaperType.BOOK or (kind is None and has_pages) else kind


def _numbers(places: list[Any]) -> Iterator[str]:
    found = (each for place in places for each in place.findall("identifier"))
    return (text_of(each) for each in found if each.get("type", "").lower().startswith(("issn", "isbn")))


def _detail(places: list[Any], kind: str) -> str | None:
    details = (each for place in places for each in place.iterfind("part/detail") if each.get("type") == kind)
    return next(filter(None, (child_text(each, "number") or child_text(each, "caption") for each in details)), None)


def _pages(places: list[Any]) -> str | None:
    for extent in (each for place in places for each in place.iterfind("part/extent")):
        if extent.get("unit", "pages") in {"page", "pages"}:
            start, end = child_text(extent, "start"), child_text(extent, "end")
            if found := pages_in(start or child_text(extent, "list"), end):
                return found
    return pages_in(_detail(places, "article-number") or _detail(places, "page"))


def _key(mods: Any) -> str | None:
    """The key by which bibutils and others call the work."""
    keys = {each.get("type", "").lower(): text_of(each) for each in mods.findall("identifier")}
    bare = keys.get("", "")
    return keys.get("citekey") or mods.get("ID") or (bare if _BARE_KEY.fullmatch(bare) else None)


PARSER = Parser("mods-xml", 2, _score, parse=lambda source: read_records(source, ("mods",), _record))
"""Reads MODS, as libraries, Zotero and bibutils write it."""
