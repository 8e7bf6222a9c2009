"""Where a text has what a query asks for: words by their stems, beginnings, phrases, whole values.

Nearly every text is looked through as ASCII: signs that fold to one ASCII letter are exchanged for it, so that places
stay the same, and what is looked for is found by plain search for the first letters that all words of a stem have. Any
other text is read word by word (`text.word_spans`). Both mark the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from papersearch.naming.names import author_forms, author_query_form
from papersearch.query.nodes import ANY, AuthorName, Node, Phrase, Prefix, Tag, Word
from papersearch.search.phrase_places import adjacent_places, near_places
from papersearch.text import LONGEST_WORD, Span, fold, stem, stem_overrides, tag_key, word_spans, words

_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_REST_OF_WORD = re.compile("[a-z0-9]*")
_BETWEEN_WORDS = "[^a-z0-9]+"
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
            (run[0], re.compile(_BETWEEN_WORDS.join(map(re.escape, run)) + "(?![a-z0-9])"))
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
    plain = _as_ascii(text)
    if plain is None:
        yield from _read_places(text, wanted)
        return
    for beginning in wanted.beginnings:
        for at in _word_starts(plain, beginning):
            end = _REST_OF_WORD.match(plain, at).end()  # type: ignore[union-attr]
            if wanted.has(plain[at : min(end, at + LONGEST_WORD)]):
                yield Span(at, end)
    for first, pattern in wanted.runs:
        for at in _word_starts(plain, first):
            if found := pattern.match(plain, at):
                yield Span(at, found.end())
    if len(wanted.runs) < len(wanted.phrases):
        yield from _near(list(word_spans(text)), wanted)


def _word_starts(plain: str, beginning: str) -> Iterator[int]:
    """Where a word begins with these letters."""
    at = plain.find(beginning)
    while at >= 0:
        if not at or not plain[at - 1].isalnum():
            yield at
        at = plain.find(beginning, at + 1)


def _as_ascii(text: str) -> str | None:
    """The text in lower-case ASCII with every word at the place where it was, or None where that cannot be."""
    if text.isascii():
        return text.lower()
    for sign in set(_BEYOND_ASCII.findall(text)):
        instead = _letter_instead(sign)
        if instead is None:
            return None
        text = text.replace(sign, instead)
    return text.lower()


@lru_cache(maxsize=4096)
def _letter_instead(sign: str) -> str | None:
    """One ASCII letter or digit that a sign folds to, a space for one between words, None for any other."""
    folded = fold(sign)
    if len(folded) == 1 and folded.isascii():
        return folded if folded.isalnum() else " "
    return " " if folded and not words(folded) else None


def _read_places(text: str, wanted: Wanted) -> Iterator[Span]:
    spans = list(word_spans(text))
    yield from (span for span in spans if wanted.has(span.word))
    found = [span.word for span in spans]
    for run, slop in wanted.phrases:
        if not slop or len(run) == 1:
            last = len(run) - 1
            yield from (Span(spans[at].start, spans[at + last].end) for at in adjacent_places(found, run))
    yield from _near(spans, wanted)


def _near(spans: Sequence[Span], wanted: Wanted) -> Iterator[Span]:
    found = [span.word for span in spans]
    for run, slop in wanted.phrases:
        if slop and len(run) > 1 and set(run) <= set(found):
            yield from (spans[at] for at in near_places(found, run, slop))
