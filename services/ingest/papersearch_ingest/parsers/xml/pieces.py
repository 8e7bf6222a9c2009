"""An XML source cut into its records, each of which is parsed by itself.

So memory stays flat, a broken record does not spoil the next, and every record has its own text and line.

Sources are hostile. What stands around the records, the DOCTYPE with all its entity definitions above all, never
reaches an XML parser. Within a record the named character entities of HTML mean what they mean there, and any other
entity makes the record a reject.
"""

import re
from collections.abc import Callable, Collection, Iterator
from html.entities import html5
from typing import Any, NamedTuple

from lxml import etree

from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Sample, Source
from papersearch_ingest.parsers.xml.decoding import xml_text

LONGEST_RECORD = 32 << 20
"""In characters. A longer one is a reject."""
SHOWN_RAW = 4_000
_TAG_REST = re.compile(r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_DOCTYPE_PART = re.compile(r"""<!--|["'\[\]>]""")
_CLOSERS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>\d{1,7});|#[xX](?P<hex>[0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][\w.:-]{0,63});)?"
)
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PREFIX = re.compile(r"""[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]""")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[\w.-]+)(?P<rest>[^>]*)")
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|\s+)", re.DOTALL)


class Piece(NamedTuple):
    """A record of an XML source, or with `is_open` only the start tag of what surrounds records. `name` is local."""

    name: str
    line: int
    raw: str
    is_open: bool = False


class Root(NamedTuple):
    """The first tag of an XML source: its local name, and all of the tag."""

    name: str
    tag: str


_NO_ROOT = Root("", "")


class UnreadableError(ValueError):
    """A piece is no XML that may be read; the message says why."""


def root_of(sample: Sample) -> Root:
    """The first tag of what may be an XML source; its name is empty where there is none."""
    text = (sample.text or "").lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return _NO_ROOT
    at = 0
    while True:
        found = _PROLOG.match(text, at)
        if found and found.end() > at:
            at = found.end()
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at)
            if end is None:
                return _NO_ROOT
            at = end
        else:
            break
    tag = _ROOT.match(text, at)
    return Root(tag["name"], tag.group()) if tag else _NO_ROOT


def pieces(
    source: Source, whole: Collection[str], opened: Collection[str] = (), nesting: Collection[str] = ()
) -> Iterator[Piece | Reject]:
    """The elements of a source with these local names, in their order; of those in `opened` only the start tags.

    An element that is not closed before the next one begins is a reject, unless its name is in `nesting`.
    """
    return _Cutter(xml_text(source), whole, opened, nesting).cut()


class Read(NamedTuple):
    """A piece and what it parsed to."""

    piece: Piece
    element: Any


def elements(
    source: Source, whole: Collection[str], opened: Collection[str] = (), nesting: Collection[str] = ()
) -> Iterator[Read | Reject]:
    """The pieces of a source as lxml elements without name spaces; one that cannot be parsed is a reject."""
    reading = Elements()
    for piece in pieces(source, whole, opened, nesting):
        if isinstance(piece, Reject):
            yield piece
            continue
        try:
            yield Read(piece, reading.element(piece))
        except UnreadableError as error:
            yield Reject(str(error), piece.line, piece.raw[:SHOWN_RAW])


def read_records(
    source: Source,
    whole: Collection[str],
    record: Callable[[Any, Piece], Record | Reject | None],
    nesting: Collection[str] = (),
) -> Iterator[Record | Reject]:
    """What `record` makes of each element with one of these names; None for one that is no paper."""
    for found in elements(source, whole, nesting=nesting):
        made = found if isinstance(found, Reject) else record(found.element, found.piece)
        if made is not None:
            yield made


