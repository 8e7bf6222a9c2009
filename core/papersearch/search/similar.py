"""Papers like a paper: its most distinctive words, looked for in the others, and what each of them shares with it.

A word counts as often as the paper has it, damped, times BM25 of the engine, which has the one idf; see
docs/adr/0008-similar-papers.md. A paper that shares nothing that could be named is left out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from papersearch.engine import Reader
from papersearch.errors import NotFoundError
from papersearch.naming.names import author_key
from papersearch.paper import JsonObject
from papersearch.query.nodes import Node, Word, conjunction
from papersearch.query.ranking import is_scored
from papersearch.query.request import Selection
from papersearch.results import Hit, Shared
from papersearch.search.citations import cited_by
from papersearch.search.distinctive import damped, distinctive_terms
from papersearch.text import index_text, stem, tag_key, words

TERMS = 60
"""Words that are looked for: more are slower and add noise."""
_SPARE = 10
"""Papers that are asked for beyond a half more than wanted, since some share nothing that has a name."""
_MOST_PHRASES, _MOST_WORDS, _LEAST_WORDS = 3, 5, 2


def similar_papers(
    reader: Reader, paper_id: str, limit: int, query: Node, selections: Sequence[Selection] = ()
) -> tuple[Hit, ...]:
    """The papers most like one within a query, best first, with what they share. Raises NotFoundError."""
    (own,) = reader.get([paper_id])
    if own is None:
        raise NotFoundError(f"Paper {paper_id!r} not found.")
    weights = distinctive_words(own, reader)
    asked = limit + limit // 2 + _SPARE
    hits = reader.similar(paper_id, weights, asked, query, selections) if weights and limit > 0 else []
    likeness = _Likeness(own, weights)
    together = _cited_together(own, hits, reader)
    shared = ((hit, likeness.shared(hit.body, count)) for hit, count in zip(hits, together, strict=True))
    return tuple(replace(hit, shares=common) for hit, common in shared if common)[:limit]


def _cited_together(own: JsonObject, hits: Sequence[Hit], reader: Reader) -> list[int]:
    """For each hit the number of papers that cite it and this paper (co-citation; Small 1973)."""
    citing = cited_by(own)
    if not hits or not reader.count([citing])[0]:
        return [0] * len(hits)
    return reader.count([conjunction(citing, cited_by(hit.body)) for hit in hits])


def distinctive_words(body: JsonObject, reader: Reader) -> dict[str, float]:
    """The words of a paper with the highest TF-IDF and the weight of each: 1 + ln(its number in the paper).

    Each stem once, under the first of its words. Words that no other paper has are left out.
    """
    found = [word for text in _texts(body) for word in words(text) if is_scored(word)]
    numbers = Counter(map(stem, found))
    forms: dict[str, str] = {}
    for word in found:
        forms.setdefault(stem(word), word)
    best = distinctive_terms(numbers, lambda each: Word(forms[each]), reader, least_papers=2)[:TERMS]
    return {forms[each]: damped(numbers[each]) for each in best}


class _Likeness:
    """What one paper has, to be compared with others."""

    def __init__(self, own: JsonObject, weights: Mapping[str, float]) -> None:
        self._keywords = {tag_key(value): value for value in _keywords(own)}
        self._authors = {author_key(name): name for name in _names(own)}
        self._references = dict(_references(own))
        self._words = {stem(word): word for word in weights}
        self._phrases = dict(_pairs(own))

    def shared(self, other: JsonObject, cited_together: int) -> Shared | None:
        """What another paper has in common with this one, the strongest first; None for nothing worth a name."""
        theirs = {stem(word) for text in _texts(other) for word in words(text)}
        keywords = {tag_key(value) for value in _keywords(other)}
        authors = {author_key(name) for name in _names(other)}
        references = {key for key, _ in _references(other)}
        pairs = {pair for pair, _ in _pairs(other)}
        phrases = [text for pair, text in self._phrases.items() if pair in pairs][:_MOST_PHRASES]
        said = {stem(word) for text in phrases for word in words(text)}
        single = [word for each, word in self._words.items() if each in theirs and each not in said][:_MOST_WORDS]
        common = Shared(
            keywords=tuple([value for key, value in self._keywords.items() if key in keywords]),
            authors=tuple([name for key, name in self._authors.items() if key in authors]),
            references=tuple([title for key, title in self._references.items() if key in references]),
            phrases=tuple(phrases),
            words=tuple(single),
            cited_together=cited_together,
        )
        is_strong = common.keywords or common.authors or common.references or phrases or cited_together
        return common if is_strong or len(single) >= _LEAST_WORDS else None


def _texts(body: JsonObject) -> Iterator[str]:
    """What the sources say that the paper is about."""
    tldr = body.get("tldr") or {}
    yield from filter(None, (body.get("title"), body.get("abstract")))
    if tldr.get("source") != "extracted" and tldr.get("text"):
        yield tldr["text"]
    yield from (each["value"] for each in body.get("keywords", ()) if each["source"] != "extracted")


def _keywords(body: JsonObject) -> Iterator[str]:
    return (each["value"] for each in body.get("keywords", ()))


def _names(body: JsonObject) -> Iterator[str]:
    return (each["name"] for each in body.get("authors", ()))


def _references(body: JsonObject) -> Iterator[tuple[Any, str]]:
    """Each cited work by what tells it: an identifier, else title and year; and its name for people."""
    for each in body.get("references", ()):
        ids = sorted((each.get("ids") or {}).items())
        title = each.get("title")
        if ids or title:
            yield ids[0] if ids else (index_text(title), each.get("year")), title or ":".join(ids[0])


def _pairs(body: JsonObject) -> Iterator[tuple[tuple[str, str], str]]:
    """The pairs of neighbouring words that say something, by their stems, as they are written."""
    for text in _texts(body):
        for first, second in pairwise(words(text)):
            if is_scored(first) and is_scored(second) and min(len(first), len(second)) > 1:
                yield (stem(first), stem(second)), f"{first} {second}"
