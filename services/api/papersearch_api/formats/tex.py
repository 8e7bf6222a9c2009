r"""Text as TeX and BibTeX read it: special characters as commands, capitals of titles protected.

Each command stands in braces, `{\textbraceleft}`: BibTeX counts `\{` as a brace, and an odd one would end the entry.
"""

import re
from functools import lru_cache

_COMMANDS = {character: f"\\{character}" for character in "&%$#_"} | {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
}
_JOINED = {character: f"{character}{{}}" for character in "-'`"}
"""Of two of these TeX makes a dash or a quotation mark."""
_SPECIAL = re.compile(rf"[{re.escape(''.join(_COMMANDS))}'`-](?:(?<![-'`])|(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`))")
"""Characters that are commands, and the first of two that TeX would join. One set comes first: `re` skips the rest."""
_ESCAPES = _COMMANDS | _JOINED
_TROUBLE = bytes(range(0x20)) + b"\x7f" + "".join(_COMMANDS).encode()
"""What a plain text has none of, as bytes of UTF-8."""
_SHAPES = bytes(
    ord("A") if 65 <= code <= 90 else ord("a") if 97 <= code <= 122 else ord("0") if 48 <= code <= 57
    else ord("!") if code in _TROUBLE else ord(" ") for code in range(256)
)  # fmt: skip
"""What a byte of a title is: a capital, a small letter, a digit, something special, or what is between words."""
_LONGER = re.compile(rb" ([Aa])[Aa0]{3}")
"""The first letter of each longer word in a shape."""
_TO_BRACE = re.compile(r"\b[A-Za-z0-9][a-z0-9]*[A-Z][A-Za-z0-9]*|\b[B-Z]\b")
"""Acronyms and letters in ASCII."""
_WORD = re.compile(r"[^\W_]+")
_WORD_START = r"(?<![^\W_])"
_WITH_CAPITAL = rf"{_WORD_START}[a-z0-9]*[^\W_a-z0-9][^\W_]*"
"""A word that has a letter which is not a small one of ASCII."""
_CAPITAL_INSIDE = rf"{_WORD_START}[^\W_](?:[a-z0-9]*[^\W_a-z0-9][^\W_]*|(?![^\W_]))"
"""The same behind the word's first letter, or a letter alone."""
_TO_PROTECT = {is_sentence: re.compile(rf"{word}|{_SPECIAL.pattern}")
               for is_sentence, word in ((True, _WITH_CAPITAL), (False, _CAPITAL_INSIDE))}  # fmt: skip
"""What may need braces in a title in sentence case, and in one that has capitals everywhere."""
_FORMULA = re.compile(r"(?<!\\)(?P<sign>\$\$?)(?![\s$])(?P<tex>(?:[^$\\]|\\.)+?)(?<!\s)(?P=sign)(?![\d$])", re.DOTALL)
"""As Pandoc reads it: nothing blank inside beside a sign, and no digit behind the last one."""
_NOT_IN_FORMULAS = re.compile(r"(?<!\\)[%#&]")
_BRACE = re.compile(r"[{}]")
_NOT_VERBATIM = re.compile(r"[{}\\\s]")
_LONGEST_FORMULA = 600
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SHORT_WORD = 3
_SHORT_TEXT = 120
_FEW_WORDS = 3
_BEHIND_A_COLON = re.compile(r":\s+\Z")


def escaped(text: str) -> str:
    """Text on one line with what TeX would take for commands; formulas stay as they are."""
    if text.isalnum():
        return text
    return _escaped_short(text) if len(text) < _SHORT_TEXT else _escaped(text)


def _escaped(text: str) -> str:
    if _is_plain(text):
        return text
    line = one_line(text)
    if "$" not in line:
        return _plain(line)
    return "".join(part if is_formula else _plain(part) for part, is_formula in _parts(line))


_escaped_short = lru_cache(maxsize=16_384)(_escaped)
"""Names of journals and publishers, volumes, pages: what many papers share."""


def protected_title(text: str) -> str:
    """A title in which styles that change its case leave names, acronyms and formulas alone: `Deep {GANs}`.

    In braces are words with inner capitals, and in a title in sentence case every word with a capital but the first.
    """
    quick = quickly_protected(text)
    return closely_protected(text) if quick is None else quick


def closely_protected(text: str) -> str:
    """`protected_title` for any text, word by word."""
    line = one_line(text)
    if line.isupper() and len(line.split()) > _FEW_WORDS:
        return escaped(text)
    is_sentence = _is_sentence_case(line)
    written = []
    for part, is_formula in _parts(line):
        if is_formula:
            written.append(f"{{{part}}}" if part != part.lower() else part)
        else:
            written.append(_protected(part, is_sentence=is_sentence, is_first=not written))
    return "".join(written)


