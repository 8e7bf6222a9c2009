"""Packed files of raw sources: the bytes that were put, from any place, in less room."""

import io
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papersearch.packed_file import SMALLEST, open_file, size_of
from papersearch.store.blobs import Blobs

TEXT = "".join(f'{{"id": {n}, "title": "On the number {n * n}"}}\n' for n in range(60_000)).encode()
NOISE = random.Random(0).randbytes(2 * SMALLEST)
WHOLE = {
    "noise": NOISE,
    "PDF": b"%PDF-1.7\n" + TEXT,
    "tar": TEXT[:300] + b"\0" * 212 + TEXT,
    "small": TEXT[: SMALLEST - 1],
}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    blobs = Blobs(tmp_path_factory.mktemp("raw"))
    return blobs.existing_path(blobs.put(io.BytesIO(TEXT)).sha256)


def test_text_takes_a_fraction_of_its_room(packed: Path) -> None:
    assert packed.suffix == ".zst"
    assert packed.stat().st_size * 4 < size_of(packed) == len(TEXT)


@pytest.mark.parametrize("kind", WHOLE)
def test_what_would_gain_little_stays_as_it_is(kind: str, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    path = blobs.existing_path(blobs.put(io.BytesIO(WHOLE[kind])).sha256)
    assert (path.suffix, path.read_bytes()) == ("", WHOLE[kind])


places = st.integers(-10, len(TEXT) + 10)
moves = st.one_of(
    st.tuples(st.just("seek"), places, st.sampled_from((os.SEEK_SET, os.SEEK_END))),
    st.tuples(st.just("read"), st.integers(0, 3 << 20), st.just(0)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(moves, max_size=8))
def test_packed_file_is_read_as_the_plain_one(packed: Path, steps: list[tuple[str, int, int]]) -> None:
    plain = io.BufferedReader(io.BytesIO(TEXT))  # type: ignore[arg-type]
    with open_file(packed) as stream:
        for name, number, whence in steps:
            if name == "read":
                assert stream.read(number) == plain.read(number)
                continue
            start = len(TEXT) if whence == os.SEEK_END else 0
            if start + number < 0:
                with pytest.raises(OSError, match="start"):
                    stream.seek(number, whence)
                continue
            stream.seek(number, whence)
            plain.seek(number, whence)
        assert stream.read() == plain.read()


def test_damaged_file_is_an_error_that_names_it(packed: Path, tmp_path: Path) -> None:
    broken = tmp_path / packed.name
    content = bytearray(packed.read_bytes())
    content[-3] ^= 1  # of the checksum
    broken.write_bytes(content)
    with open_file(broken) as stream, pytest.raises(OSError, match=broken.name):
        stream.read()


def test_file_that_was_cut_is_an_error(packed: Path, tmp_path: Path) -> None:
    broken = tmp_path / packed.name
    broken.write_bytes(packed.read_bytes()[:-100])
    with open_file(broken) as stream, pytest.raises(OSError, match="too early"):
        stream.read()
