"""Compressed files and archives, opened within bounds: each member becomes a source of its own.

gzip, bzip2, xz and Zstandard around one file or a tar, and zip. Nothing is written under a name that an archive gives;
an archive in an archive is opened, one in that is not.
"""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

import zstandard

from papersearch.errors import SourceError
from papersearch.record import Reject
from papersearch_ingest.parsers.source import Source

_PIECE = 1 << 20
_HELD_IN_MEMORY = 16 << 20
_DEEPEST = 2
_LONGEST_NAME = 300
_TAR_MAGIC = slice(257, 262)
_UNWANTED = re.compile(r"(?:^|/)(?:__MACOSX/|\.)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
BROKEN = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
)
"""What the libraries raise for damaged, encrypted or unknown content."""
_COMPRESSIONS: dict[bytes, tuple[str, Callable[[Any], Any]]] = {
    b"\x1f\x8b": (".gz", lambda stream: gzip.GzipFile(fileobj=stream)),
    b"BZh": (".bz2", bz2.BZ2File),
    b"\xfd7zXZ\x00": (".xz", lzma.LZMAFile),
    b"\x28\xb5\x2f\xfd": (".zst", lambda stream: zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
        stream, read_across_frames=True)),
}  # fmt: skip
_REFUSED = {b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive", b"Rar!\x1a\x07": "a RAR archive"}
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may come out: members; bytes in relation to the archive's, once there are `free_bytes`; and in all."""

    members: int = 100_000
    ratio: int = 200
    free_bytes: int = 64 << 20
    total_bytes: int = 64 << 30

    def allowed(self, size: int) -> int:
        """The most bytes that an archive of this size may unpack to."""
        return min(self.total_bytes, max(self.free_bytes, self.ratio * size))


class ArchiveError(SourceError):
    """An archive is damaged, or would unpack to more than is allowed."""

    code = "archive"


class TooMuchError(ArchiveError):
    """An archive would unpack to more than is allowed: nothing more of it is read."""


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """A file of an archive: its path there, and its content, which lives until the next member is asked for."""

    path: str
    source: Source


class _Budget:
    """Counts what comes out of one archive, over all its members."""

    def __init__(self, bounds: Bounds, size: int) -> None:
        self._left = bounds.allowed(size)
        self._reason = f"It unpacks to more than {self._left:,} bytes, the limit for an archive of {size:,} bytes."
        self.members = bounds.members

    def spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooMuchError(self._reason)

    def count_member(self) -> None:
        self.members -= 1
        if self.members < 0:
            raise TooMuchError("It has more members than an archive may have.")


class _Unpacked(io.RawIOBase):
    """What a decompressor gives, counted, and with one kind of error."""

    def __init__(self, inner: Any, budget: _Budget | None, beneath: IO[bytes] | None = None) -> None:
        self._inner, self._budget, self._beneath = inner, budget, beneath

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._inner.read(len(buffer))
        except ArchiveError:
            raise
        except BROKEN as error:
            raise ArchiveError(f"The compressed data is damaged: {error}.") from error
        if self._budget:
            self._budget.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            if self._beneath is not None:
                self._beneath.close()
        super().close()


def is_packed(head: bytes) -> bool:
    """Whether a source that begins so is compressed or an archive."""
    return _compression(head) is not None or head.startswith((_ZIP, *_REFUSED)) or _is_tar(head)


def unpack(source: Source, size: int, bounds: Bounds | None = None) -> "Source | Iterator[ArchiveMember | Reject]":
    """A compressed file as a source, or the members of an archive; rejects for members that cannot be unpacked.

    Raises ArchiveError, also while the result is read, for what is damaged as a whole or too big.
    """
    limits = bounds or Bounds()
    plain = _decompressed(source, size, limits) if _compression(_head(source)) else source
    is_archive = plain is source or _is_tar(_head(plain))
    return _members(source, "", _Budget(limits, size), 1) if is_archive else plain


def _members(source: Source, prefix: str, budget: _Budget, depth: int) -> Iterator[ArchiveMember | Reject]:
    """The members of an archive whose content is counted against `budget`."""
    head = _head(source)
    for magic, kind in _REFUSED.items():
        if head.startswith(magic):
            raise ArchiveError(f"This is {kind}, which cannot be unpacked.")
    files = _zip_files if head.startswith(_ZIP) else _tar_files
    for path, opened in files(source, budget):
        if isinstance(opened, Reject):
            yield opened
            continue
        try:
            with opened as stream, _kept(path, stream) as member:
                yield from _member(f"{prefix}{path}", member, budget, depth)
        except TooMuchError:
            raise
        except ArchiveError as error:
            yield Reject(f"{path} cannot be unpacked: {error}")


def _member(path: str, member: Source, budget: _Budget, depth: int) -> Iterator[ArchiveMember | Reject]:
    if not is_packed(_head(member)):
        yield ArchiveMember(path, member)
    elif depth >= _DEEPEST:
        yield Reject(f"{path} is not opened: archives are nested too deeply.")
    else:
        yield from _nested(path, member, budget, depth)


def _nested(path: str, member: Source, budget: _Budget, depth: int) -> Iterator[ArchiveMember | Reject]:
    compression = _compression(_head(member))
    if compression is None:
        yield from _members(member, f"{path}!", budget, depth + 1)
        return
    with _open_compressed(member, budget) as stream, _kept(path.removesuffix(compression[0]), stream) as inner:
        if is_packed(_head(inner)):
            yield from _members(inner, f"{path}!", budget, depth + 1)
        else:
            yield ArchiveMember(path, inner)


def _zip_files(source: Source, budget: _Budget) -> Iterator[tuple[str, "BinaryIO | Reject"]]:
    with closing(source.open()) as stream, _zip(stream) as archive:
        for info in archive.infolist():
            budget.count_member()
            path = _label(info.filename)
            if info.is_dir() or _UNWANTED.search(path):
                continue
            try:
                yield path, _buffered(archive.open(info), budget)
            except ArchiveError:
                raise
            except BROKEN as error:
                yield path, Reject(f"{path} cannot be unpacked: {error}.")


def _zip(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except BROKEN as error:
        raise ArchiveError(f"The ZIP archive is damaged: {error}.") from error


def _tar_files(source: Source, budget: _Budget) -> Iterator[tuple[str, "BinaryIO | Reject"]]:
    """Read as a stream, which cannot go back: a tar may be inside any compression."""
    is_compressed = _compression(_head(source)) is not None
    with _open_compressed(source, budget) if is_compressed else source.open() as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                while info := archive.next():
                    cast("Any", archive).members = []  # or a long archive's headers would fill the memory
                    budget.count_member()
                    path = _label(info.name)
                    if info.isfile() and not _UNWANTED.search(path) and (content := archive.extractfile(info)):
                        yield path, _buffered(content, None if is_compressed else budget)
        except ArchiveError:
            raise
        except BROKEN as error:
            raise ArchiveError(f"The tar archive is damaged: {error}.") from error


@contextmanager
def _kept(name: str, stream: BinaryIO) -> Iterator[Source]:
    """A member as a source that can be opened again and again: in memory, or in a file when it is big."""
    data = stream.read(_HELD_IN_MEMORY)
    if len(data) < _HELD_IN_MEMORY:
        yield Source.from_bytes(data, name)
        return
    with tempfile.NamedTemporaryFile(prefix="papersearch-") as file:
        while data:
            file.write(data)
            data = stream.read(_PIECE)
        file.flush()
        yield Source.from_path(Path(file.name), name)


def _decompressed(source: Source, size: int, bounds: Bounds) -> Source:
    suffix = cast("tuple[str, Any]", _compression(_head(source)))[0]
    return Source(source.name.removesuffix(suffix), lambda: _open_compressed(source, _Budget(bounds, size)))


def _open_compressed(source: Source, budget: _Budget) -> BinaryIO:
    beneath = source.open()
    try:
        found = _compression(beneath.read(8))
        if found is None:
            raise ArchiveError("The compressed data is damaged.")
        beneath.seek(0)
        return _buffered(found[1](beneath), budget, beneath)
    except BROKEN as error:
        beneath.close()
        raise ArchiveError(f"The compressed data is damaged: {error}.") from error


def _buffered(inner: Any, budget: _Budget | None, beneath: IO[bytes] | None = None) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Unpacked(inner, budget, beneath), 1 << 16))


def _compression(head: bytes) -> tuple[str, Callable[[Any], Any]] | None:
    return next((found for magic, found in _COMPRESSIONS.items() if head.startswith(magic)), None)


def _is_tar(head: bytes) -> bool:
    return head[_TAR_MAGIC] == b"ustar"


def _head(source: Source) -> bytes:
    with closing(source.open()) as stream:
        return stream.read(512)


def _label(name: str) -> str:
    """A member's path for showing: nothing is ever opened by it."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in {"/", "..", "."}]
    return _CONTROLS.sub("", "/".join(parts)).encode("utf-8", "replace").decode()[:_LONGEST_NAME] or "unnamed"
