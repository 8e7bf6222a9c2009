"""How fast a re-index goes: its throttle and pause, which may change while it runs, and what it says of its pace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from papersearch.errors import ConflictError, ParameterError, Problem
from papersearch.paper import JsonObject, isoformat, parse_moment
from papersearch.store import Store
from papersearch.store.jobs import ENDED, Job

LEAST_THROTTLE, MOST_THROTTLE = 0.01, 1_000_000
WINDOW_S = 10.0
"""The rate is that of the last whole stretch of this length."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What a user has told a job: at most so many papers a second (None: no limit), or to wait."""

    throttle: float | None = None
    is_paused: bool = False


def set_pace(store: Store, job_id: int, changes: Mapping[str, Any]) -> Job:
    """Changes the pace of a job that runs: `{"throttle": 200 or None, "paused": True}`; an absent key stays.

    Raises ParameterError for an unknown key or a value of another kind, NotFoundError, and ConflictError for a job that
    has ended.
    """
    problems = [Problem(name, f"A job has no {name} to set.") for name in sorted(set(changes) - {"throttle", "paused"})]
    problems += throttle_problems(changes.get("throttle"))
    if not isinstance(changes.get("paused", False), bool):
        problems.append(Problem("paused", "Paused is true or false."))
    if problems:
        raise ParameterError(*problems)
    state = store.jobs.get(job_id).state
    if state in ENDED:
        raise ConflictError(f"Job {job_id} has ended: {state}.", blocking_id=str(job_id))
    return store.jobs.adjust(job_id, changes)


def throttle_problems(throttle: object) -> list[Problem]:
    """What is wrong with a throttle: nothing, or one problem."""
    if throttle is None:
        return []
    is_number = isinstance(throttle, int | float) and not isinstance(throttle, bool)
    if is_number and LEAST_THROTTLE <= float(str(throttle)) <= MOST_THROTTLE:
        return []
    detail = f"A throttle is a number of papers a second, {LEAST_THROTTLE:g} to {MOST_THROTTLE:,}, or null for none."
    return [Problem("throttle", detail)]


def read_pace(progress: Mapping[str, Any]) -> Pace:
    """The pace that stands in a job's progress."""
    return Pace(progress.get("throttle"), bool(progress.get("paused")))


def is_held_back(pace: Pace, progress: Mapping[str, Any], now: datetime) -> bool:
    """Whether no more papers may be queued now: the last chunk has not yet had the time that the throttle gives it."""
    chunk = progress.get("last_chunk") or {}
    queued_at = parse_moment(chunk.get("at"))
    if pace.is_paused or pace.throttle is None or queued_at is None:
        return pace.is_paused
    return now < queued_at + timedelta(seconds=chunk["papers"] / pace.throttle)


def measured_rate(progress: Mapping[str, Any], done: int, total: int, now: datetime) -> JsonObject:
    """`{"papers_per_s", "eta_s", "measured": {"at", "done"}}` after `done` of `total`; null while it cannot be told."""
    measured = progress.get("measured") or {"at": isoformat(now), "done": done}
    rate = progress.get("papers_per_s")
    begun = parse_moment(measured["at"]) or now
    elapsed_s = (now - begun).total_seconds()
    if elapsed_s >= WINDOW_S or (rate is None and elapsed_s >= 1 and done > measured["done"]):
        rate = round(max(done - measured["done"], 0) / elapsed_s, 1)
        measured = {"at": isoformat(now), "done": done}
    return {"papers_per_s": rate, "eta_s": round((total - done) / rate) if rate else None, "measured": measured}
