"""BibTeX and BibLaTeX, UTF-8: one entry a paper, each under a key of its own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from papersearch.paper import Author, JsonObject, Paper, PaperType
from papersearch_api.formats.heading import Heading
from papersearch_api.formats.keys import UniqueKeys, citation_key
from papersearch_api.formats.people import has_parts, name_parts
from papersearch_api.formats.publication import (
    container_of,
    date_parts,
    kind_of,
    own_keywords,
    pages_of,
    shown_paper,
)
from papersearch_api.formats.tex import escaped, protected_title, verbatim, without_commands

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
Fields = Iterable[tuple[str, str | None]]
_SPLITS_NAMES = re.compile(r"(?:^|\s)and(?:\s|$)|^others$", re.IGNORECASE)
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏ"
_REST = rf"(?:[-'’.][{_LETTERS}]++)*+\.?+"
_FAMILY = rf"(?!(?i:and|others)\b)[{_LETTERS}]++{_REST}"
_GIVEN = rf"(?!A[Nn][Dd]\b)[A-Z][{_LETTERS}]*+{_REST}"
_PLAIN_NAME = rf"{_FAMILY}, {_GIVEN}(?: {_GIVEN})*+"
_PLAIN_NAMES = re.compile(rf"{_PLAIN_NAME}(?: and {_PLAIN_NAME})*+")
"""Names in two parts that are written as they are: most. A particle, a suffix or a special character needs `_name`."""


class _Entry(NamedTuple):
    """How a kind of paper is written.

    Entry type, field of the container, field of the publisher, BibLaTeX's `type`, and the kind as `entrysubtype` where
    the entry type does not tell it.
    """

    name: str
    container: str = "howpublished"
    publisher: str = "publisher"
    type: str = ""
    subtype: str = ""


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What BibTeX and BibLaTeX differ in."""

    entries: Mapping[PaperType | None, _Entry]
    is_biblatex: bool


_ARTICLE, _MISC = _Entry("article", "journal"), _Entry("misc")
_MAGAZINE = "magazine"
"""What BibLaTeX calls a journal for everybody."""


def _named(entry: _Entry, kind: PaperType) -> _Entry:
    return entry._replace(subtype=kind.value)


_BIBTEX = _Dialect({
    PaperType.JOURNAL_ARTICLE: _ARTICLE,
    PaperType.NEWS: _ARTICLE._replace(subtype=_MAGAZINE),
    PaperType.REVIEW: _named(_ARTICLE, PaperType.REVIEW),
    PaperType.CONFERENCE_PAPER: _Entry("inproceedings", "booktitle"),
    PaperType.CHAPTER: _Entry("incollection", "booktitle"),
    PaperType.ENTRY: _named(_Entry("incollection", "booktitle"), PaperType.ENTRY),
    PaperType.BOOK: _Entry("book", "series"),
    PaperType.THESIS: _Entry("phdthesis", "series", "school"),
    PaperType.REPORT: _Entry("techreport", "series", "institution"),
    **{kind: _named(_MISC, kind) for kind in (
        PaperType.ARTICLE, PaperType.DATASET, PaperType.SOFTWARE, PaperType.PATENT, PaperType.STANDARD,
        PaperType.WEBPAGE, PaperType.PRESENTATION,
    )},
}, is_biblatex=False)  # fmt: skip
_JOURNAL = _Entry("article", "journaltitle")
_BIBLATEX = _Dialect({
    PaperType.ARTICLE: _named(_Entry("online"), PaperType.ARTICLE),
    PaperType.JOURNAL_ARTICLE: _JOURNAL,
    PaperType.NEWS: _JOURNAL._replace(subtype=_MAGAZINE),
    PaperType.REVIEW: _named(_JOURNAL, PaperType.REVIEW),
    PaperType.CONFERENCE_PAPER: _Entry("inproceedings", "booktitle"),
    PaperType.CHAPTER: _Entry("incollection", "booktitle"),
    PaperType.ENTRY: _Entry("inreference", "booktitle"),
    PaperType.BOOK: _Entry("book", "series"),
    PaperType.THESIS: _Entry("thesis", "series", "institution", "phdthesis"),
    PaperType.REPORT: _Entry("report", "series", "institution", "techreport"),
    PaperType.DATASET: _Entry("dataset"),
    PaperType.SOFTWARE: _Entry("software"),
    PaperType.PATENT: _Entry("patent"),
    PaperType.WEBPAGE: _Entry("online"),
    PaperType.STANDARD: _named(_MISC, PaperType.STANDARD),
    PaperType.PRESENTATION: _named(_Entry("unpublished"), PaperType.PRESENTATION),
}, is_biblatex=True)  # fmt: skip
"""A paper of no known kind is `misc`."""


