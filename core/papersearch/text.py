"""Folding, words, stems and tag keys: the one definition that both engines, the highlighter and the oracle obey."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import regex
import Stemmer

LONGEST_WORD = 255
"""Letters of a word that count; engines limit the length of a term, so the rest is dropped on every side alike."""

_MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"  # accents and the like
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # points and cantillation of Hebrew
    "\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"  # points of Arabic, but not
    "\u06e7\u06e8\u06ea-\u06ed\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff]"  # hamza and madda, which are parts of letters
)
"""Marks that do not count, and the stroke that only makes an Arabic word longer (0640)."""
_LETTERS_WITHOUT_DECOMPOSITION = (
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "œ": "oe", "æ": "ae", "þ": "th",
     "ƒ": "f", "ɨ": "i", "ƶ": "z", "⁄": "/", "\u00ad": "", "\u200b": "", "\u200d": "", "\ufeff": ""}
)  # fmt: skip
_WITHOUT_DECOMPOSITION = re.compile(f"[{''.join(_LETTERS_WITHOUT_DECOMPOSITION)}]")
_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\u30fc"  # the last makes a vowel of either kana long
_SOUTH_EAST_ASIAN = r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]&&[\p{L}\p{N}]"
_UNSPACED = rf"[[{_CJK}]||[{_SOUTH_EAST_ASIAN}]]"
"""Letters of scripts that put no spaces between words: each is a word, with the marks behind it."""
_WORD = regex.compile(rf"{_UNSPACED}\p{{M}}*|[[\p{{L}}\p{{M}}\p{{N}}]--{_UNSPACED}]+", regex.V1)
_LONG_WORD = regex.compile(rf"[{_CJK}]\p{{M}}*|[[\p{{L}}\p{{M}}\p{{N}}]--[{_CJK}]]+", regex.V1)
_STARTS_UNSPACED = regex.compile(_UNSPACED, regex.V1)
_SPACED_WORD = re.compile("[A-Za-z0-9\x80-\U0010ffff]+")
"""A word, where no sign beyond ASCII stands between words and no letter is a word: a tenth of the time of `_WORD`."""
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_ASCII_WORDS_APART = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII_TAG = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in "+#" else None for code in range(128)}
_DROPPED = "\u00ad\u200b\u200d\ufeff\u0640"
_JOINS_BEFORE = r"[\p{M}\u1160-\u11ff]"  # marks, and the later letters of a Hangul syllable
_FOLDABLE = regex.compile(
    rf"(?:[\x00-\x7f](?![{_DROPPED}]*{_JOINS_BEFORE}))+|\X(?:[{_DROPPED}]+(?={_JOINS_BEFORE})\X)*", regex.DOTALL
)
"""Pieces of a text that can be folded by themselves: what folding puts together is in one piece."""
_TAG_PART = regex.compile(r"[\p{L}\p{M}\p{N}+#]+")


def fold(text: str) -> str:
    """Case and accents removed, compatibility forms spelled out: Mézard -> mezard, ½ -> 1/2, Straße -> strasse.

    Idempotent: NFKD, casefold, NFKD, combining marks dropped, letters that do not decompose replaced, NFC (which puts
    Hangul syllables together again).
    """
    if text.isascii():
        return text.lower()
    signs = _signs(text)
    if all(_folded(sign).isascii() for sign in signs):  # each by itself then: nothing is put together again
        for sign in signs:
            text = text.replace(sign, _folded(sign))
        return text.lower()
    return _fold_any(text)


def _fold_any(text: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))
    plain = _WITHOUT_DECOMPOSITION.sub(lambda found: _LETTERS_WITHOUT_DECOMPOSITION[found.group()], plain)
    return unicodedata.normalize("NFC", plain)


_folded = lru_cache(maxsize=4096)(_fold_any)
"""Of single signs."""


def _signs(text: str) -> set[str]:
    """The signs beyond ASCII."""
    return set(_BEYOND_ASCII.findall(text))


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, which JSON or a terminal can bring and no answer can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def words(text: str) -> list[str]:
    """The folded words of a text: maximal runs of letters, marks and digits.

    In scripts without spaces between words (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese) each letter is a word
    of its own, with the marks behind it.
    """
    plain = text if text.isascii() else _without_odd_signs(text)  # which is ASCII then, as a rule
    folded = plain if plain.isascii() else _without_odd_signs(fold(plain))
    if folded.isascii():
        found = folded.translate(_ASCII_WORDS_APART).split()
    else:
        found = (_WORD if any(map(is_unspaced, _signs(folded))) else _SPACED_WORD).findall(folded)
    has_long = len(folded) > LONGEST_WORD and len(max(found, key=len, default="")) > LONGEST_WORD
    return [word[:LONGEST_WORD] for word in found] if has_long else found


@lru_cache(maxsize=4096)
def is_unspaced(word: str) -> bool:
    """Whether a folded word is a letter of a script that puts no spaces between words."""
    return not word.isascii() and _STARTS_UNSPACED.match(word) is not None


def long_words(text: str) -> list[str]:
    """The words of a name or an identifier: as `words`, but runs of Thai, Lao, Khmer and Burmese letters are whole."""
    return words(text) if text.isascii() else [word[:LONGEST_WORD] for word in _LONG_WORD.findall(fold(text))]


def _without_odd_signs(text: str) -> str:
    """Spaces for the signs beyond ASCII that stand between words: what is left then is mostly ASCII, which is fast."""
    for sign in _signs(text):
        if _is_between_words(sign):
            text = text.replace(sign, " ")
    return text


@lru_cache(maxsize=4096)
def _is_between_words(sign: str) -> bool:
    """Whether no word has it, however it is folded; what folding drops joins what stands around it."""
    folded = _folded(sign)
    return bool(folded) and _WORD.search(folded) is None


def index_text(text: str) -> str:
    """The words joined by single spaces: what engines get, so that splitting at spaces is all they have to do."""
    return " ".join(words(text))


class Span(NamedTuple):
    """A piece of a text, `text[start:end]`.

    For a word, `word` is its folded form; a piece that folds to several words is a span for each.
    """

    start: int
    end: int
    word: str = ""


def word_spans(text: str) -> Iterator[Span]:
    """The words of `words(text)` in the same order, with their places in the text as it was given.

    A text beyond ASCII is folded grapheme by grapheme, with the place of each letter kept: folding can join what the
    text separates (a soft hyphen) and separate what it joins (½).
    """
    if text.isascii():
        for match in _ASCII_WORD.finditer(text):
            yield Span(match.start(), match.end(), match.group().lower()[:LONGEST_WORD])
        return
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _FOLDABLE.finditer(text):
        piece = fold(match.group())
        start, end = match.span()
        folded.append(piece)
        if len(piece) == end - start and match.group().isascii():
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))
    joined = "".join(folded)
    for match in (_ASCII_WORD if joined.isascii() else _WORD).finditer(joined):
        yield Span(starts[match.start()], ends[match.end() - 1], match.group()[:LONGEST_WORD])


def plain_value(text: str) -> str:
    """A tag in its canonical form where a field has no rules of its own: folded, between single spaces."""
    return " ".join(fold(text).split())


def tag_key(value: str) -> str:
    """What two spellings of one tag share: folded, with hyphen = space = nothing. `C++` and `C#` are not `C`."""
    if value.isascii() and (key := value.translate(_ASCII_TAG)):
        return key
    folded = fold(value)
    return "".join(_TAG_PART.findall(folded)) or folded.strip()


@lru_cache(maxsize=1)
def _stem_overrides() -> dict[str, str]:
    """Words for which Snowball's implementations differ; see data/stem_overrides.txt (`word => stem` a line)."""
    text = resources.files("papersearch").joinpath("data/stem_overrides.txt").read_text("utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return {word.strip(): stem.strip() for word, arrow, stem in (li.partition("=>") for li in lines) if arrow}


def stem_overrides() -> dict[str, str]:
    """A copy of the table of exceptions, for an engine's analyzer."""
    return dict(_stem_overrides())


_stemmer = Stemmer.Stemmer("english", 0)  # `stem` remembers more, and better


class _Stems(dict[str, str]):
    """Word -> stem, of the words that were asked for; emptied when it is full."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _STEMS_KEPT:
            self.clear()
        override = _stem_overrides().get(word)
        found = self[word] = override if override is not None else str(_stemmer.stemWord(word))
        return found


_STEMS_KEPT = 131_072
"""Some 16 MB; the words of 76,000 papers with abstracts are as many."""
_stems = _Stems()


def stem(word: str) -> str:
    """The stem of a folded word: Snowball English (Porter, https://snowballstem.org), with the table of exceptions."""
    return _stems[word]


def stemmed(text: str) -> str:
    """The stems of a text of folded words between single spaces, in the same form."""
    return " ".join(map(_stems.__getitem__, text.split(" ")))
