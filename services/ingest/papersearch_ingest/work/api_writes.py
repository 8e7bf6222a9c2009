"""Apply writes of papers by API in the order in which they were accepted.

What the API says about a paper is one record of the source form `api`. Its key stays the same when its content changes:
a put replaces it. The records of other sources stay, and fill the fields that the API's record leaves empty.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec
from msgspec.structs import replace

from papersearch.errors import DocumentError, NotFoundError, PapersearchError, PreconditionError
from papersearch.naming.identity import paper_id
from papersearch.operations.intake import API_LOCATION
from papersearch.operations.paper_input import read_paper_input
from papersearch.paper import Paper
from papersearch.record import Record, StoredRecord, record_fingerprint
from papersearch.store import Parts, Store
from papersearch.store.ledger import ItemState, Lease
from papersearch.store.records import RecordKey, RecordOutcome, RecordRow
from papersearch.store.rejects import RejectedRecord
from papersearch.store.write_results import WriteResult
from papersearch.work_items import Action, PaperWrite
from papersearch_ingest.papers.assembly import assemble
from papersearch_ingest.papers.curation import delete_within
from papersearch_ingest.papers.linkage import IncomingRecord, link_records
from papersearch_ingest.texts.cleaning import clean_record, collect_words
from papersearch_ingest.texts.links import add_links

SOURCE = "api"
PARSER_VERSION = 1
BATCH_SIZE = 250
DELETED = "deleted"
OnBatch = Callable[[int, Sequence[Paper]], None]
"""Gets the number of records of a stored batch, and the papers that it changed if they are in memory."""


def apply_write(store: Store, lease: Lease, write: PaperWrite, on_batch: OnBatch | None = None) -> ItemState:
    """Apply a leased write, and return the item's new state.

    Raises LeaseLostError and UnavailableError as `pipeline.process_item` does.
    """
    if write.action == Action.BULK:
        return _bulk(store, lease, write, on_batch)
    try:
        with store.transaction(merges=True) as tx:
            tx.ledger.hold(lease)
            _APPLY[write.action](tx, lease, write)
            tx.ledger.finish(lease, parser=SOURCE, replaces_older=False)
    except (DocumentError, NotFoundError, PreconditionError) as error:
        return _refuse(store, lease, write, error)
    return ItemState.DONE


@dataclass(frozen=True, slots=True)
class _Line:
    """A paper of a write: its line, its record or why it cannot be read, and the id that it names."""

    number: int
    raw: str
    record: Record | None = None
    problem: str = ""
    paper: str = ""


def _put(tx: Parts, lease: Lease, write: PaperWrite) -> None:
    found = _living(tx, write)
    _store(tx, lease, [_Line(1, "", _cleaned(read_paper_input(write.body or {})), paper=found)], {})


def _delete(tx: Parts, lease: Lease, write: PaperWrite) -> None:
    deleted = delete_within(tx, [_living(tx, write)])
    tx.write_results.put_many(lease.item.id, [WriteResult(1, paper, DELETED) for paper in deleted])


_APPLY: dict[Action, Callable[[Parts, Lease, PaperWrite], None]] = {Action.PUT: _put, Action.DELETE: _delete}


def _living(tx: Parts, write: PaperWrite) -> str:
    """Return the id of the paper to change, at the version that the caller has seen.

    Raises NotFoundError and PreconditionError.
    """
    target = tx.papers.resolve(write.paper)
    state = tx.papers.states([target]).get(target)
    if state is None or state.paper is None:
        raise NotFoundError(f"There is no paper {write.paper}.")
    if write.if_version is not None and write.if_version != state.version:
        raise PreconditionError(
            f"{target} has changed: it is at version {state.version}, not {write.if_version}.", blocking_id=target
        )
    return target


def _refuse(store: Store, lease: Lease, write: PaperWrite, error: PapersearchError) -> ItemState:
    with store.transaction() as tx:
        tx.ledger.hold(lease)
        tx.write_results.put_many(lease.item.id, [WriteResult(1, write.paper, error.code, str(error))])
        tx.ledger.finish(lease, state=ItemState.FAILED, error=str(error), replaces_older=False)
    return ItemState.FAILED


def _bulk(store: Store, lease: Lease, write: PaperWrite, on_batch: OnBatch | None) -> ItemState:
    item = lease.item
    if item.blob is None:
        return ItemState.DONE
    try:
        content = store.blobs.read(item.blob)
    except NotFoundError as error:
        return _refuse(store, lease, write, error)
    met: dict[RecordKey, int] = {}
    lines = _lines(content, frozenset(write.lines))
    while batch := list(islice(lines, BATCH_SIZE)):
        with store.transaction(merges=True) as tx:
            tx.ledger.hold(lease)
            _store(tx, lease, batch, met)
        if on_batch:
            on_batch(len(batch), ())
    store.ledger.finish(lease, parser=SOURCE, replaces_older=False)
    return ItemState.DONE


def _lines(content: bytes, wanted: frozenset[int]) -> Iterator[_Line]:
    for number, raw in enumerate(content.split(b"\n"), 1):
        if not raw.strip() or (wanted and number not in wanted):
            continue
        text = raw.decode("utf-8", "replace").strip()
        try:
            body = msgspec.json.decode(raw)
            record = _cleaned(read_paper_input(body))
        except (msgspec.DecodeError, RecursionError) as error:
            yield _Line(number, text, problem=f"This line is not JSON: {error}.")
        except DocumentError as error:
            yield _Line(number, text, problem=str(error))
        else:
            named = body.get("id")
            yield _Line(number, text, record, paper=named if isinstance(named, str) else "")


def _cleaned(record: Record) -> Record:
    return add_links(clean_record(record, collect_words(record.raw)))


def _store(tx: Parts, lease: Lease, lines: Sequence[_Line], met: dict[RecordKey, int]) -> None:
    """Store a batch of lines with their papers and results. `met`: the first line with each record."""
    targets = _targets(tx, lines)
    incoming: dict[int, IncomingRecord] = {}
    superseded: list[int] = []
    refused = {line.number: line.problem for line in lines if line.problem}
    for line in lines:
        if line.record is None:
            continue
        target = targets.get(line.paper)
        key, others = _key(tx, line.record, target)
        first = met.setdefault(key, line.number)
        if first != line.number:
            refused[line.number] = f"Line {first} is the same paper. Send one line for each paper."
            continue
        superseded += others
        incoming[line.number] = _incoming(lease, line.record, key, target)
    tx.records.delete_many(superseded)
    rejected = [RejectedRecord(n.number, n.number, refused[n.number], n.raw) for n in lines if n.number in refused]
    tx.rejects.add_records(lease.item.id, API_LOCATION, rejected)
    joined = link_records(tx, lease.item.id, list(incoming.values()))
    assemble(tx, joined.touched)
    tx.item_records.put_many(lease.item.id, joined.outcomes)
    rows = tx.records.by_keys([each.key for each in incoming.values()])
    tx.write_results.put_many(
        lease.item.id,
        [
            *(_result(number, rows[each.key], joined.outcomes) for number, each in incoming.items()),
            *(WriteResult(n, None, RecordOutcome.REJECTED.value, why) for n, why in refused.items()),
        ],
    )


def _targets(tx: Parts, lines: Sequence[_Line]) -> dict[str, str]:
    """Return the papers that lines name by their id, without deleted ones: given id -> current id."""
    resolved = tx.papers.resolve_many(line.paper for line in lines if line.paper)
    states = tx.papers.states(resolved.values())
    return {given: now for given, now in resolved.items() if now in states and states[now].paper is not None}


def _key(tx: Parts, record: Record, target: str | None) -> tuple[RecordKey, list[int]]:
    """Return the key of the API's record of this paper, and older records of the same paper that it replaces."""
    if target is None:
        return RecordKey(API_LOCATION, paper_id(record), 0), []
    own = [row for row in tx.records.of_papers([target]).get(target, []) if row.key.location == API_LOCATION]
    if own:
        return own[0].key, [row.id for row in own[1:]]
    key = RecordKey(API_LOCATION, target, 0)
    while key in tx.records.by_keys([key]):  # another paper has it, after a split
        key = key._replace(nth=key.nth + 1)
    return key, []


def _incoming(lease: Lease, record: Record, key: RecordKey, target: str | None) -> IncomingRecord:
    stored = StoredRecord(
        replace(record, line=0), SOURCE, retrieved_at=lease.item.created_at, parser=SOURCE,
        parser_version=PARSER_VERSION,
    )  # fmt: skip
    return IncomingRecord(key, record_fingerprint(record, SOURCE, PARSER_VERSION), stored, target)


def _result(number: int, row: RecordRow, outcomes: dict[int, RecordOutcome]) -> WriteResult:
    return WriteResult(number, row.paper, outcomes.get(row.id, RecordOutcome.UNCHANGED).value)
