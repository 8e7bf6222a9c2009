"""What follows from a record alone, worked out where it is read: beside the process that stores, and not in its turn.

Storing is one process's work, since it decides which records are one paper; all that needs no other record is done
before, by the parsing child.
"""

from collections.abc import Sequence

import msgspec

from papersearch.naming.identity import paper_id
from papersearch.record import Record
from papersearch_ingest.papers.keyphrases import canonical_keyphrases
from papersearch_ingest.papers.matching import match_keys


class Derived(msgspec.Struct, frozen=True):
    """`keys`: its match keys. `own_paper`: the id that it gives a paper by itself.

    `keyphrases`: the canonical keyphrases of its title and abstract, None where it has keywords of its own.
    """

    keys: tuple[int, ...]
    own_paper: str
    keyphrases: tuple[str, ...] | None


class DerivedRecord(msgspec.Struct, frozen=True):
    """A record with what follows from it."""

    record: Record
    derived: Derived


def derive(records: Sequence[Record]) -> list[Derived]:
    """For each record what follows from it alone. Pure: the same record always gives the same, in whatever company."""
    return [
        Derived(keys, paper_id(record), _keyphrases(record))
        for record, keys in zip(records, match_keys(records), strict=True)
    ]


def _keyphrases(record: Record) -> tuple[str, ...] | None:
    return None if record.keywords else canonical_keyphrases(record.title, record.abstract)
