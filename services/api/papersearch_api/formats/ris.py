"""RIS, UTF-8: one tag a line, `ER` at the end of each paper."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from papersearch.paper import Author, JsonObject, Paper, PaperType
from papersearch_api.formats.heading import Heading
from papersearch_api.formats.keys import UniqueKeys
from papersearch_api.formats.people import name_parts
from papersearch_api.formats.publication import (
    container_of,
    date_parts,
    kind_of,
    own_keywords,
    pages_of,
    shown_paper,
)
from papersearch_api.formats.tex import one_line

_TYPES = {
    PaperType.ARTICLE: "MANSCPT",
    PaperType.JOURNAL_ARTICLE: "JOUR",
    PaperType.REVIEW: "JOUR",
    PaperType.NEWS: "MGZN",
    PaperType.CONFERENCE_PAPER: "CONF",
    PaperType.CHAPTER: "CHAP",
    PaperType.ENTRY: "ENCYC",
    PaperType.BOOK: "BOOK",
    PaperType.THESIS: "THES",
    PaperType.REPORT: "RPRT",
    PaperType.DATASET: "DATA",
    PaperType.SOFTWARE: "COMP",
    PaperType.PATENT: "PAT",
    PaperType.STANDARD: "STAND",
    PaperType.WEBPAGE: "ELEC",
    PaperType.PRESENTATION: "SLIDE",
}
_OTHER = "GEN"
_WITH_SECOND_AUTHORS = frozenset({"JOUR", "CONF", "CHAP", "ENCYC", "GEN"})
"""Types whose `A2` is an editor for every reader; elsewhere it is a series' editor, a sponsor or the like."""
_JOURNALS = frozenset({"JOUR", "MGZN"})
Lines = list[tuple[str, str | None]]


def papers_to_ris(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
    """A record for each paper, and a blank line after it."""
    keys = UniqueKeys()
    for data in papers:
        paper = shown_paper(data)
        yield f"{''.join(_lines(paper, keys.key_of(paper)))}ER  - \n\n"


def _lines(paper: Paper, key: str) -> Iterator[str]:
    kind = kind_of(paper)
    code = _TYPES.get(kind, _OTHER) if kind else _OTHER
    editors = "A2" if code in _WITH_SECOND_AUTHORS else "ED"
    yield f"TY  - {code}\n"
    for tag, text in (("ID", key), ("TI", paper.title)):
        yield _line(tag, text)
    for author in paper.authors:
        yield _name_line("AU", author)
    for editor in paper.editors:
        yield _name_line(editors, editor)
    for tag, text in (*_publication(paper, code), *_date(paper)):
        if text:
            yield _short_line(tag, text)
    for tag, text in _rest(paper):
        if text:
            yield _line(tag, text)


@lru_cache(maxsize=16_384)
def _name_line(tag: str, author: Author) -> str:
    """A name with its family name first; a comma after an organisation's that could be taken for a person's."""
    parts = name_parts(author)
    text = parts.inverted
    is_plain = not parts.literal or name_parts(Author(parts.literal)).literal
    return _line(tag, text if is_plain else f"{text},")


@lru_cache(maxsize=4_096)
def _short_line(tag: str, text: str) -> str:
    """A line that many papers share."""
    return _line(tag, text)


def _line(tag: str, text: str | None) -> str:
    value = one_line(text) if text else ""
    return f"{tag}  - {value}\n" if value else ""


def _publication(paper: Paper, code: str) -> Lines:
    container, pages = container_of(paper), pages_of(paper)
    numbers = (*paper.issn, *paper.isbn) if code in _JOURNALS else (*paper.isbn, *paper.issn)
    return [
        ("T2", container),
        ("JF", container if code in _JOURNALS else None),
        ("C3", container if code == "CONF" else None),
        ("VL", paper.volume),
        ("IS", paper.issue),
        ("SP", pages.first),
        ("EP", pages.last),
        ("ET", paper.edition),
        ("PB", paper.publisher),
        *(("SN", number) for number in numbers),
    ]


def _date(paper: Paper) -> Lines:
    """`PY` has the year; `DA` has the parts that are known, with the slashes of those that are not."""
    year, month, day = (*(f"{part:02}" for part in date_parts(paper)), "", "", "")[:3]
    return [("PY", year), ("DA", f"{year}/{month}/{day}/" if month else None)]


def _rest(paper: Paper) -> Lines:
    return [
        ("LA", paper.language),
        ("DO", paper.ids.get("doi")),
        *_accession(paper),
        *(("UR", address) for address in _addresses(paper)),
        ("L1", paper.links.get("pdf")),
        *(("KW", keyword) for keyword in own_keywords(paper)),
        ("AB", paper.abstract),
    ]


def _addresses(paper: Paper) -> list[str]:
    """The page that the source names, and the one at arXiv, which is how most readers find the arXiv id."""
    named = paper.links.get("html")
    arxiv = f"https://arxiv.org/abs/{paper.ids['arxiv']}" if "arxiv" in paper.ids else None
    return list(dict.fromkeys(filter(None, (named, arxiv))))


def _accession(paper: Paper) -> Lines:
    """The identifiers that have no tag of their own, with the database's name before each."""
    named = (("arXiv", "arxiv"), ("PMID", "pmid"), ("PMCID", "pmcid"))
    return [("AN", f"{name}:{paper.ids[scheme]}") for name, scheme in named if scheme in paper.ids]
