"""The file of vectors: what a crash leaves, who writes, and what is near."""

import fcntl
from pathlib import Path

import numpy as np
import pytest

from papersearch.document import tie_of
from papersearch.errors import ConflictError
from papersearch.semantic.encoder import DIMENSIONS, MODEL, Vectors
from papersearch.semantic.vector_file import VectorFile
from papersearch.semantic.vectors import PaperVector


def vectors(number: int, seed: int = 1) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((number, DIMENSIONS)).astype(np.float32)
    found: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return found


def papers(drawn: Vectors) -> list[PaperVector]:
    return [PaperVector(f"p_{place:012}", place, vector) for place, vector in enumerate(drawn)]


def test_the_nearest_are_found_among_many(tmp_path: Path) -> None:
    drawn = vectors(5_000)
    file = VectorFile(tmp_path)
    file.write(papers(drawn))
    for place in (0, 77, 4_999):
        near = file.nearest(drawn[place], 10)
        exact = np.argsort(-(drawn @ drawn[place]))
        assert near[0].id == f"p_{exact[0]:012}"
        assert near[0].cosine == pytest.approx(1, abs=0.01)
        assert [each.cosine for each in near] == sorted((each.cosine for each in near), reverse=True)


def test_many_equal_vectors_are_no_more_candidates_than_others(tmp_path: Path) -> None:
    drawn = np.repeat(vectors(3), 1_000, axis=0)
    file = VectorFile(tmp_path)
    file.write(papers(drawn))
    near = file.nearest(drawn[0], 2_000)
    assert len(near) == 400
    assert {int(each.id[2:]) // 1_000 for each in near} == {0}


def test_cosines_are_those_of_the_numbers_before_rounding(tmp_path: Path) -> None:
    drawn = vectors(50)
    file = VectorFile(tmp_path)
    file.write(papers(drawn))
    found = file.cosines(drawn[3], [tie_of(paper.id) for paper in papers(drawn)])
    assert list(found.values()) == pytest.approx((drawn @ drawn[3]).tolist(), abs=0.02)


def test_a_record_that_a_crash_cut_off_is_overwritten(tmp_path: Path) -> None:
    drawn = vectors(3)
    file = VectorFile(tmp_path)
    file.write(papers(drawn)[:2])
    path = tmp_path / f"{MODEL}.vectors"
    with path.open("r+b") as cut:
        cut.truncate(path.stat().st_size - 100)
    assert list(file.fingerprints()) == ["p_000000000000"]
    file.write(papers(drawn)[2:])
    assert sorted(file.fingerprints().values()) == [0, 2]


def test_a_later_vector_of_a_paper_replaces_the_earlier(tmp_path: Path) -> None:
    drawn = vectors(2)
    file, other_process = VectorFile(tmp_path), VectorFile(tmp_path)
    file.write([PaperVector("p_a", 1, drawn[0])])
    assert other_process.nearest(drawn[0], 5)[0].cosine == pytest.approx(1, abs=0.01)
    file.write([PaperVector("p_a", 2, drawn[1])])
    (near,) = other_process.nearest(drawn[1], 5)
    assert (near.id, other_process.fingerprints()) == ("p_a", {"p_a": 2})
    assert near.cosine == pytest.approx(1, abs=0.01)


def test_only_wanted_papers_are_kept(tmp_path: Path) -> None:
    file = VectorFile(tmp_path)
    file.write(papers(vectors(4)))
    file.keep_only({"p_000000000001", "p_of_no_vector"})
    assert VectorFile(tmp_path).fingerprints() == {"p_000000000001": 1}
    file.keep_only(())
    assert file.is_empty()


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    with (tmp_path / f"{MODEL}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ConflictError):
            VectorFile(tmp_path).write(papers(vectors(1)))


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "none")
    assert file.is_empty()
    assert (file.fingerprints(), file.nearest(vectors(1)[0], 3), file.cosines(vectors(1)[0], [1])) == ({}, [], {})


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux")
def test_the_file_is_mapped_once_whatever_was_written_meanwhile(tmp_path: Path) -> None:
    drawn = vectors(600)
    file, writer = VectorFile(tmp_path), VectorFile(tmp_path)
    for start in (0, 200, 400):
        writer.write(papers(drawn)[start : start + 200])
        assert file.nearest(drawn[start], 1)[0].id == f"p_{start:012}"
    mapped = [line for line in Path("/proc/self/maps").read_text("utf-8").splitlines() if str(tmp_path) in line]
    opened = [name for each in Path("/proc/self/fd").iterdir() if (name := _target(each)).startswith(str(tmp_path))]
    assert len(mapped) == len(opened) == 1
    assert " r--s " in mapped[0]


def _target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:  # that of the listing itself
        return ""
