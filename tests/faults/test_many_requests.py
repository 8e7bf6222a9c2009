"""Ten requests for a re-index at once, by ten processes: one runs, nine are told of it.

Goes red when `Jobs.start` looks for a running job in one transaction and writes in another.
"""

import json
import subprocess
from contextlib import closing

from faults.figures import Figures
from faults.processes import PAPERSEARCH, wait_until
from faults.writing import indexed, put, settle, stored
from papersearch.engines import open_engine
from papersearch.settings import Settings, child_environment
from papersearch.store import open_store
from papersearch.store.jobs import JobState
from papersearch_ingest.first_generation import ensure_live_generation

REQUESTS = 10


def test_ten_requests_start_one_re_index(place: Settings, figures: Figures) -> None:
    with closing(open_store(place)) as store, closing(open_engine(place)) as engine:
        ensure_live_generation(store, engine)
        put(store, range(200))
        settle(store, engine)
        environment = child_environment(place)
        asked = [
            subprocess.Popen((*PAPERSEARCH, "reindex", "--json", "--timeout", "1"), env=environment, text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(REQUESTS)
        ]  # fmt: skip
        answers = [process.communicate(timeout=120) for process in asked]
        codes = [process.returncode for process in asked]
        jobs = [json.loads(out)["id"] for (out, _), code in zip(answers, codes, strict=True) if code == 0]
        told = [err for (_, err), code in zip(answers, codes, strict=True) if code]
        started = store.jobs.page()
        if place.is_embedded:  # done by the process that was first; a later one may have begun after its end
            wait_until(lambda: store.jobs.running("reindex") is None, "the re-index ends")
            assert all(job.state == JobState.DONE for job in store.jobs.page())
        else:
            assert len(started) == 1
        assert sorted(jobs) == sorted(job.id for job in started)
        assert all("running" in sentence for sentence in told), told
        assert len(told) == REQUESTS - len(jobs)
        names = {found.name for found in engine.generations()}
        assert names == {one.name for one in store.generations.all()}
        assert indexed(engine) == stored(store)
    figures.add(f"{REQUESTS} re-index requests at once, {'embedded' if place.is_embedded else 'servers'}",
                started=len(jobs), told_of_the_running_one=len(told), orphans=0)  # fmt: skip
