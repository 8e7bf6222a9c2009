"""The object graph of a program that writes: store, engine, hints and presence, opened in one place."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from papersearch.engine import Engine
from papersearch.job_progress import ReindexProgress
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Parts, Store, open_store
from papersearch_ingest.children.index_process import IndexProcess
from papersearch_ingest.children.parser_process import LimitedParser
from papersearch_ingest.indexing.queue import drain_index_queue, index_batch
from papersearch_ingest.papers.match_key_update import update_match_keys
from papersearch_ingest.reindex.steps import Reindex
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.sources.parsed_source import Parse
from papersearch_ingest.work.broker import Hints, hints_for
from papersearch_ingest.work.draining import drain, work_once
from papersearch_ingest.work.presence import Presence, new_identity
from papersearch_ingest.work.sweeper import free_lost

REINDEX_LEASE = "reindex"


@dataclass(frozen=True, slots=True)
class Program:
    """The parts that commands and workers use. `process` indexes in parallel if the engine is embedded."""

    settings: Settings
    store: Store
    engine: Engine
    hints: Hints
    presence: Presence
    parse: Parse = parse_source
    process: IndexProcess | None = None

    @property
    def works_here(self) -> bool:
        """Whether this process does the work: without a broker no other can be told of it."""
        return self.settings.broker_url is None

    def drain(self, generation: str) -> int:
        """Send one batch of the index queue of a generation, and return the number of papers."""
        self.presence.begin()
        with self.presence.recovering_leases():
            return index_batch(self.store, self.engine, generation, self.presence.identity).leased

    def drain_all(self) -> None:
        """Send everything that is due for every generation."""
        self.presence.begin()
        for generation in self.store.generations.taking_writes():
            drain_index_queue(self.store, self.engine, generation.name, self.presence.identity)

    def work_once(self, should_stop: Callable[[], bool]) -> bool:
        """`draining.work_once` with this program's parts."""
        return work_once(self.store, self.engine, self.presence, parse=self.parse, process=self.process,
                         should_stop=should_stop)  # fmt: skip

    def finish(
        self,
        run: int | None = None,
        *,
        timeout_s: float | None = None,
        on_progress: Callable[[int], None] | None = None,
    ) -> bool:
        """`draining.drain` with this program's parts."""
        return drain(self.store, self.engine, self.presence, run=run, parse=self.parse, process=self.process,
                     timeout_s=timeout_s, on_progress=on_progress)  # fmt: skip

    def publish(self) -> None:
        """Make searchable what was just written: here without a broker, otherwise by telling the workers."""
        if self.works_here:
            self.finish()
            return
        for generation in self.store.generations.taking_writes():
            self.hints.generation(generation.name)

    def step_reindex(self) -> bool:
        """Take one step of the re-index that runs, if there is one and no other process takes its steps."""
        if self.store.jobs.running(ReindexProgress) is None or not (fence := self.presence.lead(REINDEX_LEASE)):
            return False
        with self.presence.doing("re-index"):
            has_moved = self.reindex(fence).step()
        if not has_moved:  # it may wait for a process that was killed, and there may be no other sweeper
            free_lost(self.store, self.settings.silent_after_s)
        if self.store.jobs.running(ReindexProgress) is None:
            self.presence.stop_leading(REINDEX_LEASE)
        return has_moved

    def drop_expired(self) -> None:
        """Drop generations that are not needed, unless a re-index runs."""
        if self.store.jobs.running(ReindexProgress) is None and (fence := self.presence.lead(REINDEX_LEASE)):
            try:
                self.reindex(fence).drop_expired()
            finally:
                self.presence.stop_leading(REINDEX_LEASE)

    def reindex(self, fence: int) -> Reindex:
        """The steps of a re-index with this program's parts, refused once another holds the lease."""
        keep = timedelta(seconds=self.settings.keep_generation_s)

        def prove(inside: Parts) -> None:
            inside.leadership.hold(REINDEX_LEASE, self.presence.identity, fence)

        return Reindex(self.store, self.engine, self.drain, self.settings.index_prefix, keep, prove,
                          self.presence.advance)  # fmt: skip


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """Open the store alone, and close it at the end of the block. Raises StoreUnavailableError."""
    with closing(open_store(settings)) as store:
        yield store


@contextmanager
def opened_program(settings: Settings, parser: LimitedParser | None = None) -> Iterator[Program]:
    """Open a program's parts, and close them at the end of the block. Raises UnavailableError for what does not answer.

    Match keys that follow older rules are recomputed first. `parser`: use this one, and close it.
    """
    with (
        closing(parser or LimitedParser()) as parse,
        opened_store(settings) as store,
        closing(open_engine(settings)) as engine,
    ):
        update_match_keys(store)
        presence = Presence(store, new_identity())
        process = IndexProcess(settings.home) if settings.is_embedded else None
        program = Program(settings, store, engine, hints_for(settings), presence, parse, process)
        try:
            yield program
        finally:
            if process is not None:
                process.close()
            presence.leave()
