"""What API, pages and command line show of background work: jobs, generations, rejects, the state of the index."""

from datetime import datetime
from typing import Any

import msgspec

from papersearch.results import Count
from papersearch.store.generations import GenerationState
from papersearch.store.jobs import JobState


class JobView(msgspec.Struct, frozen=True):
    """A job: what it does, how far it is, and how it ended."""

    id: Count
    kind: str = msgspec.field(name="type")
    state: JobState
    progress: dict[str, Any]
    error: str | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None


class GenerationView(msgspec.Struct, frozen=True):
    """A generation as store and engine know it; `documents` and `size_bytes` are None for one that is not built."""

    name: str
    state: GenerationState
    documents: int | None
    size_bytes: int | None
    waiting: Count
    schema_hash: str
    created_at: datetime
    promoted_at: datetime | None
    retired_at: datetime | None


class Drift(msgspec.Struct, frozen=True):
    """What the last verification found: how many papers differed, were compared, were repaired."""

    papers: Count
    compared: Count
    repaired: Count
    checked_at: datetime | None


class StoreFigures(msgspec.Struct, frozen=True):
    """How far the index is behind the store.

    `pending` and `leased`: sources and papers that wait or are being worked on. `lag_s`: how long the oldest of them
    that the live index is to show has waited, 0 when nothing does. `drift` is None before the first verification.
    """

    pending: Count
    leased: Count
    rejects: Count
    lag_s: float
    drift: Drift | None
