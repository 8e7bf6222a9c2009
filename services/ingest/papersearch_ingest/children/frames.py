"""The frames that a program and its child process exchange through pipes: MessagePack, each after its length."""

import struct
from typing import IO

LENGTH = struct.Struct(">I")
LONGEST_FRAME = 256 << 20


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one frame. Raises OSError when the other side has closed the pipe."""
    rest = memoryview(LENGTH.pack(len(data)) + data)
    while rest:  # a signal may cut the writing of a pipe short
        rest = rest[stream.write(rest) :]
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read the next frame; None when the other side has closed the pipe, also within a frame."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    data = stream.read(length)
    return data if len(data) == length else None
