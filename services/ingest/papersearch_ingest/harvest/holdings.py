"""Records of a harvested repository: which one stands for which item, what is replaced, and what is withdrawn."""

from collections.abc import Mapping, Sequence

from papersearch.store import Parts
from papersearch.store.columns import bounded_key
from papersearch.store.harvests import Word
from papersearch_ingest.papers.linkage import IncomingRecord

IDENTIFIER = "oai_identifier"
"""Where a record has the identifier, in `extra`."""
DATESTAMP = "datestamp"
"""Where a record has the datestamp, in `extra`."""


def replace_older(tx: Parts, item: int, collection: str, incoming: Sequence[IncomingRecord]) -> list[str]:
    """Store which records stand for which identifiers, and keep only the latest record of each item.

    Returns the papers to assemble again. Pages may be read out of order, and again much later, when rejects are
    replayed. So the datestamp decides, and between equal ones the record that was read last. Call it in the transaction
    that stores the records, after the item's outcomes are stored.
    """
    named = {
        each.key: Word(bounded_key(str(each.stored.record.extra[IDENTIFIER])), _datestamp(each))
        for each in incoming
        if each.stored.record.extra.get(IDENTIFIER)
    }
    tx.holdings.put_many(collection, {row.id: named[key] for key, row in tx.records.by_keys(list(named)).items()})
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
    """Delete the records of deleted items, and return the papers to assemble again.

    `deleted`: identifier -> datestamp. An item that came back after its deletion stays.
    """
    since = {bounded_key(identifier): datestamp for identifier, datestamp in deleted.items()}
    held = [each for each in tx.holdings.of(collection, since) if each.datestamp <= since[each.identifier]]
    tx.records.delete_many(each.record for each in held)
    return [each.paper for each in held]


def _datestamp(incoming: IncomingRecord) -> str:
    return str(incoming.stored.record.extra.get(DATESTAMP) or "")
