"""Random histories against a model: put, delete, redeliver, crash, re-index, swap, roll back, in any order.

The model is a dictionary. Whatever happened, once all that waits is sent, every generation that takes writes equals it.
Seen red when `TAKING_WRITES` lacks RETIRED: a roll back then loses what was written since the promotion.
"""

import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from papersearch.document import Document, build_document
from papersearch.engine import Engine, Tombstone
from papersearch.errors import ConflictError, LeaseLostError, NotFoundError
from papersearch.job_progress import ReindexProgress
from papersearch.operations.job_views import start_reindex
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Parts, Store, open_store
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.indexing.queue import index_batch
from papersearch_ingest.reindex.steps import Reindex, rollback
from papersearch_ingest.reindex.verification import verify
from tests.faults.corpus import paper
from tests.faults.figures import Figures
from tests.faults.writing import delete, put, settle

NUMBERS = st.integers(0, 11)
BATCH = st.integers(1, 7)
PAPERS = [paper(number).id for number in range(12)]


class KilledError(Exception):
    """The process dies here."""


@dataclass
class Fragile:
    """An engine whose `doomed` method kills the process: after it has done its work, or before."""

    engine: Engine
    doomed: str
    after: bool

    def __getattr__(self, name: str) -> object:
        found = getattr(self.engine, name)
        if name != self.doomed:
            return found

        def call(*given: object) -> object:
            if self.after:
                found(*given)
            raise KilledError

        return call


