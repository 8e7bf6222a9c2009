"""Clean text: what people would have typed, out of what pages, PDFs and TeX left behind.

Line-break hyphens are mended from the source's own words and a word list that ships with us (SCOWL; see
data/english_words.LICENSE.txt), never from what is in the store, so that the same source always gives the same text.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from msgspec import structs
from msgspec.structs import replace

from papersearch.naming.identity import normalise_id
from papersearch.paper import Author, Tldr
from papersearch.record import Record
from papersearch_ingest.texts.english import is_english
from papersearch_ingest.texts.tex import untex

_COMPATIBLE = re.compile(
    "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufb00-\ufb06\uff01-\uff5e\u0132\u0133\u01c4-\u01cc\u2028\u2029]"
)
"""What NFKC may change: spaces, ligatures, full-width and digraph forms. Superscripts, ½ and ™ are kept for showing."""
_PLAIN = re.compile(r"[A-Za-z0-9 .,;:()'?!/+*=<>\[\]\"%#@_{}|~^\u00a1-\u00ac\u00ae-\u0131\u0134-\u017f–—‘’“”…-]*")
"""What most texts consist of: nothing to clean in it but spaces, broken words, TeX's quotes and mangled letters."""
_AT_EDGE = re.compile(r"  |\| | \||\|\|")
_DROPPED = re.compile("[\u200b\u200c\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SOFT_HYPHEN = re.compile("\u00ad\\s*")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_MANGLED = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_BYTE_OF = {
    bytes([number]).decode("cp1252"): number for number in range(0x80, 0xA0) if number not in {129, 141, 143, 144, 157}
}
_HYPHENS = re.compile("[\u2010\u2011]")
_COMPOUND = r"[^\W_]++(?:-[^\W_]++)*+"
_AT_BREAK = re.compile(r"-(?<=[^\W_]-)\s+[^\W_]")
_BROKEN = re.compile(rf"(?<![^\W_])(?P<before>{_COMPOUND})-\s+(?P<second>[^\W_]+)(?P<rest>(?:-[^\W_]+)*)")
_WORD_OR_BROKEN = re.compile(r"\w++(?:-\w++)*+(?:-\s+\w++(?:-\w++)*+)?+")
_SUSPENDED_BEFORE = frozenset({"and", "or", "to", "und", "oder", "nor", "but", "vs", "versus", "as", "rather", "than"})
_LAST_PARTS = frozenset({"based", "related", "wise", "free", "aware", "specific", "level", "like", "driven",
                         "invariant",
                         "dependent", "oriented", "guided", "agnostic", "independent", "trained", "class", "shot",
                         "task", "art",
                         "the", "of", "in", "end", "time", "scale", "dimensional"})  # fmt: skip


def clean_record(record: Record, source_words: Collection[str]) -> Record:
    """The record with every text cleaned; `source_words` are those that occur in its source (`collect_words`)."""

    def clean(text: str | None) -> str | None:
        return (clean_text(text, source_words) or None) if text else None

    tldr = clean(record.tldr.text) if record.tldr else None
    cleaned: dict[str, Any] = {
        "title": clean(record.title),
        "authors": record.authors if _are_clean(record.authors) else tuple(filter(None, map(clean, record.authors))),
        "abstract": clean(record.abstract),
        "tldr": Tldr(tldr, record.tldr.source) if record.tldr and tldr else None,
        "venue": clean(record.venue),
        "keywords": tuple(value for value in map(clean, record.keywords) if value),
        "ids": _clean_ids(record.ids),
        "comments": clean(record.comments),
        "journal_ref": clean(record.journal_ref),
        "author_parts": _clean_people(record.author_parts, clean),
        "editors": _clean_people(record.editors, clean),
        "container": clean(record.container),
        "publisher": clean(record.publisher),
        "full_text": clean_pages(record.full_text, source_words) if record.full_text else None,
    }
    changed = {name: value for name, value in cleaned.items() if getattr(record, name) != value}
    return replace(record, **changed) if changed else record


def _clean_people(people: Sequence[Author], clean: Callable[[str | None], str | None]) -> tuple[Author, ...]:
    """The people with every part of their names cleaned; one of whom nothing is left falls away."""
    if _are_clean([part for person in people for part in structs.astuple(person) if part]):
        return tuple(people)
    cleaned = [[clean(part) for part in structs.astuple(person)] for person in people]
    return tuple([Author(name, *parts) for name, *parts in cleaned if name])


def clean_pages(text: str, source_words: Collection[str] = ()) -> str | None:
    """A full text with each of its pages cleaned; the form feeds between them stay."""
    pages = "\f".join(clean_text(page, source_words) for page in text.split("\f"))
    return pages if pages.strip("\f") else None


