"""Where the words of a phrase stand in a text: side by side, or near each other. Both take one pass over the text.

Texts and phrases are words as `papersearch.text.words` gives them; places are their numbers, from 0.
"""

from collections import Counter
from collections.abc import Iterator, Sequence


def adjacent_places(found: Sequence[str], run: Sequence[str]) -> Iterator[int]:
    """Each place where a run begins, also inside another one, by the algorithm of Knuth, Morris and Pratt (1977)."""
    back = _fallbacks(run)
    matched = 0
    for at, word in enumerate(found):
        while matched and word != run[matched]:
            matched = back[matched - 1]
        matched += word == run[matched]
        if matched == len(run):
            yield at - matched + 1
            matched = back[matched - 1]


def _fallbacks(run: Sequence[str]) -> list[int]:
    """For each beginning of a run, how many words of its end are a shorter beginning of it."""
    back = [0] * len(run)
    matched = 0
    for at in range(1, len(run)):
        while matched and run[at] != run[matched]:
            matched = back[matched - 1]
        matched += run[at] == run[matched]
        back[at] = matched
    return back


def near_places(found: Sequence[str], run: Sequence[str], slop: int) -> list[int]:
    """The places, ascending, of the words of each window of `len(run) + slop` words that has all of a run.

    A window begins at one of the run's words and takes the first ones behind it, as often as the run has each. It
    slides: it counts what it lacks, and of what the last full one took only the words that it has passed are replaced.
    """
    needed = Counter(run)
    held = [at for at, word in enumerate(found) if word in needed]
    places: dict[str, list[int]] = {word: [] for word in needed}
    for at in held:
        places[found[at]].append(at)
    passed, taken = dict.fromkeys(needed, 0), dict.fromkeys(needed, 0)
    inside: Counter[str] = Counter()
    lacking, end, stale = len(needed), 0, set(needed)
    marked: set[int] = set()
    for first in held:
        while end < len(held) and held[end] < first + len(run) + slop:
            word = found[held[end]]
            inside[word] += 1
            lacking -= inside[word] == needed[word]
            end += 1
        if not lacking:
            for word in stale:
                until = passed[word] + needed[word]
                marked.update(places[word][max(passed[word], taken[word]) : until])
                taken[word] = until
            stale.clear()
        word = found[first]
        lacking += inside[word] == needed[word]
        inside[word] -= 1
        passed[word] += 1
        stale.add(word)
    return sorted(marked)
