"""The Celery tasks: a few lines that turn a hint into a look at the ledger. They carry ids only and return nothing."""

import logging
import time
from collections.abc import Callable
from typing import Any

from papersearch.errors import LeaseLostError, NotFoundError, UnavailableError
from papersearch.operations.intake import API_LOCATION
from papersearch.request_id import carrying
from papersearch.store.ledger import Lease
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.work.broker import INDEX_BATCH, NO_TIME_LIMIT_S, PROCESS_ITEM, REQUEST_HEADER
from papersearch_ingest.work.draining import with_waiting_writes
from papersearch_ingest.work.pipeline import process_item
from papersearch_ingest.work.program import Program

log = logging.getLogger(__name__)

LONGEST_INDEXING_S = 60.0
"""Then the rest is left to the next hint: well below the time limit of a task."""


def register_tasks(app: Any, program_of: Callable[[], Program]) -> None:
    """Adds the tasks to an application; `program_of` gives the object graph of the process in which one runs."""

    @app.task(name=PROCESS_ITEM, bind=True, time_limit=NO_TIME_LIMIT_S)  # type: ignore[untyped-decorator]
    def process(task: Any, item_id: int) -> None:
        with carrying(_request_id(task)):
            _process(program_of(), item_id)

    @app.task(name=INDEX_BATCH, bind=True)  # type: ignore[untyped-decorator]
    def index(task: Any, generation: str) -> None:
        with carrying(_request_id(task)):
            _index(program_of(), generation)


def _request_id(task: Any) -> str:
    return str(task.request.get(REQUEST_HEADER) or "")


def _process(program: Program, item_id: int) -> None:
    presence, store = program.presence, program.store
    with presence.recovering_leases():
        for lease in with_waiting_writes(store, presence, store.ledger.lease(presence.identity, ids=[item_id])):
            with presence.doing(f"item {lease.item.id}"):
                work_on(program, lease)
            if lease.item.location == API_LOCATION:
                program.hints.items(store.ledger.due(limit=1))  # for those whose own hint came too early


def _index(program: Program, generation: str) -> None:
    try:
        with program.presence.doing(f"index {generation}"):
            until = time.monotonic() + LONGEST_INDEXING_S
            while program.drain(generation):
                program.presence.advance()
                if time.monotonic() >= until:
                    program.hints.generation(generation)
                    return
    except NotFoundError:
        log.info("generation %s no longer exists", generation)
    except UnavailableError as error:
        log.warning("%s; the queue of %s is sent later", error, generation)


def work_on(program: Program, lease: Lease) -> None:
    """Process a leased item, and tell the workers to index what it changed.

    If the store or engine does not answer, the attempt is not counted. It may take any time as long as batches come.
    """
    store = program.store
    try:
        try:
            ensure_live_generation(store, program.engine)
            process_item(store, lease, program.parse, on_batch=lambda *_batch: program.presence.advance())
        except UnavailableError as error:
            log.warning("%s; item %d is tried again later", error, lease.item.id)
            store.ledger.release(lease, delay_s=error.retry_after_s, error=str(error))
    except LeaseLostError:  # a worker stopped within a transaction may learn it only when it gives the item back
        log.info("another worker has item %d now", lease.item.id)
    for generation in store.generations.taking_writes():
        if store.index_queue.pending(generation.name):
            program.hints.generation(generation.name)
