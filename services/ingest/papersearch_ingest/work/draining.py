"""Drain the ledger and the index queue in this process, as `ingest` and `worker` do without a broker."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from papersearch.engine import Engine
from papersearch.errors import EngineUnavailableError, LeaseLostError, UnavailableError
from papersearch.operations.intake import API_LOCATION
from papersearch.operations.job_views import is_searchable
from papersearch.paper import Paper
from papersearch.store import Store
from papersearch.store.ledger import Lease
from papersearch_ingest.children.index_process import IndexProcess
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import drain_index_queue
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.sources.parsed_source import Parse
from papersearch_ingest.work.parallel_indexing import ParallelIndexing
from papersearch_ingest.work.pipeline import process_item
from papersearch_ingest.work.presence import Presence
from papersearch_ingest.work.sweeper import free_lost

POLL_S = 0.05
TOGETHER_S = 0.5
"""How long writes by API are gathered at most before they are indexed, since a client may wait for them."""
SOURCES_TOGETHER_S = 15.0
"""The same for sources, which come in folders of hundreds: the fewer commits of the index, the better."""


def drain(
    store: Store,
    engine: Engine,
    presence: Presence,
    *,
    run: int | None = None,
    parse: Parse = parse_source,
    process: IndexProcess | None = None,
    timeout_s: float | None = None,
    on_progress: Callable[[int], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Process the ledger in this process until the run (or everything) is done and searchable.

    False when `timeout_s` passes first. Waits for items and papers that another process works on, and takes them over
    when that process is lost. `on_progress` gets the number of records of each batch. Raises EngineUnavailableError or
    StoreUnavailableError: what was done is stored, and the rest stays in the queue.
    """
    until = None if timeout_s is None else time.monotonic() + timeout_s
    next_beat = 0.0
    presence.beat()
    try:
        while True:
            if time.monotonic() >= next_beat:
                presence.beat()
                free_lost(store, store.settings.silent_after_s)
                next_beat = time.monotonic() + store.settings.heartbeat_interval_s
            worked = work_once(store, engine, presence, run=run, parse=parse, process=process, on_progress=on_progress)
            if is_searchable(store, run):
                engine.refresh(ensure_live_generation(store, engine))
                return True
            if not worked:
                sleep(POLL_S)
            if until is not None and time.monotonic() >= until:
                return False
    finally:
        with suppress(UnavailableError):  # otherwise the leases run out
            store.index_queue.release_lost([presence.identity])
            presence.leave()


def work_once(
    store: Store,
    engine: Engine,
    presence: Presence,
    *,
    run: int | None = None,
    parse: Parse = parse_source,
    process: IndexProcess | None = None,
    on_progress: Callable[[int], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Process items of the ledger for a moment, those of `run` first, and then the rest of the index queue.

    False: nothing was due. A commit of the index costs as much as reading some small sources, so several are indexed
    together, unless `should_stop`. `process` indexes many papers faster, and is ended when there is nothing to do.
    Raises EngineUnavailableError or StoreUnavailableError: what was done is stored.
    """
    began = time.monotonic()
    worked = has_writes = False
    with ParallelIndexing(store, engine, presence, process=process) as indexing:
        while done := _process_due(store, presence, run, parse, on_progress, indexing):
            worked = True
            has_writes |= any(lease.item.location == API_LOCATION for lease in done)
            if should_stop() or time.monotonic() - began >= (TOGETHER_S if has_writes else SOURCES_TOGETHER_S):
                break
    worked |= _index(store, engine, presence)
    if process is not None and not worked:
        process.close()
    return worked


def _process_due(
    store: Store,
    presence: Presence,
    run: int | None,
    parse: Parse,
    on_progress: Callable[[int], None] | None,
    indexing: ParallelIndexing,
) -> Sequence[Lease]:
    """Process the next due items and return their leases."""
    leases = store.ledger.lease(presence.identity, run=run) or store.ledger.lease(presence.identity)
    for lease in with_waiting_writes(store, presence, leases):
        is_ours = run is None or lease.item.run == run

        def on_batch(records: int, papers: Sequence[Paper], is_ours: bool = is_ours) -> None:
            presence.advance()
            presence.beat()
            indexing.stored(records, papers)
            if on_progress and is_ours:
                on_progress(records)

        with presence.doing(f"item {lease.item.id}"):
            try:
                process_item(store, lease, parse, on_batch=on_batch)
            except LeaseLostError:  # another process has it, and nothing was written here
                continue
            except (UnavailableError, KeyboardInterrupt):
                with suppress(UnavailableError, LeaseLostError):
                    store.ledger.release(lease)
                raise
    return leases


def with_waiting_writes(store: Store, presence: Presence, leases: Iterable[Lease]) -> Iterator[Lease]:
    """Yield these leases, and after a write by API those queued after it, so that one index commit holds many."""
    until = time.monotonic() + TOGETHER_S
    for lease in leases:
        yield lease
        following = [lease]
        while following and following[0].item.location == API_LOCATION and time.monotonic() < until:
            following = store.ledger.lease(presence.identity, location=API_LOCATION)
            yield from following


def _index(store: Store, engine: Engine, presence: Presence) -> bool:
    """Send what is queued for every generation. Errors of the live one are raised, others are left to the re-index."""
    live = ensure_live_generation(store, engine)
    worked = False
    for generation in store.generations.taking_writes():
        with presence.doing(f"index {generation.name}"):
            done = drain_index_queue(store, engine, generation.name, presence.identity)
        if done.blocked and generation.name == live:
            raise EngineUnavailableError(f"The index takes no writes: {done.blocked}")
        worked |= done.leased > 0
    return worked
