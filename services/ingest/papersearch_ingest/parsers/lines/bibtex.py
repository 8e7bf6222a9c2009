"""BibTeX and BibLaTeX: `@article{key, author = {Doe, Jane and Roe, R.}, title = {A {T}itle}, year = 2019}`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import given_first, split_at_and
from papersearch_ingest.parsers.lines.bibtex_entries import BibEntry, read_entries
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.source import Parser, Sample, Source
from papersearch_ingest.parsers.values import (
    addresses,
    first_value,
    identifiers,
    record_or_reject,
    split_keywords,
    title_says_retracted,
    year_in,
)
from papersearch_ingest.texts.tex import untex

_ENTRY = re.compile(
    r"^[ \t]*@(?!comment|string|preamble)[A-Za-z]{3,20}\s*[{(]\s*[^\s,={}]*\s*(?:,|[\w-]+\s*=)", re.MULTILINE
)
_ANY_ENTRY = re.compile(r"@(?:string|preamble|comment)\s*[{(]", re.IGNORECASE)
_FIELD = re.compile(r"[\w-]\s*=\s*(?:[{\"]|\d|\w+\s*[,}])")
_PARENTS = frozenset({"proceedings", "book", "collection", "mvproceedings", "mvbook", "mvcollection", "periodical"})
MOST_PARENTS = 100_000
_USED = frozenset({"title", "author", "abstract", "journal", "journaltitle", "booktitle", "year", "keywords", "keyword",
                   "note", "doi", "pmid", "pmcid"})  # fmt: skip
_COMMENT_LINE = re.compile(r"^%[^\r\n]*(?:[\r\n]+|\Z)", re.MULTILINE)
_ARXIV = re.compile(
    r"\barxiv\s*(?:preprint\s*)?(?:[:,]\s*|\s)(?:abs/)?(?P<id>\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE
)
_COMMANDS = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_", "textasciicircum": "^",
    "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'", "textdollar": "$", "textmu": "μ",
    "textdegree": "°", "texttimes": "×", "textpm": "±", "textexclamdown": "¡", "textquestiondown": "¿",
    "textbraceleft": "{", "textbraceright": "}", "guillemotleft": "«", "guillemotright": "»", "textperiodcentered": "·",
    "NG": "Ŋ", "ng": "ŋ", "DH": "Ð", "TH": "Þ", "DJ": "Đ", "dj": "đ", "relax": "", "textellipsis": "…",
}  # fmt: skip
_COMMAND = re.compile(rf"\\({'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?")
_NO_SORT = re.compile(r"\{?\\noopsort\s*\{[^{}]*\}\}?")
_MATHS = re.compile(r"(\$[^$]*\$)")
_TEX_SIGN = re.compile(r"[\\{}~$]|--|``|''")
_LITERAL_SIGN = re.compile(r"[\\{}]")
_NOT_LITERAL = re.compile(r"\\url|(?<!\\)[{}]")
_ESCAPED = re.compile(r"\\([_&%#~{}$])")
_TIE = re.compile(r"(?<!\\)~")


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
        yield entry if isinstance(entry, Reject) else _record(entry, parents)


class _Parent(NamedTuple):
    """What an entry inherits from the volume that its `crossref` names."""

    booktitle: str
    year: str


def _parents(source: Source) -> dict[str, _Parent]:
    """The volumes by key. They stand after their papers in most files, so the source is read twice."""
    found: dict[str, _Parent] = {}
    for entry in read_entries(source):
        if isinstance(entry, BibEntry) and entry.type in _PARENTS and len(found) < MOST_PARENTS:
            title = first_value(entry.fields, ("booktitle", "title")) or ""
            found[entry.key.lower()] = _Parent(title, first_value(entry.fields, ("year", "date")) or "")
    return found


def _record(entry: BibEntry, parents: Mapping[str, _Parent]) -> Record | Reject:
    fields = {
        name: value if name == "abstract" or "%" not in value else _COMMENT_LINE.sub("", value)
        for name, value in entry.fields.items()
    }
    parent = parents.get(fields.get("crossref", "").strip().lower())

    def text(*names: str) -> str | None:
        return readable(first_value(fields, names) or "") or None

    title, authors = plain_text(text("title")), _authors(fields.get("author", ""))
    venue = text("journal", "journaltitle", "booktitle", "eventtitle") or readable(parent.booktitle if parent else "")
    year = year_in(text("year")) or year_in(text("date")) or year_in(parent.year if parent else None)
    return record_or_reject(
        Record(
            title=title,
            authors=authors.names,
            abstract=plain_text(text("abstract")),
            venue=plain_text(venue),
            year=year,
            keywords=_keywords(fields),
            ids=_ids(entry.key, fields),
            links=_links(fields),
            comments=text("note"),
            is_retracted=title_says_retracted(title),
            line=entry.line,
            raw=entry.raw,
            extra=_extra(entry, fields, has_more_authors=authors.has_more),
        )
    )


def readable(value: str) -> str:
    r"""A value without TeX: `{\"U}ber {DNA}~--- $x_2$` -> `Über DNA — x₂`."""
    if not _TEX_SIGN.search(value):
        return " ".join(value.split())
    if "\\" in value:
        value = _COMMAND.sub(lambda found: _COMMANDS[found[1]], _NO_SORT.sub("", value))
    text = untex(_TIE.sub(" ", value))
    parts = _MATHS.split(text)  # braces stay in a formula that is still TeX
    parts[::2] = [part.replace("{", "").replace("}", "") for part in parts[::2]]
    text = "".join(parts).replace("---", "—").replace("--", "–")
    return " ".join(text.split())


def _literal(value: str | None) -> str:
    """A value in which TeX's own signs are escaped and nothing else is TeX: an address, an identifier."""
    if not value or not _LITERAL_SIGN.search(value):
        return (value or "").strip()
    return _ESCAPED.sub(r"\1", _NOT_LITERAL.sub("", value)).strip()


