"""Python client of the papersearch HTTP API.

`Client` blocks, `AsyncClient` is for asyncio; both have the same methods. Papers are plain dictionaries in the form of
the API's JSON, typed as `Paper`. `to_pandas` and `to_polars` make tables of them.
"""

from papersearch_client.answers import (
    Bucket,
    Facet,
    FacetValues,
    Page,
    PaperList,
    QueryWarning,
    TitleMatch,
    WriteOutcome,
    WriteReport,
)
from papersearch_client.async_client import AsyncClient
from papersearch_client.client import Client
from papersearch_client.errors import (
    AccessError,
    ConflictError,
    CursorError,
    InvalidRequestError,
    NotFoundError,
    PapersearchClientError,
    ServerError,
    UnavailableError,
)
from papersearch_client.options import Filters, SearchOptions
from papersearch_client.papers import Hit, Paper, SimilarPaper
from papersearch_client.retries import Retries
from papersearch_client.tables import to_pandas, to_polars

__all__ = [
    "AccessError",
    "AsyncClient",
    "Bucket",
    "Client",
    "ConflictError",
    "CursorError",
    "Facet",
    "FacetValues",
    "Filters",
    "Hit",
    "InvalidRequestError",
    "NotFoundError",
    "Page",
    "Paper",
    "PaperList",
    "PapersearchClientError",
    "QueryWarning",
    "Retries",
    "SearchOptions",
    "ServerError",
    "SimilarPaper",
    "TitleMatch",
    "UnavailableError",
    "WriteOutcome",
    "WriteReport",
    "to_pandas",
    "to_polars",
]
