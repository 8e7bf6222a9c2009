"""Stems on Elasticsearch that equal today's Snowball English, which its `porter2` falls behind.

Newer Snowball (https://snowballstem.org/algorithms/english/stemmer.html) differs by three rules, for words that no list
could name in advance:

- after the beginnings emerg-, inter-, later-, organ-, past- and univers- suffixes are looked for in what follows only,
  as both have always done after gener-. So a word with such a beginning borrows `gener` while it is stemmed:
  `international` -> `genernational` -> `genernat` -> `internat`. Short endings right behind emerg- and univers-, where
  their last letters matter, do without that;
- -ogist and its inflections become -og: `biologists` -> `biolog`;
- -ying after a single letter becomes -ie: `vying` -> `vie`.

What is left is in `data/stem_overrides.txt`.
"""

from papersearch.paper import JsonObject
from papersearch.text import stem_overrides

BEGINNINGS = ("emerg", "inter", "later", "organ", "past", "univers")
_BORROWED = "gener"
_NOT_BORROWING = dict.fromkeys(("emerg", "univers"), "(?!(?:e|e?s|e?ds?|e?ings?|ingly|edly|ly)$)")

STEMMING_CHAIN = ("overrides", "ogist", "ying", "with_beginning", "english")
"""The filters that stem a folded word, in order. A word that one of them decides is marked, and `english` leaves it."""


def stemming_filters() -> JsonObject:
    """`analysis.filter` of an index: those of the chain and what they are made of."""
    filters: JsonObject = {
        "overrides": {
            "type": "stemmer_override",
            "rules": [f"{word} => {stem}" for word, stem in sorted(stem_overrides().items())],
        },
        "ogist": _replaced("^(.*(?:[aeiouy][^aeiouy]|[aeiou]y).*)ogist(?:s|ed|ings?)?$", "$1og"),
        "ying": _replaced("^([^aeiouy])yings?$", "$1ie"),
        "english": {"type": "stemmer", "language": "porter2"},
        "decided": {"type": "keyword_marker", "keywords_pattern": ".*"},
    }
    for name in BEGINNINGS:
        filters[f"lend_{name}"] = _replaced(f"^{name}{_NOT_BORROWING.get(name, '')}", _BORROWED)
        filters[f"return_{name}"] = _replaced(f"^{_BORROWED}", name)
        filters[f"begins_{name}"] = {
            "type": "condition",
            "filter": [f"lend_{name}", "english", f"return_{name}", "decided"],
            "script": {"source": f"return {_begins_with(name)};"},
        }
    filters["with_beginning"] = {
        "type": "condition",
        "filter": [f"begins_{name}" for name in BEGINNINGS],
        "script": {"source": f"return {' || '.join(map(_begins_with, BEGINNINGS))};"},
    }
    return filters


def _replaced(pattern: str, replacement: str) -> JsonObject:
    return {"type": "pattern_replace", "pattern": pattern, "replacement": replacement, "all": False}


def _begins_with(name: str) -> str:
    return f"token.getTerm().toString().startsWith('{name}')"