class _Authors(NamedTuple):
    names: tuple[str, ...]
    has_more: bool


def _authors(value: str) -> _Authors:
    names = [name for name in split_at_and(value) if name]
    known = [name for name in names if name.lower() != "others"]
    return _Authors(tuple(filter(None, map(_author, known))), len(known) < len(names))


def _author(name: str) -> str:
    """One name. In braces as a whole it is an organisation's, whose commas mean nothing."""
    is_whole = bool(re.fullmatch(r"\{[^\\].*\}", name, re.DOTALL)) and name.count("{") == 1
    return readable(name) if is_whole else given_first(readable(name))


def _keywords(fields: Mapping[str, str]) -> tuple[str, ...]:
    text = first_value(fields, ("keywords", "keyword", "author_keywords", "author-keywords"))
    return tuple(dict.fromkeys(split_keywords(readable(re.sub(r"\\(?:sep|and)\b", ";", text))))) if text else ()


def _ids(key: str, fields: Mapping[str, str]) -> dict[str, str]:
    eprint, kind = _literal(fields.get("eprint")), (first_value(fields, ("archiveprefix", "eprinttype")) or "").lower()
    arxiv = eprint if "arxiv" in kind else _literal(first_value(fields, ("arxiv", "arxivid")))
    where = " ".join(fields.get(name, "") for name in ("journal", "journaltitle", "volume", "howpublished", "note"))
    stated = _ARXIV.search(where)
    corr = re.match(r"abs/(\S+)", fields.get("volume", "")) if fields.get("journal", "").lower() == "corr" else None
    return identifiers(
        _literal(fields.get("url")),
        eprint if not kind else None,
        doi=_literal(fields.get("doi")),
        arxiv=arxiv or (stated and stated["id"]) or (corr and corr[1]),
        pmid=_literal(fields.get("pmid")) or (eprint if "pubmed" in kind else None),
        pmcid=_literal(first_value(fields, ("pmcid", "pmc"))),
        dblp=key.removeprefix("DBLP:") if key.startswith("DBLP:") else None,
    )


def _links(fields: Mapping[str, str]) -> dict[str, str]:
    url = _literal(fields.get("url")) or _literal(fields.get("howpublished"))
    pdf = _literal(first_value(fields, ("pdf", "pdfurl"))) or (url if url.lower().endswith(".pdf") else None)
    return addresses(html=url, pdf=pdf, code=_literal(fields.get("code")))


def _extra(entry: BibEntry, fields: Mapping[str, str], *, has_more_authors: bool) -> dict[str, Any]:
    extra: dict[str, Any] = {"type": entry.type, "key": entry.key}
    extra |= {name: readable(value) for name, value in fields.items() if name not in _USED and value.strip()}
    if entry.repeated:
        extra["repeated"] = {name: [readable(value) for value in values] for name, values in entry.repeated.items()}
    if has_more_authors:
        extra["has_more_authors"] = True
    return extra


PARSER = Parser("bibtex", 1, _score, parse=_parse)
"""Reads BibTeX. TeX becomes Unicode; names `Last, First` are turned round; fields of other names are in `extra`."""
