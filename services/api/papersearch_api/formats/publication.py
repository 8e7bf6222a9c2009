"""How a paper was published, as all bibliographic formats see it: its kind, container, pages, date and keywords."""

import re
from typing import NamedTuple

from papersearch.paper import JsonObject, KeywordSource, Paper, PaperType, paper_from_json

_NOT_SHOWN = ("sources", "provenance", "references", "other_ids", "materials", "full_text")
_EXTRACTED = KeywordSource.EXTRACTED
_RANGE = re.compile(r"(?P<first>[^\s–—-]+)\s*[-–—]+\s*(?P<last>[^\s–—-]+)")
_MONTHS, _DAYS = range(1, 13), range(1, 32)
_SITES = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
}
"""Scheme of an identifier -> the address of the paper that it names, the most lasting first."""


class Pages(NamedTuple):
    """The first and the last page; an article number, and anything else that is not one range, has no last."""

    first: str
    last: str = ""


_NO_PAGES = Pages("")


def shown_paper(data: JsonObject) -> Paper:
    """The paper without what no bibliographic format shows, which takes time to read. Raises ValueError."""
    shown = data.copy()
    for member in _NOT_SHOWN:
        shown.pop(member, None)
    return paper_from_json(shown)


def kind_of(paper: Paper) -> PaperType | None:
    """The type that a source states, else what the paper's other members tell of it."""
    if paper.type is PaperType.ARTICLE and paper.volume:
        return PaperType.JOURNAL_ARTICLE
    if paper.type is not None:
        return paper.type
    if paper.journal_ref or paper.volume or paper.issn:
        return PaperType.JOURNAL_ARTICLE
    if paper.venue or paper.container:
        return PaperType.CONFERENCE_PAPER
    return None


def container_of(paper: Paper) -> str | None:
    """The journal, proceedings or book; for a journal article without one the source's reference as a whole."""
    if paper.container:
        return paper.container
    if paper.venue:
        return paper.venue.label
    return paper.journal_ref if kind_of(paper) is PaperType.JOURNAL_ARTICLE else None


def pages_of(paper: Paper) -> Pages:
    """`11-19` in two parts; ("", "") where no pages are known."""
    if not paper.pages:
        return _NO_PAGES
    first, _, last = paper.pages.partition("-")
    if first.isalnum() and last.isalnum():
        return Pages(first, last)
    text = paper.pages.strip()
    found = _RANGE.fullmatch(text)
    return Pages(found["first"], found["last"]) if found else Pages(text)


def date_parts(paper: Paper) -> tuple[int, ...]:
    """Year, month and day as far as they are known."""
    if paper.year is None:
        return ()
    if paper.month is None or paper.month not in _MONTHS:
        return (paper.year,)
    if paper.day is None or paper.day not in _DAYS:
        return (paper.year, paper.month)
    return (paper.year, paper.month, paper.day)


def own_keywords(paper: Paper) -> list[str]:
    """The keywords that the paper's sources give; extracted ones are left out."""
    return [keyword.value for keyword in paper.keywords if keyword.source is not _EXTRACTED]


def address_of(paper: Paper) -> str | None:
    """The paper on the web: the address that a source gives, else what its identifiers lead to."""
    if html := paper.links.get("html"):
        return html
    return next((site.format(paper.ids[scheme]) for scheme, site in _SITES.items() if scheme in paper.ids), None)