def without_commands(text: str) -> str:
    """Plain text with special characters as commands and no formulas: a name."""
    return _plain(one_line(text))


def verbatim(text: str) -> str:
    """An identifier or address, in which BibTeX takes everything as it is but braces, blanks and backslashes."""
    return _NOT_VERBATIM.sub(lambda match: f"%{ord(match.group()):02X}", text)


def one_line(text: str) -> str:
    """The text without control characters, with single spaces."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_UNREADABLE.sub("", line).split())


def _parts(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a formula."""
    if "$" not in text:
        return [(text, False)]
    parts = []
    end = 0
    for match in _FORMULA.finditer(text):
        if _is_safe(match["tex"]):
            parts += [(text[end : match.start()], False), (match.group(), True)]
            end = match.end()
    return [each for each in (*parts, (text[end:], False)) if each[0]]


def _is_safe(tex: str) -> bool:
    r"""Whether a formula can stay as it is: its braces are even, and nothing in it ends a line or a field.

    BibTeX counts `\{`, other readers do not: the braces have to be even either way.
    """
    if len(tex) > _LONGEST_FORMULA or _NOT_IN_FORMULAS.search(tex):
        return False
    return _is_even(tex.replace("\\{", "").replace("\\}", "")) and _is_even(tex)


def _is_even(tex: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], text)


def _is_plain(text: str) -> bool:
    """Whether a text is one line in which TeX sees letters alone; quick, since most texts are."""
    if not (text.isascii() or text.isprintable()):
        return False
    octets = text.encode()
    return len(octets.translate(None, _TROUBLE)) == len(octets) and _has_single_signs(text)


def _has_single_signs(text: str) -> bool:
    """Whether a text has no two spaces or signs that TeX would join, and no space at its ends."""
    is_joined = "  " in text or "--" in text or ("'" in text and "''" in text) or "``" in text
    return not is_joined and text[:1] != " " != text[-1:]


def quickly_protected(title: str) -> str | None:
    """`protected_title` for most titles of ASCII letters and digits; None where that takes a closer look.

    Its shape tells what is in it: `Aaaa aa aa00 `, with `!` for special characters.
    """
    shape = title.encode().translate(_SHAPES) + b" " if title.isascii() else b"!"
    if b"!" in shape or b"a" not in shape or shape[:1] == b" " or not _has_single_signs(title):
        return None
    capitalized = shape.count(b" A")
    has_capitals_inside = shape.count(b"A") - capitalized > shape.startswith(b"A")
    if has_capitals_inside or b"0" in shape:
        longer = _LONGER.findall(shape)
        is_sentence = 2 * longer.count(b"a") > len(longer)
    else:
        is_sentence = shape.count(b" aaaa") > shape.count(b" Aaaa")
    if is_sentence:
        return None if has_capitals_inside or capitalized else title
    if not has_capitals_inside and b" A " not in shape:
        return title
    starts_with_letter = shape[:2] == b"A " and title[0] != "A"
    return None if starts_with_letter else " ".join(map(_with_braces, title.split(" ")))


@lru_cache(maxsize=16_384)
def _with_braces(text: str) -> str:
    """What is between two spaces of an ASCII title that has capitals everywhere."""
    return _TO_BRACE.sub(lambda match: f"{{{match.group()}}}", text)


def _is_sentence_case(line: str) -> bool:
    """Whether most longer words behind the first have no capital."""
    words: list[str] = _WORD.findall(line)[1:]
    longer = [word for word in words if len(word) > _SHORT_WORD and word[0].isalpha()]
    return 2 * sum(word[0].islower() for word in longer) > len(longer)


def _protected(text: str, *, is_sentence: bool, is_first: bool) -> str:
    def written(match: re.Match[str]) -> str:
        word = match.group()
        if not word[0].isalnum():
            return _ESCAPES[word]
        if word[1:] != word[1:].lower():
            return f"{{{word}}}"
        if not word[0].isupper() or (is_first and not _WORD.search(text, 0, match.start())):
            return word
        is_name = is_sentence and not _BEHIND_A_COLON.search(text, 0, match.start())
        is_letter = len(word) == 1 and word != "A"
        return f"{{{word}}}" if is_name or is_letter else word

    return _TO_PROTECT[is_sentence].sub(written, text)
