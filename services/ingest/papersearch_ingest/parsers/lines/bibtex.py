"""BibTeX and BibLaTeX: `@article{key, author = {Doe, Jane and Roe, R.}, title = {A {T}itle}, year = 2019}`."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from importlib import resources
from typing import Any

from papersearch.paper import PaperType, Reference
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.dates import Date, date_in, date_of, same_year
from papersearch_ingest.parsers.lines.bibtex_entries import BibEntry, read_entries
from papersearch_ingest.parsers.lines.bibtex_names import BibNames, read_names
from papersearch_ingest.parsers.lines.bibtex_text import literal, readable
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.paper_types import (
    BIBTEX,
    exact_type,
    is_preprint_server,
    type_in_words,
    unless_preprint,
)
from papersearch_ingest.parsers.people import author_fields
from papersearch_ingest.parsers.publication import language_in, number_in, pages_in, serial_numbers
from papersearch_ingest.parsers.references import reference, references
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import (
    addresses,
    first_value,
    identifiers,
    noted_identifiers,
    record_or_reject,
    split_keywords,
    title_says_retracted,
    without_noted_ids,
)

_ENTRY = re.compile(
    r"^[ \t]*@(?!comment|string|preamble)[A-Za-z]{3,20}\s*[{(]\s*[^\s,={}]*\s*(?:,|[\w-]+\s*=)", re.MULTILINE
)
_ANY_ENTRY = re.compile(r"@(?:string|preamble|comment)\s*[{(]", re.IGNORECASE)
_FIELD = re.compile(r"[\w-]\s*=\s*(?:[{\"]|\d|\w+\s*[,}])")
_PARENTS = frozenset({"proceedings", "book", "collection", "mvproceedings", "mvbook", "mvcollection", "periodical"})
MOST_PARENTS = 100_000
_GIVERS = _PARENTS | {"xdata"}
_INHERITED_FROM = ("crossref", "xdata")
_NOT_INHERITED = frozenset({"title", "subtitle", "titleaddon", "shorttitle", "author", "abstract", "doi", "url",
                            "pages", "note", "crossref", "xref", "keywords", "file", "label", "related"})  # fmt: skip
"""What a volume says of itself and not of the papers in it; an `xdata` entry gives everything."""
_USED = frozenset({
    "title", "subtitle", "author", "editor", "abstract", "journal", "journaltitle", "fjournal", "booktitle", "year",
    "date", "month", "day", "keywords", "keyword", "note", "doi", "pmid", "pmcid", "volume", "number", "issue", "pages",
    "publisher", "institution", "school", "edition", "issn", "eissn", "isbn", "language", "langid", "crossref", "xdata",
    "journalsubtitle", "booksubtitle", "references", "cited-references",
})  # fmt: skip
_WITH_SUBTYPES = frozenset({"misc", "online", "unpublished", "electronic", "article", "incollection"})
"""Entry types that stand for several kinds of paper: `entrysubtype` may tell which."""
_PUBLISHED_IN = re.compile(r"Published in (?P<reference>\S.*)")
"""A note that is a reference to the published version of the paper."""
_PAGE_FIELDS = ("pages", "articleno", "article-number", "eid", "articlenumber")
_REFERENCES = re.compile(r"[\r\n]\s*[\r\n]+|;\s*[\r\n]")
_COMMENT_LINE = re.compile(r"^%[^\r\n]*(?:[\r\n]+|\Z)", re.MULTILINE)
_ARXIV = re.compile(
    r"\barxiv\s*(?:preprint\s*)?(?:[:,]\s*|\s)(?:abs/)?(?P<id>\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE
)


def _score(sample: Sample) -> float:
    text = sample.text or ""
    if "@" not in text:
        return 0.0
    if _ENTRY.search(text) and _FIELD.search(text):
        return 0.9
    return 0.4 if _ANY_ENTRY.search(text) and text.lstrip().startswith(("@", "%")) else 0.0


def _parse(source: Source) -> Iterator[Record | Reject]:
    sample = source.sample().text or ""
    parents = _parents(source) if re.search(r"\b(?:crossref|xdata)\s*=", sample, re.IGNORECASE) else {}
    for entry in read_entries(source):
        made = entry if isinstance(entry, Reject) else _record(entry, parents)
        if made is not None:
            yield made


def _parents(source: Source) -> dict[str, Mapping[str, str]]:
    """What volumes and `xdata` entries give, by their keys. Most follow their papers: a second reading."""
    found: dict[str, Mapping[str, str]] = {}
    for entry in read_entries(source):
        if isinstance(entry, BibEntry) and entry.type in _GIVERS and len(found) < MOST_PARENTS:
            found[entry.key.lower()] = entry.fields if entry.type == "xdata" else _given_by_volume(entry.fields)
    return found


def _given_by_volume(fields: Mapping[str, str]) -> dict[str, str]:
    given = {name: value for name, value in fields.items() if name not in _NOT_INHERITED}
    title = first_value(fields, ("booktitle", "title"))
    return given | ({"booktitle": title} if title else {})


def _inherited(fields: Mapping[str, str], parents: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The fields with what the entries give that `crossref` and `xdata` name, which may name others in turn."""
    whole, waiting = dict(fields), [fields]
    for _ in range(_MOST_GENERATIONS):
        keys = [key.strip().lower() for each in waiting for name in _INHERITED_FROM
                for key in each.get(name, "").split(",") if key.strip()]  # fmt: skip
        waiting = [parents[key] for key in keys if key in parents]
        if not waiting:
            break
        for each in waiting:
            whole = {**each, **whole}
    return whole


