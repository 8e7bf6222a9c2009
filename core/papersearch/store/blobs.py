"""The raw sources: files named by the SHA-256 of what was put, written once, never changed; texts are packed."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple
from uuid import uuid4

from papersearch.errors import NotFoundError
from papersearch.packed_file import SUFFIX, is_worth_packing, open_file, pack

_PIECE = 1 << 20
_NAME_LETTERS = 64
_LIKELY_NEEDED_S = 86_400.0
"""A blob that was put so lately may be that of a request which is not in the ledger yet."""


class Blob(NamedTuple):
    """A raw source that is kept."""

    sha256: str
    size: int


class Blobs:
    """A folder of `raw/ab/<sha256>`, with `.zst` behind a packed one; on several hosts it is a shared volume."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: IO[bytes]) -> Blob:
        """Keeps everything that the stream holds, in pieces; a file that is there already only counts as put now.

        After the return the bytes survive a power cut: the file is synced before it gets its name, the folder after.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f".new-{uuid4().hex}"
        packed = temporary.with_suffix(SUFFIX)
        try:
            with temporary.open("x+b") as file:  # with the rights that the umask gives
                blob, is_text = _copy(source, file)
                if self._is_young_again(blob.sha256):
                    return blob
                if is_text:
                    file.seek(0)
                    with packed.open("xb") as smaller:
                        pack(file, smaller, blob.size)
                        _sync(smaller)
                else:
                    _sync(file)
            target = self._plain(blob.sha256)
            target.parent.mkdir(exist_ok=True)
            if is_text:
                packed.replace(target.with_suffix(SUFFIX))
            else:
                temporary.replace(target)
            _sync_folder(target.parent)
            _sync_folder(self._folder)
        finally:
            temporary.unlink(missing_ok=True)
            packed.unlink(missing_ok=True)
        return blob

    def names(self) -> Iterator[str]:
        """The SHA-256 of every blob, in their order."""
        for folder in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted({path.stem for path in folder.iterdir() if len(path.stem) == _NAME_LETTERS})

    def existing_path(self, sha256: str) -> Path:
        """The file of a blob, for `packed_file.open_file`. Raises NotFoundError."""
        for path in self._paths(sha256):
            if path.is_file():
                return path
        raise NotFoundError(f"The raw source {sha256} is not at {self._plain(sha256)}.")

    def open(self, sha256: str) -> BinaryIO:
        """A stream of what was put. Raises NotFoundError."""
        return open_file(self.existing_path(sha256))

    def read(self, sha256: str) -> bytes:
        """The whole of what was put. Raises NotFoundError."""
        with self.open(sha256) as stream:
            return stream.read()

    def drop_old(self, sha256: str) -> None:
        """Deletes a blob that nothing refers to, unless it was put in the last day.

        It is moved aside first: who puts the same bytes meanwhile either finds no file and writes its own, or has made
        the file young before it was moved.
        """
        for path in self._paths(sha256):
            aside = self._folder / f".old-{path.name}"
            with suppress(FileNotFoundError):
                path.rename(aside)
                if time.time() - aside.stat().st_mtime < _LIKELY_NEEDED_S:
                    aside.rename(path)
                else:
                    aside.unlink()

    def _plain(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _paths(self, sha256: str) -> tuple[Path, Path]:
        plain = self._plain(sha256)
        return plain, plain.with_suffix(SUFFIX)

    def _is_young_again(self, sha256: str) -> bool:
        """Make a blob count as put now; False if it is not there."""
        for path in self._paths(sha256):
            with suppress(FileNotFoundError):
                os.utime(path)
                return True
        return False


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[Blob, bool]:
    """Copy a stream in pieces; True: it is worth packing."""
    digest = hashlib.sha256()
    size, is_text = 0, False
    while piece := source.read(_PIECE):
        if not size:
            is_text = is_worth_packing(piece)
        digest.update(piece)
        size += len(piece)
        target.write(piece)
    return Blob(digest.hexdigest(), size), is_text


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
