"""From the index queue to an engine: what waits for a generation is sent in batches, and each item's outcome is read.

A row leaves the queue only after the engine has said yes to this version or a newer one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papersearch.document import Document, build_document
from papersearch.engine import ItemReport, Outcome, Tombstone, Writer
from papersearch.errors import EngineUnavailableError, NotFoundError
from papersearch.paper import Paper
from papersearch.store import Store
from papersearch.store.index_queue import Queued
from papersearch.store.papers import PaperState
from papersearch.store.rejects import RejectedDocument

Drain = Callable[[str], int]
"""Sends one batch of what waits for a generation to the engine; how many papers that were."""

BATCH_SIZE = 2_000
"""A commit of the embedded index costs as much as some hundred papers; Elasticsearch cuts batches by itself."""
FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of one or more batches: `applied` are in the index, also those that it had already or newer.

    `blocked` is the reason why the index takes no writes at all, "" while it does.
    """

    applied: int = 0
    rejected: int = 0
    retried: int = 0
    blocked: str = ""

    @property
    def leased(self) -> int:
        """How many papers were tried; 0 when nothing was due."""
        return self.applied + self.rejected + self.retried

    def __add__(self, other: "Indexed") -> "Indexed":
        return Indexed(
            self.applied + other.applied,
            self.rejected + other.rejected,
            self.retried + other.retried,
            other.blocked or self.blocked,
        )


def index_batch(store: Store, writer: Writer, generation: str, owner: str, *, limit: int = BATCH_SIZE) -> Indexed:
    """Sends one batch of what is due for a generation. Papers are read at the moment of sending.

    Raises EngineUnavailableError or NotFoundError (no such generation) after giving the batch back.
    """
    batch = lease_batch(store, generation, owner, limit=limit)
    if batch is None:
        return Indexed()
    try:
        reports = send_batch(writer, batch)
    except (EngineUnavailableError, NotFoundError):
        give_back(store, batch)
        raise
    return settle_batch(store, batch, reports)


@dataclass(frozen=True, slots=True)
class QueuedBatch:
    """Papers that a generation has to take, leased by us, and what the store says of them."""

    generation: str
    queued: Sequence[Queued]
    states: Mapping[str, PaperState]


def lease_batch(
    store: Store, generation: str, owner: str, *, limit: int = BATCH_SIZE, known: Mapping[str, Paper] | None = None
) -> QueuedBatch | None:
    """A batch of what is due for a generation; None when nothing is.

    `known`: papers by id as they were committed. One that is queued at the version that it has here is not read again:
    a version has one content for ever.
    """
    queued = store.index_queue.lease(generation, owner, limit=limit)
    if not queued:
        return None
    found = {
        each.paper: PaperState(each.paper, each.version, paper)
        for each in queued
        if known and (paper := known.get(each.paper)) and paper.version == each.version
    }
    return QueuedBatch(generation, queued, found | store.papers.states(e.paper for e in queued if e.paper not in found))


def send_batch(writer: Writer, batch: QueuedBatch) -> Sequence[ItemReport]:
    """What the engine says of each paper; needs no store. Raises as `index_batch` does: give the batch back then."""
    return writer.apply(batch.generation, [_operation(each, batch.states.get(each.paper)) for each in batch.queued])


def give_back(store: Store, batch: QueuedBatch) -> None:
    """For a batch of which nothing is known: it is due again after a moment."""
    papers = [each.paper for each in batch.queued]
    store.index_queue.release(batch.generation, papers, delay_s=FIRST_DELAY_S, burns_attempt=False)


def drain_index_queue(
    store: Store, writer: Writer, generation: str, owner: str, *, limit: int = BATCH_SIZE, batches: int | None = None
) -> Indexed:
    """`index_batch` until nothing is due, the index is blocked, or so many batches are sent."""
    total = Indexed()
    sent = 0
    while batches is None or sent < batches:
        done = index_batch(store, writer, generation, owner, limit=limit)
        total += done
        sent += 1
        if not done.leased or done.blocked:
            break
    return total


def _operation(queued: Queued, state: PaperState | None) -> Document | Tombstone:
    """The newest word on a paper; one that the store does not know (any more) is deleted at the queued version."""
    if state is None or state.paper is None:
        return Tombstone(queued.paper, state.version if state else queued.version)
    return build_document(state.paper)


def drain_what_waits(store: Store, drain: Drain, generation: str, on_progress: Callable[[], None]) -> None:
    """Sends all that waits now and is due; what is written meanwhile is not waited for, however fast it comes."""
    now = store.clock()
    while store.index_queue.pending(generation, queued_until=now) and drain(generation):
        on_progress()


class _Sorted(NamedTuple):
    """The reports of a batch by what has to be done about them."""

    applied: dict[str, int]
    rejected: dict[str, ItemReport]
    retried: list[str]
    blocked: list[ItemReport]


def settle_batch(store: Store, batch: QueuedBatch, reports: Sequence[ItemReport]) -> Indexed:
    """Takes what the engine has from the queue and gives the rest back, in one transaction."""
    generation, queued = batch.generation, batch.queued
    found = _sort(queued, reports)
    attempts = {each.paper: each.attempts for each in queued}
    with store.transaction() as tx:
        if found.rejected:
            refused = [RejectedDocument(paper, report.reason) for paper, report in found.rejected.items()]
            tx.rejects.add_documents(generation, refused)
        tx.rejects.forget_documents(generation, found.applied)
        versions = found.applied | {paper: report.version for paper, report in found.rejected.items()}
        tx.index_queue.acknowledge(generation, versions)
        for paper in found.retried:
            tx.index_queue.release(generation, [paper], delay_s=delay_s(attempts[paper]))
        stopped = [report.id for report in found.blocked]
        tx.index_queue.release(generation, stopped, delay_s=FIRST_DELAY_S, burns_attempt=False)
    return Indexed(
        applied=len(found.applied),
        rejected=len(found.rejected),
        retried=len(found.retried) + len(found.blocked),
        blocked=(found.blocked[0].reason or "the index takes no writes") if found.blocked else "",
    )


def _sort(queued: Sequence[Queued], reports: Sequence[ItemReport]) -> _Sorted:
    """A paper without a report counts as one to try again: only what the engine confirmed is done."""
    found = _Sorted({}, {}, [], [])
    by_id: Mapping[str, ItemReport] = {report.id: report for report in reports}
    for each in queued:
        report = by_id.get(each.paper)
        if report is None or report.outcome == Outcome.RETRY:
            found.retried.append(each.paper)
        elif report.outcome == Outcome.BLOCKED:
            found.blocked.append(report)
        elif report.outcome == Outcome.REJECTED:
            found.rejected[each.paper] = report
        else:
            found.applied[each.paper] = report.version
    return found


def delay_s(attempts: int) -> float:
    """How long a paper waits after so many attempts: doubled each time, bounded."""
    return float(min(FIRST_DELAY_S * 2.0 ** min(attempts - 1, 20), LONGEST_DELAY_S))
