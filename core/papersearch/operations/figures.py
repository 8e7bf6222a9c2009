"""How far the index is behind the store, and by how much it differs: the figures of `status` and `/stats`."""

from papersearch.job_progress import VerifyProgress, known
from papersearch.paper import JsonObject, isoformat
from papersearch.store import Store
from papersearch.store.ledger import ItemState


def store_figures(store: Store) -> JsonObject:
    """`{"pending", "leased", "rejects", "lag_s", "drift"}`.

    `pending` and `leased`: sources and papers that wait or are being worked on. `lag_s`: the age of the oldest one that
    is not in the live index yet, 0 when there is none. `drift`: the result of the last verification, null before it,
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
    """Return what the last verification found, None before the first."""
    job = store.jobs.latest(VerifyProgress)
    verified = known(job.progress.verified) if job else None
    if job is None or verified is None:
        return None
    return {
        "papers": known(job.progress.drift),
        "compared": verified.compared,
        "repaired": known(job.progress.repaired),
        "checked_at": isoformat(job.finished_at),
    }
