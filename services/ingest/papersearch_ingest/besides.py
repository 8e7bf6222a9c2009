"""A PDF and the metadata that lies beside it under the same name: `deep.pdf` and `deep.bib` are one paper."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsed_source import MemberStart

DOCUMENTS = frozenset({".pdf"})
METADATA = (".json", ".bib", ".ris", ".nbib", ".xml", ".nxml")
"""Endings of files that can say what the PDF of the same name is, the first that is there does."""


def add_metadata_beside(
    items: Iterable[Record | Reject | MemberStart], beside: Iterable[Record | Reject]
) -> Iterator[Record | Reject | MemberStart]:
    """A PDF's record with the identity that the file beside it gives, so that both become one paper.

    What the first page was guessed to say gives way. A file that holds several records, or none that can be read,
    says nothing about the PDF.
    """
    metadata = _only_record(beside)
    for item in items:
        yield _joined(item, metadata) if isinstance(item, Record) and metadata else item


def _only_record(beside: Iterable[Record | Reject]) -> Record | None:
    try:
        found = [item for item in islice(beside, 2) if isinstance(item, Record)]
    except (SourceError, ValueError, LookupError):
        return None
    return found[0] if len(found) == 1 else None


def _joined(document: Record, metadata: Record) -> Record:
    return replace(
        document,
        title=metadata.title or document.title,
        authors=metadata.authors or document.authors,
        abstract=metadata.abstract or document.abstract,
        year=metadata.year or document.year,
        venue=metadata.venue or document.venue,
        keywords=metadata.keywords or document.keywords,
        ids={**document.ids, **metadata.ids},
        links={**document.links, **metadata.links},
    )
