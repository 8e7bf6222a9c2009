"""The sweeper: frees what lost workers held, and sends hints again that may have been lost."""

import logging
from dataclasses import dataclass

from papersearch.store import Store
from papersearch_ingest.work.broker import Hints
from papersearch_ingest.work.presence import Presence, lost_workers

log = logging.getLogger(__name__)

LEASE = "sweeper"
MOST_HINTS = 100
"""Hints are sent again only while fewer are queued: a long queue is not a sign of a loss."""


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Every worker runs one; the holder of the store's lease sweeps, the others look on."""

    store: Store
    hints: Hints
    presence: Presence

    def sweep(self) -> bool:
        """Sweep once; False: the next sweep can wait. Raises UnavailableError: the next sweep may succeed."""
        if not self.presence.lead(LEASE):
            return False
        free_lost(self.store, self.store.settings.silent_after_s)
        room = MOST_HINTS - self.hints.waiting()
        if room > 0:
            self.hints.items(self.store.ledger.due(limit=room))
            for generation in self.store.generations.taking_writes():
                if self.store.index_queue.pending(generation.name):
                    self.hints.generation(generation.name)
        return False


def free_lost(store: Store, silent_after_s: float) -> int:
    """Free what lost workers held, and return the number of items and papers."""
    lost = lost_workers(store, silent_after_s)
    if not lost:
        return 0
    with store.transaction() as inside:
        items = inside.ledger.release_lost(lost)
        papers = inside.index_queue.release_lost(lost)
        inside.heartbeats.forget(lost)
    if items or papers:
        log.warning("lost workers: %s; freed %d items and %d papers", ", ".join(lost), len(items), papers)
    return len(items) + papers
