"""kill -9 of every worker, over and over, in the middle of an ingest.

A few kills do not meet the moment between a batch and its acknowledgement: breaking that order leaves this green.
"""

import random
import time
from contextlib import closing
from pathlib import Path

from faults.corpus import audit, write_sources
from faults.figures import Figures
from faults.processes import running_workers, wait_until
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import ItemState
from papersearch_ingest.broker import hints_for
from papersearch_ingest.submission import is_searchable, submit

PER_FILE = 20
DRAINED_WITHIN_S = 90


def finished(store: Store) -> int:
    return store.ledger.counts()[ItemState.DONE]


def test_workers_killed_all_at_once_lose_double_and_age_nothing(
    place: Settings, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    papers, kills = (20_000, 20) if is_full else (2_000, 5)
    folder = write_sources(tmp_path / "sources", range(papers), PER_FILE)
    items = papers // PER_FILE
    moments = random.Random(7)
    with closing(open_store(place)) as store, running_workers(place, tmp_path / "log", 2) as workers:
        run = submit(store, [str(folder)])
        hints_for(place).items(item.id for item in store.ledger.of_run(run))
        for kill in range(kills):
            goal = (kill + 1) * items // (kills + 2)
            wait_until(lambda goal=goal: finished(store) >= goal, f"{goal} items are done", 240)
            wait_until(lambda: store.index_queue.leased() > 0 or finished(store) == items, "a batch", pause_s=0.002)
            time.sleep(moments.uniform(0, 0.06))  # somewhere between the lease of a batch and its end
            workers.kill()
            workers.start()
        drained_s = wait_until(lambda: is_searchable(store, run), "the rest is drained", DRAINED_WITHIN_S)
        found = audit(place, store, range(papers))
        failed = [item for item in store.ledger.of_run(run) if item.state != ItemState.DONE]
        assert found.is_clean, found
        assert not failed
        assert store.rejects.count() == 0
        assert store.papers.count() == papers
        losses = sum(item.losses for item in store.ledger.of_run(run))
    figures.add(f"kill -9 of all workers, {'embedded' if place.is_embedded else 'servers'}", papers=papers, kills=kills,
                leases_lost=losses, lost=found.lost, doubled=found.doubled, stale=found.stale,
                seconds_to_drain=drained_s)  # fmt: skip
