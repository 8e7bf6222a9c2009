"""What identifiers say of two records: one paper, two papers, or versions of one.

Two different identifiers of a scheme are two papers. Versions are the exception: a source names the other's
identifier, or one record is a preprint, which has a DOI, a PMID and so on of its own.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from papersearch.naming.identity import Identifier, strong_keys, work_identifier
from papersearch.naming.preprints import doi_without_version, is_preprint_doi, is_preprint_server
from papersearch.naming.venues import resolve_venue
from papersearch.paper import PaperType
from papersearch.record import Record

_OF_EACH_VERSION = frozenset({"doi", "pmid", "pmcid", "openalex"})
"""Schemes in which a preprint and its article have an identifier each. Two arXiv ids are always two papers."""


def own_identifiers(record: Record) -> dict[str, str]:
    """The normalised identifiers that tell papers apart: scheme -> value."""
    return _identifiers(tuple(sorted(record.ids.items()))) if record.ids else {}


@lru_cache(maxsize=4096)
def _identifiers(ids: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(strong_keys(dict(ids)))


def named_versions(record: Record) -> Iterator[Identifier]:
    """The identifiers of other versions that the record's source names."""
    for scheme, values in record.versions.items():
        for value in values:
            if found := work_identifier(scheme, value):
                yield found


def share_identifier(a: Record, b: Record) -> bool:
    """Whether two records have an identifier in common, or one names the other as a version of the same work."""
    ids, others = own_identifiers(a), own_identifiers(b)
    if any(others.get(scheme) == value for scheme, value in ids.items()):
        return True
    return _names_version(a, b) or _names_version(b, a)


def _names_version(record: Record, other: Record) -> bool:
    return bool(record.versions) and not own_identifiers(other).items().isdisjoint(named_versions(record))


def are_told_apart(a: Record, b: Record) -> bool:
    """Whether their identifiers say that two records are two papers."""
    ids, others = own_identifiers(a), own_identifiers(b)
    different = {scheme for scheme, value in ids.items() if not _is_same(scheme, value, others.get(scheme))}
    if not different or _names_version(a, b) or _names_version(b, a):
        return False
    if not different <= _OF_EACH_VERSION:
        return True
    if is_preprint(a) == is_preprint(b):
        return not _are_of_two_servers(ids, others) if is_preprint(a) else True
    return _are_of_one_journal(a, b)


def are_two_papers(some: Sequence[Record], others: Sequence[Record]) -> bool:
    """Whether identifiers say that two groups of records, each of one paper, are two papers."""
    pairs = [(a, b) for a in some if a.ids for b in others if b.ids]
    return any(are_told_apart(a, b) for a, b in pairs) and not any(share_identifier(a, b) for a, b in pairs)


def is_preprint(record: Record) -> bool:
    """Whether a record describes a preprint: its type says so, its DOI, or that it is on arXiv and nowhere else."""
    doi = own_identifiers(record).get("doi")
    if record.type is PaperType.ARTICLE or (doi and is_preprint_doi(doi)):
        return True
    place = published_in(record)
    return place is None and (_is_on_server(record) or (doi is None and "arxiv" in own_identifiers(record)))


def published_in(record: Record) -> str | None:
    """The id of the journal, proceedings or the like in which a record says that it was published, if it does."""
    for name in (record.venue, record.container):
        found = resolve_venue(name) if name else None
        if found and not is_preprint_server(found.venue.id):
            return found.venue.id
    return None


def _is_on_server(record: Record) -> bool:
    return bool(record.venue or record.container)  # a place that is not where it was published


def _is_same(scheme: str, value: str, other: str | None) -> bool:
    """Whether two identifiers of a scheme are the same; a missing one does not tell."""
    if other is None or value == other:
        return True
    return scheme == "doi" and doi_without_version(value) == doi_without_version(other)


def _are_of_two_servers(ids: dict[str, str], others: dict[str, str]) -> bool:
    """Whether two preprints have DOIs of two registrants: a server does not post a preprint twice."""
    doi, other = ids.get("doi"), others.get("doi")
    return doi is not None and other is not None and doi.partition("/")[0] != other.partition("/")[0]


def _are_of_one_journal(a: Record, b: Record) -> bool:
    """Whether a preprint by its type alone is in the same journal as the other record: then it is not a preprint."""
    place = published_in(a)
    return place is not None and place == published_in(b) and not _has_preprint_id(a) and not _has_preprint_id(b)


def _has_preprint_id(record: Record) -> bool:
    ids = own_identifiers(record)
    return "arxiv" in ids or is_preprint_doi(ids.get("doi", ""))
