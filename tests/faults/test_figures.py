"""What the full form writes into docs/operations.md: only the rows of the tests that ran."""

import re
from pathlib import Path

import pytest

from tests.faults import figures as module
from tests.faults.figures import BEGIN, CRITERIA, DOCUMENT, END, Figures


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The document as it is, with an empty table."""
    copy = tmp_path / "operations.md"
    copy.write_text(re.sub(f"{BEGIN}.*{END}", f"{BEGIN}\n{END}", DOCUMENT.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    return copy


def run(document: Path, *, is_passed: bool = True, **given: int) -> None:
    """A run of one file with one test."""
    figures = Figures("full", document)
    figures.add("kill -9 of all workers, embedded", **given)
    figures.settle(is_passed=is_passed)


def table(document: Path) -> list[str]:
    return document.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].split("\n")


def test_row_names_form_figures_criterion_and_outcome(document: Path) -> None:
    run(document, papers=20_000, kills=20, lost=0)
    test, figures = "kill -9 of all workers", "20,000 papers, 20 kills, 0 lost"
    cells = (f"{test}, embedded", "full", figures, CRITERIA[test], "yes")
    assert table(document) == [
        "",
        "",
        "| test | form | figures | passes with | passed |",
        "|---|---|---|---|---|",
        f"| {' | '.join(cells)} |",
        "",
        "",
    ]


def test_run_of_one_file_keeps_the_rows_of_the_others(document: Path) -> None:
    run(document, kills=20)
    other = Figures("full", document)
    other.add("roll back under writes, servers", seconds=1.25)
    other.add("bulk answers of every bad kind", papers=5000)
    other.settle(is_passed=True)
    run(document, is_passed=False, kills=19)
    tests = [line.split("|")[1].strip() for line in table(document)[4:-2]]
    assert tests == [
        "kill -9 of all workers, embedded",
        "roll back under writes, servers",
        "bulk answers of every bad kind",
    ]
    assert "| full | 19 kills |" in table(document)[4]
    assert table(document)[4].endswith("| no |")
    assert "| 1.2 seconds |" in table(document)[5]


def test_everything_outside_the_marks_stays(document: Path) -> None:
    before = document.read_text("utf-8")
    run(document, kills=20)
    after = document.read_text("utf-8")
    assert after.partition(BEGIN)[0] == before.partition(BEGIN)[0]
    assert after.partition(END)[2] == before.partition(END)[2] != ""
    assert list(document.parent.iterdir()) == [document]


def test_document_without_marks_stays_as_it_is(tmp_path: Path) -> None:
    document = tmp_path / "other.md"
    document.write_text("no table\n")
    run(document, kills=20)
    assert document.read_text() == "no table\n"


def test_short_form_writes_nothing(document: Path) -> None:
    before = document.read_text("utf-8")
    figures = Figures()
    figures.add("kill -9 Redis, and FLUSHALL", kills=3)
    figures.settle(is_passed=True)
    assert document.read_text("utf-8") == before
    assert figures.lines() == ["kill -9 Redis, and FLUSHALL: 3 kills"]


def test_every_row_that_a_test_adds_has_a_criterion() -> None:
    folder = Path(module.__file__).parent
    added = [name for path in folder.glob("test_*.py") if path.name != Path(__file__).name
             for name in re.findall(r'figures\.add\(\s*f?"([^"]+)"', path.read_text("utf-8"))]  # fmt: skip
    assert added
    names = [name.replace("{REQUESTS}", "10") for name in added]
    assert [name for name in names if not name.startswith(tuple(CRITERIA))] == []
