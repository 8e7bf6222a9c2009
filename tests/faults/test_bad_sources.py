"""One source in a hundred kills the parser, hangs in it, or eats its memory: the others do not wait for it.

Goes red when an item that failed is tried again at once (`Ledger.lease` without `attempts` in its order), and when it
is tried for ever (`Ledger.fail` without `MOST_ATTEMPTS`).

The short form looks at the order: no source is tried again before every other was begun. The full form compares times,
too, with those of an ingest without bad sources just before. As its sources are small, its worker endures a silent
parser for a sixth of that time. Other programs disturb both times, so a pair that is too slow is measured again.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from papersearch.operations.job_views import is_searchable
from papersearch.process.engines import open_engine
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.ledger import MOST_ATTEMPTS, Item, ItemState
from papersearch_ingest.children.parser_process import LimitedParser
from papersearch_ingest.indexing.first_generation import ensure_live_generation
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.broker import hints_for
from tests.faults.bad_parser import BAD, begun
from tests.faults.corpus import audit, write_sources
from tests.faults.figures import Figures
from tests.faults.processes import running, wait_until

SOURCES, BAD_SOURCES = 300, 3
MOST_RATIO = 1.5
PAIRS = 3
PATIENT_S = 30.0
REASONS = {"crash": "killed by signal 11", "hang": "no progress for", "devour": "MB of memory"}


class Site:
    """A store, and batches of sources whose papers are told from those of all batches before."""

    def __init__(self, settings: Settings, store: Store, folder: Path, per_source: int) -> None:
        self.settings, self.store = settings, store
        self._folder, self._per_source = folder, per_source
        self.papers = 0

    def write_batch(self, bad: int) -> Path:
        """300 sources, and so many bad ones among them."""
        start, self.papers = self.papers, self.papers + SOURCES * self._per_source
        folder = write_sources(self._folder / str(start), range(start, self.papers), self._per_source)
        for nth in range(bad):
            number = start + (nth + 1) * SOURCES * self._per_source // (bad + 1)
            (folder / f"part-{number:06d}-{list(BAD)[nth % len(BAD)]}.jsonl").write_text('{"title": "Bad"}\n')
        return folder

    def ingest(self, silence_s: float, bad: int = 0) -> float:
        """The seconds until the healthy sources were searchable; at the end the bad ones are given up on, too."""
        folder, store = self.write_batch(bad), self.store
        with hostile_worker(self.settings, store, folder.with_suffix(".log"), silence_s):
            done = store.ledger.counts()[ItemState.DONE]
            started = time.monotonic()
            run = submit(store, [str(folder)])
            hints_for(self.settings).items(item.id for item in store.ledger.of_run(run))

            def are_healthy_searchable() -> bool:
                counts = store.ledger.counts()
                return counts[ItemState.DONE] == done + SOURCES and not store.index_queue.pending()

            wait_until(are_healthy_searchable, "the healthy sources are searchable", 900)
            seconds = time.monotonic() - started
            wait_until(lambda: is_searchable(store, run), "the bad ones are given up on", 300)
        assert_given_up(store.ledger.of_run(run), bad)
        return seconds


@contextmanager
def hostile_worker(settings: Settings, store: Store, log: Path, silence_s: float) -> Iterator[None]:
    """The worker with the bad parser, once it works."""
    with running(settings, log, str(silence_s), program="tests.faults.hostile_worker"):
        wait_until(lambda: bool(store.heartbeats.all()), "the worker's first sign of life")
        yield


def assert_given_up(items: list[Item], bad: int) -> None:
    """The bad ones failed after three attempts, each for its own reason."""
    failed = [item for item in items if item.state == ItemState.FAILED]
    assert len(failed) == bad
    for item in failed:
        (reason,) = [reason for word, reason in REASONS.items() if word in item.location]
        assert reason in (item.last_error or ""), item
        assert item.attempts == MOST_ATTEMPTS


def first_again(names: list[str]) -> int:
    """The place at which a source is begun that was begun before."""
    return next(place for place, name in enumerate(names) if name in names[:place])


def time_to_start(folder: Path) -> float:
    """What a parser's process needs on this machine now, from its start to the end of a small source."""
    source = write_sources(folder, range(1), 1) / "part-000000.jsonl"
    with closing(LimitedParser()) as parse:
        started = time.monotonic()
        assert list(parse(source, source.name, {}).items)
        return time.monotonic() - started


def measure_pairs(site: Site) -> list[tuple[float, float]]:
    """Seconds without bad sources and with them, until a pair is good enough."""
    pairs: list[tuple[float, float]] = []
    while len(pairs) < PAIRS and (not pairs or pairs[-1][1] > MOST_RATIO * pairs[-1][0]):
        clean_s = site.ingest(PATIENT_S)
        pairs.append((clean_s, site.ingest(max(clean_s / 6, 5.0), bad=BAD_SOURCES)))
    return pairs


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Settings:
    """One machine; in the full form the servers as well."""
    found: Settings = request.getfixturevalue(request.param.replace(" ", "_"))
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    is_full = metafunc.config.getoption("--faults") == "full"
    metafunc.parametrize("place", ["one machine", "servers"] if is_full else ["one machine"], indirect=True)


def test_bad_sources_do_not_hold_up_the_others(
    place: Settings, tmp_path: Path, is_full: bool, figures: Figures
) -> None:
    given: dict[str, object] = {}
    with closing(open_store(place)) as store:
        with closing(open_engine(place)) as engine:
            ensure_live_generation(store, engine)
        site = Site(place, store, tmp_path / "sources", per_source=60 if is_full else 1)
        ratio = 0.0
        if is_full:
            pairs = measure_pairs(site)
            ratio = pairs[-1][1] / pairs[-1][0]
            given = {"pairs_of_runs": len(pairs), "seconds_clean": pairs[-1][0], "seconds_with_bad_ones": pairs[-1][1],
                     "times_the_clean_time": f"{ratio:.2f}"}  # fmt: skip
        else:
            site.ingest(min(max(8 * time_to_start(tmp_path / "one"), 4.0), 20.0), bad=BAD_SOURCES)
        found = audit(place, store, range(site.papers))
        assert found.is_clean, found
    names = begun(place.home)
    tries = Counter(name for name in names if any(word in name for word in BAD))
    if not is_full:
        assert len(set(names[: first_again(names)])) == SOURCES + BAD_SOURCES
    assert ratio <= MOST_RATIO, given
    figures.add(f"bad sources, {'embedded' if place.is_embedded else 'servers'}", healthy=SOURCES, bad=BAD_SOURCES,
                tries_of_a_bad_one=max(tries.values()), lost=found.lost, **given)  # fmt: skip
