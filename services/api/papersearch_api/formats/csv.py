"""CSV (RFC 4180): one paper a row, lists joined by `; `.

A cell that a spreadsheet would run as a formula is led by an apostrophe (OWASP, "CSV Injection").
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator

from papersearch.paper import JsonObject, KeywordSource, TldrSource
from papersearch_api.formats.heading import Heading

Cell = Callable[[JsonObject], object]


def _member(name: str) -> Cell:
    return lambda paper: paper.get(name)


def _id(scheme: str) -> Cell:
    return lambda paper: paper.get("ids", {}).get(scheme)


def _names(member: str) -> Cell:
    return lambda paper: "; ".join(each["name"] for each in paper.get(member, ()))


def _listed(member: str) -> Cell:
    return lambda paper: "; ".join(paper.get(member, ()))


def _keywords(paper: JsonObject) -> str:
    given = (each for each in paper.get("keywords", ()) if each["source"] != KeywordSource.EXTRACTED)
    return "; ".join(each["value"] for each in given)


def _tldr(part: str) -> Cell:
    def cell(paper: JsonObject) -> object:
        tldr = paper.get("tldr") or {}
        return None if tldr.get("source") == TldrSource.EXTRACTED else tldr.get(part)

    return cell


_COLUMNS: tuple[tuple[str, Cell], ...] = (
    ("id", lambda p: p["id"]),
    ("title", _member("title")),
    ("authors", _names("authors")),
    ("venue", lambda p: (p.get("venue") or {}).get("label")),
    ("year", _member("year")),
    ("keywords", _keywords),
    ("tldr", _tldr("text")),
    ("tldr_source", _tldr("source")),
    ("abstract", _member("abstract")),
    ("doi", _id("doi")),
    ("arxiv", _id("arxiv")),
    ("url", lambda p: p.get("links", {}).get("html")),
    ("comments", _member("comments")),
    ("added_at", _member("added_at")),
    ("updated_at", _member("updated_at")),
    *((name, _member(name)) for name in ("type", "container", "volume", "issue", "pages", "publisher", "edition")),
    ("editors", _names("editors")),
    ("issn", _listed("issn")),
    ("isbn", _listed("isbn")),
    *((name, _member(name)) for name in ("month", "day", "language", "citation_key", "journal_ref")),
    ("pmid", _id("pmid")),
    ("pmcid", _id("pmcid")),
)
_KEYS = {"tldr_source": "tldr", "doi": "ids", "arxiv": "ids", "pmid": "ids", "pmcid": "ids", "url": "links"}
"""Column -> the key of a paper's JSON that it is from, where that has another name."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def papers_to_csv(papers: Iterable[JsonObject], _: Heading, fields: Collection[str] = ()) -> Iterator[str]:
    """A header row, then one row per paper, each ended by CR LF. `fields`: only `id` and the columns of these keys."""
    columns = [each for each in _COLUMNS if not fields or _KEYS.get(each[0], each[0]) in {"id", *fields}]
    yield csv_row(name for name, _ in columns)
    for paper in papers:
        yield csv_row(value(paper) for _, value in columns)


def csv_row(values: Iterable[object]) -> str:
    """One row with its CR LF. No cell is a formula, None is an empty cell."""
    line = io.StringIO()
    csv.writer(line).writerow(map(_cell, values))
    return line.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
