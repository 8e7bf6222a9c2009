"""Where a hit matched: whole titles and fragments of other fields as HTML, escaped, with `<mark>` around what matched.

Engine-neutral: it reads the query tree and the paper's JSON, and compares words as `papersearch.text` does, so that it
marks what the engines match. Parts under a NOT are not marked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from papersearch.fields import SEARCHED
from papersearch.naming.names import author_forms, author_query_form
from papersearch.naming.venue_table import venue_names
from papersearch.paper import JsonObject, Venue
from papersearch.query.nodes import ANY, AuthorName, Node, Phrase, Prefix, Tag, Word, leaves
from papersearch.search.fragments import FRAGMENT_LENGTH, FRAGMENTS, fragments, marked, outside_tex, united
from papersearch.search.phrase_places import adjacent_places, near_places
from papersearch.text import Span, fold, spans_of, stem, tag_key, word_spans, words

_WHOLE = frozenset({"title"})


@dataclass(frozen=True, slots=True)
class Highlights:
    """`matched`: JSON names of the fields that matched, the heaviest first; `fragments`: HTML by the same names."""

    matched: tuple[str, ...] = ()
    fragments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for in one field: stems, beginnings, exact runs of words, and tests of whole values.

    `known`: words met so far and whether they are looked for by themselves; papers of one search share most words.
    """

    stems: frozenset[str]
    prefixes: tuple[str, ...]
    phrases: tuple[tuple[tuple[str, ...], int], ...]
    tags: frozenset[str]
    names: frozenset[str]
    known: dict[str, bool] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.stems or self.prefixes or self.phrases or self.tags or self.names)

    def among(self, found: Iterable[str]) -> set[str]:
        """Those of these words that are looked for by themselves."""
        if not self.stems and not self.prefixes:
            return set()
        for word in found:
            if word not in self.known:
                is_begun = bool(self.prefixes) and word.startswith(self.prefixes)
                self.known[word] = is_begun or stem(word) in self.stems
        return {word for word in found if self.known[word]}


class Highlighter:
    """Marks what one query found, paper by paper."""

    def __init__(self, tree: Node) -> None:
        found = list(leaves(tree, is_positive=True))
        by_field = ((searched, wanted_in(searched.name, found)) for searched in SEARCHED)
        self._wanted = tuple((searched, wanted) for searched, wanted in by_field if wanted)
        self._of_keywords = wanted_in("keyword", [leaf for leaf in found if isinstance(leaf, Tag | Prefix)
                                                  and leaf.field == "keyword"])  # fmt: skip
        self._of_names = wanted_in(ANY, [leaf for leaf in found if isinstance(leaf, Word)])

    def highlights(
        self, body: JsonObject, *, fragment_count: int = FRAGMENTS, fragment_length: int = FRAGMENT_LENGTH
    ) -> Highlights:
        """What a paper's JSON has of the query.

        Fields that do not match are left out, and one that matches only inside TeX has no fragments. The title comes
        whole; other texts give up to `fragment_count` pieces of about `fragment_length` characters, cut at words, those
        with the most different words first, in the order of the text; lists give each value that matched.
        """
        matched: list[str] = []
        found: dict[str, tuple[str, ...]] = {}
        for searched, wanted in self._wanted:
            pieces: list[str] = []
            for value, is_extracted in _values(body, searched.json_name):
                places = united(places_in(value, self._of_keywords if is_extracted else wanted))
                if not places:
                    continue
                matched.append(searched.json_name)
                marks = outside_tex(places, value)
                if not marks:
                    continue
                if searched.name in _WHOLE or searched.is_multi:
                    pieces.append(marked(value, marks, 0, len(value)))
                else:
                    pieces.extend(fragments(value, marks, fragment_count, fragment_length))
            if pieces:
                found[searched.json_name] = tuple(pieces)
        matched += self._named(body) if self._of_names else ()
        return Highlights(tuple(dict.fromkeys(matched)), found)

    def _named(self, body: JsonObject) -> Iterator[str]:
        """Which of venue and year a plain word names."""
        venue, year = body.get("venue"), body.get("year")
        if year is not None and self._of_names.among([str(year)]):
            yield "year"
        if venue and self._of_names.among([word for name in venue_names(Venue(**venue)) for word in words(name)]):
            yield "venue"


def highlight(tree: Node, body: JsonObject) -> Highlights:
    """What one paper has of a query."""
    return Highlighter(tree).highlights(body)


def wanted_in(field: str, parts: Sequence[Node]) -> Wanted:
    """What these parts look for in one field."""
    stems: set[str] = set()
    prefixes: list[str] = []
    phrases: list[tuple[tuple[str, ...], int]] = []
    tags: set[str] = set()
    names: set[str] = set()
    for leaf in parts:
        match leaf:
            case Word(text, wanted) if wanted in (ANY, field):
                stems.update(stem(word) for word in words(text))
            case Prefix(text, wanted) if wanted in (ANY, field):
                prefixes.append(fold(text))
            case Phrase(text, wanted, slop) if wanted in (ANY, field) and (run := tuple(words(text))):
                phrases.append((run, slop))
            case Tag(wanted, value) if wanted == field:
                tags.add(tag_key(value))
            case AuthorName(value) if field == "author":
                names.add(author_query_form(value))
            case _:
                continue
    return Wanted(frozenset(stems), tuple(prefixes), tuple(phrases), frozenset(tags), frozenset(names))


def _values(body: JsonObject, name: str) -> Iterator[tuple[str, bool]]:
    """Each text of a field, and whether we extracted it."""
    value: Any = body.get(name)
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            text, is_extracted = (
                each.get("text") or each.get("value") or each.get("name"),
                each.get("source") == "extracted",
            )
        else:
            text, is_extracted = each, False
        if isinstance(text, str) and text:
            yield text, is_extracted


def places_in(text: str, wanted: Wanted) -> list[Span]:
    """Every place where something stands that was asked for, in any order."""
    if wanted.tags and tag_key(text) in wanted.tags:
        return [Span(0, len(text))]
    if wanted.names and not wanted.names.isdisjoint(author_forms(text)):
        return [Span(0, len(text))]
    present = set(words(text))
    single = wanted.among(present)
    runs = [(run, slop) for run, slop in wanted.phrases if present.issuperset(run)]
    if not single and not runs:
        return []
    places = [*spans_of(text, single)]
    spans = list(word_spans(text)) if runs else []
    found = [span.word for span in spans]
    for run, slop in runs:
        if slop and len(run) > 1:
            places.extend(spans[at] for at in near_places(found, run, slop))
        else:
            last = len(run) - 1
            places.extend(Span(spans[at].start, spans[at + last].end) for at in adjacent_places(found, run))
    return places
