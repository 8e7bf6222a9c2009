"""The errors that cross a module's border; each knows whether trying again can help.

PapersearchError
├── UsageError              the caller asked for something that cannot be (exit 2, HTTP 400)
│   ├── ParameterError      one parameter is wrong; names it, and the nearest valid one
│   │   └── DocumentError   a paper that somebody sends has a wrong field (HTTP 422)
│   └── QueryError          the query text is over a limit, or not well formed under `strict`
├── NotFoundError           no such paper, job, generation, reject (exit 1, HTTP 404)
├── ConflictError           the state does not allow it, e.g. a re-index is running (HTTP 409)
│   ├── LeaseLostError      another worker has the item by now: this one's work must not be written
│   └── PreconditionError   the paper is not the one that the caller has seen (HTTP 412)
├── CursorExpiredError      the snapshot behind a cursor is gone (HTTP 410)
├── SourceError             a source that no parser recognises, or that is empty (exit 1)
└── UnavailableError        a service is away; trying again can help (exit 1, HTTP 503)
    ├── QueueFullError      more waits than the queue's limit: writes are refused, searches go on
    ├── EngineUnavailableError
    │   └── NothingIndexedError no generation is live: before the first ingest, or after an index was lost
    ├── StoreUnavailableError
    └── BrokerUnavailableError
"""

from dataclasses import dataclass


class PapersearchError(Exception):
    """Root of the tree. `code` is stable and meant for programs; `str(error)` is a sentence for people."""

    code = "error"
    can_retry = False


class UsageError(PapersearchError):
    """The caller asked for something that cannot be."""

    code = "bad_request"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request.

    `position` is a 0-based offset into the parameter's text; `suggestion` is a valid value or name near the wrong one.
    """

    parameter: str
    detail: str
    position: int | None = None
    suggestion: str | None = None


class ParameterError(UsageError):
    """One or more parameters are wrong."""

    code = "invalid_parameter"

    def __init__(self, *problems: Problem, code: str | None = None) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = problems
        if code:
            self.code = code


class DocumentError(ParameterError):
    """A paper that somebody sends cannot be taken; each problem names the field."""

    code = "invalid_document"


class QueryError(ParameterError):
    """The query text is over a limit, or is not well formed and the caller asked for `strict`."""

    code = "invalid_query"


class NotFoundError(PapersearchError):
    """No such thing."""

    code = "not_found"


class ConflictError(PapersearchError):
    """The present state does not allow it; `blocking_id` names what stands in the way, such as the running job."""

    code = "conflict"

    def __init__(self, message: str, *, blocking_id: str | None = None) -> None:
        super().__init__(message)
        self.blocking_id = blocking_id


class LeaseLostError(ConflictError):
    """Another worker holds the lease by now, so nothing that this one did may be written."""

    code = "lease_lost"


class PreconditionError(ConflictError):
    """The paper has changed since the caller saw it."""

    code = "precondition_failed"


class CursorExpiredError(PapersearchError):
    """The snapshot that a cursor walks over is gone."""

    code = "cursor_expired"

    def __init__(self, message: str = "The snapshot of this cursor has expired.") -> None:
        super().__init__(f"{message} A walk with sort=added_at:asc does not need a snapshot.")


class SourceError(PapersearchError):
    """A source that no parser recognises, or that holds nothing."""

    code = "unreadable_source"


class UnavailableError(PapersearchError):
    """A service does not answer. `retry_after_s` is when asking again is worth it."""

    code = "unavailable"
    can_retry = True
    retry_after_s = 5
    public = "A service does not respond."
    """What everybody may know; `str(error)` can name hosts and folders."""


class QueueFullError(UnavailableError):
    """More waits than the queue's limit."""

    code = "queue_full"
    retry_after_s = 10
    public = ""  # its text names neither


class TooManyExportsError(UnavailableError):
    """As many exports as a server makes at the same time are being made."""

    code = "too_many_exports"
    retry_after_s = 10
    public = ""


class EngineUnavailableError(UnavailableError):
    """The search engine does not respond."""

    code = "engine_unavailable"
    public = "The search engine does not respond."


class QueryTimeoutError(EngineUnavailableError):
    """A query that takes longer than a request may."""

    code = "query_timeout"
    can_retry = False
    retry_after_s = 60
    public = ""


class OutdatedIndexError(EngineUnavailableError):
    """The live index was built by an earlier release, and cannot be searched by this one."""

    code = "outdated_index"
    retry_after_s = 60
    public = ""

    def __init__(self) -> None:
        super().__init__(
            "The index was built by an earlier release. A worker of this release builds a new one by itself; "
            "or run: papersearch reindex --wait"
        )


class NothingIndexedError(EngineUnavailableError):
    """No generation is live. Before the first paper that is an empty corpus, else an outage; the store knows which."""


class StoreUnavailableError(UnavailableError):
    """The store does not answer."""

    code = "store_unavailable"
    public = "The store does not respond."


class BrokerUnavailableError(UnavailableError):
    """The message broker does not answer."""

    code = "broker_unavailable"
    public = "The message broker does not respond."
