"""Index in parallel with storing: while the engine indexes one batch, more records are stored.

Only the engine's work is done in a thread, or in a process of its own where there is one and enough papers for it. The
store is used by the caller's thread alone, between two of its transactions, so that writers of SQLite do not wait for
each other. What is stored is leased at once, while it is still in memory, and sent when it is enough for the engine:
another worker's writes need not wait behind it.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from types import TracebackType
from typing import NamedTuple, Self

from papersearch.engine import Engine, ItemReport
from papersearch.errors import EngineUnavailableError, NotFoundError, UnavailableError
from papersearch.paper import Paper
from papersearch.store import Store
from papersearch_ingest.children.index_process import IndexProcess
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import (
    LEASED_FIRST,
    QueuedBatch,
    lease_more,
    newest,
    release_batch,
    send_batch,
    settle_batch,
)
from papersearch_ingest.work.presence import Presence

KEPT_UNTIL_LEASED = 2_000
WORTH_A_PROCESS = 1_500
"""Size of a batch from which on the process indexes it: starting it costs as much as indexing that many papers."""
GATHERED_S = 30.0
"""How long a batch is gathered at most: leases expire, and the papers of a slow source should be found soon."""


class _Sent(NamedTuple):
    batch: QueuedBatch
    reports: Future[Sequence[ItemReport]]


class ParallelIndexing:
    """Indexes for the live generation as soon as enough waits; a context, at whose end nothing is under way.

    When the engine does not answer or takes no writes, it stops without an error: the papers stay in the queue, and the
    next drain of the queue reports the error.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        presence: Presence,
        *,
        process: IndexProcess | None = None,
        batch_size: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._engine = engine
        self._presence = presence
        self._process = process
        self._batch_size = batch_size or engine.batch_size
        self._monotonic = monotonic
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
        self._waiting = 0
        self._stored: dict[str, Paper] = {}
        self._gathered: QueuedBatch | None = None
        self._gathering_since = 0.0
        self._handed = 0
        self._sent: _Sent | None = None
        self._is_stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Wait for the batch that is being indexed. An error of the store does not replace the block's own error."""
        try:
            with suppress(*([UnavailableError] if error else [])):
                self._settle()
                if self._gathered is not None and (error or self._is_stopped):
                    self._forget()
                    release_batch(self._store, self._gathered)
                elif self._gathered is not None:
                    self._send(self._gathered)
                    self._settle()
        finally:
            self._thread.shutdown()

    def stored(self, records: int, papers: Iterable[Paper] = ()) -> None:
        """Note that more records have been stored. Raises StoreUnavailableError.

        `papers`: the papers as they were committed, which need not be read from the store again.
        """
        self._waiting += records
        self._stored |= {paper.id: paper for paper in islice(papers, max(0, KEPT_UNTIL_LEASED - len(self._stored)))}
        if self._sent is not None and self._sent.reports.done():
            self._settle()
        if self._waiting >= min(LEASED_FIRST, self._batch_size) and not self._is_stopped:
            self._gather()
        if (
            self._gathered is not None
            and self._is_enough(self._gathered)
            and self._sent is None
            and not self._is_stopped
        ):
            self._send(self._gathered)

    def _gather(self) -> None:
        """Lease due papers while the batch has room."""
        if self._gathered is None:
            try:
                generation = ensure_live_generation(self._store, self._engine)
            except EngineUnavailableError:
                self._is_stopped = True
                return
            self._gathered = QueuedBatch(generation, self._batch_size)
            self._gathering_since = self._monotonic()
        if self._gathered.room:
            self._waiting = 0
            lease_more(self._store, self._gathered, self._presence.identity, known=self._stored)
            self._stored.clear()
            self._hand_over(self._gathered)

    def _hand_over(self, batch: QueuedBatch) -> None:
        """Let the process build the documents of the papers that were added to a batch."""
        if self._process is not None and len(batch.queued) >= WORTH_A_PROCESS:
            new, self._handed = batch.queued[self._handed :], len(batch.queued)
            self._thread.submit(self._process.add, [newest(each, batch.states.get(each.paper)) for each in new])
            batch.states.clear()

    def _forget(self) -> None:
        if self._process is not None and self._handed:
            self._thread.submit(self._process.forget)
            self._handed = 0

    def _is_enough(self, batch: QueuedBatch) -> bool:
        return not batch.room or self._monotonic() - self._gathering_since >= GATHERED_S

    def _send(self, batch: QueuedBatch) -> None:
        self._gathered = None
        is_handed, self._handed = self._handed > 0, 0
        if batch.queued:
            self._sent = _Sent(batch, self._thread.submit(self._apply, batch, is_handed=is_handed))

    def _apply(self, batch: QueuedBatch, *, is_handed: bool) -> Sequence[ItemReport]:
        with self._presence.doing(f"index {batch.generation}"):
            if self._process is not None and is_handed:
                return self._process.apply(batch.generation)
            return send_batch(self._engine, batch)

    def _settle(self) -> None:
        if self._sent is None:
            return
        sent, self._sent = self._sent, None
        try:
            reports = sent.reports.result()
        except (EngineUnavailableError, NotFoundError):
            self._is_stopped = True
            release_batch(self._store, sent.batch)
            return
        self._is_stopped = bool(settle_batch(self._store, sent.batch, reports).blocked)