_MOST_GENERATIONS = 4


def _record(entry: BibEntry, parents: Mapping[str, Mapping[str, str]]) -> Record | Reject | None:
    if entry.type == "xdata":
        return None
    own = {
        name: value if name == "abstract" or "%" not in value else _COMMENT_LINE.sub("", value)
        for name, value in entry.fields.items()
    }
    fields = _inherited(own, parents) if parents else own
    text = partial(_text, fields)
    title, authors = _joined(text("title"), text("subtitle")), read_names(fields.get("author", ""), readable)
    venue = text("journal", "journaltitle", "fjournal", "booktitle", "eventtitle")
    date, note = _date(fields), text("note")
    published = _PUBLISHED_IN.fullmatch(note or "")
    return record_or_reject(
        Record(
            title=title,
            **author_fields(authors.people),
            abstract=text("abstract"),
            venue=_journal(venue),
            **date._asdict(),
            keywords=_keywords(fields),
            ids=_ids(entry.key, fields),
            links=_links(fields),
            comments=None if published else without_noted_ids(note),
            journal_ref=published["reference"] if published else None,
            is_retracted=title_says_retracted(title),
            line=entry.line,
            raw=entry.raw,
            **_publication(entry, fields),
            extra=_extra(entry, own, authors),
        )
    )


def _text(fields: Mapping[str, str], *names: str) -> str | None:
    return plain_text(readable(first_value(fields, names) or ""))


_WITH_VERSIONS = frozenset({PaperType.DATASET, PaperType.SOFTWARE})
"""Types whose `version` is what the edition of a book is."""


def _publication(entry: BibEntry, fields: Mapping[str, str]) -> dict[str, Any]:
    """What the entry says of the publication, by the names of a record's fields."""
    text = partial(_text, fields)
    kind = _type(entry.type, fields)
    return {
        "type": kind,
        "container": _container(fields),
        "volume": number_in(text("volume")),
        "issue": number_in(text("issue", "number")),
        "pages": pages_in(next(filter(None, map(text, _PAGE_FIELDS)), None)),
        "publisher": text("publisher", "institution", "school", "organization"),
        "edition": number_in(text("edition") or (text("version") if kind in _WITH_VERSIONS else None)),
        "editors": read_names(fields.get("editor", ""), readable).people,
        **serial_numbers(readable(fields.get(name, "")) for name in ("issn", "isbn", "eissn"))._asdict(),
        "language": language_in(text("language", "langid")),
        "citation_key": entry.key or None,
        "references": _references(fields),
    }


def _type(entry_type: str, fields: Mapping[str, str]) -> PaperType | None:
    kind, subtype = BIBTEX.get(entry_type), readable(fields.get("entrysubtype", ""))
    if entry_type in _WITH_SUBTYPES and (stated := exact_type(subtype)):
        return stated
    if entry_type == "article" and subtype in {"magazine", "newspaper"}:
        return PaperType.NEWS
    journal = readable(first_value(fields, ("journal", "journaltitle", "howpublished", "publisher")) or "")
    if entry_type in {"misc", "online", "unpublished", "electronic"}:
        is_preprint = "arxiv" in _eprint_type(fields) or "arxiv" in fields.get("url", "").lower()
        return PaperType.ARTICLE if is_preprint else unless_preprint(kind, journal) or _stated_type(fields)
    if kind is PaperType.JOURNAL_ARTICLE and not journal and is_preprint_server(_eprint_type(fields)):
        return PaperType.ARTICLE
    return unless_preprint(kind, journal)


def _stated_type(fields: Mapping[str, str]) -> PaperType | None:
    """What a `@misc` says of itself, in BibLaTeX's and others' own fields."""
    return type_in_words(*(readable(fields.get(name, "")) for name in ("entrysubtype", "type", "howpublished")))


def _eprint_type(fields: Mapping[str, str]) -> str:
    return (first_value(fields, ("archiveprefix", "eprinttype")) or "").lower()


