"""What programs of others read in our exports, by the rows of the table of fields that each of them knows.

A reader gives for each paper the rows that it knows; what it does not tell apart is made equal on both sides: see
`Reader.seen`.
"""

import html
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from unicodedata import normalize

import bibtexparser
import pypandoc
import rispy
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Entry as BibEntry
from pybtex.database import Entry, Person, parse_string
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from papersearch.paper import Paper, PaperType
from papersearch_api.formats.publication import kind_of
from papersearch_api.formats.tex import one_line
from tests.support.round_trips import Difference, statements, written

Statements = dict[str, Any]
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc)>|<span [^>]*>|</span>")
_SIGNS = re.compile(r"[\W_ˆ˜]+")
_UNKNOWN_COMMAND = re.compile(r"\\text(?:brace(?:left|right)|less|greater|bar|backslash|ascii(?:tilde|circum))")
"""Commands of TeX that not every reader knows."""
_CSL = {"volume": "volume", "publisher": "publisher", "edition": "edition", "DOI": "DOI", "URL": "page on the web",
        "page": "pages"}  # fmt: skip
_BIB = {
    "title": ("title",), "abstract": ("abstract",), "volume": ("volume",), "issue": ("number",),
    "edition": ("edition",), "publisher": ("publisher", "school", "institution"), "language": ("language",),
    "DOI": ("doi",), "arXiv id": ("eprint",), "PMID": ("pmid",), "PMCID": ("pmcid",),
    "page on the web": ("url",),
    "container": ("journal", "journaltitle", "booktitle", "series"),
}  # fmt: skip
_VERBATIM = frozenset({"url", "doi", "eprint"})
"""Fields in which BibTeX takes every sign as it is."""
_RIS = {
    "title": "title", "abstract": "abstract", "container": "secondary_title", "volume": "volume", "issue": "number",
    "publisher": "publisher", "edition": "edition", "language": "language", "DOI": "doi", "citation key": "id",
}  # fmt: skip
_ARTICLE, _MISC, _BOOK, _SECTION = "article", "misc", "book", "incollection"
TYPES: dict[PaperType | None, tuple[str, str, str, str]] = {
    None: (_MISC, _MISC, "GEN", "document"),
    PaperType.ARTICLE: (_MISC, "online", "MANSCPT", "article"),
    PaperType.JOURNAL_ARTICLE: (_ARTICLE, _ARTICLE, "JOUR", "article-journal"),
    PaperType.CONFERENCE_PAPER: ("inproceedings", "inproceedings", "CONF", "paper-conference"),
    PaperType.CHAPTER: (_SECTION, _SECTION, "CHAP", "chapter"),
    PaperType.BOOK: (_BOOK, _BOOK, "BOOK", "book"),
    PaperType.THESIS: ("phdthesis", "thesis", "THES", "thesis"),
    PaperType.REPORT: ("techreport", "report", "RPRT", "report"),
    PaperType.DATASET: (_MISC, "dataset", "DATA", "dataset"),
    PaperType.SOFTWARE: (_MISC, "software", "COMP", "software"),
    PaperType.PATENT: (_MISC, "patent", "PAT", "patent"),
    PaperType.REVIEW: (_ARTICLE, _ARTICLE, "JOUR", "review"),
    PaperType.STANDARD: (_MISC, _MISC, "STAND", "standard"),
    PaperType.ENTRY: (_SECTION, "inreference", "ENCYC", "entry-encyclopedia"),
    PaperType.NEWS: (_ARTICLE, _ARTICLE, "MGZN", "article-magazine"),
    PaperType.WEBPAGE: (_MISC, "online", "ELEC", "webpage"),
    PaperType.PRESENTATION: (_MISC, "unpublished", "SLIDE", "speech"),
}
"""Kind of a paper -> what it is in BibTeX, BibLaTeX, RIS and CSL."""
_SIGNS_OF_TEX = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|",
                 "textasciicircum": "^", "textasciitilde": "~"}  # fmt: skip
"""Commands that pylatexenc does not know, or reads as an accent."""
_WORD = re.compile(r"\w+")
_PEOPLE = frozenset({"parts of names", "editors"})
FORMS = ("bibtex", "biblatex", "ris", "csl-json")
"""The formats whose words for types `TYPES` has, in its order."""


class Reader(NamedTuple):
    """A program that reads a format.

    `seen` is what it can see of a row's value: what it changes by its own rules (the case of titles, quotation marks)
    is left out on both sides.
    """

    name: str
    form: str
    read: Callable[[str], list[Statements]]
    seen: Callable[[str, Any], Any] = lambda _, value: value


