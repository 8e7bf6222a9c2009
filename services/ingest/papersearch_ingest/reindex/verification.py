"""Compare an index with the store, document by document, and repair what differs.

Both are written meanwhile, so a difference counts only when no write of that paper is queued.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from papersearch.document import content_hash, hash_of
from papersearch.engine import Engine, IndexedVersion
from papersearch.job_progress import Difference, Finding, Verified
from papersearch.store import Parts, Store
from papersearch_ingest.indexing.queue import Drain, drain_queue

EXAMPLES = 20
MOST_ROUNDS = 5
PROGRESS_EVERY = 1000
MOST_FINDINGS = 50_000
"""How many differences are kept for a repair; an index with more of them needs a re-index, or another round."""


@dataclass(slots=True)
class Report:
    """The result of a comparison: how many papers were compared, how many differ and how, and which."""

    generation: str
    compared: int = 0
    counts: Counter[Difference] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether index and store agree."""
        return not self.counts

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it while there is room."""
        self.counts[finding.difference] += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)

    def to_json(self) -> dict[str, Any]:
        """`{"generation", "compared", "equal", "missing", "extra", "stale", "ahead", "corrupt", "examples": [...]}`."""
        plain: dict[str, Any] = msgspec.to_builtins(self.summary())
        return plain

    def summary(self) -> Verified:
        """What a job's progress says about it."""
        counts = {difference.value: self.counts[difference] for difference in Difference}
        examples = tuple(self.findings[:EXAMPLES])
        return Verified(self.generation, self.compared, self.is_equal, **counts, examples=examples)

    def sentence(self) -> str:
        """The result for people: `3 of 357 papers differ: 2 missing, 1 stale`."""
        if self.is_equal:
            return f"{self.compared} papers, index and store agree"
        kinds = ", ".join(f"{self.counts[kind]} {kind}" for kind in Difference if self.counts[kind])
        return f"{self.counts.total()} of {self.compared} papers differ: {kinds}"


class Compared(NamedTuple):
    """What differs about a paper, and the hash of what the index has of it ("" for nothing)."""

    finding: Finding
    indexed_hash: str = ""


def compare(stored: Iterable[IndexedVersion], indexed: Iterable[IndexedVersion]) -> Iterator[Compared | None]:
    """Compare two lists sorted by id: what differs of each paper, None for each that is equal.

    Both are read once, in bounded memory.
    """
    left, right = iter(stored), iter(indexed)
    mine, its = next(left, None), next(right, None)
    while mine or its:
        if mine and (its is None or mine.id < its.id):
            yield Compared(Finding(mine.id, Difference.MISSING, mine.version, None))
            mine = next(left, None)
        elif its and (mine is None or its.id < mine.id):
            yield Compared(Finding(its.id, Difference.EXTRA, None, its.version), its.content_hash)
            its = next(right, None)
        elif mine and its:
            yield _judge(mine, its)
            mine, its = next(left, None), next(right, None)


def stored_versions(store: Store) -> Iterator[IndexedVersion]:
    """Yield what an index should hold, in id order: every paper that is not deleted, with the hash of its text.

    A text that an older program wrote may lack members, so that a paper with another hash is looked at again.
    """
    for batch in store.papers.texts():
        for paper in batch:
            yield IndexedVersion(paper.id, paper.version, content_hash(paper.text.encode()))


def verify(store: Store, engine: Engine, generation: str, *, on_progress: Callable[[], None] = lambda: None) -> Report:
    """Compare every document of a generation with the store: id, version and content.

    A paper that was written during the comparison, or that is still in the queue, does not count. So what differs is
    checked twice, and counts when the versions are the same both times. Papers that the engine rejected, with a reason,
    do not count. `on_progress` is called from time to time; an error that it raises ends the comparison.
    """
    engine.refresh(generation)
    first = _scan(store, engine, generation, on_progress)
    if first.is_equal:
        return first
    engine.refresh(generation)
    suspects = set(first.findings)
    second = _scan(store, engine, generation, on_progress)
    report = Report(generation, second.compared)
    for finding in second.findings:
        if finding in suspects or len(first.findings) == MOST_FINDINGS:
            report.add(finding)
    return report


def repair(
    store: Store, report: Report, *, raise_versions: bool, prove: Callable[[Parts], None] = lambda _: None
) -> int:
    """Queue every paper that differs for the generation again, and return their number. `prove` may refuse it.

    A document that the index holds at the same version, or at one that the store never had, is not overwritten by
    another write of that version: `raise_versions` gives these papers a new version above both.
    """
    same = {f.id: f.stored for f in report.findings if f.stored is not None and not raise_versions}
    rewritten = {f.id: f.indexed or f.stored or 0 for f in report.findings if f.id not in same}
    with store.transaction() as inside:
        prove(inside)
        inside.index_queue.enqueue_for(report.generation, same)
        inside.index_queue.enqueue(inside.papers.raise_versions(rewritten))
    return len(same) + len(rewritten)


def _scan(store: Store, engine: Engine, generation: str, on_progress: Callable[[], None]) -> Report:
    report = Report(generation)
    batch: list[Compared] = []
    for compared in compare(stored_versions(store), engine.indexed_versions(generation)):
        report.compared += 1
        if report.compared % PROGRESS_EVERY == 0:
            on_progress()
        if compared is not None:
            batch.append(compared)
        if len(batch) == EXAMPLES * 50:
            _add_settled(store, report, batch)
            batch = []
    _add_settled(store, report, batch)
    return report


def _add_settled(store: Store, report: Report, batch: list[Compared]) -> None:
    if not batch:
        return
    ids = [each.finding.id for each in batch]
    states = store.papers.states(ids)
    moving = store.index_queue.waiting(report.generation, ids) | store.rejects.papers_of(report.generation, ids)
    for finding, indexed_hash in batch:
        state = states.get(finding.id)
        paper = state.paper if state else None
        if finding.difference is Difference.CORRUPT and paper and hash_of(paper) == indexed_hash:
            continue
        if (paper and paper.version) == finding.stored and finding.id not in moving:
            report.add(finding)


def _judge(stored: IndexedVersion, indexed: IndexedVersion) -> Compared | None:
    if indexed.version < stored.version:
        difference = Difference.STALE
    elif indexed.version > stored.version:
        difference = Difference.AHEAD
    elif indexed.content_hash != stored.content_hash:
        difference = Difference.CORRUPT
    else:
        return None
    return Compared(Finding(stored.id, difference, stored.version, indexed.version), indexed.content_hash)


def verify_and_repair(
    store: Store,
    engine: Engine,
    generation: str,
    drain: Drain,
    *,
    is_repairing: bool,
    on_progress: Callable[[], None] = lambda: None,
) -> tuple[Report, int]:
    """Verify and repair for a bounded number of rounds; return the last report and the number of papers repaired.

    `on_progress` is called from time to time; an error that it raises ends the work, and what was queued stays queued.
    """
    report = verify(store, engine, generation, on_progress=on_progress)
    repaired = 0
    for round_ in range(MOST_ROUNDS if is_repairing else 0):
        if report.is_equal:
            break
        repaired += repair(store, report, raise_versions=round_ > 0)
        drain_queue(store, drain, generation, on_progress)
        report = verify(store, engine, generation, on_progress=on_progress)
    return report, repaired
