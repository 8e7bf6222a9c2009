"""The works that a paper cites, as its source lists them."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from papersearch.paper import Reference
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.values import identifiers, text_in, year_in

MOST_REFERENCES = 10_000
"""Entries of one list that are kept."""


def reference(
    *,
    ids: Mapping[str, Any] | None = None,
    title: Any = None,
    year: Any = None,
    authors: Iterable[Any] = (),
    text: Any = None,
) -> Reference | None:
    """A reference, or None where nothing is known of the cited work."""
    found = Reference(
        ids=identifiers(**(ids or {})),
        title=plain_text(text_in(title)),
        year=year_in(year),
        authors=tuple([name for name in map(text_in, authors) if name]),
        text=plain_text(text_in(text)),
    )
    return found if found.ids or found.title or found.text or found.authors else None


def references(found: Iterable[Reference | None]) -> tuple[Reference, ...]:
    """Those of which something is known, up to `MOST_REFERENCES`."""
    return tuple(islice((each for each in found if each is not None), MOST_REFERENCES))
