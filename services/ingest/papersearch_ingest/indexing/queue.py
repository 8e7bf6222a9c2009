"""From the index queue to an engine: what waits for a generation is sent in batches, and each item's outcome is read.

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
"""Sends one batch of what waits for a generation to the engine; how many papers that were."""

BATCH_CHARACTERS = 16_000_000
"""Characters of titles, abstracts and full texts at which a batch is full, however few papers it has: for its memory.
12,000 papers without full text have some 13 million."""
LEASED_FIRST = 250
"""Papers that are read before anything is known of their size; then as many again as there are, while there is room."""
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


def index_batch(store: Store, writer: Writer, generation: str, owner: str, *, limit: int | None = None) -> Indexed:
    """Sends one batch of what is due for a generation. Papers are read at the moment of sending.

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
        give_back(store, batch)
        raise
    return settle_batch(store, batch, reports)


@dataclass(slots=True)
class QueuedBatch:
    """Papers that a generation has to take, leased by us, and what the store says of them; `limit` papers at most.

    `characters`: of what there is to be indexed of them, roughly.
    """

    generation: str
    limit: int
    queued: list[Queued] = field(default_factory=list)
    states: dict[str, PaperState] = field(default_factory=dict)
    characters: int = 0

    @property
    def room(self) -> int:
        """How many papers more it can have."""
        return self.limit - len(self.queued) if self.characters < BATCH_CHARACTERS else 0

    def add(self, queued: Sequence[Queued], states: Mapping[str, PaperState]) -> None:
        """Takes in papers that were leased."""
        self.queued += queued
        self.states |= states
        self.characters += sum(_characters(state.paper) for state in states.values() if state.paper is not None)


def lease_more(store: Store, batch: QueuedBatch, owner: str, *, known: Mapping[str, Paper] | None = None) -> None:
    """Fills a batch with what is due for its generation.

    `known`: papers by id as they were committed. One that is queued at the version that it has here is not read again:
    a version has one content for ever.
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
    """What an engine gets of a batch. Documents are larger than papers, so each is made when it is asked for."""

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
    """What the engine says of each paper; needs no store. Raises as `index_batch` does: give the batch back then."""
    return writer.apply(batch.generation, _Operations(batch))


def give_back(store: Store, batch: QueuedBatch) -> None:
    """For a batch of which nothing is known: it is due again after a moment."""
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
    """The newest word on a paper; one that the store does not know (any more) is deleted at the queued version."""
    if state is None or state.paper is None:
        return Tombstone(queued.paper, state.version if state else queued.version)
    return state.paper


def _operation(queued: Queued, state: PaperState | None) -> Document | Tombstone:
    word = newest(queued, state)
    return word if isinstance(word, Tombstone) else build_document(word)


def drain_queue(store: Store, drain: Drain, generation: str, on_progress: Callable[[], None]) -> None:
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
