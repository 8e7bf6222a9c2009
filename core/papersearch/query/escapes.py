r"""TeX accents and backslashes in a query, dealt with before anything else reads it.

M\'ezard, M\'{e}zard, {\"o}, \o, \ss     ->  Mézard, ö, ø, ß
\( \" \: (an operator, escaped)           ->  a space: plain text that separates words
any other backslash                       ->  a space
"""

import re
import unicodedata
from typing import NamedTuple

QUOTES = '"“”„‟«»＂〝〞〟'
"""Any two of these quote a text."""
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
            "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
            "b": "\u0331"}  # fmt: skip
_LETTERS = {"o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
            "AA": "Å", "i": "ı", "j": "ȷ"}  # fmt: skip
_TEX = re.compile(
    r"""(?P<outer>\{)?\\(?:
        (?P<mark>['`^"~=.])(?:\{\\?(?P<in1>[A-Za-z])\}|\\?(?P<bare>[A-Za-z]))
      | (?P<letter_mark>[uvHckrdb])\{\\?(?P<in2>[A-Za-z])\}
      | (?P<letter>ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?![A-Za-z])(?:\{\})?
      | (?P<escaped>[^A-Za-z0-9\s])
      | (?P<lone>)
    )(?(outer)(?P<closed>\})?)""",
    re.VERBOSE,
)


class Cleaned(NamedTuple):
    """The text to read, the place in the typed text of each of its characters, and places of ignored backslashes."""

    text: str
    places: list[int]
    ignored: list[int]


def clean(text: str) -> Cleaned:
    """The text without TeX accents, backslashes, control characters and lone surrogates."""
    characters: list[str] = []
    places: list[int] = []
    ignored: list[int] = []
    position = 0
    while position < len(text):
        match = _TEX.match(text, position) if text[position] in "\\{" else None
        if match is None:
            characters.append(" " if unicodedata.category(text[position]) in ("Cc", "Cs") else text[position])
            places.append(position)
            position += 1
            continue
        found = _decode(match)
        if found is None:
            ignored.append(match.start() + (1 if match["outer"] else 0))
        piece = f"{match['outer'] or ''}{found or ' '}{match['closed'] or ''}"
        if match["outer"] and match["closed"] and found and found != " ":
            piece = found
        characters.extend(piece)
        places.extend([position] * len(piece))
        position = match.end()
    places.append(len(text))
    return Cleaned("".join(characters), places, ignored)


def _decode(match: re.Match[str]) -> str | None:
    if accent := match["mark"] or match["letter_mark"]:
        letter = match["in1"] or match["bare"] or match["in2"]
        return unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    return _LETTERS[match["letter"]] if match["letter"] else " " if match["escaped"] else None
