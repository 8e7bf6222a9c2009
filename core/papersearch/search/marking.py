"""Where a text has what a query asks for: words by their stems, beginnings, phrases, whole values.

Nearly every text is looked through sign by sign (`_PlainText`): each sign beyond ASCII is exchanged for what it folds
to, and what is looked for is found by plain search for the first letters that all words of a stem have. A text in
which signs combine is read word by word (`text.word_spans`). Both mark the same.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from papersearch.naming.names import author_forms, author_query_form
from papersearch.query.nodes import ANY, AuthorName, Node, Phrase, Prefix, Tag, Word
from papersearch.search.phrase_places import adjacent_places, near_places
from papersearch.text import LONGEST_WORD, Span, fold, is_unspaced, stem, stem_overrides, tag_key, word_spans, words

_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_REST_OF_WORD = re.compile(r"[^\W_]*")
_BETWEEN_WORDS = r"[\W_]+"
_LETTERS_THAT_CHANGE = 2
"""Letters at the end of a stem that its words need not have: `studi` of `study`, `probabl` of `probability`."""


@dataclass(frozen=True)
class Wanted:
    """What to look for in one field: stems, beginnings, exact runs of words with their slop, and tests of whole values.

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

    def has(self, word: str) -> bool:
        """Whether a folded word is looked for outside of phrases."""
        found = self.known.get(word)
        if found is None:
            is_begun = bool(self.prefixes) and word.startswith(self.prefixes)
            found = self.known[word] = is_begun or stem(word) in self.stems
        return found

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The beginnings of all words that are looked for outside of phrases; none begins with another one."""
        irregular = [word for word, its_stem in stem_overrides().items() if its_stem in self.stems]
        shortest = [each[: max(1, len(each) - _LETTERS_THAT_CHANGE)] for each in self.stems]
        found: list[str] = []
        for each in sorted({*shortest, *irregular, *self.prefixes}):
            if not (found and each.startswith(found[-1])):
                found.append(each)
        return tuple(found)

    @cached_property
    def runs(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The first word of each exact phrase, and a pattern of the whole phrase; a phrase may be a single word."""
        return tuple(
            (run[0], re.compile(_BETWEEN_WORDS.join(map(_word_pattern, run)) + r"(?![^\W_])"))
            for run, slop in self.phrases
            if not slop or len(run) == 1
        )


def wanted_in(field_name: str, parts: Sequence[Node]) -> Wanted:
    """What these parts look for in one field."""
    stems: set[str] = set()
    prefixes: list[str] = []
    phrases: list[tuple[tuple[str, ...], int]] = []
    tags: set[str] = set()
    names: set[str] = set()
    for leaf in parts:
        match leaf:
            case Word(text, wanted) if wanted in (ANY, field_name):
                stems.update(stem(word) for word in words(text))
            case Prefix(text, wanted) if wanted in (ANY, field_name):
                prefixes.append(fold(text))
            case Phrase(text, wanted, slop) if wanted in (ANY, field_name) and (run := tuple(words(text))):
                phrases.append((run, slop))
            case Tag(wanted, value) if wanted == field_name:
                tags.add(tag_key(value))
            case AuthorName(value) if field_name == "author":
                names.add(author_query_form(value))
            case _:
                continue
    return Wanted(frozenset(stems), tuple(prefixes), tuple(phrases), frozenset(tags), frozenset(names))


def places_in(text: str, wanted: Wanted) -> Iterator[Span]:
    """Every place where something stands that was asked for, in any order."""
    if wanted.tags and tag_key(text) in wanted.tags:
        yield Span(0, len(text))
        return
    if wanted.names and not wanted.names.isdisjoint(author_forms(text)):
        yield Span(0, len(text))
        return
    if not (wanted.stems or wanted.prefixes or wanted.phrases):
        return
    view = _PlainText.of(text)
    if view is None:
        yield from _read_places(text, wanted)
        return
    plain = view.plain
    for beginning in wanted.beginnings:
        for at in _word_starts(plain, beginning):
            end = _REST_OF_WORD.match(plain, at).end()  # type: ignore[union-attr]
            if wanted.has(plain[at : min(end, at + LONGEST_WORD)]):
                yield view.span(at, end)
    for first, pattern in wanted.runs:
        for at in _word_starts(plain, first):
            if found := pattern.match(plain, at):
                yield view.span(at, found.end())
    if len(wanted.runs) < len(wanted.phrases):
        yield from _near(list(word_spans(text)), wanted)


