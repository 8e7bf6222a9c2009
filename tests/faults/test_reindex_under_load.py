"""A re-index of thousands of papers while papers are written, deleted and added again, and searches go on.

Goes red when what is sent is not the newest word on a paper (`indexing._operation` from a document read before), and
when a generation takes no writes while it is filled (`TAKING_WRITES` without BUILDING): nothing is repaired here, the
first comparison has to find no difference.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from papersearch.engine import Engine
from papersearch.operations.job_views import start_reindex
from papersearch.process.engines import open_engine
from papersearch.query.nodes import Word
from papersearch.query.request import FacetSpec, SearchRequest
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.jobs import ENDED, JobState
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import index_batch
from papersearch_ingest.reindex.steps import rollback
from papersearch_ingest.reindex.verification import verify
from tests.faults.corpus import paper, words
from tests.faults.figures import Figures
from tests.faults.processes import running_workers, wait_until
from tests.faults.searching import Searching, searching
from tests.faults.writing import delete, indexed, put, settle, stored

WRITES_PER_S, SEARCHES_PER_S = 50, 20
SLOWEST_P95_S = 0.1


class Writer:
    """60 % updates, 20 % new papers, 20 % deletions; every fifth deleted paper comes back."""

    def __init__(self, store: Store, papers: int) -> None:
        self._store, self._rng = store, random.Random(5)
        self._living, self._gone, self._next = list(range(papers)), [0] * 0, papers
        self.writes = 0

    def write(self) -> None:
        self.writes += 1
        kind = self._rng.random()
        if kind < 0.6:
            put(self._store, [self._rng.choice(self._living)], edition=self.writes + 1)
        elif kind < 0.8:
            if self._gone and self._rng.random() < 0.5:
                number = self._gone.pop(0)
            else:
                number, self._next = self._next, self._next + 1
            put(self._store, [number], edition=self.writes + 1)
            self._living.append(number)
        else:
            number = self._living.pop(self._rng.randrange(len(self._living)))
            delete(self._store, [number])
            self._gone.append(number)

    @property
    def expected(self) -> set[str]:
        return {paper(number).id for number in self._living}


@contextmanager
def going_on(action: Callable[[], None], per_s: float) -> Iterator[Searching]:
    """Anything done over and over, none of which may fail."""
    with searching(action, per_s) as repeated:
        yield repeated
    assert repeated.failed == []


def test_re_index_and_roll_back_under_writes_and_searches(
    place: Settings, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    papers = 70_000 if is_full else 5_000
    settings = replace(place, engine_timeout_s=30.0)
    with closing(open_store(settings)) as store, closing(open_engine(settings)) as engine:
        ensure_live_generation(store, engine)
        for start in range(0, papers, 1000):
            put(store, range(start, start + 1000))
        settle(store, engine)
        writer, number = Writer(store, papers), iter(range(10**9))

        def search() -> None:
            word = words(next(number) % papers, 4).split()[0]
            engine.search(SearchRequest(Word(word), facets=(FacetSpec("year"),)))

        with (
            running_workers(settings, tmp_path / "log"),
            going_on(search, SEARCHES_PER_S) as searches,
            going_on(writer.write, WRITES_PER_S) as writes,
        ):
            wait_until(lambda: len(searches.seconds) > 100, "searches before the re-index")
            before = len(searches.seconds)
            job = start_reindex(store, is_repairing=False)
            took_s = wait_until(lambda: store.jobs.get(job.id).state in ENDED, "the re-index ends", 1800)
            ended = store.jobs.get(job.id)
            assert ended.state == JobState.DONE, ended
            during = len(searches.seconds)
            time.sleep(300 if is_full else 10)
            back_s = roll_back(store, engine)
        first = engine.live_generation()
        assert first != ended.progress.generation
        settle_all(store, engine)
        p95_before_s, p95_s = searches.p95_s(0, before), searches.p95_s(before, during)
        found, expected = indexed(engine), stored(store)
        assert set(expected) == writer.expected
        assert found == expected
        assert all(verify(store, engine, one.name).is_equal for one in store.generations.taking_writes())
        assert p95_s <= max(2 * p95_before_s, SLOWEST_P95_S), (p95_before_s, p95_s)
        assert back_s <= 5.0
    name = "embedded" if settings.is_embedded else "servers"
    figures.add(f"re-index under writes and searches, {name}", papers=papers, writes=writer.writes,
                slow_writes=sum(s > 1 for s in writes.seconds), searches=len(searches.seconds),
                failed_searches=len(searches.failed), seconds=took_s, ms_p95_before=p95_before_s * 1000,
                ms_p95_during=p95_s * 1000, missing_extra_or_stale=0)  # fmt: skip
    figures.add(f"roll back under writes, {name}", seconds=back_s, stale=0)


def roll_back(store: Store, engine: Engine) -> float:
    """The seconds that it takes, as the API and the command call it."""
    started = time.monotonic()
    rollback(store, engine, lambda name: index_batch(store, engine, name, "rolling back").leased)
    return time.monotonic() - started


def settle_all(store: Store, engine: Engine) -> None:
    """Workers were killed with what they held: given back, and sent."""
    store.index_queue.release_lost(store.index_queue.holders())
    settle(store, engine)