def clean_text(text: str, source_words: Collection[str] = ()) -> str:
    """The text without ligatures, soft hyphens, TeX, broken words and odd white space. Idempotent."""
    if _is_plain(text):
        return text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())
    previous = None
    for _ in range(5):
        if text == previous:
            break
        previous, text = text, _clean_once(text, source_words)
    return text


def _are_clean(texts: Sequence[str]) -> bool:
    """Whether there is nothing to clean in any of these; seen at once, which is sooner done than one by one."""
    joined = "|".join(("", *texts, ""))
    return not _AT_EDGE.search(joined) and _is_plain(joined)


def _is_plain(text: str) -> bool:
    """Whether there is nothing to clean in a text but spaces: all signs but white space stay as they are."""
    if "- " in text or "''" in text or not _PLAIN.fullmatch(text):
        return False
    return text.isascii() or not _MANGLED.search(text)


def decoded_again(text: str) -> str:
    """`JosÃ©` -> `José`: UTF-8 that somebody read as Latin-1 or Windows-1252, if all of the text can be that."""
    if not _MANGLED.search(text):
        return text
    try:
        return bytes(_BYTE_OF.get(letter, ord(letter)) for letter in text).decode()
    except ValueError:
        return text


def _clean_once(text: str, source_words: Collection[str]) -> str:
    if not text.isascii():
        text = decoded_again(text)
        text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
        text = unicodedata.normalize("NFC", text)
        text = _HYPHENS.sub("-", _SOFT_HYPHEN.sub("", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    text = untex(_DROPPED.sub("", text))
    if "-" in text:
        text = mend_hyphens(text, source_words)
    return " ".join(text.split())


def collect_words(text: str) -> frozenset[str]:
    """The words of a source in lower case, compounds with their hyphens; the halves of broken words are none."""
    found = set(_WORD_OR_BROKEN.findall(text.lower().replace("_", "\0")))  # an underscore would be a letter
    return frozenset(word for word in found if len(word.split()) == 1)


class SourceWords(Collection[str]):
    """`collect_words` of a text that is read when a word of it is asked for: few sources have a broken word."""

    def __init__(self, read_text: Callable[[], str]) -> None:
        self._read_text = read_text

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    @cached_property
    def _words(self) -> frozenset[str]:
        return collect_words(self._read_text())


def mend_hyphens(text: str, source_words: Collection[str] = ()) -> str:
    """`be- lieve` -> `believe`, `self- supervised` -> `self-supervised`; `inner- and outer` stays."""
    return _BROKEN.sub(lambda found: _mended(found, source_words), text) if _AT_BREAK.search(text) else text


def _mended(found: re.Match[str], source_words: Collection[str]) -> str:
    chain, hyphen, first = found["before"].rpartition("-")
    chain, second = chain + hyphen, found["second"]
    if second.lower() in _SUSPENDED_BEFORE:
        return found.group()
    hyphen = "" if _is_one_word(chain, first, second, source_words) else "-"
    joined = f"{chain}{first}{hyphen}{second}"
    if joined.lower() not in source_words and not is_english(joined.lower()) and not is_english(first.lower()):
        joined = _compound_of(joined, source_words) or joined
    return joined + found["rest"]


def _is_one_word(chain: str, first: str, second: str, source_words: Collection[str]) -> bool:
    """Whether the hyphen came from the line's end.

    Evidence in this order: capitals and digits, the source, the word list, prefixes that keep their hyphen, words that
    compounds end in, and whether the halves are words.
    """
    if not (first.isalpha() and second.isalpha() and second.islower()):
        return False
    if any(c.isupper() for c in first[1:]):
        return False
    low, closed = first.lower(), (first + second).lower()
    if f"{low}-{second}" in source_words or (chain and f"{chain.lower()}{low}-{second}" in source_words):
        return False
    if closed in source_words or is_english(closed):
        return True
    if low in _prefixes() or second in _LAST_PARTS or len(first) == 1:
        return False
    return not all(is_english(half) or half in source_words for half in (low, second))


def _compound_of(joined: str, source_words: Collection[str]) -> str | None:
    """`endtoend` -> `end-to-end`, if the source has it: a copy can lose one hyphen and break the other."""
    letters = joined.lower().replace("-", "")
    same = (word for word in source_words if len(word) > len(letters) and word.replace("-", "") == letters)
    return min(same, default=None)


@lru_cache(maxsize=1)
def _prefixes() -> frozenset[str]:
    text = resources.files("papersearch_ingest").joinpath("data/hyphen_prefixes.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _clean_ids(ids: Mapping[str, str]) -> dict[str, str]:
    """Normalised identifiers; what is none of its scheme is dropped here, the raw record still has it."""
    cleaned = ((scheme, normalise_id(scheme, value)) for scheme, value in ids.items())
    return {scheme: value for scheme, value in cleaned if value}
