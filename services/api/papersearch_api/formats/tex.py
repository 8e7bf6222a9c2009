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
_SPECIAL = re.compile(rf"[{re.escape(''.join(_COMMANDS))}]|([-'`])(?=\1)")
"""Characters that are commands, and the first of two that TeX would join to a dash or a quotation mark."""
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
_LONGEST_FORMULA = 600
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SHORT_WORD = 3
_SHORT_TEXT = 120
_FEW_WORDS = 3
_BEHIND_A_COLON = re.compile(r":\s+\Z")


def escaped(text: str) -> str:
    """Text on one line with what TeX would take for commands; formulas stay as they are."""
    return _escaped_short(text) if len(text) < _SHORT_TEXT else _escaped(text)


def _escaped(text: str) -> str:
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
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match.group()):02X}", text)


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
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda match: _command(match.group()), text)


def _command(character: str) -> str:
    return _COMMANDS.get(character) or f"{character}{{}}"


def _is_sentence_case(line: str) -> bool:
    """Whether most longer words behind the first have no capital."""
    words: list[str] = _WORD.findall(line)[1:]
    longer = [word for word in words if len(word) > _SHORT_WORD and word[0].isalpha()]
    return 2 * sum(word[0].islower() for word in longer) > len(longer)


def _protected(text: str, *, is_sentence: bool, is_first: bool) -> str:
    def written(match: re.Match[str]) -> str:
        word = match.group()
        if not word[0].isalnum():
            return _command(word)
        if word[1:] != word[1:].lower():
            return f"{{{word}}}"
        if not word[0].isupper() or (is_first and not _WORD.search(text, 0, match.start())):
            return word
        is_name = is_sentence and not _BEHIND_A_COLON.search(text, 0, match.start())
        is_letter = len(word) == 1 and word != "A"
        return f"{{{word}}}" if is_name or is_letter else word

    return _TO_PROTECT[is_sentence].sub(written, text)
