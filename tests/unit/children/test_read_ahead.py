"""A pipe that is read ahead: the writer goes on, up to a bound, and what was written comes whole and in order."""

import os
import threading
from collections.abc import Iterator
from typing import IO

import pytest

from papersearch_ingest.children.read_ahead import ReadAhead

MEGABYTE = 1 << 20
PATIENT_S = 60.0


@pytest.fixture
def pipe() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb", buffering=0) as out:
        yield os.fdopen(reader, "rb", buffering=0), out


def written_beside(out: IO[bytes], data: bytes) -> threading.Thread:
    def write() -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[out.write(rest) :]

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread


def test_who_writes_need_not_wait_until_it_is_used(pipe: tuple[IO[bytes], IO[bytes]]) -> None:
    ahead = ReadAhead(pipe[0], 8 * MEGABYTE)
    writing = written_beside(pipe[1], b"a" * 5 * MEGABYTE)
    writing.join(PATIENT_S)
    assert not writing.is_alive()
    assert ahead.read(5 * MEGABYTE, PATIENT_S) == b"a" * 5 * MEGABYTE


def test_no_more_is_held_than_was_said(pipe: tuple[IO[bytes], IO[bytes]]) -> None:
    ahead = ReadAhead(pipe[0], 1000)
    data = os.urandom(8 * MEGABYTE)
    writing = written_beside(pipe[1], data)
    got = b""
    while len(got) < len(data):
        assert len(ahead._buffer) <= 1000 + MEGABYTE
        got += ahead.read(min(4096, len(data) - len(got)), PATIENT_S)
    assert got == data
    writing.join(PATIENT_S)


def test_more_than_is_held_can_be_asked_for_at_once(pipe: tuple[IO[bytes], IO[bytes]]) -> None:
    ahead = ReadAhead(pipe[0], 1000)
    data = os.urandom(4 * MEGABYTE)
    written_beside(pipe[1], data)
    assert ahead.read(len(data), PATIENT_S) == data


def test_silence_and_the_end_are_told_apart(pipe: tuple[IO[bytes], IO[bytes]]) -> None:
    ahead = ReadAhead(pipe[0], 1000)
    pipe[1].write(b"abc")
    assert ahead.read(2, PATIENT_S) == b"ab"
    with pytest.raises(TimeoutError):
        ahead.read(2, 0.01)
    pipe[1].close()
    with pytest.raises(EOFError):
        ahead.read(2, PATIENT_S)
    assert ahead.read(1, PATIENT_S) == b"c"


def test_who_closes_it_lets_the_writer_end(pipe: tuple[IO[bytes], IO[bytes]]) -> None:
    ahead = ReadAhead(pipe[0], 1000)
    written = threading.Event()

    def write() -> None:
        try:
            while True:
                pipe[1].write(b"a" * MEGABYTE)
        except BrokenPipeError:
            written.set()

    threading.Thread(target=write, daemon=True).start()
    ahead.read(1, PATIENT_S)
    ahead.close()
    assert written.wait(PATIENT_S)