def may_have(text: str, wanted: Wanted) -> bool:
    """Whether looking through a text can find anything: quick, and never wrong about what is not there."""
    if wanted.tags or wanted.names or not text.isascii() or len(wanted.runs) < len(wanted.phrases):
        return True
    plain = text.lower()
    return any(each in plain for each in wanted.beginnings) or any(first in plain for first, _ in wanted.runs)


def _word_pattern(word: str) -> str:
    """A word in a text; letters beyond the longest word's are in the text alone."""
    return re.escape(word) + (_REST_OF_WORD.pattern if len(word) == LONGEST_WORD else "")


def _word_starts(plain: str, beginning: str) -> Iterator[int]:
    """Where a word begins with these letters."""
    at = plain.find(beginning)
    while at >= 0:
        if not at or not plain[at - 1].isalnum():
            yield at
        at = plain.find(beginning, at + 1)


class _PlainText(NamedTuple):
    """A text folded sign by sign, and where its signs stand in the text.

    `longer`: for each sign that became several, in order: where these begin and end, and the sign's own place.
    """

    plain: str
    longer: Sequence[tuple[int, int, int]] = ()

    @classmethod
    def of(cls, text: str) -> "_PlainText | None":
        """The view, or None where signs combine, so that folding them one by one is not folding the text."""
        if text.isascii():
            return cls(text.lower())
        longer = ""
        for sign in set(_BEYOND_ASCII.findall(text)):
            instead = _instead_of(sign)
            if instead is None:
                return None
            if len(instead) == 1:
                text = text.replace(sign, instead)
            else:
                longer += sign
        return cls(*_lengthened(text, longer)) if longer else cls(text.lower())

    def span(self, start: int, end: int) -> Span:
        """A piece of the plain text as a piece of the text."""
        return Span(self._sign(start), self._sign(end - 1) + 1) if self.longer else Span(start, end)

    def _sign(self, place: int) -> int:
        number = bisect_right(self.longer, (place, len(self.plain) + 1, 0)) - 1
        if number < 0:
            return place
        _, end, sign = self.longer[number]
        return sign if place < end else sign + 1 + place - end


def _lengthened(text: str, signs: str) -> tuple[str, list[tuple[int, int, int]]]:
    """The text with what these signs fold to, in lower case, and where each was."""
    parts: list[str] = []
    longer: list[tuple[int, int, int]] = []
    at = length = 0
    for found in re.finditer(f"[{re.escape(signs)}]", text):
        instead = _instead_of(found.group()) or ""
        length += found.start() - at
        parts += (text[at : found.start()], instead)
        longer.append((length, length + len(instead), found.start()))
        length += len(instead)
        at = found.end()
    return "".join((*parts, text[at:])).lower(), longer


@lru_cache(maxsize=4096)
def _instead_of(sign: str) -> str | None:
    """What a sign folds to, with spaces for what parts words; None for one that combines with its neighbours."""
    folded = fold(sign)
    if not folded or any(unicodedata.category(each)[0] == "M" or "\u1100" <= each <= "\u11ff" for each in folded):
        return None
    if any(each.isalnum() != bool(words(each)) for each in folded):
        return None  # new in a version of Unicode that one of the two does not know
    found = words(folded)
    if not found:
        return " "
    if any(map(is_unspaced, found)):
        return f" {' '.join(found)} "
    return "".join(each if each.isalnum() else " " for each in folded)


def _read_places(text: str, wanted: Wanted) -> Iterator[Span]:
    spans = list(word_spans(text))
    yield from (span for span in spans if wanted.has(span.word))
    found = [span.word for span in spans]
    for run, slop in wanted.phrases:
        if not slop or len(run) == 1:
            yield from (Span(spans[at].start, spans[at + len(run) - 1].end) for at in adjacent_places(found, run))
    yield from _near(spans, wanted)


def _near(spans: Sequence[Span], wanted: Wanted) -> Iterator[Span]:
    found = [span.word for span in spans]
    for run, slop in wanted.phrases:
        if slop and len(run) > 1 and set(run) <= set(found):
            yield from (spans[at] for at in near_places(found, run, slop))
