"""Counts, durations, ages and sizes in words."""

from datetime import UTC, datetime, timedelta

import pytest

from papersearch.process.quantities import age_text, count_text, duration_text, size_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.44, "0.4 s"),
        (5, "5 s"),
        (9.96, "10 s"),
        (59.6, "1 min"),
        (125, "2 min 5 s"),
        (7_200, "2 h"),
        (7_205, "2 h"),
        (90_061, "1 d 1 h"),
    ],
)
def test_duration_has_its_two_largest_units(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "just now"),
        (0.5, "just now"),
        (59, "59 s ago"),
        (3_599, "59 min ago"),
        (12_000, "3 h ago"),
        (1e6, "11 d ago"),
    ],
)
def test_age_has_its_largest_unit(seconds: float, text: str) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC)
    assert age_text(now - timedelta(seconds=seconds), now) == text


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 B"), (999, "999 B"), (4_200, "4.2 kB"), (9_960, "10 kB"), (999_600, "1.0 MB"), (446_000_000, "446 MB"),
     (2 * 10**15, "2000 TB")],
)  # fmt: skip
def test_size_has_the_unit_that_keeps_it_short(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text


def test_what_is_not_known_is_empty() -> None:
    assert (age_text(None, datetime.now(UTC)), size_text(None)) == ("", "")


def test_noun_follows_its_count() -> None:
    assert [count_text(count, "file") for count in (0, 1, 1_200)] == ["0 files", "1 file", "1,200 files"]
