"""Words that look like a misspelled one, by Elasticsearch's term suggester over titles, keywords and names."""

from collections.abc import Mapping
from typing import Any

from papersearch.elastic.mapping import exact_field
from papersearch.paper import JsonObject

FIELDS = ("title", "keyword", "author")
_MOST = 50


def suggest_body(word: str, edits: int) -> JsonObject:
    """A search for nothing but `{"suggest": {"title": {...}, "keyword": {...}, "author": {...}}}`."""
    term = {
        "size": _MOST,
        "shard_size": 4 * _MOST,
        "suggest_mode": "always",
        "max_edits": edits,
        "prefix_length": 0,
        "min_word_length": 1,
        "max_inspections": 20,
        "accuracy": 0.3,
        "sort": "score",
    }
    return {
        "size": 0,
        "suggest": {name: {"text": word, "term": {"field": exact_field(name), **term}} for name in FIELDS},
    }


def read_suggestions(answer: Mapping[str, Any]) -> dict[str, int]:
    """Words with the number of papers that have them; one that has a word in two fields counts twice."""
    counts: dict[str, int] = {}
    for entries in answer.get("suggest", {}).values():
        for option in (option for entry in entries for option in entry["options"]):
            if option["text"].isalpha():
                counts[option["text"]] = counts.get(option["text"], 0) + option["freq"]
    return counts
