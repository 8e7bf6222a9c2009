"""Keeps the newest view of each generation, and older ones that cursors still walk over."""

import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import tantivy

from papersearch.embedded.commit import META, read_commit
from papersearch.embedded.file_rights import is_read_only, open_read_only
from papersearch.embedded.lifecycle import Folders
from papersearch.embedded.schema import open_index
from papersearch.embedded.snapshot import Snapshot
from papersearch.embedded.tantivy_errors import engine_errors
from papersearch.errors import CursorExpiredError, EngineUnavailableError, NotFoundError, NothingIndexedError

SNAPSHOTS_KEPT = 16
SNAPSHOT_AGE_S = 600.0
_ATTEMPTS = 20


class _Stamp(NamedTuple):
    """Changes with every commit and merge: tantivy replaces `meta.json` by a rename."""

    inode: int
    modified_ns: int
    size: int


@dataclass(slots=True)
class _Opened:
    index: tantivy.Index | None  # None for one that sees no later commit
    stamp: _Stamp
    view: Snapshot


class Snapshots:
    """Finds the view that a search should use; one `stat` and one small read if nothing has changed."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._opened: dict[str, _Opened] = {}
        self._snapshots: OrderedDict[str, tuple[Snapshot, float]] = OrderedDict()
        self._lock = threading.Lock()

    def live(self) -> Snapshot:
        """The newest commit of the live generation. Raises NothingIndexedError when there is none."""
        for _ in range(_ATTEMPTS):
            name = self._folders.live()
            if name is None:
                raise NothingIndexedError("no generation is live yet: nothing has been ingested")
            try:
                return self.of(name)
            except NotFoundError:
                time.sleep(0.01)  # promoted and dropped just now: CURRENT names another one
        raise EngineUnavailableError(f"the live generation {name} is not there")

    def of(self, generation: str) -> Snapshot:
        """The newest commit of a generation. Raises NotFoundError."""
        folder = self._folders.root / generation
        opened = self._opened.get(generation)
        if opened is not None and _stamp(folder) == opened.stamp:
            return opened.view
        self._folders.path(generation)
        with self._lock:
            return self._refreshed(generation, folder).view

    def keep(self, view: Snapshot) -> str:
        """Keeps a view for a while; its token finds it again."""
        with self._lock:
            self._snapshots[view.token] = (view, time.monotonic())
            self._snapshots.move_to_end(view.token)
            self._forget_old()
        return view.token

    def kept(self, token: str) -> Snapshot:
        """The view with a token: one that was kept, or today's if it is that one. Raises CursorExpiredError."""
        with self._lock:
            self._forget_old()
            if token in self._snapshots:
                view, _ = self._snapshots[token]
                self._snapshots[token] = (view, time.monotonic())
                self._snapshots.move_to_end(token)
                return view
        current = self.live()
        if current.token == token:
            return current
        raise CursorExpiredError("The papers have changed since this walk started, and its snapshot has expired.")

    def forget(self, generation: str) -> None:
        """Closes what is open of a generation."""
        with self._lock:
            self._opened.pop(generation, None)

    def close(self) -> None:
        """Closes everything."""
        with self._lock:
            self._opened.clear()
            self._snapshots.clear()

    def _refreshed(self, generation: str, folder: Path) -> _Opened:
        """Opens or reloads until no commit has come in between, so that a revision's name is that of its view."""
        opened = self._opened.get(generation)
        for _ in range(_ATTEMPTS):
            stamp = _stamp(folder)
            if stamp is None:
                raise NotFoundError(f"there is no generation {generation!r}")
            if opened is not None and opened.stamp == stamp:
                return opened
            with engine_errors("opening the index"):
                commit = read_commit(folder)
                index = None if is_read_only(folder) else (opened and opened.index) or open_index(folder)
                if index is not None:
                    index.reload()
                previous = opened.view.nearest_columns if opened is not None else None
                view = Snapshot(folder, commit, index or open_read_only(folder), previous)
            if _stamp(folder) == stamp:
                self._opened[generation] = opened = _Opened(index, stamp, view)
                return opened
        raise EngineUnavailableError(f"generation {generation} changes too fast to be opened")

    def _forget_old(self) -> None:
        oldest = time.monotonic() - SNAPSHOT_AGE_S
        while self._snapshots:
            token, (_, used_at) = next(iter(self._snapshots.items()))
            if used_at >= oldest and len(self._snapshots) <= SNAPSHOTS_KEPT:
                return
            del self._snapshots[token]


def _stamp(folder: Path) -> _Stamp | None:
    try:
        found = os.stat(folder / META)  # noqa: PTH116 - on the path of every search
    except OSError:
        return None
    return _Stamp(found.st_ino, found.st_mtime_ns, found.st_size)
