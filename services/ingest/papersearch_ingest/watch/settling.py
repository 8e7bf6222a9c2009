"""Which files to take now: those that have stopped changing, and those that are gone for good."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from papersearch_ingest.watch.folder_scan import Scan, Signature, Stamp

UNSEEN = Signature(Stamp(-1, -1, -1))
"""Of a file that was read before this program started: it is read again once, and noticed if it is gone."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files to read and files that are gone. `waits`: others are still changing."""

    ready: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    waits: bool = False


@dataclass(slots=True)
class Settling:
    """Remembers what was taken, and since when each other file has looked as it does.

    A file is ready when it has stayed the same for `settle_s` seconds, is not empty, and no program has it open for
    writing. A file is gone when it has been away for as long: editors replace files by deleting them first.
    """

    settle_s: float
    is_being_written: Callable[[str], bool] = lambda _path: False
    taken: dict[str, Signature] = field(default_factory=dict)
    _since: dict[str, tuple[Signature | None, float]] = field(default_factory=dict)

    def remember(self, paths: Iterable[str]) -> None:
        """Files of which there are papers from before."""
        self.taken.update(dict.fromkeys(paths, UNSEEN))

    def look(self, scan: Scan, now: float, most: int) -> Changes:
        """Compare a scan with what was taken. At most so many files are ready at a time."""
        ready: list[str] = []
        gone: list[str] = []
        waits = False
        for path, signature in scan.files.items():
            if self.taken.get(path) == signature:
                self._since.pop(path, None)
            elif (
                len(ready) >= most or not self._is_settled(path, signature, now) or self._is_unfinished(path, signature)
            ):
                waits = True
            else:
                ready.append(path)
        for path in self.taken.keys() - scan.files.keys():
            if scan.is_unknown(path):
                self._since.pop(path, None)
            elif self._is_settled(path, None, now):
                gone.append(path)
            else:
                waits = True
        return Changes(tuple(ready), tuple(sorted(gone)), waits)

    def take(self, changes: Changes, scan: Scan) -> None:
        """Remember that these changes were stored, as the files were when they were looked at."""
        for path in changes.ready:
            self.taken[path] = scan.files[path]
            self._since.pop(path, None)
        for path in changes.gone:
            self.taken.pop(path, None)
            self._since.pop(path, None)

    def _is_settled(self, path: str, signature: Signature | None, now: float) -> bool:
        seen = self._since.get(path)
        if seen is None or seen[0] != signature:
            self._since[path] = (signature, now)
            return self.settle_s <= 0
        return now - seen[1] >= self.settle_s

    def _is_unfinished(self, path: str, signature: Signature) -> bool:
        return signature.own.size == 0 or self.is_being_written(path)
