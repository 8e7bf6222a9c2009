"""Real papers to write and read back: those of the Anthology, and all records of real export files."""

import tarfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from papersearch.errors import SourceError
from papersearch.paper import Paper
from papersearch.record import Record
from papersearch_ingest.sources.reading import read_source
from tests.support.round_trips import paper_of, papers_in

_FILES, _PAPERS = 730, 71_244
_SPARE = 4
"""Files are of many sizes: so many times more papers than asked for are read, to choose from evenly."""


def anthology_papers(archive: Path, wanted: int) -> list[Paper]:
    """Papers of the Anthology from every n-th of its files, so that all years are there."""
    files = max(8, round(_FILES * min(1, _SPARE * wanted / _PAPERS)))
    papers = [paper for name, data in _members(archive, max(1, _FILES // files)) for paper in _papers(data, name)]
    return papers[:: max(1, len(papers) // wanted)][:wanted]


def _members(archive: Path, step: int) -> Iterator[tuple[str, bytes]]:
    numbers = count()
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.name.endswith(".xml") and next(numbers) % step == 0 and (file := tar.extractfile(member)):
                yield member.name, file.read()


def _papers(data: bytes, name: str) -> Iterator[Paper]:
    reading = read_source(data, name)
    return (paper_of(item, reading.source_name) for item in reading.items if isinstance(item, Record))


def exported_papers(data_dir: Path) -> list[Paper]:
    """The papers of all real export files and of the cases that people met, each record by itself."""
    files = [*(data_dir / "data/formats").rglob("*"), *(data_dir / "cases").rglob("*")]
    return [paper for path in sorted(files) if path.is_file() for paper in _papers_of_file(path)]


def _papers_of_file(path: Path) -> list[Paper]:
    try:
        return list(papers_in(path))
    except SourceError:
        return []  # an explanation, or a DTD
