"""Three times the source, the same memory: the short form of bench/flat_memory.py, which reads 1 GB."""

from pathlib import Path

import pytest

from bench import flat_memory

SMALL_MB, LARGE_MB = 8, 24
MORE_MB = 6
"""What the peak may differ by; a source that were kept as a whole would add 16 and more."""


@pytest.mark.slow
@pytest.mark.parametrize("form", flat_memory.FORMS)
def test_reading_three_times_as_much_needs_no_more_memory(form: str, tmp_path: Path) -> None:
    small, large = (flat_memory.reading_of(form, size, tmp_path) for size in (SMALL_MB, LARGE_MB))
    assert large["records"] == 3 * small["records"] > 400
    assert not small["rejects"] + large["rejects"]
    assert large["peak_mb"] < small["peak_mb"] + MORE_MB
