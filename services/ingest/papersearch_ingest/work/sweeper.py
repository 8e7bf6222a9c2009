"""The sweeper: frees what lost workers held, and sends the hints again that may have been lost."""

import logging
from dataclasses import dataclass

from papersearch.store import Store
from papersearch_ingest.work.broker import Hints
from papersearch_ingest.work.presence import Presence, lost_workers

log = logging.getLogger(__name__)

LEASE = "sweeper"
MOST_HINTS = 100
"""Hints are sent again only while fewer than these wait: a long queue is no sign of a loss."""


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Every worker runs one; the holder of the store's lease sweeps, the others look on."""

    store: Store
    hints: Hints
    presence: Presence

    def sweep(self) -> bool:
        """One round; False: there is no hurry for the next. Raises UnavailableError, after which the next may work."""
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
    """Gives back what lost workers held; how many items and papers that were."""
    lost = lost_workers(store, silent_after_s)
    if not lost:
        return 0
    with store.transaction() as inside:
        items = inside.ledger.release_lost(lost)
        papers = inside.index_queue.release_lost(lost)
        inside.heartbeats.forget(lost)
    if items or papers:
        log.warning("%s lost: %d items and %d papers are free again", ", ".join(lost), len(items), papers)
    return len(items) + papers
