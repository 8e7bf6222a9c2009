"""The loop: wait for events, look at the folders, store what has changed, and make it searchable.

Events only say when to look; what has changed is found by comparing the folders with what was taken. So a lost event,
a burst of them, or a file system without any cost seconds, never a paper.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic

import watchfiles

from papersearch.errors import UnavailableError
from papersearch.process.quantities import count_text
from papersearch.work_items import IngestOptions
from papersearch_ingest.sources.submission import RunReport, report_run, submit_changes
from papersearch_ingest.watch.folder_scan import Root, Scan, scan_folders
from papersearch_ingest.watch.open_files import is_open_for_writing
from papersearch_ingest.watch.settling import Changes, Settling
from papersearch_ingest.work.program import Program
from papersearch_ingest.work.waiting import wait_for_run, work_on_run

TICK_MS = 200
RESCAN_S = 10.0
"""Look at the folders this often even without events."""
SCANNING_SHARE = 0.1
"""The most of the time that is spent on looking."""
FILES_AT_A_TIME = 500
PATIENCE_S = 120.0
LONGEST_PAUSE_S = 5.0


@dataclass(frozen=True, slots=True)
class Followed:
    """What was done about some changes: the report of the run, and how many files were read or are gone."""

    report: RunReport
    read: int
    gone: int


Tell = Callable[[Followed], None]
"""What is done with each report."""


class Watcher:
    """Follows folders until `stopping` is set. `warn` gets a sentence for people when something is in the way."""

    def __init__(
        self,
        program: Program,
        roots: Sequence[Root],
        options: IngestOptions,
        settle_s: float,
        warn: Callable[[str], None],
    ) -> None:
        self._program = program
        self._roots = roots
        self._options = options
        self._warn = warn
        self._settling = Settling(settle_s, is_open_for_writing)
        self._next_look = 0.0
        self._unfinished_run: int | None = None
        self._was_away: set[str] = set()

    def begin(self) -> None:
        """Remember which files there are papers of, so that those that went away meanwhile are noticed.

        Not in a folder that is empty now: its disk may not be mounted.
        """
        scan = scan_folders(self._roots)
        for root in self._roots:
            known = self._program.store.records.locations_under(str(root.path))
            if known and not any(Path(file).is_relative_to(root.path) for file in scan.files):
                self._warn(f"{root.path} is empty; the papers of its {count_text(len(known), 'earlier file')} stay.")
            else:
                self._settling.remember(known)

    def run(self, stopping: Event, tell: Tell) -> None:
        """Follow the folders; while engine or store are away, try again."""
        pause_s = 0.5
        for has_events in _ticks([root.path for root in self._roots], stopping, self._warn):
            try:
                self._step(has_events, tell)
                pause_s = 0.5
            except UnavailableError as error:
                self._warn(f"{error} Trying again.")
                stopping.wait(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _step(self, has_events: bool, tell: Tell) -> None:
        if self._unfinished_run is not None:  # a service was away while it was worked on
            self._finish(self._unfinished_run)
        began = monotonic()
        if has_events:
            self._next_look = min(self._next_look, began)
        if began < self._next_look:
            return
        scan = scan_folders(self._roots)
        self._tell_of_folders(scan)
        changes = self._settling.look(scan, began, FILES_AT_A_TIME)
        took_s = monotonic() - began
        if changes.ready or changes.gone:
            self._follow(changes, scan, tell)
        soon = took_s / SCANNING_SHARE
        waits = changes.waits or changes.ready or changes.gone
        self._next_look = monotonic() + (soon if waits else max(RESCAN_S, soon))

    def _follow(self, changes: Changes, scan: Scan, tell: Tell) -> None:
        began = monotonic()
        submitted = submit_changes(self._program.store, changes.ready, changes.gone, self._options)
        self._settling.take(changes, scan)
        for problem in submitted.problems:
            self._warn(problem)
        if submitted.run is None:
            return
        self._program.hints.items(submitted.item_ids)
        self._finish(submitted.run)
        report = report_run(self._program.store, submitted.run, monotonic() - began)
        tell(Followed(report, len(changes.ready) - len(submitted.problems), len(changes.gone)))

    def _finish(self, run: int) -> None:
        self._unfinished_run = run
        if self._program.works_here:
            work_on_run(self._program, run, timeout_s=None, on_progress=lambda _run: None)
        else:
            wait_for_run(self._program.store, run, timeout_s=PATIENCE_S, on_progress=lambda _run: None)
            self._program.engine.refresh(self._program.engine.live_generation())
        self._unfinished_run = None

    def _tell_of_folders(self, scan: Scan) -> None:
        away = set(scan.unknown)
        for folder in sorted(away - self._was_away):
            self._warn(f"{folder} cannot be read; its papers stay.")
        self._was_away = away


def _ticks(folders: Sequence[Path], stopping: Event, warn: Callable[[str], None]) -> Iterator[bool]:
    """Yield whether there were events, several times a second, until `stopping` is set."""
    watch = partial(watchfiles.watch, watch_filter=None, debounce=TICK_MS, rust_timeout=TICK_MS, yield_on_timeout=True,
                    raise_interrupt=False, ignore_permission_denied=True)  # fmt: skip
    while not stopping.is_set():
        try:
            for changes in watch(*folders, stop_event=stopping):
                yield bool(changes)
        except OSError as error:
            warn(f"The system does not report changes ({error}); looking every {RESCAN_S:g} seconds.")
            while not stopping.wait(TICK_MS / 1000):
                yield False
        except RuntimeError:  # an event whose path is not UTF-8
            yield True
