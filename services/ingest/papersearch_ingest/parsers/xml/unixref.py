"""Crossref's XML (Unixref), as its query services give it: a `doi_record` for each work, by the deposit's own schema.

<doi_records><doi_record><crossref><journal><journal_metadata><full_title>J</full_title></journal_metadata>
<journal_issue>..</journal_issue><journal_article><titles><title>T</title></titles><contributors>
<person_name contributor_role="author"><given_name/><surname/></person_name>..<doi_data><doi>10.1000/x</doi>..
"""

from collections.abc import Iterator
from typing import Any

from papersearch.paper import Author, PaperType, Reference
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_of, most_exact
from papersearch_ingest.parsers.people import author_fields, orcid_in, organisation, people, person
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import addresses, identifiers, record_or_reject, title_says_retracted
from papersearch_ingest.parsers.xml.pieces import Piece, read_records, root_of
from papersearch_ingest.parsers.xml.values import child_text, filled, text_of, texts_of

_ROOTS = frozenset({"crossref_result", "doi_records", "doi_record", "crossref"})
_WORKS = {
    "journal_article": PaperType.JOURNAL_ARTICLE, "conference_paper": PaperType.CONFERENCE_PAPER,
    "content_item": PaperType.CHAPTER, "book_metadata": PaperType.BOOK, "book_series_metadata": PaperType.BOOK,
    "book_set_metadata": PaperType.BOOK, "dissertation": PaperType.THESIS, "posted_content": PaperType.ARTICLE,
    "report-paper_metadata": PaperType.REPORT, "report-paper_series_metadata": PaperType.REPORT,
    "standard_metadata": PaperType.STANDARD, "dataset": PaperType.DATASET, "peer_review": PaperType.REVIEW,
}  # fmt: skip
"""Elements of works, those inside a volume before the volume itself."""
_VOLUMES = ("journal_metadata", "proceedings_metadata", "proceedings_series_metadata", "book_metadata",
            "book_series_metadata", "book_set_metadata", "database_metadata")  # fmt: skip
_VOLUME_TITLES = ("full_title", "proceedings_title", "titles/title", "series_metadata/titles/title")


def _score(sample: Sample) -> float:
    text = sample.text or ""
    has_works = any(f"<{name}" in text for name in _WORKS) or "<crossref>" in text
    return 0.93 if root_of(sample).name in _ROOTS and has_works else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    """Records by their `doi_record`; a file may also be one `crossref` element."""
    name = "doi_record" if "<doi_record" in (source.sample().text or "") else "crossref"
    return read_records(source, (name,), _record)


def _record(element: Any, piece: Piece) -> Record | Reject:
    work = next((found for name in _WORKS for found in element.iter(name)), None)
    if work is None:
        reason = child_text(element, ".//error") or "Crossref has no work of this kind"
        return Reject(f"No paper in this record: {reason.rstrip('.')}.", piece.line, piece.raw)
    volume = next((found for name in _VOLUMES for found in element.iter(name) if found is not work), None)
    title, publication = _title(work), _publication(element, work, volume)
    return record_or_reject(
        Record(
            title=title,
            **author_fields(_people(work, ("author", ""))),
            abstract=_abstract(work),
            venue=publication["container"],
            **_date(work, element)._asdict(),
            ids=identifiers(doi=child_text(work, "doi_data/doi")),
            links=addresses(html=child_text(work, "doi_data/resource")),
            is_retracted=title_says_retracted(title),
            line=piece.line,
            raw=piece.raw,
            **publication,
            references=references(map(_cited, work.iterfind("citation_list/citation"))),
            extra=filled(type=work.tag, event=child_text(element, ".//event_metadata/conference_name")),
        )
    )


def _title(work: Any) -> str | None:
    title, subtitle = child_text(work, "titles/title"), child_text(work, "titles/subtitle")
    title = title or child_text(work, "titles/original_language_title")
    return f"{title}: {subtitle}" if title and subtitle else title or None


def _people(work: Any, roles: tuple[str, ...]) -> tuple[Author, ...]:
    """The people and organisations of the work in these roles; a dissertation has its author without a list."""
    found = [*work.iterfind("contributors/*"), *work.findall("person_name")]
    return people(_person(each) for each in found if each.get("contributor_role", "") in roles)


def _person(each: Any) -> Author | None:
    if each.tag == "organization":
        return organisation(text_of(each))
    if each.tag != "person_name":
        return None
    given, family, suffix = (child_text(each, name) for name in ("given_name", "surname", "suffix"))
    return person(given, family, suffix, orcid_in(child_text(each, "ORCID")))


def _abstract(work: Any) -> str | None:
    found = next((each for each in work.iterfind("abstract")), None)
    text = " ".join(texts_of(each for each in found if each.tag != "title")) if found is not None and len(found) else ""
    return text or text_of(found) or None


def _date(work: Any, element: Any) -> Date:
    """The printed date, else the online one, of the work or its issue or volume."""
    for place in (work, element):
        dates = [*place.iter("publication_date"), *place.iter("posted_date"), *place.iter("approval_date")]
        dates.sort(key=lambda each: each.get("media_type", "print") != "print")
        parts = (
            (child_text(each, name) for name in ("year", "month", "day"))
            for each in dates
            if each.getparent().tag != "citation"
        )
        date = most_exact(date_of(*each) for each in parts)
        if date.year:
            return date
    return Date()


def _publication(element: Any, work: Any, volume: Any) -> dict[str, Any]:
    """What the record says of the publication, by the names of a record's fields."""
    container = next(filter(None, (child_text(volume, path) for path in _VOLUME_TITLES)), None)
    article_number = child_text(work, "publisher_item/item_number") if not child_text(work, "pages/first_page") else ""
    pages = child_text(work, "pages/first_page") or article_number
    publisher = next((name for path in ("publisher", "institution") for each in element.iter(path)
                      if (name := child_text(each, f"{path}_name"))), None)  # fmt: skip
    if publisher is None and work.get("type") == "preprint":
        publisher = child_text(work, "group_title") or None
    editors = _people(work, ("editor",)) or (_people(volume, ("editor",)) if volume is not None else ())
    return {
        "type": _WORKS[work.tag],
        "container": container,
        "volume": number_in(child_text(element, ".//journal_volume/volume") or child_text(volume, "volume")),
        "issue": number_in(child_text(element, ".//journal_issue/issue")),
        "pages": pages_in(pages, child_text(work, "pages/last_page")),
        "publisher": publisher,
        "edition": number_in(child_text(work, "edition_number") or child_text(volume, "edition_number")),
        "editors": editors,
        **serial_numbers([*texts_of(element.iter("issn")), *texts_of(element.iter("isbn"))])._asdict(),
        "language": language_in(work.get("language") or (volume.get("language") if volume is not None else None)),
    }


def _cited(entry: Any) -> Reference | None:
    return reference(
        ids={"doi": child_text(entry, "doi")},
        title=child_text(entry, "article_title") or child_text(entry, "volume_title"),
        year=child_text(entry, "cYear"),
        authors=[child_text(entry, "author")],
        text=child_text(entry, "unstructured_citation"),
    )


PARSER = Parser("crossref-xml", 2, _score, parse=_parse)
"""Reads what Crossref answers as Unixref, and what publishers deposit."""
