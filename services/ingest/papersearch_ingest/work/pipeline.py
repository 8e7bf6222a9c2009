"""From a leased item of the ledger to papers in the store, batch by batch; a kill anywhere loses and doubles nothing.

Each batch is one transaction, begun by the proof that the lease still holds: the records with their match keys, the
papers that they change, the rows of the index queue, and what became of each record. A batch that was done before a
crash is met again, and its records are known to be counted.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from pathlib import PurePosixPath

from papersearch.errors import NotFoundError, SourceError
from papersearch.paper import Paper
from papersearch.record import Reject, StoredRecord, record_fingerprint
from papersearch.request_id import carried_request_id, carrying
from papersearch.store import Parts, Store
from papersearch.store.ledger import Item, ItemState, Lease
from papersearch.store.records import RecordKey
from papersearch.store.rejects import RejectedRecord
from papersearch.work_items import HarvestPage, PaperWrite, SourceItem, Work
from papersearch_ingest.harvest.holdings import replace_older, withdraw
from papersearch_ingest.papers.assembly import assemble
from papersearch_ingest.papers.derived import DerivedRecord
from papersearch_ingest.papers.linkage import IncomingRecord, link_records
from papersearch_ingest.papers.merging import Keyphrases
from papersearch_ingest.sources.parsed_source import PARSER_FAULTS, MemberStart, Parse, ParsedSource, ParserLostError
from papersearch_ingest.sources.thumbnails import keep_pictures
from papersearch_ingest.work.api_writes import OnBatch, apply_write

__all__ = ["BATCH_SIZE", "PARSER_FAULTS", "Parse", "ParsedSource", "ParserLostError", "process_item"]

log = logging.getLogger(__name__)

BATCH_SIZE = 2_000
"""Records of a transaction, which takes about a second at most; other writers wait for it."""
FIRST_BATCHES = (250, 500, 1_000)
"""The same for the first ones of a source: while they are stored and indexed, the next are read."""
MEMBER = "!"
"""Between an archive's location and the path of one of its members."""
NO_RECORDS = "The source holds no records."


def process_item(store: Store, lease: Lease, parse: Parse, *, on_batch: OnBatch | None = None) -> ItemState:
    """Read the source of a leased item to its end, and return the item's new state.

    A source that cannot be read fails, or is skipped if it was only found in a folder; what was read before stays.
    `on_batch` is called after each batch. Raises LeaseLostError when another worker has the item by now, and
    UnavailableError when the store does not answer: the lease is then kept until it runs out or the worker is lost.
    """
    item = lease.item
    if not isinstance(item.work, HarvestPage) and item.work.request_id != carried_request_id():
        with carrying(item.work.request_id):
            return _process(store, lease, parse, on_batch)
    return _process(store, lease, parse, on_batch)


def _process(store: Store, lease: Lease, parse: Parse, on_batch: OnBatch | None) -> ItemState:
    item = lease.item
    log.info("processing item %d (%s)", item.id, item.location)
    if isinstance(item.work, PaperWrite):
        return apply_write(store, lease, item.work, on_batch)
    is_empty = True
    try:
        parsed = parse_item(store, item, parse)
        for batch in _batches(parsed, lease):
            is_empty = False
            stored = _store_batch(store, lease, batch)
            if on_batch:
                on_batch(len(batch), stored)
    except ParserLostError as error:
        return store.ledger.fail(lease, str(error))
    except SourceError as error:
        if isinstance(item.work, SourceItem) and item.work.from_folder:
            store.ledger.finish(lease, state=ItemState.SKIPPED, error=str(error))
            return ItemState.SKIPPED
        return store.ledger.fail(lease, str(error), can_retry=False)
    _finish(store, lease, parsed.parser, NO_RECORDS if is_empty and item.blob is not None else None)
    return ItemState.DONE


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A reject, its position in the source, and the source or the archive's member that it comes from."""

    position: int
    location: str
    reject: Reject


def parse_item(store: Store, item: Item, parse: Parse) -> ParsedSource:
    """Begin to read the blob of an item. Raises SourceError."""
    if item.blob is None:
        return ParsedSource("", 0, "", iter(()))
    try:
        source = item.work if isinstance(item.work, SourceItem) else SourceItem()
        sidecar = store.blobs.existing_path(source.sidecar.blob) if source.sidecar else None
        parsed = parse(store.blobs.existing_path(item.blob), item.location, source, sidecar)
        return replace(parsed, items=keep_pictures(store.blobs, parsed.items))
    except NotFoundError as error:
        raise SourceError(str(error)) from error
    except PARSER_FAULTS as error:
        raise ParserLostError(_fault(error)) from error


def _batches(parsed: ParsedSource, lease: Lease) -> Iterator[list[IncomingRecord | _Numbered]]:
    prepared = incoming_records(parsed, lease.item)
    for size in chain(FIRST_BATCHES, repeat(BATCH_SIZE)):
        try:
            batch = list(islice(prepared, min(size, BATCH_SIZE)))
        except PARSER_FAULTS as error:
            raise ParserLostError(_fault(error)) from error
        if not batch:
            return
        yield batch


def incoming_records(parsed: ParsedSource, item: Item) -> Iterator[IncomingRecord | _Numbered]:
    """The records of an item as they are stored, and the rejects, in order."""
    collection = _collection(item.work)
    met: Counter[tuple[str, str]] = Counter()
    now = MemberStart("", parsed.parser, parsed.parser_version, parsed.source_name)
    sidecar = item.work.sidecar.blob if isinstance(item.work, SourceItem) and item.work.sidecar else None
    location = item.location
    url = _label(collection or location)
    for position, found in enumerate(parsed.items):
        if isinstance(found, MemberStart):
            now, location = found, f"{item.location}{MEMBER}{found.path}"
            url = _label(collection or location)
            continue
        if isinstance(found, Reject):
            yield _Numbered(position, location, found)
            continue
        record, derived = (found.record, found.derived) if isinstance(found, DerivedRecord) else (found, None)
        raw_hash = hashlib.sha256(record.raw.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        key = RecordKey(collection or location, raw_hash, met[location, raw_hash])
        met[location, raw_hash] += 1
        stored = StoredRecord(
            record,
            now.source_name,
            url=url,
            retrieved_at=item.created_at,
            parser=now.parser,
            parser_version=now.parser_version,
        )
        fingerprint = record_fingerprint(record, now.parser, now.parser_version, sidecar)
        yield IncomingRecord(key, fingerprint, stored, derived=derived)


def _store_batch(store: Store, lease: Lease, batch: Sequence[IncomingRecord | _Numbered]) -> Sequence[Paper]:
    """Store a batch, and return the papers that it changed."""
    item = lease.item
    rejected: dict[str, list[RejectedRecord]] = {}
    for each in batch:
        if isinstance(each, _Numbered):
            row = RejectedRecord(each.position, each.reject.line, each.reject.reason, each.reject.raw)
            rejected.setdefault(each.location, []).append(row)
    incoming = [each for each in batch if isinstance(each, IncomingRecord)]
    with store.transaction(merges=True) as tx:
        tx.ledger.hold(lease)
        for location, rows in rejected.items():
            tx.rejects.add_records(item.id, location, rows)
        joined = link_records(tx, item.id, incoming)
        tx.item_records.put_many(item.id, joined.outcomes)
        collection = _collection(item.work)
        replaced = replace_older(tx, item.id, collection, incoming) if collection else []
        touched = list(dict.fromkeys([*joined.touched, *replaced]))
        assembled = assemble(tx, touched, joined.new, keyphrases=_keyphrases(incoming))
    return assembled.written


def _keyphrases(incoming: Sequence[IncomingRecord]) -> Keyphrases:
    """Return the keyphrases that were extracted when the batch's records were read."""
    found = ((each.stored.record, each.derived.keyphrases) for each in incoming if each.derived)
    return {(record.title, record.abstract): phrases for record, phrases in found if phrases is not None}


def _finish(store: Store, lease: Lease, parser: str, note: str | None) -> None:
    """Close the item. Records that the source no longer holds go if their paper is still in it, or on `replace`."""
    with store.transaction(merges=True) as tx:
        tx.ledger.hold(lease)
        assemble(tx, _gone(tx, lease.item))
        tx.ledger.finish(lease, parser=parser, error=note)


def _gone(tx: Parts, item: Item) -> list[str]:
    """Delete the records that are no longer in their source, and return the papers to assemble again.

    A page of a repository names the items that are deleted; any other source lists all that it holds.
    """
    match item.work:
        case HarvestPage(collection, withdrawn):
            return withdraw(tx, collection, withdrawn)
        case SourceItem(options):
            return _drop_unseen(tx, item.id, item.location, replace=options.replace)
    return []


def _collection(work: Work) -> str | None:
    """Return where all records of a page's repository are kept; None for any other source."""
    return work.collection if isinstance(work, HarvestPage) else None


def _drop_unseen(tx: Parts, item: int, location: str, *, replace: bool) -> list[str]:
    unseen = tx.records.unseen(item, location)
    if not replace:
        still_there = tx.item_records.papers_seen(item, {row.paper for row in unseen})
        unseen = [row for row in unseen if row.paper in still_there]
    tx.records.delete_many(row.id for row in unseen)
    return [row.paper for row in unseen]


def _label(location: str) -> str:
    """Return what a paper's sources show: the address, or the file's name without the folders of this machine."""
    outer, mark, member = location.partition(MEMBER)
    return location if "://" in location else f"{PurePosixPath(outer).name}{mark}{member}"


def _fault(error: Exception) -> str:
    return f"The parser failed: {type(error).__name__}: {error}"
