"""The valid value that is nearest to a wrong one, and how far two words are apart; both by rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from papersearch.text import fold


def nearest(value: str, candidates: Iterable[str], *, cutoff: float = 60.0) -> str | None:
    """The candidate that looks most like the value, or None where none does.

    A candidate that begins with the value wins (`auth` -> `author`), then the one with the highest `fuzz.ratio` of at
    least `cutoff` (0 to 100), the share of letters in common.
    """
    names = {fold(candidate): candidate for candidate in candidates}
    wanted = fold(value).strip()
    if not wanted:
        return None
    started = [name for name in names if name.startswith(wanted)] if len(wanted) > 1 else []
    if started:
        return names[min(started, key=len)]
    found = process.extractOne(wanted, list(names), scorer=fuzz.ratio, score_cutoff=cutoff)
    return names[found[0]] if found else None


edit_distance = OSA.distance
"""Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) between two words."""