class Histories(RuleBasedStateMachine):
    """One store and one embedded engine; `model` is paper number -> edition."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="papersearch-histories-"))
        self.store: Store = open_store(Settings(self.folder))
        self.engine: Engine = open_engine(self.store.settings)
        ensure_live_generation(self.store, self.engine)
        self.model: dict[int, int] = {}
        self.sent: list[tuple[str, Document | Tombstone]] = []
        self.edition = 0
        self.keep_s = 60.0

    @rule()
    def drop_what_is_old(self) -> None:
        """The retired generations' time is over."""
        self.keep_s = 0.0
        self.step(1)
        self.keep_s = 60.0

    @rule(number=NUMBERS)
    def write(self, number: int) -> None:
        self.edition += 1
        put(self.store, [number], self.edition)
        self.model[number] = self.edition

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        self.remember()
        delete(self.store, [number])
        self.model.pop(number, None)

    @rule(limit=BATCH)
    def send(self, limit: int) -> None:
        self.remember()
        for generation in self.store.generations.taking_writes():
            index_batch(self.store, self.engine, generation.name, "worker", limit=limit)

    @rule(limit=BATCH, after=st.booleans())
    def send_and_die(self, limit: int, after: bool) -> None:
        """Rows are leased, perhaps written, never acknowledged; the sweeper frees them."""
        fragile: Engine = Fragile(self.engine, "apply", after)  # type: ignore[assignment]
        for generation in self.store.generations.taking_writes():
            with suppress(KilledError):
                index_batch(self.store, fragile, generation.name, "doomed", limit=limit)
        self.store.index_queue.release_lost(["doomed"])

    @precondition(lambda self: self.sent)
    @rule(nth=st.integers(0, 200))
    def redeliver(self, nth: int) -> None:
        """A write of long ago arrives once more, late."""
        generation, operation = self.sent[nth % len(self.sent)]
        with suppress(NotFoundError):
            self.engine.apply(generation, [operation])

    @rule()
    def ask_for_re_index(self) -> None:
        with suppress(ConflictError):
            start_reindex(self.store)

    @rule(times=st.integers(1, 6))
    def step(self, times: int) -> None:
        for _ in range(times):
            self.reindex(self.engine).step()

    @rule(doomed=st.sampled_from(["create", "promote", "drop", "finish_building", "apply"]), after=st.booleans())
    def step_and_die(self, doomed: str, after: bool) -> None:
        fragile: Engine = Fragile(self.engine, doomed, after)  # type: ignore[assignment]
        with suppress(KilledError):
            for _ in range(4):
                self.reindex(fragile).step()
        self.store.index_queue.release_lost(["test"])

    @rule()
    def step_after_the_lease_is_lost(self) -> None:
        def refuse(_inside: Parts) -> None:
            raise LeaseLostError("another has it")

        with suppress(LeaseLostError):
            self.reindex(self.engine, refuse).step()

    @rule()
    def finish_re_index(self) -> None:
        self.remember()
        with suppress(ConflictError):
            start_reindex(self.store)
        for _ in range(60):
            if self.store.jobs.running(ReindexProgress) is None:
                break
            self.reindex(self.engine).step()

    @rule()
    def cancel_re_index(self) -> None:
        job = self.store.jobs.running(ReindexProgress)
        if job is not None:
            self.store.jobs.cancel(job.id)

    @rule(doomed=st.sampled_from(["", "promote"]), after=st.booleans())
    def roll_back(self, doomed: str, after: bool) -> None:
        engine: Engine = Fragile(self.engine, doomed, after) if doomed else self.engine  # type: ignore[assignment]
        with suppress(NotFoundError, KilledError):
            rollback(self.store, engine, self.drain)

    @rule(number=NUMBERS)
    def write_and_roll_back(self, number: int) -> None:
        """What is written after a promotion is not lost with it."""
        self.check()
        self.finish_re_index()
        self.write(number)
        self.roll_back("", after=False)
        self.check()

    @rule()
    def check(self) -> None:
        """Everything that waits is sent; then all generations say what the model says."""
        self.remember()
        self.store.index_queue.release_lost(["test", "worker", "doomed"])
        settle(self.store, self.engine)
        if self.store.jobs.running(ReindexProgress) is None:
            self.reindex(self.engine).drop_expired()
            live = self.store.generations.live()
            assert live is not None
            assert self.engine.live() == live.name
        expected = {paper(number).id: f"Edition {edition}." for number, edition in self.model.items()}
        live_name = self.engine.live_generation()
        bodies = {p: body for p, body in zip(expected, self.engine.get(list(expected)), strict=True) if body}
        assert {p: str(body["abstract"]).partition(".")[0] + "." for p, body in bodies.items()} == expected
        assert {found.id for found in self.engine.indexed_versions(live_name)} == set(expected)
        for generation in self.store.generations.taking_writes():
            report = verify(self.store, self.engine, generation.name)
            missing_is_fine = generation.state == "building"  # the backfill is not there yet
            assert missing_is_fine or report.is_equal, (generation, report)

    def teardown(self) -> None:
        try:
            self.check()
        finally:
            self.engine.close()
            self.store.close()
            shutil.rmtree(self.folder)

    def drain(self, generation: str) -> int:
        return index_batch(self.store, self.engine, generation, "test", limit=5).leased

    def reindex(self, engine: Engine, prove: object = lambda _inside: None) -> Reindex:
        def drain(generation: str) -> int:
            return index_batch(self.store, engine, generation, "test", limit=5).leased

        return Reindex(self.store, engine, drain, "papers", timedelta(seconds=self.keep_s), prove)  # type: ignore[arg-type]

    def remember(self) -> None:
        """The documents as they stand now, to be delivered again later."""
        for generation in self.store.generations.taking_writes():
            for state in self.store.papers.states(PAPERS).values():
                old = build_document(state.paper) if state.paper else Tombstone(state.id, state.version)
                self.sent.append((generation.name, old))
        del self.sent[:-200]


def run_histories(histories: int, steps: int, *, is_repeatable: bool) -> None:
    """Raises with the shortest history after which model and index differ."""
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            derandomize=is_repeatable,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_model_and_index_agree_after_any_history(is_full: bool, figures: Figures) -> None:
    histories, steps = (500, 50) if is_full else (30, 20)
    if is_full:  # nobody is waited for in a history: two processors do two
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            halves = [pool.submit(run_histories, histories // 2, steps, is_repeatable=False) for _ in range(2)]
        for half in halves:
            half.result()
    else:
        run_histories(histories, steps, is_repeatable=True)
    figures.add("random histories against a model", histories=histories, steps_each=steps, differences=0)
