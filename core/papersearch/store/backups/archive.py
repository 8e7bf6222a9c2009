"""The file of a backup: members written and read one after the other, each with its checksum, in constant memory."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar
from uuid import uuid4

import msgspec
import zstandard

from papersearch.errors import SourceError, UsageError

T = TypeVar("T")

FORMAT = 1
HEADER, MANIFEST = "backup.json", "manifest.json"
_PIECE = 1 << 20
_LEVEL = 6


class Header(msgspec.Struct, frozen=True):
    """What made a backup. `columns`: table -> its columns. `last_ids`: table -> the greatest id that it ever gave."""

    format: int
    program: str
    revision: str
    created_at: str
    columns: dict[str, tuple[str, ...]]
    last_ids: dict[str, int]


class Manifest(msgspec.Struct, frozen=True):
    """The checksums of all members before it, and the number of rows of each table."""

    members: dict[str, str]
    rows: dict[str, int]


class Writer:
    """Adds members to a new backup."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._members: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """A member whose bytes are at hand."""
        self.add_stream(name, io.BytesIO(data), len(data))

    def add_stream(self, name: str, stream: IO[bytes], size: int) -> None:
        """A member of `size` bytes."""
        info = tarfile.TarInfo(name)
        info.size = size
        hashed = _Hashing(stream)
        self._archive.addfile(info, hashed)
        self._members[name] = hashed.digest.hexdigest()

    def finish(self, rows: dict[str, int]) -> None:
        """Adds the manifest."""
        self.add(MANIFEST, msgspec.json.encode(Manifest(self._members, rows)))


class _Hashing(io.RawIOBase):
    """Passes on what is read, and hashes it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        return data


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """A backup that has its name once it is whole and on the disk. Raises UsageError if the file is there."""
    if file.exists():
        raise UsageError(f"{file} exists. Name another file, or delete this one first.")
    unfinished = file.with_name(f".{file.name}-{uuid4().hex[:8]}")
    try:
        with unfinished.open("xb") as raw:
            with (
                zstandard.ZstdCompressor(_LEVEL, write_checksum=True).stream_writer(raw, closefd=False) as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
            ):
                yield Writer(archive)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.rename(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def members(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The members in order; each is read before the next. Raises UsageError if there is no such file."""
    try:
        raw = file.open("rb")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}.") from error
    with (
        raw,
        zstandard.ZstdDecompressor().stream_reader(raw, closefd=False) as packed,
        tarfile.open(fileobj=packed, mode="r|") as archive,
    ):
        for info in archive:
            if (stream := archive.extractfile(info)) is not None:
                yield info.name, stream


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Raises SourceError where reading the members finds that the file is not whole."""
    try:
        yield
    except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
        raise damaged(file, str(error)) from error


def verify(file: Path) -> tuple[Header, Manifest]:
    """Read a whole backup and compare its checksums. Raises SourceError for one that is damaged or not a backup."""
    found: dict[str, str] = {}
    described: dict[str, bytes] = {}
    with reading(file):
        for name, stream in members(file):
            if name in {HEADER, MANIFEST}:
                described[name] = stream.read()
                found[name] = hashlib.sha256(described[name]).hexdigest()
            else:
                found[name] = _digest(stream)
    if HEADER not in described or MANIFEST not in described:
        raise damaged(file, "a part of it is missing")
    header = _decoded(file, described[HEADER], Header)
    manifest = _decoded(file, described[MANIFEST], Manifest)
    del found[MANIFEST]
    if found != manifest.members:
        wrong = sorted(name for name in {*found, *manifest.members} if found.get(name) != manifest.members.get(name))
        raise damaged(file, f"{wrong[0]} is not what was written")
    return header, manifest


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def damaged(file: Path, reason: str) -> SourceError:
    """The error for a file that cannot be restored."""
    return SourceError(f"{file} is damaged or is not a backup: {reason}. Nothing was restored.")


def _decoded(file: Path, data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise damaged(file, str(error)) from error
