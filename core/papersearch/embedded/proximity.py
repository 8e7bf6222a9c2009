"""Words near each other, decided by looking at the text: what `Phrase.slop` means, word for word."""

from collections import Counter
from collections.abc import Sequence


def has_near(value: Sequence[str], words: Sequence[str], slop: int) -> bool:
    """Whether all words, each at a place of its own, stand within a window of `len(words) + slop` places.

    One pass with a sliding window that counts how many of the sought words it still lacks.
    """
    width = len(words) + slop
    lacking = Counter(words)
    missing = len(words)
    for end, word in enumerate(value):
        if word in lacking:
            missing -= lacking[word] > 0
            lacking[word] -= 1
        if end >= width and (left := value[end - width]) in lacking:
            lacking[left] += 1
            missing += lacking[left] > 0
        if missing == 0:
            return True
    return False
