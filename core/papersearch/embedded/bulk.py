"""Writing batches: versions compared under the index's own lock, what is refused set apart, what is OK on disk.

tantivy allows one writer for a folder, and tells a second one so at once. A writer is therefore opened for each batch,
waits for its turn here, and lets go of the lock when the batch is done, also when its process is killed.

A batch makes one segment, by one thread of tantivy's: segments that are twice as large are merged half as often, and
merging costs as much as half the indexing. Documents are made while that thread indexes those before.
"""

import logging
import random
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Query

from papersearch.document import Document, tie_of
from papersearch.embedded.commit import read_commit
from papersearch.embedded.file_rights import share_files
from papersearch.embedded.lifecycle import SCHEMA_FILE
from papersearch.embedded.schema import encode_document, encode_tombstone, open_index
from papersearch.embedded.tantivy_errors import column_values, engine_errors, is_panic
from papersearch.engine import ItemReport, Outcome, Tombstone
from papersearch.errors import EngineUnavailableError

LOCK_TIMEOUT_S = 60.0
_LONGEST_PAUSE_S = 0.05
_HEAP_BYTES = 64_000_000
_STAGED_AT_ONCE = 200
"""Operations that are asked for at once: a batch may make its documents when they are asked for."""
_BLOCKING = ("No space left", "Read-only file system", "Disk quota exceeded")

_log = logging.getLogger(__name__)

Operation = Document | Tombstone


def apply_batch(folder: Path, operations: Sequence[Operation]) -> list[ItemReport]:
    """One report per operation. Raises EngineUnavailableError: nothing is known of the batch then.

    If a commit fails, tantivy's writer is of no more use and its batch is gone: the halves are tried apart with new
    writers, so that one bad document is rejected alone.
    """
    try:
        return _apply(folder, operations)
    except EngineUnavailableError as error:
        cause = error.__cause__
        if cause is not None and any(sign in str(cause) for sign in _BLOCKING):
            return [ItemReport(o.id, o.version, Outcome.BLOCKED, str(cause)) for o in operations]
        raise
    except _CommitError as error:
        if len(operations) == 1:
            return [ItemReport(operations[0].id, operations[0].version, Outcome.REJECTED, str(error))]
        middle = len(operations) // 2
        return apply_batch(folder, operations[:middle]) + apply_batch(folder, operations[middle:])


class _CommitError(Exception):
    """tantivy refused the batch as a whole."""


def _apply(folder: Path, operations: Sequence[Operation]) -> list[ItemReport]:
    with _writer(folder) as (index, writer):
        schema = index.schema
        with engine_errors("reading the last commit"):
            index.reload()
            searcher = index.searcher()
            written = read_commit(folder).opstamp or 0
        versions: dict[int, int] = {}
        reports: list[ItemReport] = []
        for start in range(0, len(operations), _STAGED_AT_ONCE):
            some = operations[start : start + _STAGED_AT_ONCE]
            ties = [tie_of(operation.id) for operation in some]
            with engine_errors("reading versions"):
                versions |= _versions_in(searcher, schema, set(ties) - versions.keys())
            reports += [
                _stage(each, tie, writer, schema, versions, written) for each, tie in zip(some, ties, strict=True)
            ]
        if any(report.outcome is Outcome.OK for report in reports):
            _commit(writer)
            with engine_errors("reading back a batch"):
                index.reload()
                if _versions_in(index.searcher(), schema, versions.keys()) != versions:
                    raise EngineUnavailableError("the index does not hold what was written")
        return reports


def _stage(
    operation: Operation,
    tie: int,
    writer: tantivy.IndexWriter,
    schema: tantivy.Schema,
    versions: dict[int, int],
    written: int,
) -> ItemReport:
    """Hands one operation to the writer unless it is stale, and notes its version in `versions`."""
    if operation.version <= versions.get(tie, -1):
        return ItemReport(operation.id, operation.version, Outcome.STALE, f"version {versions[tie]} is indexed")
    try:
        if isinstance(operation, Tombstone):
            encoded = encode_tombstone(operation, schema)
        else:
            encoded = encode_document(operation, schema, written)
    except (ValueError, TypeError, OverflowError) as error:
        return ItemReport(operation.id, operation.version, Outcome.REJECTED, str(error))
    with _commit_errors():
        if tie in versions:  # looking for what is not there would cost as much as indexing it
            writer.delete_documents_by_query(Query.term_query(schema, "tie", tie))  # by_term: for signed numbers
        writer.add_document(encoded)
    versions[tie] = operation.version
    return ItemReport(operation.id, operation.version, Outcome.OK)


def _commit(writer: tantivy.IndexWriter) -> None:
    with _commit_errors():
        writer.commit()


@contextmanager
def _commit_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EngineUnavailableError(f"writing: {error}") from error
    except ValueError as error:
        if any(sign in str(error) for sign in _BLOCKING):
            raise EngineUnavailableError(f"writing: {error}") from error
        raise _CommitError(str(error)) from error
    except BaseException as error:
        if is_panic(error):
            raise _CommitError(str(error)) from error
        raise


def _versions_in(searcher: tantivy.Searcher, schema: tantivy.Schema, ties: Collection[int]) -> dict[int, int]:
    """The versions, tombstones' too, that an index holds of these papers."""
    if not ties:
        return {}
    query = Query.term_set_query(schema, "tie", list(ties))
    hits = searcher.search(query, limit=len(ties) + 1, order_by_field="tie", count=False).hits
    found = column_values(searcher, "version", [address for _, address in hits])
    return {tie: version for (tie, _), version in zip(hits, found, strict=True)}


@contextmanager
def _writer(folder: Path) -> Iterator[tuple[tantivy.Index, tantivy.IndexWriter]]:
    """A writer of our own, when its turn has come; merges that the commit asked for are done before it is let go."""
    with engine_errors("opening the index"):
        index = open_index(folder)
    writer = _wait_for_writer(index)
    try:
        yield index, writer
    finally:
        try:
            writer.wait_merging_threads()
        except (OSError, ValueError) as error:
            _log.warning("merging segments in %s failed: %s", folder.name, error)
        share_files(folder, SCHEMA_FILE)


def _wait_for_writer(index: tantivy.Index) -> tantivy.IndexWriter:
    until = time.monotonic() + LOCK_TIMEOUT_S
    pause_s = 0.001
    while True:
        try:
            return index.writer(_HEAP_BYTES, num_threads=1)
        except (OSError, ValueError) as error:
            if "LockBusy" not in str(error):
                raise EngineUnavailableError(f"opening a writer: {error}") from error
            if time.monotonic() > until:
                raise EngineUnavailableError("another process keeps the index's lock") from error
        time.sleep(pause_s * random.uniform(0.5, 1))  # noqa: S311 - no secret
        pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
