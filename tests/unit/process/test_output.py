"""Tables and lists of names as commands print them."""

from papersearch.process.output import first_names, table_lines


def test_numbers_are_aligned_right_and_texts_left() -> None:
    rows = [("a", 1, "4.2 kB", "5 %", None), ("long name", 120, "446 MB", "100 %", "x  y\nz")]
    assert list(table_lines(("name", "papers", "size", "share", "note"), rows)) == [
        "name       papers    size  share  note",
        "a               1  4.2 kB    5 %  -",
        "long name     120  446 MB  100 %  x y z",
    ]


def test_column_with_one_word_is_a_column_of_texts() -> None:
    assert list(table_lines(("value",), [(1,), ("three",)])) == ["value", "1", "three"]


def test_table_without_rows_is_empty() -> None:
    assert list(table_lines(("name",), [])) == []


def test_only_the_first_names_are_listed() -> None:
    names = [f"{number}.jpg" for number in range(8)]
    assert list(first_names(names)) == ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "and 3 more"]
    assert list(first_names(names[:5])) == names[:5]
