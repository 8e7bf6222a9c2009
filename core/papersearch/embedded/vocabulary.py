"""The words of titles, keywords and names, to find those that look like a misspelled one."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import tantivy

from papersearch.embedded.schema import exact_field
from papersearch.query.spelling import edit_distance

FIELDS = ("title", "keyword", "author")
LARGEST = 300_000
"""Words that are kept, the most frequent ones: some 40 MB at most."""


class Vocabulary:
    """Words with the number of papers that have them, laid out so that a word's neighbours are found in milliseconds.

    Two words within n edits share all but 2n of their different letters: a comparison of bit sets over all words at
    once leaves few to be compared letter by letter.
    """

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        most = sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:LARGEST]
        self._words = [word for word, _ in most]
        self._counts = [count for _, count in most]
        self._lengths: npt.NDArray[np.int16] = np.array([len(word) for word in self._words], dtype=np.int16)
        self._letters: npt.NDArray[np.uint64] = np.array([_letters(word) for word in self._words], dtype=np.uint64)

    def near(self, word: str, edits: int) -> dict[str, int]:
        """The words within so many edits, without the word itself."""
        if not self._words:
            return {}
        differing = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        is_near = (np.abs(self._lengths - len(word)) <= edits) & (differing <= 2 * edits)
        places = np.flatnonzero(is_near).tolist()
        return {
            self._words[place]: self._counts[place]
            for place in places
            if 0 < edit_distance(word, self._words[place]) <= edits
        }


def read_vocabulary(searcher: tantivy.Searcher) -> Vocabulary:
    """The vocabulary of a commit; a paper that has a word in two fields counts twice, a deleted one until a merge."""
    counts: dict[str, int] = {}
    for name in FIELDS:
        for word, count in searcher.terms_with_prefix(exact_field(name), ""):
            if word.isalpha():
                counts[word] = counts.get(word, 0) + count
    return Vocabulary(counts.items())


def _letters(word: str) -> int:
    """The set of a word's letters as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits
