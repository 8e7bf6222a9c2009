"""Papers like a paper: its most telling words, looked for in other papers."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping

import tantivy
from tantivy import Occur, Query

from papersearch import text
from papersearch.embedded.schema import words_field

_WEIGHTS = {"title": 1.0, "keyword": 1.0, "tldr": 1.0, "abstract": 1.0}
"""All alike: with heavier titles and keywords both judgements of bench/similar.py are worse."""
_TERMS = 60
"""The words that are looked for: more are slower and add noise."""
_LONGEST_SHARE = 0.25
"""Words that more than this share of the papers have say nothing."""


def similar_query(searcher: tantivy.Searcher, schema: tantivy.Schema, texts: Mapping[str, tuple[str, ...]]) -> Query:
    """The papers that share words of title, keywords and abstract, by TF-IDF; the more and the rarer, the higher.

    Words that no other paper has are of no use, and frequent ones of little; both are left out.
    """
    frequencies: dict[tuple[str, str], int] = {}
    for name in _WEIGHTS:
        stems = Counter(text.stem(word) for value in texts.get(name, ()) for word in value.split())
        frequencies |= {(name, stem): count for stem, count in stems.items()}
    stems_of_paper = {stem for _, stem in frequencies}
    papers = max(searcher.num_docs, 1)
    rarity: dict[str, float] = {}
    for stem in stems_of_paper:
        having = max(searcher.doc_freq(words_field(name), stem) for name in _WEIGHTS)
        if having > 1 and (having <= papers * _LONGEST_SHARE or papers < 1 / _LONGEST_SHARE**2):
            rarity[stem] = math.log(1 + papers / having)
    weights: dict[str, float] = defaultdict(float)
    for (name, stem), count in frequencies.items():
        if stem in rarity:
            weights[stem] += _WEIGHTS[name] * (1 + math.log(count)) * rarity[stem]
    heaviest = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_TERMS]
    clauses = [(Occur.Should, Query.boost_query(_in_fields(schema, stem), weight)) for stem, weight in heaviest]
    return Query.boolean_query(clauses) if clauses else Query.empty_query()


def _in_fields(schema: tantivy.Schema, stem: str) -> Query:
    terms = [
        Query.boost_query(Query.term_query(schema, words_field(name), stem), weight)
        for name, weight in _WEIGHTS.items()
    ]
    return Query.disjunction_max_query(terms)
