"""What a harvested item means for the records that are stored of its repository: replaced, or withdrawn."""

from collections.abc import Mapping, Sequence

from papersearch.store import Parts
from papersearch.store.columns import bounded_key
from papersearch.store.harvests import Word
from papersearch_ingest.papers.linkage import IncomingRecord

COLLECTION = "collection"
"""The option of an item of the ledger that names the repository's collection: the place of all its records."""
WITHDRAWN = "withdrawn"
"""The option with what the page says to be deleted: identifier -> datestamp."""
IDENTIFIER = "oai_identifier"
"""Where a record has the identifier, in `extra`."""
DATESTAMP = "datestamp"
"""Where a record has the datestamp, in `extra`."""


def replace_older(tx: Parts, item: int, collection: str, incoming: Sequence[IncomingRecord]) -> list[str]:
    """Remembers which records stand for which identifiers, and of each item only the latest word.

    Pages may be read in another order than that in which they came, and again much later, when rejects are replayed:
    the datestamp decides, and between equal ones what was read last.

    To be called in the transaction that stores the records, when it is known what the item has met; the papers that
    have to be made anew.
    """
    named = {
        each.key: Word(bounded_key(str(each.stored.record.extra[IDENTIFIER])), _datestamp(each))
        for each in incoming
        if each.stored.record.extra.get(IDENTIFIER)
    }
    rows = tx.records.by_keys(list(named))
    tx.holdings.put_many(collection, {row.id: named[key] for key, row in rows.items()})
    identifiers = [word.identifier for word in named.values()]
    held = tx.holdings.of(collection, identifiers)
    latest: dict[str, str] = {}
    for each in held:
        latest[each.identifier] = max(latest.get(each.identifier, ""), each.datestamp)
    passed = {each.record for each in tx.holdings.of(collection, identifiers, unseen_by=item)}
    now = {word.identifier: word.datestamp for word in named.values()}
    older = [
        each
        for each in held
        if each.datestamp < latest[each.identifier]
        or (each.record in passed and each.datestamp == now[each.identifier])
    ]
    tx.records.delete_many(held.record for held in older)
    return [held.paper for held in older]


def withdraw(tx: Parts, collection: str, deleted: Mapping[str, str]) -> list[str]:
    """Forgets the records of deleted items; the papers that have to be made anew, or go if nobody else has them.

    An item that came back after its deletion (identifier -> datestamp) stays.
    """
    since = {bounded_key(identifier): datestamp for identifier, datestamp in deleted.items()}
    held = [each for each in tx.holdings.of(collection, since) if each.datestamp <= since[each.identifier]]
    tx.records.delete_many(each.record for each in held)
    return [each.paper for each in held]


def _datestamp(incoming: IncomingRecord) -> str:
    return str(incoming.stored.record.extra.get(DATESTAMP) or "")
