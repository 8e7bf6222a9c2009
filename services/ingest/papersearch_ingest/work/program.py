"""The object graph of a program that writes: store, engine, hints and presence, opened in one place."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from papersearch.engine import Engine
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Parts, Store, open_store
from papersearch_ingest.children.index_process import IndexProcess
from papersearch_ingest.children.parser_process import LimitedParser
from papersearch_ingest.indexing.queue import drain_index_queue, index_batch
from papersearch_ingest.papers.match_key_update import update_match_keys
from papersearch_ingest.reindex.steps import KIND, Reindex
from papersearch_ingest.sources.parsed_source import Parse
from papersearch_ingest.work.broker import Hints, hints_for
from papersearch_ingest.work.draining import drain, parse_here, work_once
from papersearch_ingest.work.presence import Presence, new_identity
from papersearch_ingest.work.sweeper import free_lost

REINDEX_LEASE = "reindex"


@dataclass(frozen=True, slots=True)
class Program:
    """What commands and workers work with. `process` indexes beside, where the engine is embedded."""

    settings: Settings
    store: Store
    engine: Engine
    hints: Hints
    presence: Presence
    parse: Parse = parse_here
    process: IndexProcess | None = None

    @property
    def works_here(self) -> bool:
        """Whether this process does the work itself: there is no broker that would tell others of it."""
        return self.settings.broker_url is None

    def drain(self, generation: str) -> int:
        """Sends one batch of what waits for a generation; how many papers that were."""
        self.presence.begin()
        with self.presence.doubting():
            return index_batch(self.store, self.engine, generation, self.presence.identity).leased

    def drain_all(self) -> None:
        """Sends everything that is due for every generation."""
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
        """Makes searchable what was just written: here without a broker, otherwise the workers are told."""
        if self.works_here:
            self.finish()
            return
        for generation in self.store.generations.taking_writes():
            self.hints.generation(generation.name)

    def step_reindex(self) -> bool:
        """One step of the re-index that is under way, if there is one and no other process takes its steps."""
        if self.store.jobs.running(KIND) is None or not (fence := self.presence.lead(REINDEX_LEASE)):
            return False
        with self.presence.doing("re-index"):
            has_moved = self.reindex(fence).step()
        if not has_moved:  # what it waits for may be held by a process that was killed, and nobody else may be sweeping
            free_lost(self.store, self.settings.silent_after_s)
        if self.store.jobs.running(KIND) is None:
            self.presence.stop_leading(REINDEX_LEASE)
        return has_moved

    def drop_expired(self) -> None:
        """Drops generations that nobody needs, unless a re-index is under way."""
        if self.store.jobs.running(KIND) is None and (fence := self.presence.lead(REINDEX_LEASE)):
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
    """The store alone, closed at the end of the block. Raises StoreUnavailableError."""
    with closing(open_store(settings)) as store:
        yield store


@contextmanager
def opened_program(settings: Settings, parser: LimitedParser | None = None) -> Iterator[Program]:
    """Everything, closed at the end of the block. Raises UnavailableError for what does not answer.

    Match keys that follow older rules are recomputed first. `parser`: one that is to be used, and closed.
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
