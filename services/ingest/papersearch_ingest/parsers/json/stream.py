"""The objects of a JSON source, one after the other, whatever holds them, in memory that does not grow.

    one object a line                     {"title": ...}
                                          {"title": ...}
    an array                              [{"title": ...}, {"title": ...}]
    an array in an answer                 {"message": {"items": [{"title": ...}]}}, {"results": [...]}
    objects in a row, indented or not     {"title": ...} {"title": ...}

An item that is no JSON is rejected alone: its end is found by counting brackets, and where they do not match by the
next line or comma at which an item begins.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from papersearch.record import Reject
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.parsers.text_stream import (
    LONGEST_RECORD,
    RAW_HEAD,
    TextLine,
    TextWindow,
    text_blocks,
    text_lines,
)

ENVELOPES = frozenset({"items", "results", "data", "notes", "papers", "works", "records", "documents", "entries",
                       "articles", "publications", "recommendedPapers"})  # fmt: skip
"""Members whose value is an array of records, in an object that is no record itself."""
_NESTED = frozenset({"message", "response"})
_RECORD_KEYS = frozenset({"title", "abstract", "paperId", "DOI", "doi"})
DEEPEST = 100
MOST_BROKEN = 10_000
_DEEPEST_ENVELOPE = 3
_GAP = re.compile(r"[\s,\x1e]*")
_SPACE = re.compile(r"\s*")
_NOT_SPACE = re.compile(r"\S+")
_TOKEN = re.compile(r'"[^"\\\n\r]*+(?:\\.[^"\\\n\r]*+)*+"|[{}\[\]"]')
_NEXT_ITEM = re.compile(r"[}\]]\s*,\s*(?=\{)|[\r\n](?=\{)")
_UNSTORABLE = re.compile(r"\\u[dD][89a-fA-F]|\d{19}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CUT_OFF = "it is cut off"
_PAIRS = {"{": "}", "[": "]"}
_WORD = re.compile(r"[^,\[\]{}\r\n]*")
_STEP = re.compile(r'\\.|["{}\[\]\r\n]')
_BRACKETS = {"{": 1, "[": 1, "}": -1, "]": -1}
_SHORTEST_REACH = 4096


class JsonItem(NamedTuple):
    """An object of a source: the 1-based line on which it begins, its text, and its value."""

    line: int
    raw: str
    value: Mapping[str, Any]


def read_objects(source: Source) -> Iterator[JsonItem | Reject]:
    """The source's objects and, in their places, rejects for what is no JSON object. Equal keys: the last one counts.

    A number beyond 64 bits becomes text, half of a surrogate pair U+FFFD, NaN and infinities null.
    """
    if _is_line_by_line(source):
        for line in text_lines(source):
            yield from _line_objects(line)
    else:
        yield from _unless_hopeless(TextWindow(text_blocks(source)))


def _unless_hopeless(window: TextWindow) -> Iterator[JsonItem | Reject]:
    """The items, up to `MOST_BROKEN` rejects in a row: what follows those is one reject."""
    broken = 0
    for item in _top_level(window):
        yield item
        broken = broken + 1 if isinstance(item, Reject) else 0
        if broken >= MOST_BROKEN:
            reason = f"{MOST_BROKEN} items in a row are no JSON; the rest of the source from here on is left out."
            yield Reject(reason, window.line, window.take(RAW_HEAD))
            return


def _is_line_by_line(source: Source) -> bool:
    """Whether the first lines are objects of their own; the first may be broken, a later one then shows it."""
    looked_at = 0
    before = ""
    for line in text_lines(source):
        text = line.text.strip()
        if not text:
            continue
        looked_at += 1
        if looked_at == 1 and not text.startswith("{"):
            return False
        if line.text.startswith("{") and text.endswith("}") and before[-1:] not in (",", "[", ":", "{"):
            try:
                json.loads(text)
            except (ValueError, RecursionError):
                pass
            else:
                return True
        if looked_at == 1 and not line.is_whole:
            return False
        before = text
        if looked_at >= 5:
            break
    return False


def _line_objects(line: TextLine) -> Iterator[JsonItem | Reject]:
    text = line.text.strip("\ufeff\x1e \t\f\v")
    if not line.is_whole:
        yield Reject(_too_long(), line.number, line.text)
    elif text:
        try:
            value = _DECODER.decode(text)
        except (ValueError, RecursionError) as error:
            yield Reject(f"This line is no JSON: {_reason(error)}.", line.number, text)
            return
        if isinstance(value, dict) and _is_envelope(value):
            yield from _top_level(TextWindow(iter([text]), line.number))
        else:
            yield _item(value, line.number, text, "line")


def _is_envelope(value: Mapping[str, Any]) -> bool:
    if value.keys() & _RECORD_KEYS:
        return False
    arrays = (value.get(key) for key in ENVELOPES & value.keys())
    has_records = any(isinstance(array, list) and array and isinstance(array[0], dict) for array in arrays)
    return has_records or any(isinstance(value.get(key), dict) for key in _NESTED)


def _item(value: Any, line: int, raw: str, kind: str = "item") -> JsonItem | Reject:
    if not isinstance(value, dict):
        return Reject(f"This {kind} is no JSON object.", line, raw)
    if raw.count("{") + raw.count("[") > DEEPEST and _is_too_deep(value):
        return Reject(f"This {kind}'s JSON is nested too deeply, more than {DEEPEST} levels.", line, raw)
    return JsonItem(line, raw, _storable(value) if _UNSTORABLE.search(raw) else value)


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    is_too_large = isinstance(value, int) and not -(2**63) <= value < 2**63
    return str(value) if is_too_large else value


def _top_level(window: TextWindow) -> Iterator[JsonItem | Reject]:
    while sign := window.skip(_GAP):
        if sign == "[":
            window.advance(1)
            yield from _array(window)
        elif sign == "{":
            yield from _object(window)
        else:
            yield _skip_stray(window)


def _array(window: TextWindow) -> Iterator[JsonItem | Reject]:
    """The items of an array whose bracket has been read, and its end."""
    while True:
        sign = window.skip(_GAP)
        if sign == "]":
            window.advance(1)
            return
        if not sign:
            yield Reject("The array is not closed: the source is cut off.", window.line, "")
            return
        if sign in "}":
            yield _skip_stray(window)
            continue
        found = _whole_value(window)
        yield found
        if isinstance(found, Reject) and window.is_complete and not window.size:
            return  # the source ends in the middle of this item


def _object(window: TextWindow, level: int = 0) -> Iterator[JsonItem | Reject]:
    """An object: a record, or an envelope whose records are read one by one."""
    place = _envelope_place(window) if level < _DEEPEST_ENVELOPE else None
    if place is None:
        yield _whole_value(window)
        return
    window.advance(place)
    while sign := window.skip(_GAP):  # members of the envelope
        if sign == "}":
            window.advance(1)
            return
        if sign == "[":
            window.advance(1)
            yield from _array(window)
        elif sign == "{":
            yield from _object(window, level + 1)
        decoded = _decode(window, 0) if window.skip(_GAP) == '"' else None
        if decoded is None or isinstance(decoded, str) or not isinstance(decoded.value, str):
            if window.skip(_GAP) not in ("}", ""):
                yield _skip_stray(window)
            continue
        window.advance(decoded.end)
        if window.skip(_SPACE) == ":":
            window.advance(1)
        if not _opens_records(window, decoded.value, window.skip(_SPACE), 0):
            skipped = _decode(window, 0)
            window.advance(1 if skipped is None or isinstance(skipped, str) else skipped.end)
    yield Reject("The object is not closed: the source is cut off.", window.line, "")


class _Decoded(NamedTuple):
    value: Any
    end: int


def _envelope_place(window: TextWindow) -> int | None:
    """The offset of the array or object with the records in the object that begins here; None when it is a record."""
    at = 1
    while True:
        at = _after(window, at, _GAP)
        if window.at(at) != '"':
            return None
        key = _decode(window, at)
        if key is None or isinstance(key, str) or key.value in _RECORD_KEYS:
            return None
        at = _after(window, key.end, _SPACE)
        if window.at(at) != ":":
            return None
        at = _after(window, at + 1, _SPACE)
        if _opens_records(window, key.value, window.at(at), at):
            return at
        skipped = _decode(window, at)
        if skipped is None or isinstance(skipped, str):
            return None
        at = skipped.end


def _opens_records(window: TextWindow, key: str, sign: str, at: int) -> bool:
    if sign == "{":
        return key in _NESTED
    if sign != "[" or key not in ENVELOPES:
        return False
    return window.at(_after(window, at + 1, _SPACE)) in ("{", "]")


def _after(window: TextWindow, at: int, pattern: re.Pattern[str]) -> int:
    """The offset behind what the pattern matches at this one."""
    while True:
        found = pattern.match(window.text, window.place + at)
        end = found.end() - window.place if found else at
        if end < window.size or not window.grow():
            return end


def _decode(window: TextWindow, at: int) -> _Decoded | str | None:
    """The value at an offset; the reason why there is none; None when it is longer than `LONGEST_RECORD`."""
    while True:
        try:
            value, end = _DECODER.raw_decode(window.text, window.place + at)
        except json.JSONDecodeError as error:
            reaches_end = error.msg.startswith("Unterminated string") or error.pos >= len(window.text) - 12
            if not reaches_end or window.is_complete:
                return _CUT_OFF if reaches_end else _reason(error)
        except (ValueError, RecursionError) as error:
            return _reason(error)
        else:
            if end < len(window.text) or window.is_complete or isinstance(value, dict | list | str):
                return _Decoded(value, end - window.place)
        if window.size - at > LONGEST_RECORD:
            return None
        window.grow()


def _whole_value(window: TextWindow) -> JsonItem | Reject:
    decoded = _decode(window, 0)
    line = window.line
    if isinstance(decoded, _Decoded):
        raw = window.take(decoded.end)
        window.advance(decoded.end)
        return _item(decoded.value, line, raw)
    if decoded is None:
        head = window.take(RAW_HEAD)
        _skip_balanced(window)
        return Reject(_too_long(), line, head)
    return _skip_broken(window, decoded)


def _skip_balanced(window: TextWindow) -> None:
    """Moves on behind a value that is too long to be held: to its last bracket, or a line end in a string."""
    depth, is_in_string = 0, False
    while True:
        for found in _STEP.finditer(window.text, window.place):
            sign = found.group()
            if sign in "\r\n":
                if is_in_string:
                    window.advance(found.end() - window.place)
                    return
            elif sign == '"':
                is_in_string = not is_in_string
            elif not is_in_string and sign in _BRACKETS:
                depth += _BRACKETS[sign]
                if depth <= 0:
                    window.advance(found.end() - window.place)
                    return
        window.advance(window.size - window.text.endswith("\\"))
        if not window.grow():
            window.advance(window.size)
            return


def _skip_broken(window: TextWindow, reason: str) -> Reject:
    """Moves on behind an item that is no JSON: to its matching bracket, else to where the next one seems to begin."""
    line = window.line
    if window.at(0) not in ("{", "[", '"'):
        end = _after(window, 0, _WORD)
    else:
        end = window.size if reason == _CUT_OFF else _balanced_end(window) or _next_item(window)
    raw = window.take(end if end <= LONGEST_RECORD else RAW_HEAD)
    window.advance(max(end, 1))
    return Reject(f"This item is no JSON: {reason}.", line, raw.rstrip())


def _balanced_end(window: TextWindow) -> int | None:
    """The offset behind the bracket that closes the item; None when brackets or quotes do not match.

    Each failure in a row is looked for half as far, so that a source of nothing but broken items takes linear time.
    """
    stack: list[str] = []
    for found in _TOKEN.finditer(window.text, window.place, window.place + window.reach):
        sign = found.group()
        if sign in _PAIRS:
            stack.append(_PAIRS[sign])
        elif sign == '"' or (sign in ("}", "]") and (not stack or stack.pop() != sign)):
            break
        if not stack:
            window.reach = min(2 * window.reach, LONGEST_RECORD)
            return found.end() - window.place
    window.reach = max(window.reach // 2, _SHORTEST_REACH)
    return None


def _next_item(window: TextWindow) -> int:
    """The offset at which the next item seems to begin: a line indented like this one's, or `}, {`."""
    before = re.search(r"[\r\n]([ \t]*)\Z", window.text[max(window.place - 200, 0) : window.place])
    found = _NEXT_ITEM.search(window.text, window.place + 1)
    if before:
        found = re.compile(rf"[\r\n]{before[1]}(?=\{{)").search(window.text, window.place + 1) or found
    return found.end() - window.place if found else window.size


def _skip_stray(window: TextWindow) -> Reject:
    """Moves on over what is no beginning of a value."""
    line = window.line
    found = _NOT_SPACE.match(window.text, window.place)
    raw = found.group() if found else window.take(1)
    cut = raw.find("{", 1)
    raw = raw[: cut if cut > 0 else RAW_HEAD]
    window.advance(len(raw))
    return Reject("Here stands something that is no JSON object.", line, raw)


def _too_long() -> str:
    return f"This record is longer than {LONGEST_RECORD >> 20} million characters."


def _reason(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error).partition(": line ")[0]


_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
