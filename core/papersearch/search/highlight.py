"""Where a hit matched: whole titles and fragments of other fields as HTML, escaped, with `<mark>` around what matched.

Engine-neutral: it reads the query tree and the paper's JSON, and compares words as `papersearch.text` does, so that it
marks what the engines match. Parts under a NOT are not marked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from papersearch.fields import SEARCHED
from papersearch.naming.venue_table import venue_names
from papersearch.paper import JsonObject, Venue
from papersearch.query.identifiers import mentioned_words
from papersearch.query.nodes import ANY, Mention, Node, Prefix, Run, Tag, Word, leaves, map_leaves
from papersearch.search.fragments import FRAGMENT_LENGTH, FRAGMENTS, fragments, marked, outside_tex, united
from papersearch.search.marking import Wanted, may_have, places_in, wanted_in
from papersearch.text import index_text

_WHOLE = frozenset({"title"})


@dataclass(frozen=True, slots=True)
class Highlights:
    """`matched`: JSON names of the fields that matched, the heaviest first; `fragments`: HTML by the same names."""

    matched: tuple[str, ...] = ()
    fragments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Highlighter:
    """Marks what one query found, paper by paper."""

    def __init__(self, tree: Node) -> None:
        in_words = map_leaves(tree, lambda leaf: mentioned_words(leaf.text) if isinstance(leaf, Mention) else leaf)
        found = list(leaves(in_words, is_positive=True))
        same: dict[Wanted, Wanted] = {}  # most fields look for the same, and share what they learn about words
        by_field = [(searched, wanted_in(searched.name, found)) for searched in SEARCHED]
        self._wanted = tuple((searched, same.setdefault(wanted, wanted)) for searched, wanted in by_field if wanted)
        self._of_keywords = wanted_in("keyword", [leaf for leaf in found if isinstance(leaf, Tag | Prefix)
                                                  and leaf.field == "keyword"])  # fmt: skip
        self._of_names = wanted_in(ANY, [leaf for leaf in found if isinstance(leaf, Word)])
        self._runs = [index_text(leaf.text) for leaf in found if isinstance(leaf, Run) and leaf.field == ANY]

    def highlights(
        self,
        body: JsonObject,
        *,
        is_marked: bool = True,
        fragment_count: int = FRAGMENTS,
        fragment_length: int = FRAGMENT_LENGTH,
    ) -> Highlights:
        """What a paper's JSON has of the query; without `is_marked` only which fields matched.

        Fields that do not match are left out, and one that matches only inside TeX has no fragments. The title comes
        whole; other texts give up to `fragment_count` pieces of about `fragment_length` characters, cut at words, those
        with the most different words first, in the order of the text; lists give each value that matched.
        """
        matched: list[str] = []
        found: dict[str, tuple[str, ...]] = {}
        for searched, wanted in self._wanted:
            pieces: list[str] = []
            values = _values(body, searched.json_name, with_extracted=bool(self._of_keywords))
            is_of_one = len(values) > 1 and not self._of_keywords
            if is_of_one and not may_have("\n".join([text for text, _ in values]), wanted):
                continue
            for value, is_extracted in values:
                found_places = places_in(value, self._of_keywords if is_extracted else wanted)
                first = next(found_places, None)
                if first is None:
                    continue
                matched.append(searched.json_name)
                if not is_marked:
                    break
                marks = outside_tex(united([first, *found_places]), value)
                if not marks:
                    continue
                if searched.name in _WHOLE or searched.is_multi:
                    pieces.append(marked(value, marks, 0, len(value)))
                else:
                    pieces.extend(fragments(value, marks, fragment_count, fragment_length))
            if pieces:
                found[searched.json_name] = tuple(pieces)
        matched += self._named(body) if self._of_names or self._runs else ()
        return Highlights(tuple(dict.fromkeys(matched)), found)

    def _named(self, body: JsonObject) -> Iterator[str]:
        """Which of venue and year a plain word or a run of letters names."""
        venue, year = body.get("venue"), body.get("year")
        if year is not None and self._of_names.has(str(year)):
            yield "year"
        names = _spelled_names(venue["id"], venue["label"]) if venue else ()
        has_word = any(self._of_names.has(word) for name in names for word in name.split())
        if has_word or any(f" {run} " in f" {name} " for run in self._runs for name in names):
            yield "venue"


def highlight(tree: Node, body: JsonObject) -> Highlights:
    """What one paper has of a query."""
    return Highlighter(tree).highlights(body)


def _values(body: JsonObject, name: str, *, with_extracted: bool) -> list[tuple[str, bool]]:
    """Each text of a field, and whether we extracted it."""
    value: Any = body.get(name)
    if not value:
        return []
    if isinstance(value, str):
        return [(value, False)]
    found: list[tuple[str, bool]] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            found.append((each, False))
            continue
        is_extracted = each.get("source") == "extracted"
        text = each.get("text") or each.get("value") or each.get("name")
        if text and (with_extracted or not is_extracted):
            found.append((text, is_extracted))
    return found


@lru_cache(maxsize=1024)
def _spelled_names(venue_id: str, label: str) -> tuple[str, ...]:
    """What a venue can be called, as folded words between single spaces."""
    return tuple(map(index_text, venue_names(Venue(venue_id, label))))
