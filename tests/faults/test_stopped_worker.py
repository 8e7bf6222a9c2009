"""A worker that is stopped (SIGSTOP) while it holds an item, and goes on (SIGCONT) while another does the item.

Mostly the store has closed the stopped worker's connection by then, which alone refuses its write. That the fencing
number does, too, is tried in `integration/test_store_postgres.py`, which goes red without it.
"""

import signal
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
from tests.faults.processes import Process, running_workers, wait_until

PAPERS = 3_000
TAKEN_OVER_WITHIN_S = 240


def stop_with_a_lease(store: Store, worker: Process) -> set[str]:
    """Stops it at a moment when it holds an item; the name under which it does."""

    def is_caught() -> bool:
        if not store.ledger.holders():
            return False
        worker.signal(signal.SIGSTOP)
        if store.ledger.holders():
            return True
        worker.signal(signal.SIGCONT)
        return False

    wait_until(is_caught, "a worker with a lease", pause_s=0.01)
    return store.ledger.holders()


def test_item_of_a_stopped_worker_is_done_by_another_and_its_late_write_refused(
    servers: Settings, tmp_path: Path, figures: Figures
) -> None:
    folder = write_sources(tmp_path / "sources", range(PAPERS), PAPERS)
    with closing(open_store(servers)) as store, running_workers(servers, tmp_path / "stopped") as first:
        run = submit(store, [str(folder)])
        (item,) = [item.id for item in store.ledger.of_run(run)]
        hints_for(servers).items([item])
        (worker,) = first.processes
        late = stop_with_a_lease(store, worker)
        with running_workers(servers, tmp_path / "second"):
            took_s = wait_until(lambda: bool(store.ledger.holders() - late), "another has it", TAKEN_OVER_WITHIN_S)
            worker.signal(signal.SIGCONT)
            took_s += wait_until(lambda: is_searchable(store, run), "another does it", TAKEN_OVER_WITHIN_S - took_s)
            done = store.ledger.get(item)
            wait_until(lambda: "another worker has item" in log_of(tmp_path / "stopped"), "the late write is refused",
                       TAKEN_OVER_WITHIN_S)  # fmt: skip
            assert store.ledger.get(item) == done
        assert done.state == ItemState.DONE
        assert done.losses == 1
        found = audit(servers, store, range(PAPERS))
        assert found.is_clean, found
    figures.add("worker stopped with a lease, continued later", seconds_until_another_did_it=took_s,
                late_writes_refused=1, lost=found.lost, doubled=found.doubled, stale=found.stale)  # fmt: skip


def log_of(path: Path) -> str:
    return path.read_text("utf-8", "replace")
