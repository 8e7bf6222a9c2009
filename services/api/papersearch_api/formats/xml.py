"""XML as text: elements and attributes with every character that XML cannot hold left out."""

import re
from xml.sax.saxutils import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE = {'"': "&quot;"}


def escaped(text: str) -> str:
    """Text as it may stand in an element or in a quoted attribute."""
    return escape(_NOT_XML.sub("", text), _QUOTE)


def element(name: str, text: str | None, attributes: str = "") -> str:
    """`<name>text</name>`; "" where there is no text. `attributes` is written already: see `attribute`."""
    return f"<{name}{attributes}>{escaped(text)}</{name}>" if text else ""


def attribute(name: str, value: str) -> str:
    """` name="value"`, with the space before it."""
    return f' {name}="{escaped(value)}"'