def differences_of(reader: Reader, papers: list[Paper]) -> Iterator[Difference]:
    """Where what a program reads in our export differs from what the papers say."""
    for paper, found in zip(papers, reader.read(written(papers, reader.form)), strict=True):
        said = statements(paper)
        said |= {"type": TYPES[kind_of(paper)][FORMS.index(reader.form)], "numbers": [*paper.issn, *paper.isbn][:1]}
        for row, value in found.items():
            sent, read = reader.seen(row, said[row]), reader.seen(row, value)
            if sent != read:
                yield Difference(paper.id, row, sent, read)


def _plain(row: str, value: Any) -> Any:
    """Letters and digits of texts; pandoc has its own mind of case, quotation marks and formulas."""
    if isinstance(value, str) and row in {"title", "abstract", "container", "publisher"}:
        return _SIGNS.sub("", _UNKNOWN_COMMAND.sub("", normalize("NFKC", value))).casefold()
    if row in _PEOPLE:
        return [_SIGNS.sub("", "".join(parts)) for parts in value]
    return sorted(value) if row == "keywords" else value


def _without_order(row: str, value: Any) -> Any:
    """As `_plain`, and names as sets of words.

    Pandoc takes the second part of a name in RIS for its suffix, and a given name in small letters for a particle.
    """
    return [sorted(_WORD.findall(" ".join(parts))) for parts in value] if row in _PEOPLE else _plain(row, value)


def _shown(row: str, value: Any) -> Any:
    """Every character of a value, case and punctuation too.

    Left out are the order of keywords, and whether a name of one part is of a person or an organisation.
    """
    if row in _PEOPLE:
        return [(family or literal, given, suffix) for family, given, suffix, literal in value]
    return sorted(value) if row == "keywords" else value


def _first(row: str, value: Any) -> Any:
    """As `_shown`; rispy keeps one number, and takes a semicolon in an address for the end of it."""
    if row == "page on the web":
        return str(value).split(";")[0]
    return value[:1] if row == "numbers" else _shown(row, value)


def _of_csl(item: Mapping[str, Any]) -> Statements:
    def text(name: str) -> str | None:
        return one_line(html.unescape(_TAG.sub("", str(item.get(name) or "")))) or None

    date = item.get("issued", {}).get("date-parts", [[]])[0]
    found = {
        **{ours: text(name) for name, ours in _CSL.items()},
        "issue": text("issue") or text("number"),
        "title": text("title"),
        "abstract": text("abstract"),
        "container": text("container-title") or text("collection-title"),
        "parts of names": _csl_people(item.get("author", ())),
        "editors": _csl_people(item.get("editor", ())),
        "year": date[0] if date else None,
        "keywords": _listed(text("keyword")),
        "citation key": item["id"],
    }
    if found["container"] and found["container"] == found["publisher"]:
        del found["publisher"]  # pandoc takes `howpublished` for it
    return found


def _whole_csl(item: Mapping[str, Any]) -> Statements:
    return _of_csl(item) | {
        "type": item["type"],
        "issn": _listed(item.get("ISSN")),
        "isbn": _listed(item.get("ISBN")),
        "month, day": tuple(item.get("issued", {}).get("date-parts", [[]])[0]),
        "PMID": item.get("PMID"),
        "PMCID": item.get("PMCID"),
        "language": item.get("language"),
    }


def _listed(text: str | None) -> list[str]:
    return text.split(", ") if text else []


def _csl_people(people: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    particles = ("dropping-particle", "non-dropping-particle", "family")
    return [
        (
            " ".join(filter(None, map(one.get, particles))),
            *(one.get(name, "") for name in ("given", "suffix", "literal")),
        )
        for one in people
    ]


def _pandoc(form: str) -> Callable[[str], list[Statements]]:
    def read(text: str) -> list[Statements]:
        command = [pypandoc.get_pandoc_path(), "--from", form, "--to", "csljson"]
        made = subprocess.run(command, input=text, capture_output=True, text=True, timeout=600, check=True)
        return [_whole_csl(item) if form == "csljson" else _of_csl(item) for item in json.loads(made.stdout)]

    return read


def _bibtexparser(text: str) -> list[Statements]:
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks
    return list(map(_of_bibtexparser, library.entries))


def _of_bibtexparser(entry: BibEntry) -> Statements:
    values = {each.key: each.value for each in entry.fields}
    people = {row: list(map(_of_name, values.pop(role, ())))
              for row, role in (("parts of names", "author"), ("editors", "editor"))}  # fmt: skip
    return _of_bib(entry.entry_type, entry.key, _decoded(values)) | people


def _of_name(name: NameParts) -> tuple[str, ...]:
    family, given, suffix = (" ".join(words) for words in ([*name.von, *name.last], name.first, name.jr))
    return _untex(family), _untex(given), _untex(suffix), ""


def _pybtex(text: str) -> list[Statements]:
    return [_of_pybtex(key, entry) for key, entry in parse_string(text, "bibtex").entries.items()]


def _of_pybtex(key: str, entry: Entry) -> Statements:
    fields = _decoded(entry.fields)
    people = {row: [_of_person(one) for one in entry.persons.get(role, ())]
              for row, role in (("parts of names", "author"), ("editors", "editor"))}  # fmt: skip
    return _of_bib(entry.type, key, fields) | people


def _of_person(person: Person) -> tuple[str, ...]:
    last = _untex(" ".join([*person.prelast_names, *person.last_names]))
    first = _untex(" ".join([*person.first_names, *person.middle_names]))
    return last, first, _untex(" ".join(person.lineage_names)), ""


def _decoded(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value if name in _VERBATIM else _untex(value) for name, value in fields.items()}


def _untex(text: str) -> str:
    """What TeX would print, by pylatexenc; formulas as they are."""
    return " ".join(_tex_reader().latex_to_text(text).split())


@cache
def _tex_reader() -> LatexNodes2Text:
    commands = get_default_latex_context_db()
    signs = [MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS_OF_TEX.items()]
    commands.add_context_category("signs", macros=signs, prepend=True)
    return LatexNodes2Text(commands, math_mode="verbatim", strict_latex_spaces=True, keep_comments=True)


def _of_bib(kind: str, key: str, fields: Mapping[str, str]) -> Statements:
    def text(*names: str) -> str | None:
        return next((fields[name] for name in names if fields.get(name)), None)

    year = text("year") or (text("date") or "")[:4]
    return {
        **{row: text(*names) for row, names in _BIB.items()},
        "type": kind,
        "citation key": key,
        "pages": (text("pages") or "").replace("–", "-").replace("--", "-") or None,
        "year": int(year) if year else None,
        "issn": _listed(text("issn")),
        "isbn": _listed(text("isbn")),
        "keywords": _listed(text("keywords")),
    }


def _rispy(text: str) -> list[Statements]:
    return list(map(_of_ris, rispy.loads(text)))


def _of_ris(record: Mapping[str, Any]) -> Statements:
    date = [int(part) for part in record.get("date", record.get("year", "")).split("/") if part]
    editors = record.get("secondary_authors") or record.get("unknown_tag", {}).get("ED", [])
    return {
        **{row: record.get(name) for row, name in _RIS.items()},
        "type": record["type_of_reference"],
        "parts of names": list(map(_of_inverted, record.get("authors", ()))),
        "editors": list(map(_of_inverted, editors)),
        "pages": "-".join(filter(None, (record.get("start_page"), record.get("end_page")))) or None,
        "year": date[0] if date else None,
        "month, day": tuple(date),
        "page on the web": next(iter(record.get("urls", ())), None),
        "keywords": record.get("keywords", []),
        "numbers": [record["issn"]] if "issn" in record else [],
    }


def _of_inverted(name: str) -> tuple[str, ...]:
    family, given, suffix = ([*name.rstrip(",").split(", "), "", ""])[:3]
    return (family, given, suffix, "")


READERS: tuple[Reader, ...] = (
    Reader("bibtexparser", "bibtex", _bibtexparser, _shown),
    Reader("bibtexparser", "biblatex", _bibtexparser, _shown),
    Reader("pybtex", "bibtex", _pybtex, _shown),
    Reader("pybtex", "biblatex", _pybtex, _shown),
    Reader("rispy", "ris", _rispy, _first),
    Reader("json", "csl-json", lambda text: list(map(_whole_csl, json.loads(text)))),
    Reader("pandoc", "bibtex", _pandoc("bibtex"), _without_order),
    Reader("pandoc", "biblatex", _pandoc("biblatex"), _without_order),
    Reader("pandoc", "ris", _pandoc("ris"), _without_order),
    Reader("pandoc", "csl-json", _pandoc("csljson"), _without_order),
)
"""Every program that we hold our exports against, and what it reads."""
