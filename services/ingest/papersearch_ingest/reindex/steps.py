"""Re-index without downtime: a new generation is filled from the store, checked, and made live in one step.

    BUILDING -> CATCHING_UP -> VERIFYING -> LIVE -> RETIRED (after the next promotion) -> dropped
    any of the first three -> dropped (cancelled), or FAILED (kept until the next re-index starts)

All state is in the store and every step may be done twice: whoever holds the lease goes on from what stands there.
From its first moment the new generation takes every write of a paper; the backfill only queues what was there before,
and the same workers send both, reading each paper anew at that moment. An older version never overwrites a newer one.
Every write of state proves first, in its own transaction, that the lease still holds: a process that was stopped and
goes on later changes nothing any more.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

from papersearch.engine import Engine
from papersearch.errors import ConflictError
from papersearch.operations.job_views import REINDEX_JOB, start_index_job
from papersearch.operations.pacing import is_held_back, measured_rate, read_pace
from papersearch.paper import isoformat, parse_moment
from papersearch.store import Parts, Store
from papersearch.store.generations import Generation, GenerationState
from papersearch.store.jobs import Job, JobState
from papersearch_ingest.indexing.queue import Drain, drain_what_waits
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

KIND = REINDEX_JOB
CHUNK_SIZE = 1000
MOST_WAITING = 4000
"""Backfill pauses while more than this waits for the new generation, so that new papers need not queue for long."""
ROLLBACK_PATIENCE_S = 2.0
"""How long a roll back waits for what is on its way to the older generation; the rest follows when it is live."""
ROOM_FACTOR = 1.5
"""A generation may need so many times the space of the live one while it is built: segments are merged."""

UNFINISHED = (GenerationState.BUILDING, GenerationState.CATCHING_UP, GenerationState.VERIFYING)


@dataclass(frozen=True, slots=True)
class Reindex:
    """The steps of a re-index. At any time one process at most calls `step`: the holder of the store's lease.

    `advance` is called now and then in the middle of a long step.
    """

    store: Store
    engine: Engine
    drain: Drain
    prefix: str
    keep_generation: timedelta
    prove: Prove = no_lease_needed
    advance: Callable[[], None] = lambda: None

    def step(self) -> bool:
        """One step of the job that is under way; False when there was nothing to do now. Bounded to seconds."""
        job = self.store.jobs.running(KIND)
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
        """Drops what nobody needs: generations retired for long enough, failed ones, and orphans of a crash."""
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
                log.warning("generation %s belongs to nobody and is dropped", found.name)
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
            self._end(job, JobState.FAILED, {"state": "failed"}, error=str(error))
            return
        name = next_generation_name(self.store, self.engine, self.prefix)
        self.engine.create(name)  # first, so that no write is ever queued for an index that is not there
        with self._proven() as inside:
            inside.generations.add(name, self.engine.schema_hash())
            begun = {"generation": name, "state": GenerationState.BUILDING.value, "done": 0, "filled_at": None}
            inside.jobs.adjust(job.id, begun)
            total = inside.chunks.plan(name, size=CHUNK_SIZE)
        log.info("re-index %s: %s is filled in %d chunks", job.id, name, total)

    def _backfill(self, job: Job, generation: Generation) -> bool:
        chunks = self.store.chunks.all(generation.name)
        pending = [chunk for chunk in chunks if not chunk.is_done]
        waiting = self.store.index_queue.pending(generation.name)
        progress = self._report(job, generation, total=sum(c.papers for c in chunks), waiting=waiting,
                                queued=sum(c.papers for c in chunks if c.is_done))  # fmt: skip
        now = self.store.clock()
        is_held = is_held_back(read_pace(progress), progress, now)
        if pending and waiting < MOST_WAITING and not is_held:
            with self._proven() as inside:
                inside.chunks.queue(pending[0])
                chunk = {"at": isoformat(now), "papers": pending[0].papers}
                inside.jobs.adjust(job.id, {"last_chunk": chunk})
            return True
        if pending:
            return self.drain(generation.name) > 0
        filled_at = parse_moment(progress.get("filled_at"))
        if filled_at is None:
            with self._proven() as inside:
                inside.jobs.adjust(job.id, {"filled_at": isoformat(now)})
            return True
        if self.store.index_queue.pending(generation.name, queued_until=filled_at):
            return self.drain(generation.name) > 0
        self.engine.finish_building(generation.name)
        self._enter(job, generation, GenerationState.CATCHING_UP)
        return True

    def _catch_up(self, job: Job, generation: Generation) -> bool:
        since = parse_moment(job.progress.get("entered_at"))
        if self.store.index_queue.pending(generation.name, queued_until=since):
            return self.drain(generation.name) > 0
        self._enter(job, generation, GenerationState.VERIFYING)
        return True

    def _verify(self, job: Job, generation: Generation) -> bool:
        name = generation.name
        if self.engine.live() == name:  # the last one was killed between the swap and writing it down
            self._promote(job, name)
            return True
        if read_pace(job.progress).is_paused:
            return False
        try:
            report = self._compare(job, name)
        except JobCancelledError:
            return True
        wrong = self._wrong_canaries(generation) if report.is_equal else []
        round_ = int(job.progress.get("round", 0)) + 1
        if report.is_equal and not wrong:
            self._promote(job, name, verified=report.to_json())
        elif round_ > MOST_ROUNDS or not (wrong or job.progress.get("repair", True)):
            reason = report.sentence() if not report.is_equal else f"recent searches are answered otherwise: {wrong}"
            with self._proven() as inside:
                inside.generations.set_state(name, GenerationState.FAILED)
                verified = {"state": "failed", "verified": report.to_json(), "canaries": wrong}
                inside.jobs.adjust(job.id, verified)
                inside.jobs.end(job.id, JobState.FAILED, error=f"{name} was not promoted: {reason}")
        else:
            log.warning("re-index %s: %s %s; round %d", job.id, report.sentence(), wrong, round_)
            if not report.is_equal:
                repair(self.store, report, raise_versions=round_ > 1, prove=self.prove)
            with self._proven() as inside:
                inside.jobs.adjust(job.id, {"round": round_})
        return True

    def _compare(self, job: Job, name: str) -> Report:
        """The comparison of a new generation with the store. Raises JobCancelledError."""

        def go_on() -> None:
            self.advance()
            stop_if_cancelled(self.store, job)

        drain_what_waits(self.store, self.drain, name, go_on)
        report = verify(self.store, self.engine, name, on_progress=go_on)
        go_on()
        return report

    def _wrong_canaries(self, generation: Generation) -> list[dict[str, Any]]:
        """Recent searches that the new generation answers otherwise: `[{"query", "before", "after"}]`."""
        live = self.store.generations.live()
        texts = self.store.searches.recent(MOST_CANARIES)
        if live is None or not texts:
            return []
        self.engine.refresh(live.name)
        self.engine.refresh(generation.name)
        moving = self.store.index_queue.pending(live.name) + self.store.index_queue.pending(generation.name)
        is_same = live.schema_hash == generation.schema_hash
        found = check_canaries(self.engine, texts, live.name, generation.name, moving=moving, is_same_schema=is_same)
        return [canary._asdict() for canary in found]

    def _promote(self, job: Job, name: str, **progress: Any) -> None:
        ended = {"state": "promoted", "done": job.progress.get("total"), "eta_s": None, **progress}

        def write_down(inside: Parts) -> None:
            inside.jobs.adjust(job.id, ended)
            inside.jobs.end(job.id, JobState.DONE)

        promote(self.store, self.engine, name, self.prove, write_down)
        log.info("re-index %s: %s is live", job.id, name)

    def _cancel(self, job: Job) -> None:
        generation = unfinished_generation(self.store)
        if generation is not None and self.engine.live() == generation.name:
            self._promote(job, generation.name)  # too late: it is live already
            return
        if generation is not None:
            drop_generation(self.store, self.engine, generation.name, self.prove)
        self._end(job, JobState.CANCELLED, {"state": "cancelled"})

    def _enter(self, job: Job, generation: Generation, state: GenerationState) -> None:
        with self._proven() as inside:
            inside.generations.set_state(generation.name, state)
            entered = {"state": state.value, "entered_at": isoformat(self.store.clock())}
            inside.jobs.adjust(job.id, entered)

    def _end(self, job: Job, state: JobState, progress: Mapping[str, Any], *, error: str | None = None) -> None:
        with self._proven() as inside:
            inside.jobs.adjust(job.id, progress)
            inside.jobs.end(job.id, state, error=error)

    def _report(self, job: Job, generation: Generation, *, total: int, queued: int, waiting: int) -> dict[str, Any]:
        """The progress as it is now, written down when it has moved."""
        done = max(queued - waiting, 0)
        now = {"state": generation.state.value, "generation": generation.name, "total": total, "done": done}
        changes = now | measured_rate(job.progress, done, total, self.store.clock())
        if job.progress | changes != job.progress:
            with self._proven() as inside:
                inside.jobs.adjust(job.id, changes)
        return job.progress | changes

    @contextmanager
    def _proven(self) -> Iterator[Parts]:
        """A transaction of the one who holds the lease. Raises LeaseLostError."""
        with self.store.transaction() as inside:
            self.prove(inside)
            yield inside


def start_reindex(store: Store, *, is_repairing: bool = True, throttle: float | None = None) -> Job:
    """Writes down that a re-index is wanted. Raises ConflictError with the id of the one that is under way."""
    return start_index_job(store, REINDEX_JOB, is_repairing=is_repairing, throttle=throttle)


def unfinished_generation(store: Store) -> Generation | None:
    """The generation that the running re-index fills; there is one at most."""
    return next((one for one in store.generations.all() if one.state in UNFINISHED), None)


def next_generation_name(store: Store, engine: Engine, prefix: str) -> str:
    """`papers-000008`: one above every number that the store or the engine knows, orphans of a crash included."""
    names = {one.name for one in store.generations.all()} | {one.name for one in engine.generations()}
    numbers = [int(name.rpartition("-")[2]) for name in names if name.startswith(f"{prefix}-")]
    return f"{prefix}-{max(numbers, default=0) + 1:06d}"


def drop_generation(store: Store, engine: Engine, name: str, prove: Prove = no_lease_needed) -> None:
    """Deletes a generation. First it takes no more writes, then the index goes, then what is known of it.

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
    log.info("generation %s is dropped", name)


def rollback(store: Store, engine: Engine, drain: Drain, name: str | None = None) -> str:
    """Makes the generation before the live one live again (or the one named), with every write until now; its name.

    It has gone on taking writes, so this takes as long as sending what still waits for it. The other way round, the
    one that was live goes on taking writes too. Raises NotFoundError when none is kept, ConflictError for one that
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
