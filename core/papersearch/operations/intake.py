"""Writes and source files that come by API: they are in the ledger before the caller is told that they are accepted.

A write of papers is an item at the location `api`. The ledger gives the items of one location out in their order, so
two writes of one paper are done in the order in which they were accepted, whoever does them. A source file is an item
at `upload/<name>`: the same name again is a new version of that source.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from papersearch.errors import ConflictError, QueueFullError
from papersearch.job_progress import IngestProgress, RunProgress
from papersearch.operations.job_views import job_view
from papersearch.paper import JsonObject
from papersearch.request_id import carried_request_id
from papersearch.store import Store
from papersearch.store.jobs import Job
from papersearch.store.ledger import ItemState, NewItem
from papersearch.store.rejects import RejectRow
from papersearch.work_items import Action, ApiRun, HarvestPage, PaperWrite, ReplayRun

API_LOCATION = "api"
UPLOADS = "upload"


class Request(NamedTuple):
    """A request with an idempotency key: the owner of its API key, and a hash of its content."""

    owner: int
    key: str
    request_hash: str


class Accepted(NamedTuple):
    """Accepted work: the job, the first answer, and the ids of the new items.

    `is_repeated`: an earlier request with the same idempotency key was accepted.
    """

    job: Job
    answer: JsonObject
    item_ids: Sequence[int] = ()
    is_repeated: bool = False


def request_hash(*parts: bytes) -> str:
    """Hash a request's parts; the lengths are hashed too, so that other parts with the same bytes differ."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def refuse_when_full(store: Store) -> None:
    """Raise QueueFullError while the queue is longer than the settings allow."""
    limit = store.settings.queue_limit
    live = store.generations.live()
    waiting = store.ledger.open_items() + (store.index_queue.pending(live.name) if live else 0)
    if waiting >= limit:
        raise QueueFullError(
            f"The queue is full: {waiting:,} sources and papers are waiting; the limit is {limit:,}. Try again later."
        )


def accept(
    store: Store, item: NewItem, progress: Callable[[int], RunProgress], request: Request | None = None
) -> Accepted:
    """Write an item into the ledger and start its job, whose progress follows from the id of the run.

    Both happen in one transaction. A request that repeats one with the same idempotency key gets that one's job. Raises
    ConflictError when the key was used for a different request, and QueueFullError.
    """
    if request and (known := _first_job(store, request)):
        return known
    refuse_when_full(store)
    with store.transaction() as tx:
        if request is None or tx.idempotency_keys.claim(*request):
            run, item_ids = tx.ledger.submit(ApiRun(), [_with_request_id(item)])
            job: Job = tx.jobs.start(progress(run))
            answer = msgspec.to_builtins(job_view(job))
            if request:
                tx.idempotency_keys.complete(request.owner, request.key, job.id, answer)
            return Accepted(job, answer, item_ids)
    first = _first_job(store, request)
    if first is None:
        raise ConflictError("Another request with this Idempotency-Key is being processed. Try again in a moment.")
    return first


def _with_request_id(item: NewItem) -> NewItem:
    if isinstance(item.work, HarvestPage):
        return item
    return replace(item, work=msgspec.structs.replace(item.work, request_id=carried_request_id()))


def replay_rejects(store: Store, reject_ids: Sequence[int] = ()) -> tuple[int, int | None, list[int]]:
    """Read the sources of these rejects (or of all) again, and queue refused papers again.

    A source is read as a whole: its good records are unchanged, a record that is still bad is a reject of the new run.
    Only the rejected lines of a write by API are tried again, since newer writes may have followed. Returns the number
    of rejects, the run or None, and its items. Raises NotFoundError for an unknown number.
    """
    chosen = [store.rejects.get(number) for number in reject_ids] if reject_ids else list(store.rejects.walk())
    items = _sources(store, chosen)
    run: int | None = None
    item_ids: list[int] = []
    with store.transaction() as tx:
        if items:
            run, item_ids = tx.ledger.submit(ReplayRun(), items)
        for reject in chosen:
            if reject.paper is not None and reject.generation is not None:
                states = tx.papers.states([reject.paper])
                tx.index_queue.enqueue_for(reject.generation, {name: state.version for name, state in states.items()})
            elif reject.location == API_LOCATION:
                tx.rejects.delete(reject.id)  # a newer write does not replace it as a newer file does
    return len(chosen), run, item_ids


def replay_as_job(store: Store, reject_id: int) -> Accepted:
    """Replay one reject as a job. Raises NotFoundError."""
    _, run, item_ids = replay_rejects(store, [reject_id])
    with store.transaction() as tx:
        if run is None:
            run, _ = tx.ledger.submit(ReplayRun(), [])
        job: Job = tx.jobs.start(IngestProgress(run=run, reject=reject_id))
    return Accepted(job, msgspec.to_builtins(job_view(job)), item_ids)


def _first_job(store: Store, request: Request) -> Accepted | None:
    first = store.idempotency_keys.find(request.owner, request.key)
    if first is None:
        return None
    if first.request_hash != request.request_hash:
        raise ConflictError(
            "This Idempotency-Key was used for a different request. Use a new key.", blocking_id=str(first.job)
        )
    return Accepted(store.jobs.get(first.job), first.answer, is_repeated=True)


def _sources(store: Store, rejects: Sequence[RejectRow]) -> list[NewItem]:
    """Return the items to read again, each once."""
    lines: dict[int, list[int]] = {}
    for reject in rejects:
        if reject.item is not None:
            lines.setdefault(reject.item, []).append(reject.line or 0)
    items: dict[object, NewItem] = {}
    for number, rejected in lines.items():
        item = store.ledger.get(number)
        if item.state not in {ItemState.DONE, ItemState.FAILED}:
            continue
        if not isinstance(item.work, PaperWrite):
            items[item.location] = NewItem(item.location, item.blob, item.size, item.work)
        elif item.work.action == Action.BULK:
            again = PaperWrite(Action.BULK, lines=tuple(sorted(rejected)))
            items[number] = NewItem(item.location, item.blob, item.size, again)
    return list(items.values())
