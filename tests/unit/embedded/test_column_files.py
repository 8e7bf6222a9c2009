"""Columns on disk: as good as new, used by the next process, and ignored when they are broken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from papersearch.document import build_document
from papersearch.embedded import column_files
from papersearch.embedded.columns import Columns
from papersearch.embedded.engine import EmbeddedEngine
from papersearch.embedded.snapshots import Snapshots
from papersearch.engine import Tombstone
from papersearch.paper import Author, Keyword, KeywordSource, Paper, Reference, Venue
from papersearch.query.nodes import Everything
from papersearch.query.request import FacetSpec, Order, SearchRequest, Sort

NAME = "papers-000001"
MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


def paper(number: int) -> Paper:
    return Paper(
        f"p_{number:012}",
        title=f"Title {number % 7}" if number % 5 else None,
        authors=tuple(Author(f"Author {n}") for n in range(number % 4)),
        venue=Venue("iclr", "ICLR") if number % 2 else None,
        year=2000 + number % 9 if number % 3 else None,
        ids={"doi": f"10.1000/{number}"},
        references=tuple(Reference(ids={"doi": f"10.1000/{other}"}) for other in range(number % 5)),
        keywords=(Keyword(f"word {number % 6}", KeywordSource.AUTHOR),),
        added_at=MOMENT,
        updated_at=MOMENT,
        version=1,
    )


PAPERS = [paper(number) for number in range(60)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(tmp_path)
    engine.create(NAME)
    engine.apply(NAME, [build_document(each) for each in PAPERS])
    engine.promote(NAME)
    yield engine
    engine.close()


def columns_of(root: Path) -> Columns:
    """As a new process reads them."""
    from papersearch.embedded.lifecycle import Folders

    return Snapshots(Folders(root)).live().columns


def same(first: Columns, second: Columns) -> bool:
    """Whether they say the same; ordinals of values may differ."""
    return (
        np.array_equal(first.ties, second.ties)
        and np.array_equal(first.versions, second.versions)
        and list(first.titles) == list(second.titles)
        and all(np.array_equal(first.numbers[name], second.numbers[name]) for name in first.numbers)
        and all(
            np.array_equal(tag.starts, second.tags[name].starts)
            and [tag.table.values[o] for o in tag.ordinals]
            == [second.tags[name].table.values[o] for o in second.tags[name].ordinals]
            for name, tag in first.tags.items()
        )
        and all(
            np.array_equal(column.starts, second.keys[name].starts)
            and np.array_equal(column.numbers, second.keys[name].numbers)
            for name, column in first.keys.items()
        )
        and np.array_equal(first.citations, second.citations)
    )


def test_kept_columns_come_back_as_they_were(engine: EmbeddedEngine, tmp_path: Path) -> None:
    columns = columns_of(tmp_path)
    column_files.save_columns(tmp_path / NAME, columns)
    found = column_files.read_columns(tmp_path / NAME)
    assert found is not None
    assert same(columns, found)
    assert sorted(path.name for path in (tmp_path / NAME).glob(f"{column_files.NAME}*")) == [column_files.NAME]


def test_the_next_process_reads_only_what_has_changed(engine: EmbeddedEngine, tmp_path: Path) -> None:
    column_files.save_columns(tmp_path / NAME, columns_of(tmp_path))
    assert columns_of(tmp_path).fresh == 0
    changed = structs.replace(PAPERS[7], title="Another", year=1990, keywords=(), authors=(Author("New"),), version=2)
    operations = [build_document(changed), build_document(paper(60)), Tombstone(PAPERS[9].id, 2)]
    engine.apply(NAME, operations)
    from_file = columns_of(tmp_path)
    (tmp_path / NAME / column_files.NAME).unlink()
    from_rows = columns_of(tmp_path)
    assert (from_file.fresh, from_rows.fresh) == (2, 60)
    assert same(from_file, from_rows)


def test_answers_are_those_of_columns_that_were_read(engine: EmbeddedEngine, tmp_path: Path) -> None:
    request = SearchRequest(Everything(), order=Order(Sort.TITLE, is_descending=False), facets=(FacetSpec("author"),))
    expected = engine.search(request)
    column_files.save_columns(tmp_path / NAME, columns_of(tmp_path))
    other = EmbeddedEngine(tmp_path)
    assert replace(other.search(request), took_ms=0) == replace(expected, took_ms=0)
    prefixed = FacetSpec("author", prefix="author 2")
    assert other.facet(prefixed, Everything()) == engine.facet(prefixed, Everything())
    other.close()


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "flipped", "longer", "a folder"])
def test_what_is_missing_or_broken_is_read_again(engine: EmbeddedEngine, tmp_path: Path, damage: str) -> None:
    columns = columns_of(tmp_path)
    column_files.save_columns(tmp_path / NAME, columns)
    file = tmp_path / NAME / column_files.NAME
    content = file.read_bytes()
    file.unlink()
    if damage == "a folder":
        file.mkdir()
        column_files.save_columns(tmp_path / NAME, columns)  # cannot be written, and nothing is left lying about
        assert [path.name for path in (tmp_path / NAME).glob(f"{column_files.NAME}.*")] == []
    elif damage != "missing":
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        file.write_bytes({"empty": b"", "cut": content[:-1], "flipped": flipped, "longer": content + b"x"}[damage])
    assert column_files.read_columns(tmp_path / NAME) is None
    assert columns_of(tmp_path).fresh == len(PAPERS)


def test_columns_of_another_schema_are_not_used(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    column_files.save_columns(tmp_path / NAME, columns_of(tmp_path))
    monkeypatch.setattr(column_files, "schema_hash", lambda: "another")
    assert column_files.read_columns(tmp_path / NAME) is None


def test_only_many_rows_that_were_read_are_worth_a_file(engine: EmbeddedEngine, tmp_path: Path) -> None:
    columns = columns_of(tmp_path)
    many = replace(columns, ties=np.arange(column_files.FEWEST, dtype=np.uint64))
    kept = [column_files.should_save(replace(many, fresh=fresh)) for fresh in (column_files.FEWEST, 501, 500, 0)]
    assert kept == [True, True, False, False]
    assert not column_files.should_save(columns)
    assert not (tmp_path / NAME / column_files.NAME).exists()
