"""The valid value that is nearest to a wrong one, and how far two words are apart."""

from collections.abc import Iterable
from difflib import get_close_matches

from papersearch.text import fold


def nearest(value: str, candidates: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The candidate that looks most like the value, or None where none does.

    A candidate that begins with the value wins (`auth` -> `author`), then Ratcliff and Obershelp's similarity as
    computed by `difflib`.
    """
    names = {fold(candidate): candidate for candidate in candidates}
    wanted = fold(value).strip()
    if not wanted:
        return None
    started = [name for name in names if name.startswith(wanted)] if len(wanted) > 1 else []
    found = [min(started, key=len)] if started else get_close_matches(wanted, names, n=1, cutoff=cutoff)
    return names[found[0]] if found else None


def edit_distance(first: str, second: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) between two words."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        following = [i]
        for j, b in enumerate(second, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]
