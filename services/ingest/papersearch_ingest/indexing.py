"""From the index queue to an engine: what waits for a generation is sent in batches, and each item's outcome is read.

A row leaves the queue only after the engine has said yes to this version or a newer one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from papersearch.document import Document, build_document
from papersearch.engine import ItemReport, Outcome, Tombstone, Writer
from papersearch.errors import EngineUnavailableError, NotFoundError
from papersearch.store import Store
from papersearch.store.index_queue import Queued
from papersearch.store.rejects import RejectedDocument

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
    queued = store.index_queue.lease(generation, owner, limit=limit)
    if not queued:
        return Indexed()
    operations = _operations(store, queued)
    try:
        reports = writer.apply(generation, operations)
    except (EngineUnavailableError, NotFoundError):
        _release(store, generation, queued, burns_attempt=False)
        raise
    return _settle(store, generation, queued, reports)


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


def _operations(store: Store, queued: Sequence[Queued]) -> list[Document | Tombstone]:
    """The newest word on each paper; one that the store does not know (any more) is deleted at the queued version."""
    states = store.papers.states(each.paper for each in queued)
    operations: list[Document | Tombstone] = []
    for each in queued:
        state = states.get(each.paper)
        if state is None or state.paper is None:
            operations.append(Tombstone(each.paper, state.version if state else each.version))
        else:
            operations.append(build_document(state.paper))
    return operations


class _Sorted(NamedTuple):
    """The reports of a batch by what has to be done about them."""

    applied: dict[str, int]
    rejected: dict[str, ItemReport]
    retried: list[str]
    blocked: list[ItemReport]


def _settle(store: Store, generation: str, queued: Sequence[Queued], reports: Sequence[ItemReport]) -> Indexed:
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


def _release(store: Store, generation: str, queued: Sequence[Queued], *, burns_attempt: bool) -> None:
    papers = [each.paper for each in queued]
    store.index_queue.release(generation, papers, delay_s=FIRST_DELAY_S, burns_attempt=burns_attempt)
