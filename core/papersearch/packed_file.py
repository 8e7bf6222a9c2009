"""Files of raw sources, packed by Zstandard where that makes them clearly smaller. A packed one ends in `.zst`."""

import io
import os
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

SUFFIX = ".zst"
SMALLEST = 4096
"""Bytes; the file system gives a smaller file as much room anyway."""
_SAMPLE = 1 << 20
_LARGEST_SHARE = 0.8
_LEVEL = 3
_HEADER = 18
"""Bytes at the start of a packed file that tell its size, at most."""


def is_worth_packing(head: bytes) -> bool:
    """Whether a file that begins with these bytes shrinks by a fifth.

    PDFs and binary archives are read here and there, and stay as they are.
    """
    if len(head) < SMALLEST or b"\0" in head or head.startswith(b"%PDF"):
        return False
    sample = head[:_SAMPLE]
    return len(zstandard.ZstdCompressor(level=_LEVEL).compress(sample)) < len(sample) * _LARGEST_SHARE


def pack(source: BinaryIO, target: BinaryIO, size: int) -> None:
    """Write the packed bytes of a stream of this size."""
    zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).copy_stream(source, target, size=size)


def open_file(path: Path) -> BinaryIO:
    """A stream of what was put into a file. A packed one can be read from any place, but going back takes time."""
    if path.suffix != SUFFIX:
        return path.open("rb")
    return cast("BinaryIO", io.BufferedReader(_Unpacked(path), _SAMPLE))


def size_of(path: Path) -> int:
    """How many bytes `open_file` gives."""
    if path.suffix != SUFFIX:
        return path.stat().st_size
    with path.open("rb") as file:
        return zstandard.frame_content_size(file.read(_HEADER))


class _Unpacked(io.RawIOBase):
    """Unpacks as it is read; opens the file again to go back."""

    def __init__(self, path: Path) -> None:
        self._size = size_of(path)
        self._file = path.open("rb")
        self._stream = zstandard.ZstdDecompressor().stream_reader(self._file, closefd=False)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            count = self._stream.readinto(buffer)
        except zstandard.ZstdError as error:
            raise OSError(f"{self._file.name} is damaged: {error}") from error
        if not count and len(buffer) and self._stream.tell() < self._size:
            raise OSError(f"{self._file.name} is damaged: it ends too early")
        return count

    def tell(self) -> int:
        return self._stream.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self._size}[whence]
        target = start + offset
        if target < 0:
            raise OSError("There is nothing before the start of a file.")
        if target < self.tell():
            self._file.seek(0)
            self._stream = zstandard.ZstdDecompressor().stream_reader(self._file, closefd=False)
        while (missing := min(target, self._size) - self.tell()) > 0 and self._stream.read(min(missing, _SAMPLE)):
            pass
        return self.tell()

    def close(self) -> None:
        self._file.close()
        super().close()
