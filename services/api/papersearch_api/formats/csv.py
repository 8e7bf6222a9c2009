"""CSV (RFC 4180): one paper a row, lists joined by `; `.

A cell that a spreadsheet would run as a formula is led by an apostrophe (OWASP, "CSV Injection").
"""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator

from papersearch.paper import JsonObject

_COLUMNS: tuple[tuple[str, Callable[[JsonObject], object]], ...] = (
    ("id", lambda p: p["id"]),
    ("title", lambda p: p.get("title")),
    ("authors", lambda p: "; ".join(author["name"] for author in p.get("authors", ()))),
    ("venue", lambda p: (p.get("venue") or {}).get("label")),
    ("year", lambda p: p.get("year")),
    ("keywords", lambda p: "; ".join(keyword["value"] for keyword in p.get("keywords", ()))),
    ("tldr", lambda p: (p.get("tldr") or {}).get("text")),
    ("tldr_source", lambda p: (p.get("tldr") or {}).get("source")),
    ("abstract", lambda p: p.get("abstract")),
    ("doi", lambda p: p.get("ids", {}).get("doi")),
    ("arxiv", lambda p: p.get("ids", {}).get("arxiv")),
    ("url", lambda p: next(iter(p.get("links", {}).values()), None)),
    ("comments", lambda p: p.get("comments")),
    ("added_at", lambda p: p.get("added_at")),
    ("updated_at", lambda p: p.get("updated_at")),
)
_KEYS = {"tldr_source": "tldr", "doi": "ids", "arxiv": "ids", "url": "links"}
"""Column -> the key of a paper's JSON that it is from, where that has another name."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def papers_to_csv(papers: Iterable[JsonObject], fields: Collection[str] = ()) -> Iterator[str]:
    """A header row, then one row per paper, each ended by CR LF. `fields`: only `id` and the columns of these keys."""
    columns = [each for each in _COLUMNS if not fields or _KEYS.get(each[0], each[0]) in {"id", *fields}]
    yield _row(name for name, _ in columns)
    for paper in papers:
        yield _row(_cell(value(paper)) for _, value in columns)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