def _container(fields: Mapping[str, str]) -> str | None:
    """The journal or book by its whole name, with its subtitle."""
    journal = first_value(fields, ("fjournal", "journaltitle", "journal"))
    name, subtitle = (journal, fields.get("journalsubtitle")) if journal else (
        fields.get("booktitle"), fields.get("booksubtitle")
    )  # fmt: skip
    return _joined(_journal(plain_text(readable(name or ""))), plain_text(readable(subtitle or "")))


def _journal(name: str | None) -> str | None:
    r"""The name of a journal; `\apj` is a macro that astronomers' styles define."""
    macro = re.fullmatch(r"\\?([a-z]+)", name or "")
    return _journal_macros().get(macro[1], name) if macro else name


@lru_cache(maxsize=1)
def _journal_macros() -> dict[str, str]:
    text = resources.files("papersearch_ingest").joinpath("data/journal_macros.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def _joined(title: str | None, subtitle: str | None) -> str | None:
    """A title and its subtitle as one text, as JATS is read."""
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title.endswith((":", "?", "!", "—")) else f"{title}: {subtitle}"


def _date(fields: Mapping[str, str]) -> Date:
    """`year` with `month` and `day`, else BibLaTeX's `date`, whose month counts where it is of that year."""
    given = date_in(readable(fields.get("date", "")))
    year = date_in(readable(fields.get("year", ""))).year or given.year
    month = re.sub(r"[{}\"]", "", readable(fields.get("month", "")))
    own = date_of(year, month, readable(fields.get("day", "")))
    return own if own.month or year is None else same_year(given, year)


def _references(fields: Mapping[str, str]) -> tuple[Reference, ...]:
    """A list of references where an exporter gives one (`references`, Web of Science's `cited-references`)."""
    text = first_value(fields, ("references", "cited-references"))
    entries = (readable(entry) for entry in _REFERENCES.split(text or ""))
    return references(reference(ids=_cited_ids(entry), text=entry) for entry in entries if len(entry) > 20)


def _cited_ids(entry: str) -> dict[str, str]:
    found = re.search(r"\b10\.\d{4,9}/[^\s,;\]\[]{1,200}", entry)
    return {"doi": found.group().rstrip(".")} if found else {}


def _keywords(fields: Mapping[str, str]) -> tuple[str, ...]:
    text = first_value(fields, ("keywords", "keyword", "author_keywords", "author-keywords"))
    return tuple(dict.fromkeys(split_keywords(readable(re.sub(r"\\(?:sep|and)\b", ";", text))))) if text else ()


def _ids(key: str, fields: Mapping[str, str]) -> dict[str, str]:
    eprint, kind = literal(fields.get("eprint")), _eprint_type(fields)
    arxiv = eprint if "arxiv" in kind else literal(first_value(fields, ("arxiv", "arxivid")))
    where = " ".join(fields.get(name, "") for name in ("journal", "journaltitle", "volume", "howpublished", "note"))
    stated = _ARXIV.search(where)
    corr = re.match(r"abs/(\S+)", fields.get("volume", "")) if fields.get("journal", "").lower() == "corr" else None
    noted = noted_identifiers(*(readable(fields.get(name, "")) for name in ("note", "annote", "addendum")))
    return noted | identifiers(
        literal(fields.get("url")),
        literal(fields.get("howpublished")),
        eprint if not kind else None,
        doi=literal(fields.get("doi")),
        arxiv=arxiv or (stated and stated["id"]) or (corr and corr[1]),
        pmid=literal(fields.get("pmid")) or (eprint if "pubmed" in kind else None),
        pmcid=literal(first_value(fields, ("pmcid", "pmc"))),
        dblp=key.removeprefix("DBLP:") if key.startswith("DBLP:") else None,
    )


def _links(fields: Mapping[str, str]) -> dict[str, str]:
    url = literal(fields.get("url")) or literal(fields.get("howpublished"))
    pdf = literal(first_value(fields, ("pdf", "pdfurl"))) or (url if url.lower().endswith(".pdf") else None)
    return addresses(html=url, pdf=pdf, code=literal(fields.get("code")))


def _extra(entry: BibEntry, fields: Mapping[str, str], authors: BibNames) -> dict[str, Any]:
    extra: dict[str, Any] = {"type": entry.type}
    extra |= {name: readable(value) for name, value in fields.items() if name not in _USED and value.strip()}
    if entry.repeated:
        extra["repeated"] = {name: [readable(value) for value in values] for name, values in entry.repeated.items()}
    if authors.has_more:
        extra["has_more_authors"] = True
    return extra


PARSER = Parser("bibtex", 3, _score, parse=_parse)
"""Reads BibTeX. TeX becomes Unicode; names `Last, First` are turned round; fields of other names are in `extra`."""
