"""How often Python collects garbage in programs that handle many records."""

import gc

YOUNG_OBJECTS = 50_000
"""New objects after which Python looks for cycles; its default is 700, one page of records."""


def collect_rarely() -> None:
    """Collect less often. Papers and records have no cycles, and looking for some took a fifth of an ingest."""
    gc.set_threshold(YOUNG_OBJECTS, 20, 100)
