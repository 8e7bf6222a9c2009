"""A store and an engine for tests of the re-index, whose steps are taken one by one, as if each by a new process."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest

from papersearch.engine import Engine
from papersearch.paper import Paper
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.generations import GenerationState
from papersearch.store.jobs import Job
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import index_batch
from papersearch_ingest.reindex.steps import Reindex, unfinished_generation
from tests.support.workers import remove_indexes


@contextmanager
def filled_site(settings: Settings) -> Iterator["Site"]:
    """A site with 20 papers in its live generation; indexes on a server are removed at the end."""
    with closing(open_store(settings)) as store, closing(open_engine(settings)) as engine:
        ensure_live_generation(store, engine)
        site = Site(store, engine)
        site.put(*(Paper(f"p_{number:03}", title=f"paper {number}") for number in range(20)))
        site.settle()
        try:
            yield site
        finally:
            if not settings.is_embedded:
                remove_indexes(settings)


class Site:
    """A store and an engine, and what programs do with them."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self.store = store
        self.engine = engine

    def drain(self, generation: str) -> int:
        return index_batch(self.store, self.engine, generation, "test", limit=7).leased

    def put(self, *papers: Paper) -> None:
        with self.store.transaction() as tx:
            written = tx.papers.put_many(papers)
            tx.index_queue.enqueue({each.paper.id: each.paper.version for each in written if each.is_changed})

    def delete(self, *ids: str) -> None:
        with self.store.transaction() as tx:
            tx.index_queue.enqueue(tx.papers.delete_many(ids))

    def settle(self) -> None:
        for generation in self.store.generations.taking_writes():
            while self.drain(generation.name):
                pass
            self.engine.refresh(generation.name)

    def reindex(self) -> Reindex:
        """A new process each time: nothing is remembered but what stands in the store."""
        keep = timedelta(seconds=self.store.settings.keep_generation_s)
        return Reindex(self.store, self.engine, self.drain, self.store.settings.index_prefix, keep)

    def step_until(self, state: GenerationState) -> None:
        for _ in range(200):
            generation = unfinished_generation(self.store)
            if generation is not None and generation.state == state:
                return
            self.reindex().step()
        pytest.fail(f"{state} was not reached")

    def finish(self, job: Job) -> Job:
        for _ in range(500):
            job = self.store.jobs.get(job.id)
            if job.finished_at:
                return job
            self.reindex().step()
        pytest.fail(f"the job did not end: {job.progress}")

    def indexed(self, generation: str | None = None) -> dict[str, int]:
        name = generation or self.engine.live_generation()
        return {version.id: version.version for version in self.engine.indexed_versions(name)}

    def stored(self) -> dict[str, int]:
        return {name: version for name, version, is_deleted in self.store.papers.versions() if not is_deleted}