class _Cutter:
    """The state of one walk over a source's text: a window of it, and the element that is being collected."""

    def __init__(
        self, texts: Iterator[str], whole: Collection[str], opened: Collection[str], nesting: Collection[str]
    ) -> None:
        names = "|".join(map(re.escape, sorted({*whole, *opened})))
        self._token = re.compile(
            rf"<!--|<!\[CDATA\[|<\?|<!DOCTYPE|<(?P<end>/?)(?:[\w.-]++:)?(?P<name>{names})(?=[\s/>])"
        )
        self._texts = texts
        self._opened = frozenset(opened)
        self._nesting = frozenset(nesting)
        self._text = ""
        self._at = 0
        self._line, self._counted = 1, 0
        self._start: int | None = None
        self._name, self._depth = "", 0

    def cut(self) -> Iterator[Piece | Reject]:
        while True:
            found = self._token.search(self._text, self._at)
            end = self._end_of(found) if found else None
            if found is None or end is None:
                if found is None and self._start is None:
                    last = self._text.rfind("<", self._at)
                    self._at = len(self._text) if last < 0 else last
                waits_at = self._start if self._start is not None else found.start() if found else self._at
                if len(self._text) - waits_at > LONGEST_RECORD:
                    yield self._reject("This is too long to be read as one piece", waits_at)
                    self._start, self._depth = None, 0
                    self._at = found.end() if found else len(self._text)
                elif not self._read_on(max(waits_at, 0)):
                    break
                continue
            self._at = end
            if found["name"]:
                yield from self._tag(found, end)
        if self._start is not None:
            yield self._reject(f"The source ends within this <{self._name}>", self._start)
        elif found is not None:
            yield self._reject("The source ends within this", found.start())

    def _tag(self, found: re.Match[str], end: int) -> Iterator[Piece | Reject]:
        name, text = found["name"], self._text
        is_empty = text[end - 2] == "/"
        if found["end"]:
            if self._start is not None and name == self._name:
                self._depth -= 1
                if not self._depth:
                    yield Piece(name, self._line_at(self._start), text[self._start : end])
                    self._start = None
            return
        if name in self._opened:
            if self._start is None:
                raw = text[found.start() : end]
                yield Piece(name, self._line_at(found.start()), raw if is_empty else f"{raw[:-1]}/>", is_open=True)
            return
        if self._start is not None:
            if name == self._name and name in self._nesting:
                self._depth += not is_empty
                return
            yield self._reject(f"This <{self._name}> is not closed", self._start, found.start())
        if is_empty:
            yield Piece(name, self._line_at(found.start()), text[found.start() : end])
            self._start = None
        else:
            self._start, self._name, self._depth = found.start(), name, 1

    def _end_of(self, found: re.Match[str]) -> int | None:
        """Where a comment, a declaration or a tag ends; None when that has not been read yet."""
        if found["name"]:
            rest = _TAG_REST.match(self._text, found.end())
            return rest.end() if rest else None
        if found.group() == "<!DOCTYPE":
            return _doctype_end(self._text, found.start())
        closer = _CLOSERS[found.group()]
        end = self._text.find(closer, found.end())
        return None if end < 0 else end + len(closer)

    def _read_on(self, keep: int) -> bool:
        """Appends the next text to the window, which from then on begins at `keep`; False at the end."""
        more = next(self._texts, None)
        if more is None:
            return False
        self._line_at(keep)
        self._text = self._text[keep:] + more
        self._at -= keep
        self._counted = 0
        if self._start is not None:
            self._start -= keep
        return True

    def _line_at(self, place: int) -> int:
        if place >= self._counted:
            self._line += self._text.count("\n", self._counted, place)
            self._counted = place
            return self._line
        return self._line - self._text.count("\n", place, self._counted)

    def _reject(self, reason: str, start: int, end: int | None = None) -> Reject:
        shown = self._text[start : min(end or len(self._text), start + SHOWN_RAW)]
        return Reject(f"{reason}.", self._line_at(start), shown)


def _doctype_end(text: str, start: int) -> int | None:
    """The end of a DOCTYPE with its internal subset, which is skipped whole."""
    at, depth = start + 9, 0
    while found := _DOCTYPE_PART.search(text, at):
        sign, at = found.group(), found.end()
        if sign == ">" and not depth:
            return at
        if sign == "[":
            depth += 1
        elif sign == "]":
            depth = max(depth - 1, 0)
        elif sign in {'"', "'", "<!--"}:
            closer = "-->" if sign == "<!--" else sign
            at = text.find(closer, at) + len(closer)
            if at < len(closer):
                return None
    return None


class Elements:
    """Makes elements of pieces. It learns which name space prefixes a source uses, since pieces lack its root."""

    def __init__(self) -> None:
        self._prefixes: frozenset[str] = frozenset()
        self._parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
        )

    def element(self, piece: Piece) -> Any:
        """The lxml element of a piece, without name spaces. Raises UnreadableError."""
        text = _resolved(piece.raw)
        try:
            element = self._parse(text)
        except etree.XMLSyntaxError as error:
            more = frozenset(_PREFIX.findall(text)) - {"xml", "xmlns"}
            if "prefix" not in str(error) or more <= self._prefixes:
                raise UnreadableError(f"This is no well-formed XML: {_message(error)}.") from error
            self._prefixes |= more
            try:
                element = self._parse(text)
            except etree.XMLSyntaxError as second:
                raise UnreadableError(f"This is no well-formed XML: {_message(second)}.") from second
        if self._prefixes or "xmlns" in text:
            for each in element.iter():
                each.tag = each.tag.rpartition("}")[2]
        return element

    def _parse(self, text: str) -> Any:
        if not self._prefixes:
            return etree.fromstring(text, self._parser)
        declared = "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in sorted(self._prefixes))
        return etree.fromstring(f"<piece{declared}>{text}</piece>", self._parser)[0]


def _message(error: Exception) -> str:
    return str(error).partition(", line ")[0]


def _resolved(text: str) -> str:
    """The text with its character entities as characters. Raises UnreadableError for any other entity."""
    if "&" not in text:
        return text
    if "<![CDATA[" not in text:
        return _REFERENCE.sub(_character, text)
    parts = _CDATA.split(text)
    parts[::2] = [_REFERENCE.sub(_character, part) for part in parts[::2]]
    return "".join(parts)


def _character(found: re.Match[str]) -> str:
    if name := found["name"]:
        if name in _PREDEFINED:
            return found.group()
        try:
            return html5[f"{name};"]
        except KeyError:
            raise UnreadableError(f"The entity &{name}; has no meaning here: a source cannot define any.") from None
    number = found["decimal"] or found["hex"]
    if number is None:
        return "&amp;"
    return found.group() if _is_character(int(number, 10 if found["decimal"] else 16)) else ""


def _is_character(code: int) -> bool:
    """Whether XML may have this character."""
    return code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
