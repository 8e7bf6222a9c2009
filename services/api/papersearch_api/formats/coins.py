"""COinS: a paper as an OpenURL context object (ANSI/NISO Z39.88), which Zotero and others find on pages."""

from urllib.parse import urlencode

from papersearch.paper import JsonObject, Paper, PaperType, paper_from_json
from papersearch_api.formats.people import name_parts
from papersearch_api.formats.publication import address_of, container_of, date_parts, kind_of, own_keywords, pages_of

_JOURNAL, _BOOK, _DISSERTATION, _DUBLIN_CORE = "journal", "book", "dissertation", "dc"
_FORMATS = {
    PaperType.JOURNAL_ARTICLE: (_JOURNAL, "article"),
    PaperType.REVIEW: (_JOURNAL, "article"),
    PaperType.NEWS: (_JOURNAL, "article"),
    PaperType.ARTICLE: (_JOURNAL, "preprint"),
    PaperType.CONFERENCE_PAPER: (_BOOK, "proceeding"),
    PaperType.CHAPTER: (_BOOK, "bookitem"),
    PaperType.ENTRY: (_BOOK, "bookitem"),
    PaperType.BOOK: (_BOOK, "book"),
    PaperType.REPORT: (_BOOK, "report"),
    PaperType.THESIS: (_DISSERTATION, "dissertation"),
}
"""Kind of a paper -> the format of the context object and its genre; every other kind is Dublin Core."""
_WHOLE = frozenset({"book", "report"})
"""Genres whose title is the book's, not that of a part of one."""


def coins(body: JsonObject) -> str:
    """What the `title` of `<span class="Z3988">` holds, not yet escaped for HTML."""
    paper = paper_from_json({name: value for name, value in body.items() if name in Paper.__struct_fields__})
    kind = kind_of(paper)
    form, genre = _FORMATS.get(kind, (_DUBLIN_CORE, "")) if kind else (_DUBLIN_CORE, "")
    members = _dublin_core(paper, kind) if form == _DUBLIN_CORE else _publication(paper, form, genre)
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        *((f"rft.{name}", value) for name, value in members if value),
        *(("rft_id", value) for value in _addresses(paper)),
    ]
    return urlencode(pairs)


def _publication(paper: Paper, form: str, genre: str) -> list[tuple[str, str | None]]:
    container, pages = container_of(paper), pages_of(paper)
    title = "title" if form == _DISSERTATION else "btitle" if genre in _WHOLE else "atitle"
    people = [name_parts(author) for author in paper.authors]
    first = people[0] if people and not people[0].literal else None
    return [
        ("genre", genre),
        (title, paper.title),
        ("jtitle" if form == _JOURNAL else "btitle", container if title == "atitle" else None),
        ("aulast", first.family if first else None),
        ("aufirst", first.given if first else None),
        *(("aucorp" if each.literal else "au", each.literal or f"{each.given} {each.family} {each.suffix}".strip())
          for each in people),
        ("volume", paper.volume),
        ("issue", paper.issue),
        ("spage", pages.first),
        ("epage", pages.last),
        ("pages", "-".join(filter(None, pages))),
        ("date", "-".join(f"{part:02}" for part in date_parts(paper))),
        ("inst" if form == _DISSERTATION else "pub", paper.publisher),
        ("edition", paper.edition),
        *(("issn", number) for number in paper.issn[:1]),
        *(("isbn", number) for number in paper.isbn[:1]),
        ("language", paper.language),
    ]  # fmt: skip


def _dublin_core(paper: Paper, kind: PaperType | None) -> list[tuple[str, str | None]]:
    return [
        ("type", str(kind) if kind else "document"),
        ("title", paper.title),
        *(("creator", author.name) for author in paper.authors),
        ("source", container_of(paper)),
        ("publisher", paper.publisher),
        ("date", "-".join(f"{part:02}" for part in date_parts(paper))),
        *(("subject", keyword) for keyword in own_keywords(paper)),
        ("identifier", address_of(paper)),
        ("language", paper.language),
    ]


def _addresses(paper: Paper) -> list[str]:
    named = [f"info:{scheme}/{paper.ids[scheme]}" for scheme in ("doi", "pmid") if scheme in paper.ids]
    web = address_of(paper)
    return [*named, *([web] if web and not web.startswith("https://doi.org/") else [])]
