"""Vectors in one file beside the generations of the embedded engine.

Records of one size, one after the other, and no header: the file's name says the model. What is written goes to the end
and replaces earlier records of its paper. A record that a crash cut off is overwritten by the next write.

The file is mapped: all processes of a machine share its pages. Nothing cuts off whole records, so a mapping stays valid
while the file grows or is replaced.
"""

import fcntl
import mmap
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from papersearch.document import tie_of
from papersearch.errors import ConflictError, EngineUnavailableError
from papersearch.semantic.encoder import DIMENSIONS, MODEL, Vector
from papersearch.semantic.vectors import Neighbour, PaperVector

LONGEST_ID = 24
_RECORD = np.dtype([("tie", "<u8"), ("fingerprint", "<u8"), ("id", f"S{LONGEST_ID}"), ("vector", "i1", DIMENSIONS)])
"""424 bytes; the numbers of a vector are scaled so that the largest is 127, which a cosine does not see."""
_BLOCK = 4_096
"""Records that are read at once: their vectors as floats fit into the processor's cache."""
_CANDIDATES = 400
"""Papers nearest by the signs of their numbers that are compared exactly."""


class VectorFile:
    """A `VectorIndex` in a folder, which need not exist. Any number of processes may read while one writes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{MODEL}.vectors"
        self._lock = Lock()
        self._view = _View(_Records(None))
        self._stamp: tuple[int, int] = (0, 0)

    def cosines(self, vector: Vector, ties: Sequence[int]) -> dict[int, float]:
        return self._current().cosines(vector, ties)

    def nearest(self, vector: Vector, size: int) -> list[Neighbour]:
        return self._current().nearest(vector, size)

    def is_empty(self) -> bool:
        return not len(self._current().rows)

    def fingerprints(self) -> Mapping[str, int]:
        found: dict[bytes, int] = {}  # a later record replaces an earlier one
        for block in self._current().records.blocks():
            found.update(zip(block["id"].tolist(), block["fingerprint"].tolist(), strict=True))
        return {name.decode(): fingerprint for name, fingerprint in found.items()}

    def write(self, papers: Sequence[PaperVector]) -> None:
        """Raises ConflictError while another process writes, EngineUnavailableError where the disk refuses."""
        records = _records([paper for paper in papers if len(paper.id.encode()) <= LONGEST_ID])
        with self._writing(), self._path.open("ab") as file:
            file.truncate(file.tell() // _RECORD.itemsize * _RECORD.itemsize)
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def keep_only(self, ids: Collection[str]) -> None:
        """Rewrites the file, unless all of it is wanted."""
        wanted = {name.encode() for name in ids}
        with self._writing():
            view = self._current()
            names = [name for block in view.records.blocks() for name in block["id"].tolist()]
            kept = view.rows[[names[row] in wanted for row in view.rows.tolist()]]
            if len(kept) == len(view.records):
                return
            unfinished = self._path.with_suffix(f".{os.getpid()}")
            with unfinished.open("wb") as file:
                for start in range(0, len(kept), _BLOCK):
                    file.write(view.records.at(kept[start : start + _BLOCK]).tobytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.with_suffix(".lock").open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield
        except BlockingIOError as error:
            raise ConflictError("Another process is writing vectors.") from error
        except OSError as error:
            raise EngineUnavailableError(f"Cannot write vectors: {error}") from error

    def _current(self) -> "_View":
        """The file as it is now; one `stat` if nothing has changed."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return _View(_Records(None))
        except OSError as error:
            raise EngineUnavailableError(f"Cannot read vectors: {error}") from error
        stamp = (found.st_ino, found.st_size)
        if stamp == self._stamp:
            return self._view
        with self._lock:
            if stamp != self._stamp:
                self._view = _View(_Records(self._path))
                self._stamp = stamp
            return self._view


