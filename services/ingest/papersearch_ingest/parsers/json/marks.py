"""What a sample of JSON holds, for the choice among the JSON forms: its keys, at whatever depth."""

import re
from collections.abc import Callable
from functools import lru_cache

from papersearch_ingest.parsers.source import Sample

_START = re.compile(r"[\x1e\s]*(?:\{\s*[\"}]|\[\s*[\{\]])")
_KEY = re.compile(r'"([^"\\\n]{1,60})"\s*:')


def json_keys(sample: Sample) -> frozenset[str]:
    """The keys of a sample that begins as JSON does; none of another."""
    return _keys(sample.text or "")


@lru_cache(maxsize=4)
def _keys(text: str) -> frozenset[str]:
    return frozenset(_KEY.findall(text)) if _START.match(text) else frozenset()


def score_by_keys(rate: Callable[[frozenset[str]], float]) -> Callable[[Sample], float]:
    """A `Parser.score` that looks at a sample's keys only."""
    return lambda sample: rate(json_keys(sample))
