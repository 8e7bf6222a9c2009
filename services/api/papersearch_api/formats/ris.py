"""RIS, UTF-8: one tag a line, `ER` at the end of each paper."""

from collections.abc import Iterable, Iterator

from papersearch.paper import JsonObject, Paper, PaperType, paper_from_json
from papersearch_api.formats.heading import Heading
from papersearch_api.formats.keys import UniqueKeys
from papersearch_api.formats.people import name_parts
from papersearch_api.formats.publication import container_of, date_parts, kind_of, own_keywords, pages_of
from papersearch_api.formats.tex import one_line

_TYPES = {
    PaperType.ARTICLE: "UNPB",
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
Lines = list[tuple[str, str | None]]


def papers_to_ris(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
    """A record for each paper, and a blank line after it."""
    keys = UniqueKeys()
    for data in papers:
        paper = paper_from_json(data)
        lines = ((tag, one_line(value)) for tag, value in _lines(paper, keys.key_of(paper)) if value)
        yield "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - \n\n"


def _lines(paper: Paper, key: str) -> Lines:
    kind = kind_of(paper)
    return [
        ("TY", _TYPES.get(kind, _OTHER) if kind else _OTHER),
        ("ID", key),
        ("TI", paper.title),
        *(("AU", name_parts(author).inverted) for author in paper.authors),
        *(("A2", name_parts(editor).inverted) for editor in paper.editors),
        *_publication(paper, kind),
        *_date(paper),
        ("LA", paper.language),
        ("DO", paper.ids.get("doi")),
        *_accession(paper),
        *(("UR", address) for address in _addresses(paper)),
        ("L1", paper.links.get("pdf")),
        *(("KW", keyword) for keyword in own_keywords(paper)),
        ("AB", paper.abstract),
    ]


def _publication(paper: Paper, kind: PaperType | None) -> Lines:
    container, pages = container_of(paper), pages_of(paper)
    is_journal = kind is not None and _TYPES.get(kind) == "JOUR"
    return [
        ("T2", container),
        ("JO", container if is_journal else None),
        ("VL", paper.volume),
        ("IS", paper.issue),
        ("SP", pages.first),
        ("EP", pages.last),
        ("ET", paper.edition),
        ("PB", paper.publisher),
        *(("SN", number) for number in (*paper.issn, *paper.isbn)),
    ]


def _date(paper: Paper) -> Lines:
    """`PY` has the year; `DA` has the parts that are known, with the slashes of those that are not."""
    year, month, day = (*(f"{part:02}" for part in date_parts(paper)), "", "", "")[:3]
    return [("PY", year), ("DA", f"{year}/{month}/{day}/" if month else None)]


def _addresses(paper: Paper) -> list[str]:
    """The page that the source names, and the one at arXiv, which is how most readers find the arXiv id."""
    named = paper.links.get("html")
    arxiv = f"https://arxiv.org/abs/{paper.ids['arxiv']}" if "arxiv" in paper.ids else None
    return list(dict.fromkeys(filter(None, (named, arxiv))))


def _accession(paper: Paper) -> Lines:
    """The identifiers that have no tag of their own, with the database's name before each."""
    named = (("arXiv", "arxiv"), ("PMID", "pmid"), ("PMCID", "pmcid"))
    return [("AN", f"{name}:{paper.ids[scheme]}") for name, scheme in named if scheme in paper.ids]
