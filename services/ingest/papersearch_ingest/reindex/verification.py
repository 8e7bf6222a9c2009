"""Compares an index with the store, document by document, and mends what differs.

Both go on being written meanwhile, so a difference counts only when nothing about that paper is still on its way.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from papersearch.document import build_document
from papersearch.engine import Engine, IndexedVersion
from papersearch.store import Parts, Store
from papersearch_ingest.indexing.queue import Drain, drain_what_waits

EXAMPLES = 20
MOST_ROUNDS = 5
PROGRESS_EVERY = 1000
MOST_FINDINGS = 50_000
"""How many differences are kept for a repair; an index with more of them wants a re-index, or another round."""


class Difference(StrEnum):
    """How an index disagrees with the store about one paper."""

    MISSING = "missing"
    """The store has it, the index does not."""
    EXTRA = "extra"
    """The index has it, the store does not, or says that it is deleted."""
    STALE = "stale"
    """The index has an older version."""
    AHEAD = "ahead"
    """The index has a version that the store never gave: an index of another store, or a store put back."""
    CORRUPT = "corrupt"
    """The version is the same, what is indexed is not."""


class Finding(NamedTuple):
    """One paper about which the two disagree; a version is None where there is none."""

    id: str
    difference: Difference
    stored: int | None
    indexed: int | None


@dataclass(slots=True)
class Report:
    """What a comparison found: how many papers were compared, how many differ and how, and which."""

    generation: str
    compared: int = 0
    counts: Counter[Difference] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether index and store say the same."""
        return not self.counts

    def add(self, finding: Finding) -> None:
        """Counts a finding, and keeps it while there is room."""
        self.counts[finding.difference] += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)

    def to_json(self) -> dict[str, Any]:
        """`{"generation", "compared", "equal", "missing", "extra", "stale", "ahead", "corrupt", "examples": [...]}`."""
        examples = self.findings[:EXAMPLES]
        return {
            "generation": self.generation,
            "compared": self.compared,
            "equal": self.is_equal,
            **{str(difference): self.counts[difference] for difference in Difference},
            "examples": [{**finding._asdict(), "difference": str(finding.difference)} for finding in examples],
        }

    def sentence(self) -> str:
        """The result for people: `3 of 357 papers differ: 2 missing, 1 stale`."""
        if self.is_equal:
            return f"{self.compared} papers, index and store agree"
        kinds = ", ".join(f"{self.counts[kind]} {kind}" for kind in Difference if self.counts[kind])
        return f"{self.counts.total()} of {self.compared} papers differ: {kinds}"


def compare(stored: Iterable[IndexedVersion], indexed: Iterable[IndexedVersion]) -> Iterator[Finding | None]:
    """Walks two lists that are sorted by id side by side: a finding for each paper that differs, None for each equal.

    Both are read once, in bounded memory.
    """
    left, right = iter(stored), iter(indexed)
    mine, its = next(left, None), next(right, None)
    while mine or its:
        if mine and (its is None or mine.id < its.id):
            yield Finding(mine.id, Difference.MISSING, mine.version, None)
            mine = next(left, None)
        elif its and (mine is None or its.id < mine.id):
            yield Finding(its.id, Difference.EXTRA, None, its.version)
            its = next(right, None)
        elif mine and its:
            yield _judge(mine, its)
            mine, its = next(left, None), next(right, None)


def stored_versions(store: Store) -> Iterator[IndexedVersion]:
    """What an index ought to hold, in id order: every paper that lives, with the hash of its document."""
    for batch in store.papers.walk():
        for state in batch:
            if state.paper is not None:
                yield IndexedVersion(state.id, state.version, build_document(state.paper).content_hash)


def verify(store: Store, engine: Engine, generation: str, *, on_progress: Callable[[], None] = lambda: None) -> Report:
    """Every document of a generation against the store: id, version and content.

    A paper that was written during the comparison, or that still waits in the queue, is left out: its write is under
    way. What differs is therefore looked at twice, and counts when the versions are the same both times. Papers that
    the engine rejected, with a reason, do not count. `on_progress` is called now and then; what it raises ends the
    comparison.
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
    """Queues every paper that differs for the generation once more; the number queued. `prove` may refuse it.

    A document that the index holds at the same version, or at one that the store never gave, is not overwritten by
    another write of that version: `raise_versions` gives these papers a new one, above both.
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
    batch: list[Finding] = []
    for finding in compare(stored_versions(store), engine.indexed_versions(generation)):
        report.compared += 1
        if report.compared % PROGRESS_EVERY == 0:
            on_progress()
        if finding is not None:
            batch.append(finding)
        if len(batch) == EXAMPLES * 50:
            _add_settled(store, report, batch)
            batch = []
    _add_settled(store, report, batch)
    return report


def _add_settled(store: Store, report: Report, findings: list[Finding]) -> None:
    if not findings:
        return
    ids = [finding.id for finding in findings]
    states = store.papers.states(ids)
    moving = store.index_queue.waiting(report.generation, ids) | store.rejects.papers_of(report.generation, ids)
    for finding in findings:
        state = states.get(finding.id)
        version = state.version if state and state.paper is not None else None
        if version == finding.stored and finding.id not in moving:
            report.add(finding)


def _judge(stored: IndexedVersion, indexed: IndexedVersion) -> Finding | None:
    if indexed.version < stored.version:
        difference = Difference.STALE
    elif indexed.version > stored.version:
        difference = Difference.AHEAD
    elif indexed.content_hash != stored.content_hash:
        difference = Difference.CORRUPT
    else:
        return None
    return Finding(stored.id, difference, stored.version, indexed.version)


def verify_and_repair(
    store: Store,
    engine: Engine,
    generation: str,
    drain: Drain,
    *,
    is_repairing: bool,
    on_progress: Callable[[], None] = lambda: None,
) -> tuple[Report, int]:
    """What differs in the end, and how many papers were written again; a bounded number of rounds.

    `on_progress` is called now and then; what it raises ends the work, and what was queued until then stays queued.
    """
    report = verify(store, engine, generation, on_progress=on_progress)
    repaired = 0
    for round_ in range(MOST_ROUNDS if is_repairing else 0):
        if report.is_equal:
            break
        repaired += repair(store, report, raise_versions=round_ > 0)
        drain_what_waits(store, drain, generation, on_progress)
        report = verify(store, engine, generation, on_progress=on_progress)
    return report, repaired
