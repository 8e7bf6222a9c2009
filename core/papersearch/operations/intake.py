"""What the API takes in: written into the ledger before anybody is told that it was accepted.

A write of papers is an item at the location `api`. The ledger gives the items of one location out in their order, so
two writes of one paper are done in the order in which they were accepted, whoever does them. A source file is an item
at `upload/<name>`: the same name again is a new version of that source.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from papersearch.errors import ConflictError, QueueFullError
from papersearch.operations.job_views import INGEST_JOB, job_json
from papersearch.paper import JsonObject
from papersearch.store import Store
from papersearch.store.jobs import Job
from papersearch.store.ledger import ItemState, NewItem
from papersearch.store.rejects import RejectRow

API_LOCATION = "api"
UPLOADS = "upload"
_OPTION = "write"
_PAGE = 500


class Action(StrEnum):
    """What a write does."""

    PUT = "put"
    DELETE = "delete"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class PaperWrite:
    """A write of papers, as it stands in the options of its item.

    `paper` and `if_version` (the version that the caller has seen, None for any) are of a put or delete; `body` is a
    put's paper. A bulk's papers are lines of the item's blob; `lines` names those that are meant, all when empty.
    """

    action: Action
    paper: str = ""
    if_version: int | None = None
    body: JsonObject | None = None
    lines: tuple[int, ...] = ()

    def to_options(self) -> JsonObject:
        """The item's options."""
        return {
            _OPTION: {
                "action": str(self.action),
                "paper": self.paper,
                "if_version": self.if_version,
                "body": self.body,
                "lines": list(self.lines),
            }
        }

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self | None:
        """Inverse of `to_options`; None for the item of a source."""
        given = options.get(_OPTION)
        if not given:
            return None
        return cls(Action(given["action"]), given["paper"], given["if_version"], given["body"], tuple(given["lines"]))


class Request(NamedTuple):
    """A request with an idempotency key: whose API key it came with, and a hash of all that it says."""

    owner: int
    key: str
    request_hash: str


class Accepted(NamedTuple):
    """What was accepted: the job, what was answered first, and the items that were made now.

    `is_repeated`: it was accepted by an earlier request with the same idempotency key.
    """

    job: Job
    answer: JsonObject
    item_ids: Sequence[int] = ()
    is_repeated: bool = False


def request_hash(*parts: bytes) -> str:
    """A hash of a request's parts, in which no part can pass for two."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def refuse_when_full(store: Store) -> None:
    """Raises QueueFullError while more waits than the settings allow."""
    limit = store.settings.queue_limit
    live = store.generations.live()
    waiting = store.ledger.open_items() + (store.index_queue.pending(live.name) if live else 0)
    if waiting >= limit:
        raise QueueFullError(
            f"{waiting:,} sources and papers wait to be taken in; the limit is {limit:,}. Searches go on."
        )


def accept(
    store: Store, item: NewItem, kind: str, progress: Mapping[str, Any], request: Request | None = None
) -> Accepted:
    """Writes an item into the ledger and makes its job, in one transaction.

    A request whose idempotency key was used for this very request gets the job of that time. Raises ConflictError when
    it was used for another one, and QueueFullError.
    """
    if request and (known := _first_job(store, request)):
        return known
    refuse_when_full(store)
    with store.transaction() as tx:
        if request is None or tx.idempotency_keys.claim(*request):
            run, item_ids = tx.ledger.submit({"by": "api"}, [item])
            job = tx.jobs.start(kind, {"run": run, **progress}, is_exclusive=False)
            answer = job_json(job)
            if request:
                tx.idempotency_keys.complete(request.owner, request.key, job.id, answer)
            return Accepted(job, answer, item_ids)
    first = _first_job(store, request)
    if first is None:
        raise ConflictError("Another request with this Idempotency-Key is under way: ask again.")
    return first


def replay_rejects(store: Store, reject_ids: Sequence[int] = ()) -> tuple[int, int | None, list[int]]:
    """Reads the sources of these rejects (or of all) again, and queues refused papers again.

    A source is read as a whole: its good records are unchanged, a record that is still bad is a reject of the new run.
    Of a write by API only the rejected lines are tried again, since newer writes may have followed. (How many rejects
    that were, the run or None, its items.) Raises NotFoundError for a number that is none.
    """
    chosen = [store.rejects.get(number) for number in reject_ids] if reject_ids else list(_all_rejects(store))
    items = _sources(store, chosen)
    run: int | None = None
    item_ids: list[int] = []
    with store.transaction() as tx:
        if items:
            run, item_ids = tx.ledger.submit({"replay": True}, items)
        for reject in chosen:
            if reject.paper is not None and reject.generation is not None:
                states = tx.papers.states([reject.paper])
                tx.index_queue.enqueue_for(reject.generation, {name: state.version for name, state in states.items()})
            elif reject.location == API_LOCATION:
                tx.rejects.delete(reject.id)  # a newer write does not replace it as a newer file does
    return len(chosen), run, item_ids


def replay_as_job(store: Store, reject_id: int) -> Accepted:
    """`replay_rejects` for one, as a job. Raises NotFoundError."""
    _, run, item_ids = replay_rejects(store, [reject_id])
    with store.transaction() as tx:
        if run is None:
            run, _ = tx.ledger.submit({"replay": True}, [])
        job = tx.jobs.start(INGEST_JOB, {"run": run, "reject": reject_id}, is_exclusive=False)
    return Accepted(job, job_json(job), item_ids)


def _first_job(store: Store, request: Request) -> Accepted | None:
    first = store.idempotency_keys.find(request.owner, request.key)
    if first is None:
        return None
    if first.request_hash != request.request_hash:
        raise ConflictError(
            "This Idempotency-Key was used for another request: take a new one.", blocking_id=str(first.job)
        )
    return Accepted(store.jobs.get(first.job), first.answer, is_repeated=True)


def _sources(store: Store, rejects: Sequence[RejectRow]) -> list[NewItem]:
    """The items to read again, each once."""
    lines: dict[int, list[int]] = {}
    for reject in rejects:
        if reject.item is not None:
            lines.setdefault(reject.item, []).append(reject.line)
    items: dict[object, NewItem] = {}
    for number, rejected in lines.items():
        item = store.ledger.get(number)
        if item.state not in {ItemState.DONE, ItemState.FAILED}:
            continue
        write = PaperWrite.from_options(item.options)
        if write is None:
            items[item.location] = NewItem(item.location, item.blob, item.size, item.options)
        elif write.action == Action.BULK:
            again = PaperWrite(Action.BULK, lines=tuple(sorted(rejected)))
            items[number] = NewItem(item.location, item.blob, item.size, again.to_options())
    return list(items.values())


def _all_rejects(store: Store) -> list[RejectRow]:
    found: list[RejectRow] = []
    while page := store.rejects.page(limit=_PAGE, after=found[-1].id if found else 0):
        found += page
    return found
