"""Re-index without downtime: a new generation is filled from the store, checked, and made live in one step.

    BUILDING -> CATCHING_UP -> VERIFYING -> LIVE -> RETIRED (after the next promotion) -> dropped
    any of the first three -> dropped (cancelled), or FAILED (kept until the next re-index starts)

All state is in the store and every step may be done twice: the process that holds the lease resumes from there. The new
generation takes every write of a paper from the moment it exists. The backfill only queues the papers from before, and
the same workers send both, reading each paper at that moment. An older version never overwrites a newer one. Every
write of state first proves, in its own transaction, that the lease still holds: a process that was stopped and resumes
later can change nothing.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep

from msgspec import UNSET, UnsetType

from papersearch.engine import Engine
from papersearch.errors import ConflictError
from papersearch.job_progress import Canary, QueuedChunk, ReindexProgress, Stage, Verified, known
from papersearch.operations.pacing import is_held_back, measured_progress
from papersearch.store import Parts, Store
from papersearch.store.generations import Generation, GenerationState
from papersearch.store.jobs import JobOf, JobState
from papersearch_ingest.indexing.queue import Drain, drain_queue
from papersearch_ingest.reindex.canaries import MOST_CANARIES, check_canaries
from papersearch_ingest.reindex.cancellation import JobCancelledError, stop_if_cancelled
from papersearch_ingest.reindex.promotion import (
    Prove,
    check_free_space,
    no_lease_needed,
    previous_generation,
    promote,
    restore_alias,
)
from papersearch_ingest.reindex.verification import MOST_ROUNDS, Report, repair, verify

log = logging.getLogger(__name__)

CHUNK_SIZE = 1000
MOST_WAITING = 4000
"""The backfill pauses while the queue of the new generation is longer, so that new papers are indexed soon."""
ROLLBACK_PATIENCE_S = 2.0
"""How long a roll back waits for the queue of the older generation; the rest follows when it is live."""
ROOM_FACTOR = 1.5
"""How many times the space of the live generation a new one may need while its segments are merged."""

UNFINISHED = (GenerationState.BUILDING, GenerationState.CATCHING_UP, GenerationState.VERIFYING)
Job = JobOf[ReindexProgress]


@dataclass(frozen=True, slots=True)
class Reindex:
    """The steps of a re-index. Only the process that holds the store's lease calls `step`.

    `advance` is called from time to time during a long step.
    """

    store: Store
    engine: Engine
    drain: Drain
    prefix: str
    keep_generation: timedelta
    prove: Prove = no_lease_needed
    advance: Callable[[], None] = lambda: None

    def step(self) -> bool:
        """Take one step of the job that runs, which takes seconds; False when there was nothing to do now."""
        job = self.store.jobs.running(ReindexProgress)
        if job is None:
            return self.drop_expired()
        if job.state == JobState.CANCELLING:
            self._cancel(job)
            return True
        generation = unfinished_generation(self.store)
        if generation is None:
            self._begin(job)
            return True
        return self._steps()[generation.state](job, generation)

    def drop_expired(self) -> bool:
        """Drop what is not needed: generations retired for long enough, failed ones, and orphans of a crash."""
        live = self.store.generations.live()
        if live is None:
            return False
        restore_alias(self.store, self.engine, self.prove)
        until = self.store.clock() - self.keep_generation
        known = self.store.generations.all()
        for generation in known:
            is_old = generation.retired_at is not None and generation.retired_at <= until
            is_half_dropped = generation.state == GenerationState.FAILED and generation.retired_at is not None
            if is_half_dropped or (generation.state == GenerationState.RETIRED and is_old):
                drop_generation(self.store, self.engine, generation.name, self.prove)
        names = {generation.name for generation in self.store.generations.all()}
        newest = max(names)
        for found in self.engine.generations():
            if found.name not in names and not found.is_live and found.name < newest:
                log.warning("dropping generation %s, which the store does not know", found.name)
                self.engine.drop(found.name)
        return False

    def _steps(self) -> dict[GenerationState, Callable[[Job, Generation], bool]]:
        return {
            GenerationState.BUILDING: self._backfill,
            GenerationState.CATCHING_UP: self._catch_up,
            GenerationState.VERIFYING: self._verify,
        }

    def _begin(self, job: Job) -> None:
        for generation in self.store.generations.all():
            if generation.state == GenerationState.FAILED:
                drop_generation(self.store, self.engine, generation.name, self.prove)
        try:
            self.engine.ping()
            check_free_space(self.engine, ROOM_FACTOR)
        except ConflictError as error:
            self._end(job, JobState.FAILED, Stage.FAILED, error=str(error))
            return
        name = self.store.generations.next_name(self.prefix, [found.name for found in self.engine.generations()])
        self.engine.create(name)  # first, so that no write is queued for an index that does not exist
        with self._proven() as inside:
            inside.generations.add(name, self.engine.schema_hash())
            begun = ReindexProgress(state=Stage.BUILDING, generation=name, done=0, filled_at=None)
            inside.jobs.adjust(job.id, begun)
            total = inside.chunks.plan(name, size=CHUNK_SIZE)
        log.info("re-index %s: filling %s in %d chunks", job.id, name, total)

    def _backfill(self, job: Job, generation: Generation) -> bool:
        chunks = self.store.chunks.all(generation.name)
        pending = [chunk for chunk in chunks if not chunk.is_done]
        waiting = self.store.index_queue.pending(generation.name)
        queued = sum(chunk.papers for chunk in chunks if chunk.is_done)
        now = self.store.clock()
        total, done = sum(chunk.papers for chunk in chunks), max(queued - waiting, 0)
        progress = self._report(job, measured_progress(job.progress, done, total, now))
        if pending and waiting < MOST_WAITING and not is_held_back(progress, now):
            with self._proven() as inside:
                inside.chunks.queue(pending[0])
                last_chunk = QueuedChunk(now, pending[0].papers)
                inside.jobs.adjust(job.id, ReindexProgress(last_chunk=last_chunk))
            return True
        if pending:
            return self.drain(generation.name) > 0
        filled_at = known(progress.filled_at)
        if filled_at is None:
            self._adjust(job, ReindexProgress(filled_at=now))
            return True
        if self.store.index_queue.pending(generation.name, queued_until=filled_at):
            return self.drain(generation.name) > 0
        self.engine.finish_building(generation.name)
        self._enter(job, generation, GenerationState.CATCHING_UP)
        return True

    def _catch_up(self, job: Job, generation: Generation) -> bool:
        if self.store.index_queue.pending(generation.name, queued_until=known(job.progress.entered_at)):
            return self.drain(generation.name) > 0
        self._enter(job, generation, GenerationState.VERIFYING)
        return True

    def _verify(self, job: Job, generation: Generation) -> bool:
        name = generation.name
        if self.engine.live() == name:  # the last process was killed between the promotion and its commit
            self._promote(job, name)
            return True
        if job.progress.paused:
            return False
        try:
            report = self._compare(job, name)
        except JobCancelledError:
            return True
        wrong = self._wrong_canaries(generation) if report.is_equal else []
        round_ = (known(job.progress.round) or 0) + 1
        if report.is_equal and not wrong:
            self._promote(job, name, report.summary())
        elif round_ > MOST_ROUNDS or not (wrong or job.progress.repair is not False):
            self._refuse(job, name, report, wrong)
        else:
            log.warning("re-index %s: %s; round %d", job.id, _difference(report, wrong), round_)
            if not report.is_equal:
                repair(self.store, report, raise_versions=round_ > 1, prove=self.prove)
            self._adjust(job, ReindexProgress(round=round_))
        return True

    def _refuse(self, job: Job, name: str, report: Report, wrong: list[Canary]) -> None:
        failed = ReindexProgress(state=Stage.FAILED, verified=report.summary(), canaries=tuple(wrong))
        with self._proven() as inside:
            inside.generations.set_state(name, GenerationState.FAILED)
            inside.jobs.adjust(job.id, failed)
            error = f"{name} was not promoted: {_difference(report, wrong)}"
            inside.jobs.end(job.id, JobState.FAILED, error=error)

    def _compare(self, job: Job, name: str) -> Report:
        """Compare a new generation with the store. Raises JobCancelledError."""

        def check_cancelled() -> None:
            self.advance()
            stop_if_cancelled(self.store, job.id)

        drain_queue(self.store, self.drain, name, check_cancelled)
        report = verify(self.store, self.engine, name, on_progress=check_cancelled)
        check_cancelled()
        return report

    def _wrong_canaries(self, generation: Generation) -> list[Canary]:
        """Return recent searches that the new generation answers differently."""
        live = self.store.generations.live()
        texts = self.store.searches.recent(MOST_CANARIES)
        if live is None or not texts:
            return []
        self.engine.refresh(live.name)
        self.engine.refresh(generation.name)
        moving = self.store.index_queue.pending(live.name) + self.store.index_queue.pending(generation.name)
        is_same = live.schema_hash == generation.schema_hash
        return check_canaries(self.engine, texts, live.name, generation.name, moving=moving, is_same_schema=is_same)

    def _promote(self, job: Job, name: str, verified: Verified | UnsetType = UNSET) -> None:
        total = job.progress.total
        promoted = ReindexProgress(state=Stage.PROMOTED, done=total, eta_s=None, verified=verified)

        def end_job(inside: Parts) -> None:
            inside.jobs.adjust(job.id, promoted)
            inside.jobs.end(job.id, JobState.DONE)

        promote(self.store, self.engine, name, self.prove, end_job)
        log.info("re-index %s: %s is live", job.id, name)

    def _cancel(self, job: Job) -> None:
        generation = unfinished_generation(self.store)
        if generation is not None and self.engine.live() == generation.name:
            self._promote(job, generation.name)  # too late: it is live already
            return
        if generation is not None:
            drop_generation(self.store, self.engine, generation.name, self.prove)
        self._end(job, JobState.CANCELLED, Stage.CANCELLED)

    def _enter(self, job: Job, generation: Generation, state: GenerationState) -> None:
        with self._proven() as inside:
            inside.generations.set_state(generation.name, state)
            inside.jobs.adjust(job.id, ReindexProgress(state=Stage(state), entered_at=self.store.clock()))

    def _end(self, job: Job, state: JobState, stage: Stage, *, error: str | None = None) -> None:
        with self._proven() as inside:
            inside.jobs.adjust(job.id, ReindexProgress(state=stage))
            inside.jobs.end(job.id, state, error=error)

    def _report(self, job: Job, changes: ReindexProgress) -> ReindexProgress:
        """Return the progress with these changes, which are stored if there are any."""
        progress = job.progress.updated(changes)
        if progress != job.progress:
            self._adjust(job, changes)
        return progress

    def _adjust(self, job: Job, changes: ReindexProgress) -> None:
        with self._proven() as inside:
            inside.jobs.adjust(job.id, changes)

    @contextmanager
    def _proven(self) -> Iterator[Parts]:
        """Open a transaction that proves first that the lease still holds. Raises LeaseLostError."""
        with self.store.transaction() as inside:
            self.prove(inside)
            yield inside


def unfinished_generation(store: Store) -> Generation | None:
    """Return the generation that the running re-index fills; there is one at most."""
    return next((one for one in store.generations.all() if one.state in UNFINISHED), None)


def drop_generation(store: Store, engine: Engine, name: str, prove: Prove = no_lease_needed) -> None:
    """Delete a generation: first it takes no more writes, then the index is deleted, then its rows in the store.

    Raises ConflictError for the live one.
    """
    if engine.live() == name:
        raise ConflictError(f"{name} is live: it cannot be dropped.", blocking_id=name)
    with store.transaction() as inside:
        prove(inside)
        inside.generations.set_state(name, GenerationState.FAILED)
    engine.drop(name)
    with store.transaction() as inside:
        prove(inside)
        inside.generations.drop(name)
    log.info("dropped generation %s", name)


def rollback(store: Store, engine: Engine, drain: Drain, name: str | None = None) -> str:
    """Make the generation before the live one live again (or the one named), with every write until now.

    Returns its name. A retired generation takes every write, so this takes as long as sending its queue. The generation
    that was live takes writes from now on, too. Raises NotFoundError when none is kept, and ConflictError for one that
    is not complete.
    """
    target = store.generations.get(name or previous_generation(store))
    if target.state == GenerationState.LIVE:
        return target.name
    if target.state != GenerationState.RETIRED:
        raise ConflictError(f"{name} is {target.state.value}: only a complete generation can be promoted.")
    until, patience = store.clock(), monotonic() + ROLLBACK_PATIENCE_S
    while store.index_queue.pending(target.name, queued_until=until) and monotonic() < patience:
        if not drain(target.name):
            sleep(0.05)  # workers are sending the rest
    engine.refresh(target.name)
    promote(store, engine, target.name)
    return target.name


def reindex_needed(store: Store, engine: Engine) -> bool:
    """Whether the live generation was built with another schema than this program would use now."""
    live = store.generations.live()
    return live is not None and live.schema_hash != engine.schema_hash()


def _difference(report: Report, wrong: list[Canary]) -> str:
    """Say why a generation is not promoted."""
    if not report.is_equal:
        return report.sentence()
    counts = "; ".join(f"{canary.query}: {canary.before} before, {canary.after} after" for canary in wrong)
    return f"recent searches give different numbers of results: {counts}"
