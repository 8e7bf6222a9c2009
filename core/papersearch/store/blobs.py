"""The raw sources: files named by their SHA-256, written once, never changed."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple
from uuid import uuid4

from papersearch.errors import NotFoundError

_PIECE = 1 << 20
_NAME_LETTERS = 64
_LIKELY_NEEDED_S = 86_400.0
"""A blob that was put so lately may be that of a request which is not in the ledger yet."""


class Blob(NamedTuple):
    """A raw source that is kept."""

    sha256: str
    size: int


class Blobs:
    """A folder `raw/ab/<sha256>`; on several hosts it is a shared volume."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: IO[bytes]) -> Blob:
        """Keeps everything that the stream holds, in pieces; a file that is there already only counts as put now.

        After the return the bytes survive a power cut: the file is synced before it gets its name, the folder after.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        size = 0
        temporary = self._folder / f".new-{uuid4().hex}"
        try:
            with temporary.open("xb") as file:  # with the rights that the umask gives
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            sha256 = digest.hexdigest()
            target = self.path(sha256)
            try:
                os.utime(target)
            except FileNotFoundError:
                target.parent.mkdir(exist_ok=True)
                temporary.replace(target)
                _sync_folder(target.parent)
                _sync_folder(self._folder)
        finally:
            temporary.unlink(missing_ok=True)
        return Blob(sha256, size)

    def files(self) -> Iterator[Path]:
        """All blobs, in the order of their names."""
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(path for path in folder.iterdir() if len(path.name) == _NAME_LETTERS)

    def path(self, sha256: str) -> Path:
        """Where a blob is kept, whether or not it is there."""
        return self._folder / sha256[:2] / sha256

    def existing_path(self, sha256: str) -> Path:
        """Where a blob is kept. Raises NotFoundError."""
        path = self.path(sha256)
        if not path.is_file():
            raise NotFoundError(f"The raw source {sha256} is not at {path}.")
        return path

    def drop_old(self, sha256: str) -> None:
        """Deletes a blob that nothing refers to, unless it was put in the last day.

        It is moved aside first: who puts the same bytes meanwhile either finds no file and writes its own, or has made
        the file young before it was moved.
        """
        path, aside = self.path(sha256), self._folder / f".old-{sha256}"
        with suppress(FileNotFoundError):
            path.rename(aside)
            if time.time() - aside.stat().st_mtime < _LIKELY_NEEDED_S:
                aside.rename(path)
            else:
                aside.unlink()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
