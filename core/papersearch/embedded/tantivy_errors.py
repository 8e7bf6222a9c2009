"""The border to tantivy: its exceptions and Rust panics stop here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import tantivy

from papersearch.errors import EngineUnavailableError, OutdatedIndexError

_NO_SUCH_FIELD = "is not defined in the schema"
_PANIC = "PanicException"
"""The name of pyo3's class for Rust panics: a BaseException that no module exports."""


def is_panic(error: BaseException) -> bool:
    """Whether a Rust panic has become this exception."""
    return type(error).__name__ == _PANIC


@contextmanager
def engine_errors(doing: str) -> Iterator[None]:
    """Turns what tantivy and the file system raise into EngineUnavailableError; `doing` is for its message.

    Only for calls into tantivy: a ValueError of our own inside would be mistaken for one of the engine's.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        if _NO_SUCH_FIELD in str(error):
            raise OutdatedIndexError from error
        raise EngineUnavailableError(f"{doing}: {error}") from error
    except BaseException as error:
        if is_panic(error):
            raise EngineUnavailableError(f"{doing}: the engine failed: {error}") from error
        raise


def hit_count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many documents a query matches. A limit of 0 would panic."""
    found: Any = searcher.search(query, limit=1)
    return int(found.count)


def column_values(searcher: tantivy.Searcher, name: str, addresses: Sequence[tantivy.DocAddress]) -> list[Any]:
    """A number column at these documents, None where there is no value."""
    return list(searcher.fast_field_values(name, list(addresses))) if addresses else []
