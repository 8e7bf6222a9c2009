"""Papers sent to the index beside storing: while the engine takes one batch in, more records are stored.

Only the engine's work is done in a thread. The store is used by the caller's thread alone, between two of its
transactions, so that writers of SQLite do not wait for each other.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from types import TracebackType
from typing import NamedTuple, Self

from papersearch.engine import Engine, ItemReport
from papersearch.errors import EngineUnavailableError, NotFoundError, UnavailableError
from papersearch.paper import Paper
from papersearch.store import Store
from papersearch_ingest.first_generation import ensure_live_generation
from papersearch_ingest.indexing import BATCH_SIZE, QueuedBatch, give_back, lease_batch, send_batch, settle_batch
from papersearch_ingest.presence import Presence


class _Sent(NamedTuple):
    batch: QueuedBatch
    reports: Future[Sequence[ItemReport]]


class IndexingBeside:
    """Indexes for the live generation as soon as enough waits; a context, at whose end nothing is under way.

    An engine that is away or takes no writes ends it quietly: what waits stays in the queue, and whoever drains that
    next meets the same trouble and says so.
    """

    def __init__(self, store: Store, engine: Engine, presence: Presence, *, batch_size: int = BATCH_SIZE) -> None:
        self._store = store
        self._engine = engine
        self._presence = presence
        self._batch_size = batch_size
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
        self._waiting = 0
        self._stored: dict[str, Paper] = {}
        self._sent: _Sent | None = None
        self._is_off = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Waits for what is under way. With an error on its way out, trouble with the store is not a second one."""
        try:
            with suppress(*([UnavailableError] if error else [])):
                self._settle()
        finally:
            self._thread.shutdown()

    def stored(self, records: int, papers: Iterable[Paper] = ()) -> None:
        """Says that so many records more have been stored. Raises StoreUnavailableError.

        `papers`: what they became, as it is committed; of those given the store need not be asked again.
        """
        self._waiting += records
        self._stored |= {paper.id: paper for paper in islice(papers, max(0, 2 * self._batch_size - len(self._stored)))}
        if self._sent is not None and self._sent.reports.done():
            self._settle()
        if self._sent is None and self._waiting >= self._batch_size and not self._is_off:
            self._send()

    def _send(self) -> None:
        self._waiting = 0
        try:
            generation = ensure_live_generation(self._store, self._engine)
        except EngineUnavailableError:
            self._is_off = True
            return
        batch = lease_batch(
            self._store, generation, self._presence.identity, limit=self._batch_size, known=self._stored
        )
        if batch is not None:
            for each in batch.queued:
                self._stored.pop(each.paper, None)
            self._sent = _Sent(batch, self._thread.submit(self._apply, batch))

    def _apply(self, batch: QueuedBatch) -> Sequence[ItemReport]:
        with self._presence.doing(f"index {batch.generation}"):
            return send_batch(self._engine, batch)

    def _settle(self) -> None:
        if self._sent is None:
            return
        sent, self._sent = self._sent, None
        try:
            reports = sent.reports.result()
        except (EngineUnavailableError, NotFoundError):
            self._is_off = True
            give_back(self._store, sent.batch)
            return
        self._is_off = bool(settle_batch(self._store, sent.batch, reports).blocked)
