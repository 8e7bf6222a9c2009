"""Send the index queue to an engine in batches, and read the outcome of each paper.

A row leaves the queue only after the engine has said yes to this version or a newer one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload

from papersearch.document import Document, build_document
from papersearch.engine import ItemReport, Outcome, Tombstone, Writer
from papersearch.errors import EngineUnavailableError, NotFoundError
from papersearch.paper import Paper
from papersearch.store import Store
from papersearch.store.index_queue import Queued
from papersearch.store.papers import PaperState
from papersearch.store.rejects import RejectedDocument

Drain = Callable[[str], int]
"""Sends one batch of the queue of a generation to the engine, and returns the number of papers."""

BATCH_CHARACTERS = 16_000_000
"""Characters of titles, abstracts and full texts at which a batch is full, however few papers it has: for its memory.
12,000 papers without full text have some 13 million."""
LEASED_FIRST = 250
"""Papers that are leased first, while their size is unknown; then the batch is doubled while there is room."""
FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0


@dataclass(frozen=True, slots=True)
class Indexed:
    """The outcome of one or more batches: `applied` are in the index, including those that it already had or has newer.

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


def index_batch(store: Store, writer: Writer, generation: str, owner: str, *, limit: int | None = None) -> Indexed:
    """Send one batch of the due papers of a generation. Papers are read at the moment of sending.

    `limit`: papers, by default as many as the engine likes. Raises EngineUnavailableError or NotFoundError (no such
    generation) after giving the batch back.
    """
    batch = QueuedBatch(generation, limit or writer.batch_size)
    lease_more(store, batch, owner)
    if not batch.queued:
        return Indexed()
    try:
        reports = send_batch(writer, batch)
    except (EngineUnavailableError, NotFoundError):
        release_batch(store, batch)
        raise
    return settle_batch(store, batch, reports)


@dataclass(slots=True)
class QueuedBatch:
    """Leased papers of a generation's queue with their state in the store, at most `limit`.

    `characters`: the approximate length of their texts.
    """

    generation: str
    limit: int
    queued: list[Queued] = field(default_factory=list)
    states: dict[str, PaperState] = field(default_factory=dict)
    characters: int = 0

    @property
    def room(self) -> int:
        """The number of papers that can still be added."""
        return self.limit - len(self.queued) if self.characters < BATCH_CHARACTERS else 0

    def add(self, queued: Sequence[Queued], states: Mapping[str, PaperState]) -> None:
        """Add leased papers."""
        self.queued += queued
        self.states |= states
        self.characters += sum(_characters(state.paper) for state in states.values() if state.paper is not None)


def lease_more(store: Store, batch: QueuedBatch, owner: str, *, known: Mapping[str, Paper] | None = None) -> None:
    """Fill a batch with due papers of its generation.

    `known`: papers by id as they were committed. A paper that is queued at this very version is not read again, since
    the content of a version never changes.
    """
    is_more_due = True
    while is_more_due and (wanted := min(batch.room, max(LEASED_FIRST, len(batch.queued)))):
        queued = store.index_queue.lease(batch.generation, owner, limit=wanted)
        found = {
            each.paper: PaperState(each.paper, each.version, paper)
            for each in queued
            if known and (paper := known.get(each.paper)) and paper.version == each.version
        }
        unknown = store.papers.states(each.paper for each in queued if each.paper not in found)
        batch.add(queued, found | unknown)
        is_more_due = len(queued) == wanted


def _characters(paper: Paper) -> int:
    return sum(len(text) for text in (paper.title, paper.abstract, paper.full_text) if text)


class _Operations(Sequence[Document | Tombstone]):
    """The operations of a batch. Documents are larger than papers, so each is built when it is needed."""

    def __init__(self, batch: QueuedBatch) -> None:
        self._batch = batch

    def __len__(self) -> int:
        return len(self._batch.queued)

    @overload
    def __getitem__(self, place: int) -> Document | Tombstone: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Document | Tombstone]: ...
    def __getitem__(self, place: int | slice) -> Document | Tombstone | Sequence[Document | Tombstone]:
        states, queued = self._batch.states, self._batch.queued[place]
        if isinstance(queued, list):
            return [_operation(each, states.get(each.paper)) for each in queued]
        return _operation(queued, states.get(queued.paper))


def send_batch(writer: Writer, batch: QueuedBatch) -> Sequence[ItemReport]:
    """Apply a batch without the store, and return the engine's reports. On errors as of `index_batch`, release it."""
    return writer.apply(batch.generation, _Operations(batch))


def release_batch(store: Store, batch: QueuedBatch) -> None:
    """Release a batch whose outcome is unknown: it is due again after a moment."""
    papers = [each.paper for each in batch.queued]
    store.index_queue.release(batch.generation, papers, delay_s=FIRST_DELAY_S, burns_attempt=False)


def drain_index_queue(
    store: Store, writer: Writer, generation: str, owner: str, *, limit: int | None = None
) -> Indexed:
    """`index_batch` until nothing is due or the index is blocked."""
    total = Indexed()
    while True:
        done = index_batch(store, writer, generation, owner, limit=limit)
        total += done
        if not done.leased or done.blocked:
            return total


def newest(queued: Queued, state: PaperState | None) -> Paper | Tombstone:
    """Return the newest version of a paper; one that is not in the store is deleted at the queued version."""
    if state is None or state.paper is None:
        return Tombstone(queued.paper, state.version if state else queued.version)
    return state.paper


def _operation(queued: Queued, state: PaperState | None) -> Document | Tombstone:
    word = newest(queued, state)
    return word if isinstance(word, Tombstone) else build_document(word)


def drain_queue(store: Store, drain: Drain, generation: str, on_progress: Callable[[], None]) -> None:
    """Send everything that is due and was queued before now; it does not wait for what is written meanwhile."""
    now = store.clock()
    while store.index_queue.pending(generation, queued_until=now) and drain(generation):
        on_progress()


class _Sorted(NamedTuple):
    """The reports of a batch by their consequence."""

    applied: dict[str, int]
    rejected: dict[str, ItemReport]
    retried: list[str]
    blocked: list[ItemReport]


def settle_batch(store: Store, batch: QueuedBatch, reports: Sequence[ItemReport]) -> Indexed:
    """Remove what the engine has from the queue and release the rest, in one transaction."""
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
    """Sort the reports. A paper without a report is tried again, since only what the engine confirmed is done."""
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
    """Return how long a paper waits after this number of attempts: doubled each time, bounded."""
    return float(min(FIRST_DELAY_S * 2.0 ** min(attempts - 1, 20), LONGEST_DELAY_S))
