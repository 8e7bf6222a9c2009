"""kill -9 of every worker, over and over, in the middle of an ingest: while one reads a source, while one has a batch
for the index, and when a batch leaves the queue.

Goes red when `indexing.index_batch` acknowledges a batch before it is written: the third kind of kill then comes
between the two. How soon the rest is drained is asked in the full form only: other programs may hold the short one up.
"""

import random
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from papersearch.operations.job_views import is_searchable
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import hints_for
from tests.faults.corpus import audit, write_sources
from tests.faults.figures import Figures
from tests.faults.processes import running_workers, wait_until

PER_FILE = 20
LONGEST_PAUSE_S = 0.06
DRAINED_WITHIN_S = 90
PATIENCE_S = 400


class Moments:
    """When to kill. Each waits for its moment, or until all is done: then it is missed and does not count."""

    def __init__(self, store: Store) -> None:
        self._store, self._rng = store, random.Random(7)
        self.met = 0

    def wait_for(self, nth: int) -> None:
        moments = (self._item, self._batch, self._acknowledgement)
        is_there = moments[nth % len(moments)]()
        wait_until(lambda: is_there() or self._is_over(), "a moment to kill", 240, pause_s=0)
        self.met += not self._is_over()

    def _is_over(self) -> bool:
        return is_searchable(self._store)

    def _item(self) -> Callable[[], bool]:
        return self._with_pause(lambda: bool(self._store.ledger.holders()))

    def _batch(self) -> Callable[[], bool]:
        return self._with_pause(lambda: self._store.index_queue.leased() > 0)

    def _acknowledgement(self) -> Callable[[], bool]:
        """Papers have left the index queue, some milliseconds ago at most."""
        before = 0

        def has_shrunk() -> bool:
            nonlocal before
            waiting = self._store.index_queue.pending()
            shrunk, before = waiting < before, waiting
            return shrunk

        return has_shrunk

    def _with_pause(self, is_there: Callable[[], bool]) -> Callable[[], bool]:
        """Somewhere between the beginning of a piece of work and its end."""

        def has_gone_on() -> bool:
            if not is_there():
                return False
            time.sleep(self._rng.uniform(0, LONGEST_PAUSE_S))
            return True

        return has_gone_on


def test_workers_killed_all_at_once_lose_double_and_age_nothing(
    place: Settings, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    papers, kills = (20_000, 20) if is_full else (2_000, 5)
    slice_ = papers // kills
    with closing(open_store(place)) as store, running_workers(place, tmp_path / "log", 2) as workers:
        moments, runs = Moments(store), []
        for kill in range(kills):
            wait_until(lambda: store.ledger.settled_at() is not None, "what was there before is read", 240)
            numbers = range(kill * slice_, (kill + 1) * slice_)
            runs.append(submit(store, [str(write_sources(tmp_path / f"sources-{kill}", numbers, PER_FILE))]))
            hints_for(place).items(item.id for item in store.ledger.of_run(runs[-1]))
            moments.wait_for(kill)
            workers.kill()
            workers.start()
        drained_s = wait_until(lambda: is_searchable(store), "the rest is drained", PATIENCE_S)
        found = audit(place, store, range(papers))
        items = [item for run in runs for item in store.ledger.of_run(run)]
        assert found.is_clean, found
        assert [item for item in items if item.state != ItemState.DONE] == []
        assert store.rejects.count() == 0
        assert store.papers.count() == papers
        assert drained_s <= DRAINED_WITHIN_S or not is_full
    figures.add(f"kill -9 of all workers, {'embedded' if place.is_embedded else 'servers'}", papers=papers, kills=kills,
                kills_in_mid_work=moments.met, leases_lost=sum(item.losses for item in items), lost=found.lost,
                doubled=found.doubled, stale=found.stale, seconds_to_drain=drained_s)  # fmt: skip
