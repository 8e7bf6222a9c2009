"""Columns on disk beside their index, so that a process that opens it need not read every stored row first.

The file holds the columns of some commit of the generation: columns of a later one start from it as from any earlier
columns, by papers and versions. So it is never out of date, only less useful; it may be missing or broken, and is then
written anew by the next process that had to read many rows. Nothing else depends on it.

    32 bytes, BLAKE2b of the rest; the rest: `_File` as MessagePack, numbers little-endian
"""

import hashlib
import logging
import os
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np

from papersearch.citation_counts import KeyColumn
from papersearch.embedded.columns import Columns, TagColumn
from papersearch.embedded.packed_texts import PackedTexts
from papersearch.embedded.schema import KEYS, NUMBERS, SELECTABLE, schema_hash
from papersearch.embedded.value_tables import ValueTable

NAME = "papersearch-columns"
FEWEST = 5_000
"""Fewer papers are read faster than anybody notices."""
_MANY = 10
"""The file is written when more than one of so many rows had to be read."""
_DIGEST_BYTES = 32

_log = logging.getLogger(__name__)


class _Tag(msgspec.Struct, array_like=True):
    values: list[str]
    starts: bytes
    ordinals: bytes


class _File(msgspec.Struct, array_like=True):
    schema: str
    ties: bytes
    versions: bytes
    titles: tuple[bytes, bytes]
    numbers: dict[str, bytes]
    tags: dict[str, _Tag]
    keys: dict[str, tuple[bytes, bytes]]


def should_save(columns: Columns) -> bool:
    """Whether building them again would take a while, and what is on disk did not help much."""
    return len(columns) >= FEWEST and columns.fresh * _MANY > len(columns)


def save_columns(folder: Path, columns: Columns) -> None:
    """Writes the file, whole or not at all; where that cannot be done, the next process will read the rows again."""
    kept = _File(
        schema_hash(),
        columns.ties.astype("<u8").tobytes(),
        columns.versions.astype("<i8").tobytes(),
        _written_texts(columns.titles),
        {name: numbers.astype("<i8").tobytes() for name, numbers in columns.numbers.items()},
        {
            name: _Tag(
                tag.table.values[: tag.size], tag.starts.astype("<i8").tobytes(), tag.ordinals.astype("<i4").tobytes()
            )
            for name, tag in columns.tags.items()
        },
        {
            name: (column.starts.astype("<i8").tobytes(), column.numbers.astype("<i8").tobytes())
            for name, column in columns.keys.items()
        },
    )
    data = msgspec.msgpack.encode(kept)
    unfinished = folder / f"{NAME}.{os.getpid()}"
    try:
        unfinished.write_bytes(_digest(data) + data)
        unfinished.replace(folder / NAME)
    except OSError as error:
        _log.info("the columns of %s are not kept: %s", folder.name, error)
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def read_columns(folder: Path) -> Columns | None:
    """The columns that were kept, or None."""
    try:
        content = (folder / NAME).read_bytes()
    except OSError:
        return None
    if _digest(content[_DIGEST_BYTES:]) != content[:_DIGEST_BYTES]:
        return None
    try:
        kept = msgspec.msgpack.decode(content[_DIGEST_BYTES:], type=_File)
    except msgspec.DecodeError:  # of another version of this module
        return None
    if kept.schema != schema_hash() or kept.numbers.keys() != NUMBERS.keys() or kept.tags.keys() != set(SELECTABLE):
        return None
    if kept.keys.keys() != set(KEYS):
        return None
    return Columns(
        np.frombuffer(kept.ties, "<u8").astype(np.uint64),
        np.frombuffer(kept.versions, "<i8").astype(np.int64),
        _read_texts(kept.titles),
        {name: np.frombuffer(numbers, "<i8").astype(np.int64) for name, numbers in kept.numbers.items()},
        {
            name: TagColumn(
                ValueTable(name, tag.values),
                np.frombuffer(tag.starts, "<i8").astype(np.int64),
                np.frombuffer(tag.ordinals, "<i4").astype(np.int32),
            )
            for name, tag in kept.tags.items()
        },
        {
            name: KeyColumn(
                np.frombuffer(starts, "<i8").astype(np.int64), np.frombuffer(numbers, "<i8").astype(np.int64)
            )
            for name, (starts, numbers) in kept.keys.items()
        },
    )


def _written_texts(texts: PackedTexts) -> tuple[bytes, bytes]:
    return texts.letters.tobytes(), texts.starts.astype("<i8").tobytes()


def _read_texts(kept: tuple[bytes, bytes]) -> PackedTexts:
    letters, starts = kept
    return PackedTexts(np.frombuffer(letters, np.uint8), np.frombuffer(starts, "<i8").astype(np.int64))


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest()
