"""Papers of our own making, each told from all others by its words, and what has become of them."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from papersearch.engine import Engine
from papersearch.job_progress import Difference
from papersearch.paper import Paper
from papersearch.process.engines import open_engine
from papersearch.query.nodes import Everything
from papersearch.settings import Settings
from papersearch.store import Store
from papersearch_ingest.reindex.verification import verify

CONSONANTS, VOWELS = "bdfghklmnprstvz", "aeiou"


def words(number: int, count: int) -> str:
    """The same words for the same number; two numbers have hardly one in common."""
    rng = random.Random(number)
    return " ".join("".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(3)) for _ in range(count))


def title_of(number: int) -> str:
    return f"Paper {number} on {words(number, 4)}"


def paper(number: int, edition: int = 1) -> Paper:
    """Paper `number`, whose abstract tells the edition."""
    return Paper(f"p_{number:012d}", title=title_of(number), abstract=f"Edition {edition}. {words(-number - 1, 12)}.",
                 year=1990 + number % 30)  # fmt: skip


def write_sources(folder: Path, numbers: range, per_file: int, prefix: str = "part") -> Path:
    """JSON lines, so many papers a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(numbers.start, numbers.stop, per_file):
        lines = [json.dumps({"title": title_of(n), "year": 1990 + n % 30, "authors": [f"Ada {words(n, 1).title()}"],
                             "abstract": f"{words(-n - 1, 12)}."})
                 for n in range(start, min(start + per_file, numbers.stop))]  # fmt: skip
        (folder / f"{prefix}-{start:06d}.jsonl").write_text("\n".join(lines) + "\n")
    return folder


@dataclass(frozen=True, slots=True)
class Audit:
    """What a test may not have: all three are 0."""

    lost: int
    doubled: int
    stale: int

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.stale)


def audit(settings: Settings, store: Store, expected: Iterable[int]) -> Audit:
    """Compares what was acknowledged with what a search finds.

    Lost: neither searchable nor among the rejects. Doubled: found twice, or not asked for. Stale: the index says
    something else of a paper than the store.
    """
    with closing(open_engine(settings)) as engine:
        engine.refresh(engine.live_generation())
        titles = Counter(str(hit.body["title"]) for hit in engine.scan(Everything()))
        return _audit(store, engine, titles, {title_of(number) for number in expected})


def _audit(store: Store, engine: Engine, titles: Counter[str], expected: set[str]) -> Audit:
    rejected = {title for title in expected if any(title in reject.raw for reject in store.rejects.page(limit=10_000))}
    report = verify(store, engine, engine.live_generation())
    return Audit(
        lost=len(expected - set(titles) - rejected),
        doubled=sum(titles.values()) - len(set(titles) & expected),
        stale=report.counts.total() - report.counts[Difference.MISSING],
    )
