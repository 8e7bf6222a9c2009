"""Papers as a table of pandas or polars: a row for each paper, a column for each thing that tables are made for."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from papersearch_client.papers import Paper

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Read = Callable[[Mapping[str, Any]], Any]


def _at(name: str, part: str) -> Read:
    """A member of a member: None where either is missing."""
    return lambda paper: (paper.get(name) or {}).get(part)


def _all(name: str, part: str) -> Read:
    """The same member of each entry of a list."""
    return lambda paper: [entry[part] for entry in paper.get(name) or ()]


def _plain(name: str) -> Read:
    return lambda paper: paper.get(name)


COLUMNS: Mapping[str, tuple[str, Read]] = {
    "id": ("text", _plain("id")),
    "title": ("text", _plain("title")),
    "authors": ("texts", _all("authors", "name")),
    "venue": ("text", _at("venue", "label")),
    "year": ("number", _plain("year")),
    "keywords": ("texts", _all("keywords", "value")),
    "abstract": ("text", _plain("abstract")),
    "tldr": ("text", _at("tldr", "text")),
    "type": ("text", _plain("type")),
    "doi": ("text", _at("ids", "doi")),
    "arxiv": ("text", _at("ids", "arxiv")),
    "url": ("text", _at("links", "html")),
    "pdf": ("text", _at("links", "pdf")),
    "code": ("text", _at("links", "code")),
    "added_at": ("moment", _plain("added_at")),
    "score": ("fraction", _plain("score")),
}
"""The columns, with the kind of their values and how they are read from a paper."""


def to_pandas(papers: Iterable[Paper]) -> "pd.DataFrame":
    """Return a pandas table of papers, hits or similar papers. Needs `papersearch-client[pandas]`."""
    import pandas as pd

    kinds = {"text": "string", "number": "Int64", "fraction": "Float64", "texts": "object"}
    columns = _columns(papers)
    series = {
        name: pd.Series(pd.to_datetime(values, utc=True, format="ISO8601"))
        if COLUMNS[name][0] == "moment"
        else pd.Series(values, dtype=kinds[COLUMNS[name][0]])
        for name, values in columns.items()
    }
    return pd.DataFrame(series)


def to_polars(papers: Iterable[Paper]) -> "pl.DataFrame":
    """Return a polars table of papers, hits or similar papers. Needs `papersearch-client[polars]`."""
    import polars as pl

    kinds: dict[str, pl.DataType] = {
        "text": pl.String(),
        "number": pl.Int64(),
        "fraction": pl.Float64(),
        "texts": pl.List(pl.String),
        "moment": pl.String(),
    }
    table = pl.DataFrame(_columns(papers), schema={name: kinds[kind] for name, (kind, _) in COLUMNS.items()})
    moments = [name for name, (kind, _) in COLUMNS.items() if kind == "moment"]
    return table.with_columns(pl.col(moments).str.to_datetime(time_zone="UTC", time_unit="us"))


def _columns(papers: Iterable[Paper]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for paper in papers:
        for name, (_, read) in COLUMNS.items():
            columns[name].append(read(paper))
    return columns
