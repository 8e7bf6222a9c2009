"""How far the index is behind the store, and by how much it differs: the figures of `status` and `/stats`."""

from papersearch.operations.job_views import VERIFY_JOB
from papersearch.paper import JsonObject, isoformat
from papersearch.store import Store
from papersearch.store.ledger import ItemState


def store_figures(store: Store) -> JsonObject:
    """`{"pending", "leased", "rejects", "lag_s", "drift"}`.

    `pending` and `leased`: sources and papers that wait or are being worked on. `lag_s`: how long the oldest of them
    that the live index is to show has waited, 0 when nothing does. `drift`: of the last verification, null before it,
    `{"papers": how many differed, "compared", "repaired", "checked_at"}`.
    """
    items, leased = store.ledger.counts(), store.index_queue.leased()
    live = store.generations.live()
    waiting = [store.ledger.oldest_open(), store.index_queue.oldest(live.name) if live else None]
    oldest = min((moment for moment in waiting if moment), default=None)
    return {
        "pending": items[ItemState.PENDING] + store.index_queue.pending() - leased,
        "leased": items[ItemState.LEASED] + leased,
        "rejects": store.rejects.count(),
        "lag_s": round(max((store.clock() - oldest).total_seconds(), 0.0), 1) if oldest else 0.0,
        "drift": last_drift(store),
    }


def last_drift(store: Store) -> JsonObject | None:
    """What the last verification found, or None before the first."""
    job = store.jobs.latest(VERIFY_JOB)
    if job is None:
        return None
    return {
        "papers": job.progress["drift"],
        "compared": job.progress["verified"]["compared"],
        "repaired": job.progress["repaired"],
        "checked_at": isoformat(job.finished_at),
    }