class _Records:
    """The whole records of a file as it is now; it may grow or be replaced meanwhile."""

    def __init__(self, path: Path | None) -> None:
        self._all = np.zeros(0, _RECORD)
        if path is None:
            return
        with _as_unavailable(), path.open("rb") as file:
            count = os.fstat(file.fileno()).st_size // _RECORD.itemsize
            if count:
                mapped = mmap.mmap(file.fileno(), count * _RECORD.itemsize, access=mmap.ACCESS_READ)
                self._all = np.frombuffer(mapped, _RECORD)

    def __len__(self) -> int:
        return len(self._all)

    def blocks(self) -> Iterator[npt.NDArray[np.void]]:
        """All records in their order, `_BLOCK` at a time."""
        for start in range(0, len(self._all), _BLOCK):
            yield self._all[start : start + _BLOCK]

    def at(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.void]:
        """These records."""
        return self._all[rows]


class _View:
    """The records of one moment. `rows`: the newest record of each paper, ascending by tie."""

    def __init__(self, records: _Records) -> None:
        self.records = records
        ties = np.zeros(len(records), np.uint64)
        signs = np.zeros((len(records), DIMENSIONS // 64), np.uint64)
        start = 0
        for block in records.blocks():
            here = slice(start, start := start + len(block))
            ties[here] = block["tie"]
            signs[here] = np.packbits(block["vector"] > 0, axis=1).view(np.uint64)
        order = np.argsort(ties, kind="stable")
        is_newest = np.append(ties[order][1:] != ties[order][:-1], True) if len(order) else np.zeros(0, dtype=np.bool_)
        self.rows = order[is_newest]
        self._ties = ties[self.rows]
        self._signs = np.ascontiguousarray(signs[self.rows].T)  # for each 64 dimensions those of all papers

    def cosines(self, vector: Vector, ties: Sequence[int]) -> dict[int, float]:
        wanted = np.array(ties, dtype=np.uint64)
        places = np.searchsorted(self._ties, wanted)
        if not len(self._ties):
            return {}
        is_there = self._ties[np.minimum(places, len(self._ties) - 1)] == wanted
        found = _cosines(vector, self.records.at(self.rows[places[is_there]]))
        return dict(zip(wanted[is_there].tolist(), found.tolist(), strict=True))

    def nearest(self, vector: Vector, size: int) -> list[Neighbour]:
        """Compares signs first (48 bytes a paper), and then the nearest by those exactly."""
        if not len(self._ties) or size <= 0:
            return []
        signs = np.packbits(vector > 0).view(np.uint64)
        differing = np.zeros(len(self._ties), np.uint16)
        for column, sign in zip(self._signs, signs, strict=True):
            differing += np.bitwise_count(column ^ sign)
        candidates = _lowest(differing, _CANDIDATES)
        records = self.records.at(self.rows[candidates])
        cosines = _cosines(vector, records)
        best = np.argsort(-cosines, kind="stable")[:size]
        names = records["id"][best].tolist()
        return [Neighbour(name.decode(), float(cosine)) for name, cosine in zip(names, cosines[best], strict=True)]


def _cosines(vector: Vector, records: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    vectors = records["vector"].astype(np.float32)
    lengths = np.sqrt(np.einsum("pd,pd->p", vectors, vectors))
    cosines: npt.NDArray[np.float32] = vectors @ vector / np.maximum(lengths, 1)
    return cosines


def _lowest(numbers: npt.NDArray[np.uint16], count: int) -> npt.NDArray[np.intp]:
    """The places of the `count` lowest numbers, or of all. Counting small numbers is faster than ordering them."""
    if len(numbers) <= count:
        return np.arange(len(numbers))
    limit = np.searchsorted(np.bincount(numbers).cumsum(), count)
    surely = np.flatnonzero(numbers < limit)
    return np.concatenate((surely, np.flatnonzero(numbers == limit)[: count - len(surely)]))


@contextmanager
def _as_unavailable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EngineUnavailableError(f"Cannot read vectors: {error}") from error


def _records(papers: Sequence[PaperVector]) -> npt.NDArray[np.void]:
    records = np.zeros(len(papers), dtype=_RECORD)
    for record, paper in zip(records, papers, strict=True):
        record["tie"], record["fingerprint"], record["id"] = tie_of(paper.id), paper.fingerprint, paper.id.encode()
        largest = float(np.abs(paper.vector).max(initial=0)) or 1.0
        record["vector"] = np.rint(paper.vector * (127 / largest)).astype(np.int8)
    return records
