"""How fast the command takes in the ACL Anthology, and how much memory it needs: `bench/ingest.py [ARCHIVE]`.

Prints one JSON object: papers a second of the whole command (read, derive, merge, store, index), of reading alone in
the limited child process, and of the embedded index alone from papers in memory; with each the seconds of processor
time, which other work on the machine disturbs less; the peaks of resident memory of the command and of the larger of
its children; and how long a fixed loop of Python took before and after the command: a shared machine has no one speed.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from papersearch.embedded.engine import EmbeddedEngine
from papersearch.paper import Paper
from papersearch.process.garbage_collection import collect_rarely
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.index_queue import Queued
from papersearch.store.papers import PaperState
from papersearch_ingest.children.parser_process import LimitedParser
from papersearch_ingest.indexing.queue import QueuedBatch, send_batch
from papersearch_ingest.papers.derived import DerivedRecord

ACL = Path(os.environ.get("PAPERSEARCH_TEST_DATA", "../shared")) / "data/acl-xml.tar.xz"
INDEXED = 20_000
"""Papers that are indexed anew; they are held in memory."""
PEAKS = """
import json, resource, sys
from papersearch.process.cli import main
try:
    main()
finally:
    peaks = [resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps(peaks), file=sys.stderr)
"""


def main(archive: Path) -> None:
    """Runs the three measurements and prints them."""
    figures: dict[str, Any] = {}
    collect_rarely()  # as the command does
    with tempfile.TemporaryDirectory() as home:
        figures["loop_ms_before"] = loop_ms()
        with timed(figures, "command"):
            command = [sys.executable, "-c", PEAKS, "ingest", "--json", str(archive)]
            done = subprocess.run(
                command, env=os.environ | {"PAPERSEARCH_HOME": home}, check=True, capture_output=True, text=True
            )
        figures["loop_ms_after"] = loop_ms()
        figures["records"] = json.loads(done.stdout)["records"]
        figures["command_mb"], figures["child_mb"] = json.loads(done.stderr.splitlines()[-1])
        papers = list(islice(stored_papers(Path(home)), INDEXED))
        with timed(figures, "index"), closing(EmbeddedEngine(Path(home) / "again")) as engine:
            index_anew(engine, papers)
    with timed(figures, "reading"), closing(LimitedParser()) as parse:
        records = sum(isinstance(item, DerivedRecord) for item in parse(archive, archive.name, {}).items)
    for name, count in (("command", figures["records"]), ("index", len(papers)), ("reading", records)):
        figures[f"{name}_papers_per_s"] = round(count / figures[f"{name}_s"])
    print(json.dumps(figures, indent=1))


def loop_ms() -> int:
    """How long a fixed loop of Python takes at best: how fast this machine is just now, which others may share."""
    best = float("inf")
    for _ in range(5):
        began, total = time.process_time(), 0
        for number in range(2_000_000):
            total += number % 7
        best = min(best, time.process_time() - began)
    return round(best * 1000)


@contextmanager
def timed(figures: dict[str, Any], name: str) -> Iterator[None]:
    """Notes how long the block took, and its processor time with that of children that have ended."""
    began, before = time.monotonic(), _processor_s()
    yield
    figures[f"{name}_s"] = round(time.monotonic() - began, 1)
    figures[f"{name}_processor_s"] = round(_processor_s() - before, 1)


def index_anew(engine: EmbeddedEngine, papers: Sequence[Paper]) -> None:
    """Sends papers to a new generation, as what waits in the index queue is sent."""
    engine.create("again-000001")
    for start in range(0, len(papers), engine.batch_size):
        batch = QueuedBatch("again-000001", engine.batch_size)
        some = papers[start : start + batch.limit]
        states = {each.id: PaperState(each.id, each.version, each) for each in some}
        batch.add([Queued(each.id, each.version, attempts=1) for each in some], states)
        send_batch(engine, batch)


def stored_papers(home: Path) -> Iterator[Paper]:
    """What the command has stored."""
    with closing(open_store(Settings(home=home))) as store:
        for batch in store.papers.walk():
            yield from (state.paper for state in batch if state.paper is not None)


def _processor_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ACL)
