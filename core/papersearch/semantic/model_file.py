"""The sentence model's file with the look-up of words put before their scaling, which saves 35 MB of memory.

The file keeps the vector of each of BERT's 30,522 tokens as int8, and scales the whole table to floats before it looks
a token up. ONNX Runtime does that once and keeps the floats. Here the rows that a text needs are looked up first:

    Gather(Mul(Cast(table), scale), ids)  ->  Mul(Cast(Gather(table, ids)), Gather(scale, ids))

The numbers are the same to the bit. Only the few fields of ONNX's protocol buffers that this takes are read and
written: a library for them takes as much memory as this saves.
"""

from collections.abc import Iterator
from typing import NamedTuple

TABLE = b"inner.embeddings.word_embeddings.weight"
_GRAPH, _NODE = 7, 1
_INPUT, _OUTPUT, _OPERATION = 1, 2, 4
_BYTES, _FIXED = 2, {1: 8, 5: 4}
_SEVEN_BITS, _MORE = 0x7F, 0x80


class _Field(NamedTuple):
    """A field of a message: its number, its content if it has a length, and all of its bytes."""

    number: int
    content: bytes
    whole: bytes


def with_words_looked_up_first(model: bytes) -> bytes:
    """The same model with the smaller table; as it is, where it does not have the operations above."""
    top = list(_fields(model))
    graphs = [field for field in top if field.number == _GRAPH]
    rewritten = _rewritten(graphs[0].content) if len(graphs) == 1 else None
    if rewritten is None:
        return model
    return b"".join(_field(_GRAPH, rewritten) if field.number == _GRAPH else field.whole for field in top)


def _rewritten(graph: bytes) -> bytes | None:
    fields = list(_fields(graph))
    nodes = {place: list(_fields(field.content)) for place, field in enumerate(fields) if field.number == _NODE}
    using = [place for place, node in nodes.items() if TABLE in _named(node, _INPUT)]
    scaling = [place for place, node in nodes.items() if _named(node, _OUTPUT) == [TABLE]]
    if len(using) != 1 or len(scaling) != 1 or _named(nodes[scaling[0]], _OPERATION) != [b"Mul"]:
        return None
    floats, scale = _named(nodes[scaling[0]], _INPUT)
    casting = [place for place, node in nodes.items() if _named(node, _OUTPUT) == [floats]]
    lookup = nodes[using[0]]
    if len(casting) != 1 or _named(lookup, _OPERATION) != [b"Gather"] or _named(lookup, _INPUT)[0] != TABLE:
        return None
    (table,), ids, result = _named(nodes[casting[0]], _INPUT), _named(lookup, _INPUT)[1], _named(lookup, _OUTPUT)[0]
    rows, row_floats, row_scale = (TABLE + end for end in (b"_rows", b"_row_floats", b"_row_scale"))
    instead = [
        _with_names(lookup, [table, ids], rows),
        _with_names(lookup, [scale, ids], row_scale),
        _with_names(nodes[casting[0]], [rows], row_floats),
        _with_names(nodes[scaling[0]], [row_floats, row_scale], result),
    ]
    gone = {scaling[0], casting[0]}
    kept = (
        b"".join(instead) if place == using[0] else field.whole
        for place, field in enumerate(fields)
        if place not in gone
    )
    return b"".join(kept)


def _named(node: list[_Field], number: int) -> list[bytes]:
    return [field.content for field in node if field.number == number]


def _with_names(node: list[_Field], inputs: list[bytes], output: bytes) -> bytes:
    """A node that does the same with other values, without a name of its own, which would have to be unique."""
    named = [_field(_INPUT, each) for each in inputs] + [_field(_OUTPUT, output)]
    rest = [field.whole for field in node if field.number >= _OPERATION]
    return _field(_NODE, b"".join(named + rest))


def _fields(message: bytes) -> Iterator[_Field]:
    place = 0
    while place < len(message):
        start = place
        key, place = _number(message, place)
        content = b""
        if key & 7 == _BYTES:
            length, place = _number(message, place)
            content = message[place : place + length]
            place += length
        elif key & 7 in _FIXED:
            place += _FIXED[key & 7]
        else:
            _, place = _number(message, place)
        yield _Field(key >> 3, content, message[start:place])


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _number(message: bytes, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and the place behind it."""
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & _SEVEN_BITS) << shift
        place, shift = place + 1, shift + 7
        if byte < _MORE:
            return value, place


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > _SEVEN_BITS:
        found.append(value & _SEVEN_BITS | _MORE)
        value >>= 7
    return bytes([*found, value])