def papers_to_bibtex(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
    """An entry for each paper and a blank line after it. Of a paper cut to some members the entry has only these."""
    return _written(papers, _BIBTEX)


def papers_to_biblatex(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
    """The same with BibLaTeX's entry types and fields."""
    return _written(papers, _BIBLATEX)


def bibtex(paper: Paper) -> str:
    """One BibTeX entry."""
    return _entry(paper, citation_key(paper), _BIBTEX)


def biblatex(paper: Paper) -> str:
    """One BibLaTeX entry."""
    return _entry(paper, citation_key(paper), _BIBLATEX)


def _written(papers: Iterable[JsonObject], dialect: _Dialect) -> Iterator[str]:
    keys = UniqueKeys()
    for data in papers:
        paper = shown_paper(data)
        yield _entry(paper, keys.key_of(paper), dialect) + "\n"


def _entry(paper: Paper, key: str, dialect: _Dialect) -> str:
    kind = dialect.entries.get(kind_of(paper), _MISC)
    fields = (
        ("title", protected_title(paper.title) if paper.title else None),
        ("author", _people(paper.authors)),
        ("editor", _editors(paper.editors) if paper.editors else None),
        *_publication(paper, kind, is_biblatex=dialect.is_biblatex),
        *(_biblatex_date(paper) if dialect.is_biblatex else _bibtex_date(paper)),
        ("type", kind.type),
        ("entrysubtype", None if _is_seen_preprint(paper, kind) else kind.subtype),
        ("isbn", ", ".join(paper.isbn)),
        ("issn", ", ".join(paper.issn)),
        ("language", _text(paper.language)),
        *_identifiers(paper, is_biblatex=dialect.is_biblatex),
        ("url", _verbatim(paper.links.get("html"))),
        ("keywords", ", ".join(map(_keyword, own_keywords(paper)))),
        ("abstract", _text(paper.abstract)),
    )
    lines = [f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}" for name, value in fields if value]
    return f"@{kind.name}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _is_seen_preprint(paper: Paper, kind: _Entry) -> bool:
    """Whether `eprint` tells that the entry is a preprint."""
    return kind.subtype == PaperType.ARTICLE and "arxiv" in paper.ids


def _publication(paper: Paper, kind: _Entry, *, is_biblatex: bool) -> Fields:
    """Where and by whom it was published.

    The container of an entry that is not in one is in `howpublished`, which styles print, and in `journal`, which
    programs read.
    """
    container, pages = container_of(paper), pages_of(paper)
    journal = "journaltitle" if is_biblatex else "journal"
    return (
        (kind.container, _text(container)),
        (journal, _text(container) if kind.container == "howpublished" else None),
        ("volume", _text(paper.volume)),
        ("number", _text(paper.issue)),
        ("pages", "--".join([escaped(page) for page in pages if page])),
        (kind.publisher, _one_of_a_list(paper.publisher) if is_biblatex else _text(paper.publisher)),
        ("edition", _text(paper.edition)),
        ("note", _published_in(paper, container)),
    )


def _published_in(paper: Paper, container: str | None) -> str | None:
    reference = paper.journal_ref
    return f"Published in {escaped(reference)}" if reference and not paper.volume and reference != container else None


def _bibtex_date(paper: Paper) -> Fields:
    year, month, day = (*date_parts(paper), None, None, None)[:3]
    return (
        ("year", None if year is None else str(year)),
        ("month", _MONTHS[month - 1] if month else None),
        ("day", str(day) if day else None),
    )


def _biblatex_date(paper: Paper) -> Fields:
    year, *others = date_parts(paper) or (0,)
    return (("date", "-".join([f"{year:04}", *(f"{each:02}" for each in others)])),) if year else ()


def _identifiers(paper: Paper, *, is_biblatex: bool) -> Fields:
    """BibTeX's styles know `archiveprefix`, and reference managers `eprinttype` in either dialect."""
    ids = paper.ids
    has_arxiv = "arxiv" in ids
    return (
        ("doi", _verbatim(ids.get("doi"))),
        ("eprint", _verbatim(ids.get("arxiv"))),
        ("archiveprefix", "arXiv" if has_arxiv and not is_biblatex else None),
        ("eprinttype", "arXiv" if has_arxiv else None),
        ("pmid", _verbatim(ids.get("pmid"))),
        ("pmcid", _verbatim(ids.get("pmcid"))),
    )


def _people(people: Iterable[Author]) -> str:
    written = " and ".join([
        f"{one.family}, {one.given}" if one.family and one.given and not (one.suffix or one.literal) else ""
        for one in people
    ])  # fmt: skip
    return written if _PLAIN_NAMES.fullmatch(written) else " and ".join(filter(None, map(_name, people)))


_editors = lru_cache(maxsize=2_048)(_people)
"""Of a volume, which all papers in it have."""


@lru_cache(maxsize=16_384)
def _name(author: Author) -> str:
    """`Farrow, Jr., Ellis P.` where there are parts, the name as it is shown where there are none."""
    parts = name_parts(author)
    if parts.literal:
        return f"{{{without_commands(parts.literal)}}}"
    if not (has_parts(author) or parts.suffix or "," in author.name):
        return _name_part(" ".join(author.name.split()))
    family = _name_part(parts.family)
    if not (parts.given or parts.suffix) and " " in family and not family.startswith("{"):
        return f"{{{family}}}"
    return ", ".join(filter(None, (family, _name_part(parts.suffix), _name_part(parts.given))))


def _name_part(part: str) -> str:
    """A part of a name, in braces where it has a word that separates names.

    Commas separate parts, for biber within braces, too, so they are left out. A part of signs alone is none: BibTeX
    reads `Lund, -` as a name that ends with a comma.
    """
    if not any(map(str.isalnum, part)):
        return ""
    written = without_commands(part.replace(",", " "))
    return f"{{{written}}}" if _SPLITS_NAMES.search(part) else written


def _keyword(text: str) -> str:
    written = escaped(text)
    return f"{{{written}}}" if "," in written else written


def _one_of_a_list(text: str | None) -> str | None:
    """A text where BibLaTeX expects a list: `and` would begin the next item."""
    written = _text(text)
    return f"{{{written}}}" if written and _SPLITS_NAMES.search(written) else written


def _text(text: str | None) -> str | None:
    return escaped(text) if text else None


def _verbatim(text: str | None) -> str | None:
    return verbatim(text) if text else None
