"""The child process in which sources are read: `python -m papersearch_ingest.children.parser_child MEMORY_BYTES`.

It limits itself before it reads anything: memory, processor time for each source, the size of files, no core dumps.
It inherits no environment, and it ends when its parent does.
"""

import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from papersearch.errors import SourceError
from papersearch.process.garbage_collection import collect_rarely
from papersearch.record import Record, Reject
from papersearch_ingest.children.parser_messages import (
    Batch,
    Begun,
    Ended,
    Failed,
    Item,
    Lost,
    Request,
    receive_request,
    send,
)
from papersearch_ingest.papers.derived import Derived, DerivedRecord, derive
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.sources.parsed_source import PARSER_FAULTS, Found

BATCH_ITEMS = 64
BATCH_CHARACTERS = 1 << 20
BATCH_S = 1.0
MOST_FILE_BYTES = 8 << 30


def main(memory_bytes: int, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe."""
    limit_process(memory_bytes)
    while (request := receive_request(requests)) is not None:
        _limit_cpu(request.cpu_s)
        try:
            _answer(request, answers)
        except SourceError as error:
            send(answers, Failed(str(error)))
        except MemoryError:
            send(answers, Lost(f"Reading the source needs more than {memory_bytes >> 20} MB of memory."))
            return
        except PARSER_FAULTS as error:
            send(answers, Lost(f"The parser failed: {type(error).__name__}: {error}"))
            return


def limit_process(memory_bytes: int) -> None:
    """Set limits of the whole process, which it cannot raise again."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE_BYTES, MOST_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(more_s: float) -> None:
    """Let the kernel end this process when it has used `more_s` more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + more_s) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(request: Request, answers: BinaryIO) -> None:
    sidecar = Path(request.sidecar) if request.sidecar else None
    parsed = parse_source(Path(request.path), request.name, request.source, sidecar, pictures=True)
    send(answers, Begun(parsed.parser, parsed.parser_version, parsed.source_name))
    for batch in _batches(parsed.items):
        send(answers, Batch(_batch_items(batch)))
    send(answers, Ended(_peak_bytes()))


def _peak_bytes() -> int:
    """Return the most memory that this process has used. `ru_maxrss` would include memory of its parent."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) << 10 if found else 0


def _batches(items: Iterator[Found]) -> Iterator[list[Found]]:
    """Split items into batches bounded in number, size and time, so that the parent sees progress."""
    batch: list[Found] = []
    characters, since = 0, time.monotonic()
    for item in items:
        batch.append(item)
        if isinstance(item, Reject):
            characters += len(item.raw)
        if isinstance(item, Record):
            characters += len(item.raw) + len(item.full_text or "")
        if len(batch) >= BATCH_ITEMS or characters >= BATCH_CHARACTERS or time.monotonic() - since >= BATCH_S:
            yield batch
            batch, characters, since = [], 0, time.monotonic()
    if batch:
        yield batch


def _batch_items(batch: Sequence[Found]) -> list[Item]:
    derived = iter(derive([item for item in batch if isinstance(item, Record)]))
    return [_item(item, derived) for item in batch]


def _item(item: Found, derived: Iterator[Derived]) -> Item:
    match item:
        case Record():
            return Item(record=DerivedRecord(item, next(derived)))
        case DerivedRecord():
            return Item(record=item)
        case Reject():
            return Item(reject=item)
    return Item(member=item)


if __name__ == "__main__":
    collect_rarely()
    main(int(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
