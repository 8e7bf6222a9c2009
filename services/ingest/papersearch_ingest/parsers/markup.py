"""Markup inside a value taken away: the JATS, HTML and MathML in titles and abstracts of JSON and CSV sources."""

import html
import re

from papersearch_ingest.parsers.whitespace import ANY_GAP

_BLOCK = "p|sec|title|div|br|li|ul|ol|list|list-item|abstract|h[1-6]|tr|td|table|break|disp-formula"
_INLINE = (
    "i|b|u|em|strong|sub|sup|sc|scp|span|a|tt|font|small|big|italic|bold|monospace|underline|ext-link|xref|inline-formula|"
    "inline-graphic|named-content|styled-content|roman|tex-math|alternatives|uri|email|bdo|formula|img|o|s"
)
_COMMENT = re.compile(r"<!--.{0,100000}?-->", re.DOTALL)
_LABEL = re.compile(
    rf"{ANY_GAP}<(?:jats:)?title\b[^<>]*>\s*(?:abstract|summary)\s*[:.]?\s*</(?:jats:)?title>", re.IGNORECASE
)
_TEX = re.compile(r"<(?:jats:)?tex-math\b[^<>]*>[^<]*</(?:jats:)?tex-math>", re.IGNORECASE)
_ATTRIBUTES = r"""(?:\s++[\w:-]++\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=]++))*+\s*+"""
"""What a tag may have beside its name; words that are no attributes show that `<` is a sign of the text."""
_BLOCK_TAG = re.compile(rf"{ANY_GAP}</?(?:jats:)?(?:{_BLOCK}){_ATTRIBUTES}/?>\s*", re.IGNORECASE)
_MATHML = r"mml:[\w-]+|m(?:ath|row|[inos]|sub|sup|subsup|text|frac|over|under|space|style|fenced|sqrt)"
_INLINE_TAG = re.compile(rf"</?(?:(?:jats:)?(?:{_INLINE})|{_MATHML}){_ATTRIBUTES}/?>", re.IGNORECASE)
_NAMESPACED = re.compile(rf"</?(?:jats|mml|xhtml|html):[\w-]+{_ATTRIBUTES}/?>", re.IGNORECASE)
_LETTER_TAG = re.compile(r"(?<=\w)<(?P<name>[A-Za-z])>(?=\w)")


def plain_text(text: str | None) -> str | None:
    """The text without tags and entities; only known tags count, so that `a<b and c>d` stays. None stays None.

    A leading heading "Abstract" goes; a tag that ends a paragraph becomes a space, one inside a word nothing.
    """
    if not text or ("<" not in text and "&" not in text):
        return text or None
    for _ in range(2):  # some sources escape their markup once more
        if "<" in text:
            text = _without_tags(text)
        if "&" not in text:
            break
        text = html.unescape(text)
    return " ".join(text.split()) or None


def _without_tags(text: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        """A letter between signs, `a<b>c`, is a tag only where the text closes it."""
        if f"</{found['name']}>".lower() in lowered:
            return found.group()
        kept.append(found["name"])
        return f"\x00{len(kept) - 1}\x00"

    lowered = text.lower()
    text = _LETTER_TAG.sub(keep, text.replace("\x00", ""))
    text = _LABEL.sub(" ", _COMMENT.sub(" ", text), count=1)
    text = _BLOCK_TAG.sub(" ", _TEX.sub("", text))
    text = _NAMESPACED.sub("", _INLINE_TAG.sub("", text))
    return re.sub(r"\x00(\d+)\x00", lambda found: f"<{kept[int(found[1])]}>", text) if kept else text
