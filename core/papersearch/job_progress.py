"""The progress of each kind of job: what it does, how far it is, and where it resumes after a restart.

The store keeps a job's progress as JSON that names its kind: `{"kind": "rollback", "generation": "papers-000001"}`.
A field that is UNSET is not known yet and is left out. So a progress is also a change of another of its kind: only the
fields that are set are changed. A change of a field needs a revision of the store's tables for what is stored already.
"""

from datetime import datetime
from enum import StrEnum
from typing import Self, TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

T = TypeVar("T")


class JobKind(StrEnum):
    """What a job does."""

    WRITE = "write"
    INGEST = "ingest"
    REINDEX = "reindex"
    VERIFY = "verify"
    ROLLBACK = "rollback"
    REBUILD = "rebuild"


class JobProgress(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What all kinds share."""

    @classmethod
    def kind(cls) -> JobKind:
        """The kind of the jobs that have this progress."""
        return JobKind(str(cls.__struct_config__.tag))

    def updated(self, changes: Self) -> Self:
        """The progress with the fields that are set in `changes`."""
        known = {name: value for name in changes.__struct_fields__ if (value := getattr(changes, name)) is not UNSET}
        return replace(self, **known)


class RunFigures(msgspec.Struct, frozen=True):
    """How far a run of the ledger is: records read, the rate, records by outcome, and the seconds that are left."""

    done: int
    papers_per_s: float | None
    added: int
    updated: int
    merged: int
    unchanged: int
    rejected: int
    eta_s: int | None = None


class WriteProgress(JobProgress, frozen=True, kw_only=True, tag=JobKind.WRITE.value):
    """A write of `total` papers by API, which is a run of the ledger. `action` and `paper` belong to a single paper."""

    run: int
    action: str | UnsetType = UNSET
    paper: str | UnsetType = UNSET
    total: int
    figures: RunFigures | UnsetType = UNSET


class IngestProgress(JobProgress, frozen=True, kw_only=True, tag=JobKind.INGEST.value):
    """A run of the ledger over a source that came by API, or over the source of a reject."""

    run: int
    source: str | UnsetType = UNSET
    reject: int | UnsetType = UNSET
    figures: RunFigures | UnsetType = UNSET


RunProgress = WriteProgress | IngestProgress
"""Progress of a job that is a run of the ledger: the job ends when the run is done and searchable."""


class Stage(StrEnum):
    """Where a re-index is; the middle three are the states of the generation that it fills."""

    WAITING = "waiting"
    BUILDING = "building"
    CATCHING_UP = "catching_up"
    VERIFYING = "verifying"
    PROMOTED = "promoted"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Measured(msgspec.Struct, frozen=True):
    """How many papers were done when the rate was last measured."""

    at: datetime
    done: int


class QueuedChunk(msgspec.Struct, frozen=True):
    """When the last chunk was queued, and its number of papers."""

    at: datetime
    papers: int


class Difference(StrEnum):
    """How an index disagrees with the store about one paper."""

    MISSING = "missing"
    """The store has it, the index does not."""
    EXTRA = "extra"
    """The index has it, the store does not, or it is deleted there."""
    STALE = "stale"
    """The index has an older version."""
    AHEAD = "ahead"
    """The index has a version that the store never had: it belongs to another store, or the store was restored."""
    CORRUPT = "corrupt"
    """The version is the same, but the content is not."""


class Finding(msgspec.Struct, frozen=True):
    """A paper about which index and store disagree: its version in each, None where it is missing."""

    id: str
    difference: Difference
    stored: int | None
    indexed: int | None


class Verified(msgspec.Struct, frozen=True):
    """What a comparison of a generation with the store found: the number of papers by difference, and examples."""

    generation: str
    compared: int
    equal: bool
    missing: int = 0
    extra: int = 0
    stale: int = 0
    ahead: int = 0
    corrupt: int = 0
    examples: tuple[Finding, ...] = ()


class Canary(msgspec.Struct, frozen=True):
    """A recent search and the number of its results in the live generation and in the new one."""

    query: str
    before: int
    after: int


class ReindexProgress(JobProgress, frozen=True, kw_only=True, tag=JobKind.REINDEX.value):
    """A re-index.

    Users set `throttle` (papers a second at most, None for no limit) and `paused` while it runs. `repair`: differences
    are repaired before the promotion. `filled_at`: when the last chunk had been queued, None before. `entered_at`: when
    the stage began. `round` counts comparisons that found something. `verified` and `canaries`: the last comparison,
    and the searches that are answered differently.
    """

    state: Stage | UnsetType = UNSET
    repair: bool | UnsetType = UNSET
    throttle: int | float | UnsetType | None = UNSET
    paused: bool | UnsetType = UNSET
    generation: str | UnsetType = UNSET
    done: int | UnsetType = UNSET
    filled_at: datetime | UnsetType | None = UNSET
    total: int | UnsetType = UNSET
    papers_per_s: float | UnsetType | None = UNSET
    eta_s: int | UnsetType | None = UNSET
    measured: Measured | UnsetType = UNSET
    last_chunk: QueuedChunk | UnsetType = UNSET
    entered_at: datetime | UnsetType = UNSET
    round: int | UnsetType = UNSET
    verified: Verified | UnsetType = UNSET
    canaries: tuple[Canary, ...] | UnsetType = UNSET


class VerifyProgress(JobProgress, frozen=True, kw_only=True, tag=JobKind.VERIFY.value):
    """A comparison of the live generation with the store; `by` is "schedule" for one that no user asked for.

    `drift` papers differed, `repaired` were written again, and `equal` says whether none differs in the end.
    """

    state: Stage | UnsetType = UNSET
    repair: bool | UnsetType = UNSET
    by: str | UnsetType = UNSET
    generation: str | UnsetType = UNSET
    verified: Verified | UnsetType = UNSET
    drift: int | UnsetType = UNSET
    repaired: int | UnsetType = UNSET
    equal: bool | UnsetType = UNSET


class RollbackProgress(JobProgress, frozen=True, kw_only=True, tag=JobKind.ROLLBACK.value):
    """A roll back to a generation, None for the one before; `generation` is what is live afterwards."""

    to: str | UnsetType | None = UNSET
    generation: str | UnsetType = UNSET


class RebuildProgress(JobProgress, frozen=True, kw_only=True, tag=JobKind.REBUILD.value):
    """Papers built again from their records: `done` of `total`, of which some changed."""

    done: int | UnsetType = UNSET
    total: int | UnsetType = UNSET
    changed: int | UnsetType = UNSET


Progress = WriteProgress | IngestProgress | ReindexProgress | VerifyProgress | RollbackProgress | RebuildProgress


def known(value: T | UnsetType) -> T | None:
    """The value of a field, None for one that is not set."""
    return None if isinstance(value, UnsetType) else value
