"""COinS: a paper as an OpenURL context object (ANSI/NISO Z39.88), which Zotero and others find on pages."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from papersearch.paper import JsonObject, Paper, PaperType, paper_from_json
from papersearch_api.formats.people import NameParts, name_parts
from papersearch_api.formats.publication import address_of, container_of, date_parts, kind_of, own_keywords, pages_of

Members = list[tuple[str, str | None]]
_JOURNAL, _BOOK, _DISSERTATION, _PATENT, _DUBLIN_CORE = "journal", "book", "dissertation", "patent", "dc"
_FORMATS = {
    PaperType.JOURNAL_ARTICLE: (_JOURNAL, "article"),
    PaperType.REVIEW: (_JOURNAL, "article"),
    PaperType.CONFERENCE_PAPER: (_BOOK, "proceeding"),
    PaperType.CHAPTER: (_BOOK, "bookitem"),
    PaperType.BOOK: (_BOOK, "book"),
    PaperType.REPORT: (_BOOK, "report"),
    PaperType.THESIS: (_DISSERTATION, "dissertation"),
    PaperType.PATENT: (_PATENT, ""),
}
"""Kind of a paper -> the format of the context object and its genre; every other kind is Dublin Core."""
REFERENCE_MANAGER_TYPES: Mapping[PaperType, str] = {
    PaperType.ARTICLE: "preprint",
    PaperType.JOURNAL_ARTICLE: "journalArticle",
    PaperType.CONFERENCE_PAPER: "conferencePaper",
    PaperType.CHAPTER: "bookSection",
    PaperType.BOOK: "book",
    PaperType.THESIS: "thesis",
    PaperType.REPORT: "report",
    PaperType.DATASET: "dataset",
    PaperType.SOFTWARE: "computerProgram",
    PaperType.PATENT: "patent",
    PaperType.REVIEW: "journalArticle",
    PaperType.STANDARD: "standard",
    PaperType.ENTRY: "encyclopediaArticle",
    PaperType.NEWS: "magazineArticle",
    PaperType.WEBPAGE: "webpage",
    PaperType.PRESENTATION: "presentation",
}
"""What Zotero calls each kind. In Dublin Core it reads these words, and takes any other for a web page."""
_OTHER = "document"
_WHOLE = frozenset({"book", "report"})
"""Genres whose title is the book's, not that of a part of one."""
_KEPT_GIVEN = re.compile(r"(?:[A-Z]\.?|[^\s.-]{2,})(?: (?:[A-Z]\.?|[^\s.-]{2,}))*")
_FIRST_GIVEN = re.compile(r"[^\s.-]+")
_MOST_INITIALS = 3


def coins(body: JsonObject) -> str:
    """What the `title` of `<span class="Z3988">` holds, not yet escaped for HTML."""
    paper = paper_from_json({name: value for name, value in body.items() if name in Paper.__struct_fields__})
    kind = kind_of(paper)
    form, genre = _FORMATS.get(kind, (_DUBLIN_CORE, "")) if kind else (_DUBLIN_CORE, "")
    members = _written(paper, kind, form, genre)
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        *((f"rft.{name}", value) for name, value in members if value),
        *(("rft_id", value) for value in _addresses(paper)),
    ]
    return urlencode(pairs)


def _written(paper: Paper, kind: PaperType | None, form: str, genre: str) -> Members:
    if form == _DUBLIN_CORE:
        return _dublin_core(paper, kind)
    return _patent(paper) if form == _PATENT else _publication(paper, form, genre)


def _publication(paper: Paper, form: str, genre: str) -> Members:
    container = container_of(paper)
    title = "title" if form == _DISSERTATION else "btitle" if genre in _WHOLE else "atitle"
    return [
        ("genre", genre),
        (title, paper.title),
        ("jtitle" if form == _JOURNAL else "btitle", container if title == "atitle" else None),
        ("series", None if title == "atitle" else container),
        *_authors(paper, "au"),
        *_place(paper),
        ("date", _date(paper)),
        ("inst" if form == _DISSERTATION else "pub", paper.publisher),
        ("edition", paper.edition),
        *(("issn", number) for number in paper.issn[:1]),
        *(("isbn", number) for number in paper.isbn[:1]),
        ("language", paper.language),
    ]


def _patent(paper: Paper) -> Members:
    people = [name_parts(author) for author in paper.authors]
    return [
        ("title", paper.title),
        *(("inventor", _indexed(each)) for each in people),
        ("assignee", paper.publisher),
        ("date", _date(paper)),
    ]


def _dublin_core(paper: Paper, kind: PaperType | None) -> Members:
    """Volume, issue and pages are not Dublin Core; readers of COinS know them all the same."""
    return [
        ("type", REFERENCE_MANAGER_TYPES[kind] if kind else _OTHER),
        ("title", paper.title),
        *(("creator", _indexed(name_parts(author))) for author in paper.authors),
        ("source", container_of(paper)),
        *_place(paper),
        ("publisher", paper.publisher),
        ("date", _date(paper)),
        *(("subject", keyword) for keyword in own_keywords(paper)),
        ("identifier", address_of(paper)),
        ("language", paper.language),
    ]


def _place(paper: Paper) -> Members:
    pages = pages_of(paper)
    return [
        ("volume", paper.volume),
        ("issue", paper.issue),
        ("spage", pages.first),
        ("epage", pages.last),
        ("pages", "-".join(filter(None, pages))),
    ]


def _date(paper: Paper) -> str:
    return "-".join(f"{part:02}" for part in date_parts(paper))


def _authors(paper: Paper, name: str) -> Members:
    """The first author in parts, then everybody. An organisation that is first is `aucorp`.

    Zotero finds the first author again among the others by family name and the beginning of the given names, as it
    writes them; whom it does not find it takes for one author more.
    """
    people = [name_parts(author) for author in paper.authors]
    if not people:
        return []
    first = people[0]
    if first.literal:
        return [("aucorp", first.literal), *((name, _indexed(each)) for each in people[1:])]
    given = _beginning(first.given)
    parts: Members = [("aulast", first.family), ("aufirst", given)] if given else []
    return [*parts, *((name, _indexed(each)) for each in people)]


def _indexed(person: NameParts) -> str:
    """Family name first. A name without given names ends in a comma: its last word is not a family name."""
    has_comma = bool(person.given or person.suffix)
    return person.inverted if has_comma else f"{person.inverted},"


def _beginning(given: str) -> str:
    """As much of the given names as every reader writes alike: `E.P.` may become `E. P.`, and so may `EP`."""
    if given.isupper() and given.isalpha() and len(given) <= _MOST_INITIALS:
        return given[:1]
    if _KEPT_GIVEN.fullmatch(given):
        return given
    found = _FIRST_GIVEN.match(given)
    return found.group() if found else ""


def _addresses(paper: Paper) -> list[str]:
    named = [f"info:{scheme}/{paper.ids[scheme]}" for scheme in ("doi", "pmid") if scheme in paper.ids]
    web = address_of(paper)
    return [*named, *([web] if web and not web.startswith("https://doi.org/") else [])]
