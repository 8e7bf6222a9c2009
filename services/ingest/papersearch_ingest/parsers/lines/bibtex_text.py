"""The text of BibTeX's values: TeX made readable, and identifiers without TeX's signs."""

import re

from papersearch_ingest.texts.tex import symbol_named, untex

_COMMANDS = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_", "textasciicircum": "^",
    "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'", "textdollar": "$", "textmu": "μ",
    "textdegree": "°", "texttimes": "×", "textpm": "±", "textexclamdown": "¡", "textquestiondown": "¿",
    "textbraceleft": "\x01", "textbraceright": "\x02",
    "guillemotleft": "«", "guillemotright": "»", "textperiodcentered": "·",
    "NG": "Ŋ", "ng": "ŋ", "DH": "Ð", "TH": "Þ", "DJ": "Đ", "dj": "đ", "relax": "", "textellipsis": "…",
}  # fmt: skip
_KEPT_BRACES = {"{": "\x01", "}": "\x02"}
"""What stands for a brace of the text until those of TeX have been taken away."""
_KEPT = str.maketrans({"\x01": "{", "\x02": "}", "\x03": "-"})
"""Back to the braces, and to a hyphen that makes no dash (`-{}-`)."""
_ESCAPED_BRACE = re.compile(r"(?<!\\)\\([{}])")
_COMMAND = re.compile(rf"\\({'|'.join(sorted(_COMMANDS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?")
_NO_SORT = re.compile(r"\{?\\noopsort\s*\{[^{}]*\}\}?")
_MATHS = re.compile(r"(\$[^$]*\$)")
_TEX_SIGN = re.compile(r"[\\{}~$]|--|``|''")
_UNKNOWN = re.compile(r"\\[A-Za-z]+\*?\s*(?=\{)|\\([A-Za-z]+)")
_LITERAL_SIGN = re.compile(r"[\\{}]")
_NOT_LITERAL = re.compile(r"\\url|(?<!\\)[{}]")
_ESCAPED = re.compile(r"\\([_&%#~{}$])")
_TIE = re.compile(r"(?<!\\)~")


def readable(value: str) -> str:
    r"""A value without TeX: `{\"U}ber {DNA}~--- $x_2$` -> `Über DNA — x₂`."""
    if not _TEX_SIGN.search(value):
        return " ".join(value.split())
    value = value.replace("-{}", "\x03")
    if "\\" in value:
        value = _ESCAPED_BRACE.sub(lambda found: _KEPT_BRACES[found[1]], value)
        value = _COMMAND.sub(lambda found: _COMMANDS[found[1]], _NO_SORT.sub("", value))
    text = untex(_TIE.sub(" ", value))
    if "\\" in text and "textbackslash" not in value:
        text = _without_unknown(text)
    parts = _MATHS.split(text)  # braces stay in a formula that is still TeX
    parts[::2] = [part.replace("{", "").replace("}", "") for part in parts[::2]]
    text = "".join(parts).replace("---", "—").replace("--", "–")
    return " ".join(text.translate(_KEPT).split())


def _without_unknown(text: str) -> str:
    r"""The text with commands that mean nothing here as their names or arguments: `\proglang{R}` is `R`."""
    parts = _MATHS.split(text)
    parts[::2] = [_UNKNOWN.sub(_meaning, part) for part in parts[::2]]
    return "".join(parts)


def _meaning(command: re.Match[str]) -> str:
    return symbol_named(command[1]) or command[1] if command[1] else ""


def literal(value: str | None) -> str:
    """A value in which TeX's own signs are escaped and nothing else is TeX: an address, an identifier."""
    if not value or not _LITERAL_SIGN.search(value):
        return (value or "").strip()
    return _ESCAPED.sub(r"\1", _NOT_LITERAL.sub("", value)).strip()
