"""The English word list that ships with us: SCOWL's small list, lower-case words only.

Its notice is data/english_words.LICENSE.txt.
"""

import gzip
from functools import lru_cache
from importlib import resources

_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""),
            ("er", "e"),
            ("ers", "e"), ("or", ""), ("ors", "or"), ("ization", "ize"), ("ation", "e"), ("ability", "able"),
            ("bility", "ble"))  # fmt: skip


def is_english_word(word: str) -> bool:
    """Whether a lower-case word is in the list as it stands."""
    return word in _english()


def is_english(word: str) -> bool:
    """Whether a lower-case word, or what it is a plain inflection of, is in the list."""
    known = _english()
    if word in known:
        return True
    stems = (word[: -len(end)] + stem for end, stem in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2)
    return any(stem in known for stem in stems)


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    data = resources.files("papersearch_ingest").joinpath("data/english_words.txt.gz").read_bytes()
    return frozenset(gzip.decompress(data).decode().split())
