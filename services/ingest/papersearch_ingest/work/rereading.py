"""Read stored records again that an older version of their parser has read, from what the store keeps.

That is the source's bytes, or else the record's own text, if it can be read without the rest of its source. What a
record says changes, and nothing else: it stays in its paper, no record is added, and none is deleted. Papers written by
API are not read from a source, so they stay as they are.
"""

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec.structs import replace

from papersearch.errors import SourceError
from papersearch.record import Record, record_fingerprint
from papersearch.store import Parts, Store
from papersearch.store.ledger import Item
from papersearch.store.records import RecordRow
from papersearch.work_items import HarvestPage, IngestOptions, SourceItem
from papersearch_ingest.papers.derived import DerivedRecord, derive
from papersearch_ingest.papers.linkage import IncomingRecord
from papersearch_ingest.parsers.registry import BY_NAME
from papersearch_ingest.sources.parsed_source import PARSER_FAULTS, Parse
from papersearch_ingest.work.pipeline import MEMBER, incoming_records, parse_item

BATCH_SIZE = 500


class Reread(NamedTuple):
    """The number of records that were read again, and the locations that could not be read."""

    records: int
    unreadable: Sequence[str]


def read_again(store: Store, parse: Parse, *, on_progress: Callable[[int, int], None] | None = None) -> Reread:
    """Bring the records of older parsers up to date. The papers are not assembled here.

    May be stopped at any time: what is done stays, and the next call does the rest.
    """
    outdated = _outdated_locations(store)
    items = [item for item in store.ledger.latest_sources() if _location(item) in outdated] if outdated else []
    total, unreadable = 0, []
    for place, item in enumerate(items):
        try:
            total += _read_item(store, item, parse)
        except (SourceError, *PARSER_FAULTS):
            unreadable.append(item.location)
        if on_progress:
            on_progress(place + 1, len(items))
    return Reread(total + (_read_texts(store, parse) if outdated else 0), unreadable)


def _read_texts(store: Store, parse: Parse) -> int:
    """Read the records that are still outdated from their own texts, and return the number of those that could be."""
    total = after = 0
    with TemporaryDirectory(prefix="papersearch-") as folder:
        while rows := store.records.after(after, BATCH_SIZE):
            after = rows[-1].id
            found = [each for row in rows if _is_outdated(row) and (each := _from_text(row, parse, Path(folder)))]
            if found:
                with store.transaction(merges=True) as tx:
                    total += _update(tx, found)
    return total


def _is_outdated(row: RecordRow) -> bool:
    return _has_newer_parser(row.stored.parser, row.stored.parser_version) and bool(row.stored.record.raw)


def _from_text(row: RecordRow, parse: Parse, folder: Path) -> IncomingRecord | None:
    """The record as its own text says it, with what a profile or an option gave; None unless it is the same record."""
    stored, old = row.stored, row.stored.record
    file = folder / "record"
    file.write_bytes(old.raw.encode("utf-8", "surrogatepass"))
    try:
        parsed = parse(file, file.name, SourceItem(IngestOptions(parser=stored.parser)))
        items = [item.record if isinstance(item, DerivedRecord) else item for item in parsed.items]
    except (SourceError, *PARSER_FAULTS):
        return None
    if len(items) != 1 or not isinstance(items[0], Record) or items[0].title != old.title:
        return None
    given = {name: getattr(old, name) for name in old.profile_fields}
    kept = {"line": old.line, "raw": old.raw, "thumbnail": old.thumbnail, "profile_fields": old.profile_fields}
    record = replace(items[0], **given, **kept, option_fields=old.option_fields)
    fingerprint = record_fingerprint(record, stored.parser, parsed.parser_version)
    return IncomingRecord(row.key, fingerprint, replace(stored, record=record, parser_version=parsed.parser_version))


def _outdated_locations(store: Store) -> set[str]:
    """Where records of older parsers came from; for a member of an archive, the archive."""
    readings = store.records.readings()
    outdated = {location for location, name, version in readings if _has_newer_parser(name, version)}
    return outdated | {location.partition(MEMBER)[0] for location in outdated}


def _has_newer_parser(name: str, version: int) -> bool:
    return name in BY_NAME and BY_NAME[name].version > version


def _location(item: Item) -> str | None:
    """Where the item's records are kept; None if it is not a source."""
    match item.work:
        case HarvestPage(collection):
            return collection
        case SourceItem():
            return item.location
    return None


def _read_item(store: Store, item: Item, parse: Parse) -> int:
    found = incoming_records(parse_item(store, item, parse), item)
    total = 0
    records = (each for each in found if isinstance(each, IncomingRecord))
    while batch := list(islice(records, BATCH_SIZE)):
        with store.transaction(merges=True) as tx:
            total += _update(tx, batch)
    return total


def _update(tx: Parts, batch: Sequence[IncomingRecord]) -> int:
    """Replace what the stored records say, and return the number of those that were outdated."""
    known = tx.records.by_keys([each.key for each in batch])
    pairs = [(row, each) for each in batch if (row := known.get(each.key)) and _is_newer(each, row)]
    if not pairs:
        return 0
    derived = derive([each.stored.record for _, each in pairs])
    rows = [
        RecordRow(
            row.key,
            each.fingerprint,
            replace(each.stored, url=row.stored.url, retrieved_at=row.stored.retrieved_at),
            row.paper,
            row.own_paper,
            row.id,
        )
        for row, each in pairs
    ]
    tx.records.put_many(rows)
    keys = {row.id: each.keys for row, each in zip(rows, derived, strict=True)}
    tx.matches.put_many(keys, known=list(keys))
    return len(rows)


def _is_newer(each: IncomingRecord, row: RecordRow) -> bool:
    """Whether a record reads otherwise now; one that a newer program has read stays."""
    is_same_parser = each.stored.parser == row.stored.parser
    return each.fingerprint != row.fingerprint and not (
        is_same_parser and each.stored.parser_version < row.stored.parser_version
    )
