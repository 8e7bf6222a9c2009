"""TeX between dollar signs as MathML, made on the server so that it can be read without a script.

What cannot be read as TeX stays as it stands: `costs $5 and $6`, an unclosed brace, a command that nobody knows.
"""

import re
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

LONGEST_TEX = 600
FORMULA = re.compile(r"(?<!\\)(?P<sign>\$\$?)(?![\s$])(?P<tex>(?:[^$\\]|\\.)+?)(?<!\s)(?P=sign)(?![\d$])", re.DOTALL)
"""As Pandoc reads it: nothing blank inside beside a sign, and no digit behind the last one."""
_IN_PLAIN_TEX = {
    "arg": r"\operatorname{arg}", "argmax": r"\operatorname{argmax}", "argmin": r"\operatorname{argmin}",
    "nicefrac": r"\tfrac", "sfrac": r"\tfrac", "ensuremath": "", "Tr": r"\operatorname{Tr}",
    "rank": r"\operatorname{rank}", "poly": r"\operatorname{poly}", "polylog": r"\operatorname{polylog}",
}  # fmt: skip
"""Commands that abstracts use and the converter does not know, by those that it does."""
_UNKNOWN_COMMAND = re.compile(rf"\\({'|'.join(_IN_PLAIN_TEX)})(?![A-Za-z])")
_ELEMENTS = frozenset({
    "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd",
    "mtext", "mtr", "munder", "munderover", "none",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "accent", "columnalign", "columnspacing", "depth", "display", "displaystyle", "fence", "form", "height",
    "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation",
    "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width",
})  # fmt: skip
_UNREADABLE: tuple[type[Exception], ...] = (
    *(error for error in vars(exceptions).values() if isinstance(error, type) and issubclass(error, Exception)),
    AttributeError, IndexError, KeyError, RecursionError, StopIteration, TypeError, ValueError,
)  # fmt: skip
"""What the converter raises for bad TeX: errors of its own, and what its parser stumbles into."""


def maths(text: str) -> Markup:
    """Plain text as HTML, with its formulas as MathML."""
    if "$" not in text:
        return escape(text)
    parts = []
    end = 0
    for match in FORMULA.finditer(text):
        formula = mathml(match["tex"], is_block=len(match["sign"]) == 2)
        if formula is not None:
            parts += [escape(text[end : match.start()]), formula]
            end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def maths_in_html(html: str) -> Markup:
    """The same for text that is HTML already, as highlighted fragments are; formulas with a mark inside stay text."""
    if "$" not in html:
        return Markup(html)  # noqa: S704 - our own highlighter's, escaped there

    def formula(match: re.Match[str]) -> str:
        found = None if "<" in match["tex"] else mathml(unescape(match["tex"]), is_block=False)
        return match.group() if found is None else str(found)

    return Markup(FORMULA.sub(formula, html))  # noqa: S704 - the same, with checked MathML


def mathml(tex: str, *, is_block: bool) -> Markup | None:
    """A formula as MathML of known elements and attributes only, or None where the TeX cannot be read as a whole."""
    if len(tex) > LONGEST_TEX:
        return None
    try:
        plain = _UNKNOWN_COMMAND.sub(lambda command: _IN_PLAIN_TEX[command[1]], tex)
        root = convert_to_element(plain, display="block" if is_block else "inline")
    except _UNREADABLE:
        return None
    texts = [each.text or "" for each in root.iter()]
    if any("\\" in text for text in texts) or not any(text.strip() for text in texts):
        return None
    return _checked(root)


def _checked(element: Element) -> Markup:
    """The element written anew, so that no markup can come out of a formula's text."""
    inside = Markup("").join([escape(unescape(element.text or "")), *map(_checked, element)])
    name = element.tag
    if name not in _ELEMENTS:
        return inside
    given = [Markup(' {}="{}"').format(key, value) for key, value in element.attrib.items() if key in _ATTRIBUTES]
    return Markup("<{0}{1}>{2}</{0}>").format(name, Markup("").join(given), inside)
