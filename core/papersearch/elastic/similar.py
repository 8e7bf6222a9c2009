"""Papers like a given one: its most telling words, looked for in the others."""

from papersearch.elastic.mapping import stemmed_field
from papersearch.paper import JsonObject
from papersearch.text import index_text

_COMPARED = ("title", "keyword", "tldr", "abstract")
_UNTELLING = (
    *("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do", "for", "from", "had", "has", "have"),
    *("how", "i", "if", "in", "into", "is", "it", "its", "more", "most", "no", "not", "of", "on", "one", "or", "our"),
    *("such", "than", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "use", "was"),
    *("we", "were", "what", "when", "where", "which", "while", "who", "whose", "will", "with", "without", "you"),
)
"""Stems that say nothing about what a paper is about; nothing else in the index leaves out words."""


def similar_query(body: JsonObject) -> JsonObject | None:
    """`more_like_this` over the stemmed fields, from a stored body; None for a paper without any text."""
    text = " ".join(filter(None, map(index_text, _texts(body))))
    if not text:
        return None
    return {
        "more_like_this": {
            "fields": [stemmed_field(name) for name in _COMPARED],
            "like": [text],
            "min_term_freq": 1,
            "min_doc_freq": 2,
            "max_query_terms": 60,
            "minimum_should_match": "1",
            "boost_terms": 1.0,
            "stop_words": list(_UNTELLING),
        }
    }


def _texts(body: JsonObject) -> list[str]:
    tldr = body.get("tldr") or {}
    keywords = [keyword["value"] for keyword in body.get("keywords") or ()]
    return [text for text in (body.get("title"), tldr.get("text"), body.get("abstract"), *keywords) if text]
