"""Two columns are read as one text: short blocks, narrow gaps, words broken over columns and pages, notes, heads."""

from random import Random

import pytest

from papersearch.record import Record
from papersearch_ingest.parsers.pdf.layout import Block, Piece, carry_broken_words, gutters, read_order
from papersearch_ingest.sources.reading import read_source
from tests.support.pdf_writing import CAPTION, Layout, two_columns

PROSE = """We study how small models learn when there is little to learn from. Pictures are turned, mixed and
partly hidden before they are shown, and the improvement is remarkable for every architecture that was considered. We
believe that augmentation of this particular kind costs nothing, because each transformation happens while the previous
picture is being processed. Experiments with several different collections of photographs confirm the expectation.
Nobody should conclude that bigger collections are unnecessary; whoever possesses them benefits somewhat less, though
considerably more than without any transformation whatsoever. Furthermore the measurements indicate that convolutional
networks remember individual examples, which explains the difference between training and evaluation."""
TEXT = " ".join(Random(7).choices(PROSE.split(), k=700))
"""Words in no order, so that no two lines are alike."""


def read(layout: Layout, text: str = TEXT) -> Record:
    (record,) = read_source(two_columns(text, layout), "x.pdf").items
    assert isinstance(record, Record)
    return record


def words_of(record: Record) -> list[str]:
    assert record.full_text
    return record.full_text.replace("\f", " ").split()


@pytest.mark.parametrize("gap", [10.0, 24.0])
@pytest.mark.parametrize("by_rows", [False, True])
@pytest.mark.parametrize("rows", [2, 3, 7, 50])
def test_columns_give_the_text_that_was_set(rows: int, by_rows: bool, gap: float) -> None:
    assert words_of(read(Layout(rows=rows, by_rows=by_rows, gap=gap))) == TEXT.split()


@pytest.mark.parametrize("by_rows", [False, True])
def test_short_blocks_between_wide_captions_are_read_band_by_band(by_rows: bool) -> None:
    record = read(Layout(rows=3, bands=4, by_rows=by_rows))
    assert record.full_text
    assert record.full_text.count(CAPTION) > 5
    assert record.full_text.replace(CAPTION, " ").split() == TEXT.split()


def test_a_title_over_both_columns_comes_first() -> None:
    title = "Turning Pictures Round for Small Models"
    record = read(Layout(rows=20, title=title))
    assert record.title == title
    assert words_of(record) == [*title.split(), *TEXT.split()]


def test_heads_and_page_numbers_are_dropped_and_notes_end_their_page() -> None:
    record = read(Layout(rows=20, head="Journal of Small Samples 7", notes=True))
    assert record.full_text
    pages = record.full_text.split("\f")
    assert len(pages) > 2
    running: list[str] = []
    rest = "that goes on for a second line."
    for number, page in enumerate(pages, 1):
        text, *notes = page.split(f" {2 * number - 1} A note of page")
        assert notes == [f" {number} {rest} {2 * number} A note of page {number} {rest}"]
        running += text.split()
    assert running == TEXT.split()
    assert "Journal" not in record.full_text


def test_one_column_stays_one() -> None:
    rows = [Piece(60, 535 - row % 3, 700 - 12 * row, 692 - 12 * row, 7, f"line {row}", row) for row in range(30)]
    assert gutters(rows, 475) == []
    (block,) = read_order([rows])[0]
    assert [line.text for line in block.lines] == [f"line {row}" for row in range(30)]


def test_columns_below_a_wide_abstract_are_found() -> None:
    def line(number: int, left: float, right: float, text: str) -> Piece:
        return Piece(left, right, 760 - 12 * number, 752 - 12 * number, 7, text, number)

    wide = [line(row, 60, 535, f"abstract {row}") for row in range(30)]
    columns = [line(row, left, left + 230, f"{side} {row}") for row in range(32, 38)
               for side, left in (("left", 60), ("right", 305))]  # fmt: skip
    abstract, left, right = read_order([[*wide, *columns]])[0]
    assert len(abstract.lines) == 30
    assert [each.text for each in left.lines] == [f"left {row}" for row in range(32, 38)]
    assert [each.text for each in right.lines] == [f"right {row}" for row in range(32, 38)]


def test_a_stamp_along_the_margin_is_read_last() -> None:
    stamp = Piece(14, 26, 560, 220, 8, "arXiv:1810.02340v2", 0)
    rows = [Piece(60, 535, 700 - 12 * row, 692 - 12 * row, 7, f"line {row}", row + 1) for row in range(30)]
    *_, last = read_order([[stamp, *rows]])[0]
    assert last == Block((stamp,), is_aside=True)


def test_a_word_is_carried_over_what_stands_between_its_halves() -> None:
    def block(*texts: str, is_aside: bool = False) -> Block:
        return Block(tuple(Piece(0, 100, 10, 2, 7, text) for text in texts), is_aside)

    pages = [
        [block("we hold that data augment-"), block("1 A note.", is_aside=True)],
        [block("Figure 1: A caption."), block("ation helps.")],
    ]
    ((first, note), (caption, last)) = carry_broken_words(pages)
    assert [line.text for line in (*first.lines, *last.lines)] == ["we hold that data augment- ation", "helps."]
    assert (note, caption) == (pages[0][1], pages[1][0])
