"""How far the index is behind the store, and by how much it differs: the figures of `status` and `/stats`."""

from papersearch.job_progress import VerifyProgress, known
from papersearch.operations.answers import Drift, StoreFigures
from papersearch.store import Store
from papersearch.store.ledger import ItemState


def store_figures(store: Store) -> StoreFigures:
    """The figures as they are now. Raises StoreUnavailableError."""
    items, leased = store.ledger.counts(), store.index_queue.leased()
    live = store.generations.live()
    waiting = [store.ledger.oldest_open(), store.index_queue.oldest(live.name) if live else None]
    oldest = min((moment for moment in waiting if moment), default=None)
    return StoreFigures(
        pending=items[ItemState.PENDING] + store.index_queue.pending() - leased,
        leased=items[ItemState.LEASED] + leased,
        rejects=store.rejects.count(),
        lag_s=round(max((store.clock() - oldest).total_seconds(), 0.0), 1) if oldest else 0.0,
        drift=last_drift(store),
    )


def last_drift(store: Store) -> Drift | None:
    """Return what the last verification found, None before the first."""
    job = store.jobs.latest(VerifyProgress)
    verified = known(job.progress.verified) if job else None
    if job is None or verified is None:
        return None
    return Drift(known(job.progress.drift) or 0, verified.compared, known(job.progress.repaired) or 0, job.finished_at)
