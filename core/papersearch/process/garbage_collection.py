"""How often Python looks for cycles of garbage in programs that handle many records."""

import gc

YOUNG_OBJECTS = 50_000
"""Objects made and not yet freed at which Python looks; its own choice is 700, one page of records."""


def collect_rarely() -> None:
    """For the start of a program. Papers and records are no cycles: looking at them took a fifth of an ingest."""
    gc.set_threshold(YOUNG_OBJECTS, 20, 100)
